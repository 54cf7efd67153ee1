"""A regional committee of fictive people: who presides, who prepares, who is heard, and its meetings at each stage."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.committees.models import Item, Meeting
from tandem.committees.usecases import agenda, calling, holding, turns
from tandem.core.clock import today

START = dt.date(2026, 1, 1)
REGION = Scope(ScopeKind.REGION, "84")
OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")
AIN = Scope(ScopeKind.DEPARTMENT, "01")


def mandate(role: str, kind: str, scope: Scope = NATION, name: str = "", **more) -> Mandate:
    """Write a mandate directly: giving them is not what is tested here."""
    name = name or role
    person = Person.objects.filter(email=f"{name}@exemple.fr").first()
    person = person or Person.objects.create_user(f"{name}@exemple.fr", first_name=name.title(), last_name="Fictif")
    organisation, _made = Organisation.objects.get_or_create(kind=kind, name=f"Organisation fictive {kind}")
    return Mandate.objects.create(
        person=person, organisation=organisation, role=role, scope_kind=scope.kind, scope_code=scope.code,
        validity=DateRange(more.pop("first", START), more.pop("until", None)), ground="pour les tests", **more,
    )  # fmt: skip


@dataclass
class Room:
    """Who is there, by role, and shortcuts to bring a meeting to a stage."""

    clock: "Clock"
    by: dict[str, By] = field(default_factory=dict)

    def join(self, role: str, kind: str, scope: Scope = NATION, name: str = "", **more) -> By:
        self.by[name or role] = By(mandate(role, kind, scope, name, **more), second_factor=True)
        return self.by[name or role]

    def planned(self, kind: str = "regional", scope: Scope = REGION, days: int = 20, by: str = "") -> Meeting:
        moment = self.clock.now + dt.timedelta(days=days)
        return calling.plan_meeting(self.by[by or "region-instructor"], kind=kind, scope=scope, starts_at=moment,
                                    place="Hôtel de Région (fictif)")  # fmt: skip

    def item(self, meeting: Meeting, by: str = "", **more) -> Item:
        said = {"matter": "territory-review", "about": "territory:ti-8413", "title": "Point fictif",
                "question": "Que faire ?", "proposal": "Faire ceci."} | more  # fmt: skip
        return agenda.add_item(self.by[by or "region-instructor"], meeting, **said)

    def called(self, days: int = 20, **more) -> Meeting:
        meeting = self.planned(days=days, **more)
        self.item(meeting, by=more.get("by", ""))
        return calling.call_meeting(self.by[more.get("by") or "region-instructor"], meeting, reason="pour les tests")

    def attend(self, meeting: Meeting, *names: str, by: str = "") -> None:
        for name in names or ("region-president", "prefect-of-region"):
            holding.note_attendance(self.by[by or "region-instructor"], meeting, self.by[name].mandate, state="present")

    def opened(self, *names: str, days: int = 20, consult_only: bool = False, **more) -> Meeting:
        meeting = self.called(days, **more)
        self.clock.now = meeting.starts_at
        self.attend(meeting, *names, by=more.get("by", ""))
        holding.open_meeting(self.by[more.get("by") or "region-instructor"], meeting, consult_only=consult_only)
        meeting.refresh_from_db()
        return meeting


class Clock:
    """The moment that use cases read; tests move it."""

    def __init__(self) -> None:
        self.now = dt.datetime.combine(today(), dt.time(9), dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(turns, "now", found)
    from tandem.committees.usecases import deciding, minutes

    for module in (calling, agenda, holding, deciding, minutes):
        monkeypatch.setattr(module, "now", found)
    return found


@pytest.fixture
def room(db, clock) -> Room:
    """The regional committee of region 84: two who preside together, two who prepare, an operator who is heard."""
    made = Room(clock)
    made.join("region-president", "region", REGION)
    made.join("prefect-of-region", "prefecture-region", REGION)
    made.join("region-instructor", "region", REGION)
    made.join("state-instructor", "prefecture-region", REGION)
    made.join("operator-correspondent", "operator", REGION)
    return made
