"""What changed in a diagnosis between its last two snapshots, and the digest that names the last one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem.core.figures import Availability
from tandem.core.tables import Column, Table
from tandem.core.typography import NNBSP, counted, date_long, no_break
from tandem.diagnosis.catalogue import Indicator
from tandem.diagnosis.models import Snapshot
from tandem.diagnosis.snapshots import Change, changes
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.drawing import measure_of

OPEN = 8
"""Changes up to which their table stands open."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a newer snapshot does not say as the one before.

    Parameters
    ----------
    since, on
        Days of the two, in words.
    sentences
        What changed beside the figures: data, rules, perimeter.
    table
        The figures; None when all of them stayed.
    count
        How many, in words.
    """

    since: str
    on: str
    sentences: tuple[str, ...]
    table: Table | None
    count: str
    open: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """The diagnosis as it was last taken down."""

    day: str
    digest: str


def dated(found: Sequence[Snapshot]) -> Dated | None:
    return Dated(date_long(timezone.localtime(found[0].taken_at).date()), found[0].digest) if found else None


def changed(found: Sequence[Snapshot], there: Pages) -> Changed | None:
    """Return what changed between the two latest of the snapshots given; None when there is one at most."""
    if len(found) < 2:
        return None
    newer, older = found[:2]
    between = changes(older, newer)
    rows = between.figures
    return Changed(
        since=_moment(older, newer),
        on=_moment(newer, older),
        sentences=(
            *([_("Le périmètre a changé : d’autres communes, donc d’autres sommes.")] if between.perimeter else []),
            *(_vintage(*each) for each in between.data),
            *([_("Les règles de calcul ont changé avec une nouvelle version du logiciel.")] if between.rules else []),
        ),
        table=_table(rows, there) if rows else None,
        count=counted(len(rows), _("chiffre changé"), _("chiffres changés")),
        open=len(rows) <= OPEN,
    )


def _moment(each: Snapshot, other: Snapshot) -> str:
    """The day of a snapshot; its hour too when the other was taken on the same day."""
    at = timezone.localtime(each.taken_at)
    day = date_long(at.date())
    if at.date() != timezone.localtime(other.taken_at).date():
        return day
    return _("%(day)s à %(hour)s") % {"day": day, "hour": f"{at:%H}{NNBSP}h{NNBSP}{at:%M}"}


def _vintage(title: str, before: str, after: str) -> str:
    words = {"title": no_break(title), "before": before, "after": after}
    if not before:
        return _("Nouvelle source : %(title)s, %(after)s.") % words
    if not after:
        return _("Source retirée : %(title)s, %(before)s.") % words
    if before == after:
        return _("Source corrigée, même millésime : %(title)s, %(after)s.") % words
    return _("Source mise à jour : %(title)s, %(before)s puis %(after)s.") % words


def _table(rows: Sequence[Change], there: Pages) -> Table:
    columns = (
        Column("figure", _("Chiffre"), value=lambda row: _link(row.indicator, there)),
        Column("before", _("Avant"), value=lambda row: _written(row.indicator, row.before, row.was)),
        Column("after", _("Maintenant"), value=lambda row: _written(row.indicator, row.after, row.now)),
        Column("what", _("Ce qui se passe"), value=_what),
    )
    return Table(_("Chiffres changés"), columns, rows)


def _link(indicator: Indicator, there: Pages) -> str:
    return format_html('<a href="{}">{}</a>', there.figure(indicator.id), indicator.definition.label)


def _written(indicator: Indicator, value: float | None, state: str) -> str:
    if value is not None:
        return measure_of(indicator.definition).text(value, full=True)
    if not state:
        return "—"
    return _("secret statistique") if state == Availability.SECRET else _("non disponible")


def _what(row: Change) -> str:
    if not row.was:
        return _("nouveau chiffre")
    if not row.now:
        return _("chiffre retiré")
    if row.before is None:
        return _("maintenant connu") if row.after is not None else _("sans valeur, pour une autre raison")
    if row.after is None:
        return _("n’est plus connu")
    if row.was != row.now and row.before == row.after:
        return _("même valeur, autre état")
    return _("valeur révisée")
