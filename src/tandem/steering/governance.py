"""How the territories of a date are led: complete pairs, project managers in post, contracts in force, with lines.

A figure of which nothing was ever recorded by that date has no value: an empty register is not a zero.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import FigureDefinition
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long
from tandem.programme import current
from tandem.steering import addresses, definitions
from tandem.steering.snapshot import Snapshot
from tandem.territories.contents import kind_name
from tandem.territories.models import Agreement, Post
from tandem.territories.pairs import COMPLETE, Pair, pairs_of
from tandem.territories.staffing import Staffed, posts_at


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of governance: its definition, how many, the records; `recorded` when any were ever written down."""

    definition: FigureDefinition
    value: int
    behind: Callable[[], Table]
    recorded: bool


def counted(snapshot: Snapshot) -> Iterable[Counted]:
    """Return the figures of governance of a date (six queries at most)."""
    programme, codes = current(), list(snapshot.by_code)
    pairs = pairs_of(codes, snapshot.date)
    complete = [code for code in codes if code in pairs and pairs[code].state == COMPLETE]
    yield Counted(
        definitions.counted(programme, "lead-pairs"), len(complete),
        lambda: _pairs(snapshot, complete, pairs), any(pair.recorded for pair in pairs.values()),
    )  # fmt: skip
    posts = posts_at(None, snapshot.date)
    held = [each for each in posts if each.holding is not None]
    yield Counted(
        definitions.counted(programme, "project-managers"), len(held), lambda: _managers(snapshot, held),
        bool(posts) or Post.objects.filter(validity__startswith__lte=snapshot.date).exists(),
    )  # fmt: skip
    counting = [kind.code for kind in programme.governance.agreements if kind.counts]
    contracts = list(
        Agreement.objects.filter(kind__in=counting, drafted_on__lte=snapshot.date)
        .select_related("territory__region")
        .order_by("territory", "signed_on", "pk")
    )
    signed = [each for each in contracts if in_force(each, snapshot.date)]
    yield Counted(
        definitions.counted(programme, "contracts-signed"), len(signed), lambda: _contracts(snapshot, signed),
        bool(contracts),
    )  # fmt: skip


def in_force(agreement: Agreement, date: dt.date) -> bool:
    """Whether an agreement is signed on a day and has not ended."""
    return (
        agreement.signed_on is not None
        and agreement.signed_on <= date
        and (agreement.ends is None or agreement.ends >= date)
    )


def _place(snapshot: Snapshot, read: Callable[[Any], Any]) -> tuple[Column, ...]:
    """Columns that say which territory; `read` finds it from the row."""
    return (
        Column("territory", _("Code du territoire"), lambda row: read(row).pk),
        Column("territory_name", _("Territoire"), lambda row: read(row).name),
        Column("region", _("Région"), lambda row: read(row).region.name),
    )


def _address(snapshot: Snapshot, read: Callable[[Any], Any]) -> Column:
    return Column("url", _("Adresse"), lambda row: addresses.territory(read(row).pk, snapshot.date))


def _pairs(snapshot: Snapshot, codes: Sequence[str], pairs: dict[str, Pair]) -> Table:
    """One row per territory whose pair is complete: for whom each seat is held and since when, never who by name."""
    roles = [current().role(code).name for code in current().governance.pair]

    def seat(rank: int, what: Callable[[Any], Any]) -> Callable[[str], Any]:
        def read(code: str) -> Any:
            found = pairs[code].seats[rank]
            return what(found.holder or found.stand_in)

        return read

    def territory(code: str) -> Any:
        return snapshot.by_code[code].territory

    columns = [*_place(snapshot, territory)]
    for rank, role in enumerate(roles):
        columns += [
            Column(f"organisation_{rank + 1}", _("%s : organisation") % role,
                   seat(rank, lambda mandate: mandate.organisation.name)),
            Column(f"since_{rank + 1}", _("%s : depuis le") % role,
                   seat(rank, lambda mandate: mandate.validity.lower)),
        ]  # fmt: skip
    return Table(_title(_("Binômes en place"), snapshot), [*columns, _address(snapshot, territory)], codes)


def _managers(snapshot: Snapshot, held: Sequence[Staffed]) -> Table:
    """One row per funded post that somebody holds."""
    columns = (
        *_place(snapshot, lambda row: row.post.territory),
        Column("post", _("Poste"), lambda row: row.post.pk, decimals=0),
        Column("employer", _("Employeur"), lambda row: row.post.employer.name),
        Column("since", _("Tenu depuis le"), lambda row: row.holding.validity.lower),
        Column("funded_until", _("Financé jusqu’au"), lambda row: row.post.last_day),
        Column("working_time", _("Temps de travail"), lambda row: row.post.working_time, unit="%", decimals=0),
        _address(snapshot, lambda row: row.post.territory),
    )
    return Table(_title(_("Chefs de projet en poste"), snapshot), columns, held)


def _contracts(snapshot: Snapshot, signed: Sequence[Agreement]) -> Table:
    """One row per contract."""
    columns = (
        *_place(snapshot, lambda row: row.territory),
        Column("title", _("Contrat")),
        Column("kind", _("Nature"), lambda row: kind_name(row.kind)),
        Column("signed_on", _("Signé le")),
        Column("starts", _("Prend effet le")),
        Column("ends", _("Prend fin le")),
        _address(snapshot, lambda row: row.territory),
    )
    return Table(_title(_("Contrats signés"), snapshot), columns, signed)


def _title(what: str, snapshot: Snapshot) -> str:
    return _("%(what)s au %(date)s") % {"what": what, "date": date_long(snapshot.date)}
