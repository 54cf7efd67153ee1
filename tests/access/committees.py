"""The committee, the meeting, the item and the decision that the sample addresses of the site lead to."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.committees.models import Committee, Decision, Item, Meeting
from tandem.committees.rules import Outcome, State

MOMENT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


def make() -> None:
    """Write them under the key of the samples, in the region of the demo's people."""
    committee = Committee.objects.create(
        pk=1, kind="regional", scope_kind="region", scope_code="84", name="Comité régional (fictif)",
        validity=DateRange(dt.date(2026, 1, 1), None),
    )  # fmt: skip
    meeting = Meeting.objects.create(
        pk=1, committee=committee, starts_at=MOMENT, place="Ici (fictif)", state=State.CLOSED, minutes="Relevé.",
        minutes_ready_at=MOMENT,
    )  # fmt: skip
    item = Item.objects.create(
        pk=1, meeting=meeting, position=1, matter="roadmap", about="territory:ti-8413", title="Point", question="?",
        proposal="!",
    )  # fmt: skip
    Decision.objects.create(
        pk=1, committee=committee, year=2026, number=1, item=item, outcome=Outcome.ADOPTED, text="Oui.",
        on=MOMENT.date(), tally={"for": 2, "against": 0, "abstained": 0},
    )  # fmt: skip
