"""The lead pair of territories as of a date: who, for which organisation, since when, and the seats that are empty."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import ScopeKind
from tandem.programme import Role
from tandem.territories.models import Territory
from tandem.territories.rules import vacant_since

COMPLETE, HALF, VACANT = "complete", "half", "vacant"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the pair on a day.

    Parameters
    ----------
    holder, stand_in
        The mandate that holds it, and the one that stands in for it that day.
    vacant_since
        Since when nobody holds it; None when somebody does.
    """

    role: Role
    holder: Mandate | None
    stand_in: Mandate | None
    vacant_since: dt.date | None

    @property
    def held(self) -> bool:
        return self.vacant_since is None


@dataclass(frozen=True, slots=True)
class Pair:
    """The two seats of a territory's pair on a day."""

    date: dt.date
    seats: tuple[Seat, ...]
    recorded: bool
    """Whether anybody was ever recorded in it by that day: an empty record is not a vacancy that was seen."""

    @property
    def state(self) -> str:
        held = sum(seat.held for seat in self.seats)
        return COMPLETE if held == len(self.seats) else HALF if held else VACANT


def pairs_of(codes: Collection[str], date: dt.date, started: Mapping[str, DateRange] | None = None) -> dict[str, Pair]:
    """Return the pair of each territory on a day (two queries; one when their validities are given)."""
    held = programme.current()
    roles = [held.role(code) for code in held.governance.pair]
    if started is None:
        started = dict(Territory.objects.filter(pk__in=codes).values_list("pk", "validity"))
    mandates: dict[tuple[str, str], list[Mandate]] = defaultdict(list)
    found = Mandate.objects.filter(
        scope_kind=ScopeKind.TERRITORY, scope_code__in=codes, role__in=[role.code for role in roles],
        validity__startswith__lte=date,
    )  # fmt: skip
    for mandate in found.select_related("person", "organisation").order_by("validity", "pk"):
        mandates[mandate.scope_code, mandate.role].append(mandate)
    return {
        code: Pair(
            date,
            tuple(_seat(role, mandates[code, role.code], validity.lower, date) for role in roles),
            any(mandates[code, role.code] for role in roles),
        )
        for code, validity in started.items()
    }


def _seat(role: Role, mandates: list[Mandate], start: dt.date, date: dt.date) -> Seat:
    now = [each for each in mandates if date in each.validity]
    holder = next((each for each in reversed(now) if each.stands_in_for_id is None), None)
    stand_in = next((each for each in reversed(now) if each.stands_in_for_id is not None), None)
    since = None if now else vacant_since((each.validity.upper for each in mandates), start, date)
    return Seat(role, holder, stand_in, since)
