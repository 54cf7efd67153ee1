"""Who a territory is: its card, its like, what it comes from and what became of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem.core.figures import Unit
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, number
from tandem.diagnosis.queries import Likeness
from tandem.places.models import Department
from tandem.programme import current
from tandem.public_site.answers import AsOf, with_query
from tandem.public_site.presenters import addresses
from tandem.public_site.presenters.cards import ChapterCards
from tandem.public_site.reads import period
from tandem.territories.models import Member, Perimeter

MEMBERS_SHOWN = 24
ALIKE = 3
"""How many common traits are told of a similar territory."""


@dataclass(frozen=True, slots=True)
class IdentityCard:
    phase: str
    region: str
    departments: str
    period: str
    list: str
    communes: int
    population: int | None
    members: tuple["MemberLine", ...]
    members_said: str
    more_members: int
    past: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member by its name; `words` only where it is not a whole intermunicipality."""

    name: str
    words: str


def member_words(member: Member) -> str:
    """Say how a member differs from a whole intermunicipality, the ordinary case: nothing when it does not."""
    return "" if member.kind != Member.Kind.COMMUNE and member.complete else cover(member)


def members_in_words(members: Sequence[Member]) -> str:
    """Say how many they are, of what nature and how far in the territory: ``20 intercommunalités, en entier``."""
    grouped = [member for member in members if member.kind != Member.Kind.COMMUNE]
    alone = len(members) - len(grouped)
    partly = sum(not member.complete for member in grouped)
    said = []
    if grouped:
        cover = _("en entier")
        if partly:
            cover = _("en partie") if partly == len(grouped) else _("dont %(count)s en partie") % {"count": partly}
        said.append(f"{counted(len(grouped), _('intercommunalité'))}, {cover}")
    if alone:
        said.append(counted(alone, _("commune isolée"), _("communes isolées")))
    return " ; ".join(said)


def card(perimeter: Perimeter, members: Sequence[Member], departments: Sequence[Department], at: AsOf) -> IdentityCard:
    return IdentityCard(
        phase=perimeter.territory.phase_id,
        region=perimeter.territory.region.name,
        departments=", ".join(f"{each.name} ({each.code})" for each in departments),
        period=period(perimeter.validity.lower, perimeter.validity.upper),
        list=list_name(perimeter.list),
        communes=perimeter.communes,
        population=perimeter.population,
        members=tuple(MemberLine(each.name, member_words(each)) for each in members[:MEMBERS_SHOWN]),
        members_said=members_in_words(members),
        more_members=max(0, len(members) - MEMBERS_SHOWN),
        past=perimeter.validity.upper is not None,
    )


def list_name(code: str) -> str:
    """Say a list within a sentence: ``liste de juillet 2024``."""
    name = current().list_named(code).name
    return name[:1].lower() + name[1:]


def member_table(perimeter: Perimeter, members: Sequence[Member]) -> Table:
    columns = (
        Column("name", _("Membre")),
        Column("kind", _("Nature"), value=lambda member: member.get_kind_display()),
        Column("code", _("Code")),
        Column("cover", _("Couverture"), value=cover),
        Column("communes", _("Communes du territoire"), decimals=0),
    )
    return Table(_("Membres : %(name)s") % {"name": perimeter.territory.name}, columns, members)


def cover(member: Member) -> str:
    if member.kind == Member.Kind.COMMUNE:
        return _("commune isolée")
    if member.complete:
        return _("en entier")
    return _("en partie : %(part)s sur %(all)s") % {
        "part": counted(member.communes, _("commune")),
        "all": number(member.communes_total),
    }


@dataclass(frozen=True, slots=True)
class PeerRow:
    name: str
    href: str
    region: str
    why: tuple[str, ...]


def peers(found: Sequence[Likeness], at: AsOf) -> list[PeerRow]:
    return [
        PeerRow(
            name=each.peer.territory.name,
            href=addresses.of_territory(each.peer.territory_id, at),
            region=each.peer.territory.region.name,
            why=tuple(_alike(*trait) for trait in each.alike[:ALIKE]),
        )
        for each in found
    ]


def _alike(indicator: Any, mine: float | None, theirs: float | None) -> str:
    unit = indicator.definition.unit
    return _("%(label)s : %(theirs)s (ici %(mine)s)") % {
        "label": indicator.definition.label,
        "mine": _written(mine, unit),
        "theirs": _written(theirs, unit),
    }


def _written(value: float | None, unit: Unit) -> str:
    if value is None:
        return _("non disponible")
    word = str(unit.singular if abs(value) < 2 else unit.plural)
    return f"{number(value, unit.decimals)}\u202f{word}" if word else number(value, unit.decimals)


@dataclass(frozen=True, slots=True)
class Kin:
    """A territory of another list with which this one shares communes."""

    name: str
    href: str
    list: str
    shared: str


@dataclass(frozen=True, slots=True)
class Family:
    before: tuple[Kin, ...]
    after: tuple[Kin, ...]


def kin(before: Sequence[Any], after: Sequence[Any]) -> Family:
    return Family(
        tuple(_kin(each.predecessor, each.communes, each.population) for each in before),
        tuple(_kin(each.successor, each.communes, each.population) for each in after),
    )


def _kin(perimeter: Perimeter, communes: int, population: int) -> Kin:
    day = AsOf(perimeter.validity.lower, asked=True)
    return Kin(
        name=perimeter.name,
        href=addresses.of_territory(perimeter.territory_id, day),
        list=list_name(perimeter.list),
        shared=_("%(communes)s communes en partage, %(population)s habitants")
        % {"communes": number(communes), "population": number(population)},
    )


@dataclass(frozen=True, slots=True)
class Item:
    href: str
    label: str


def contents(chapters: Sequence[ChapterCards], *, changed: bool = False) -> list[Item]:
    """Return the contents of a territory's page; `changed` when it says what its last two snapshots changed."""
    return [
        *_reading(chapters),
        Item("#vie", _("La vie du territoire")),
        Item("#semblables", _("Territoires semblables")),
        Item("#phases", _("D’une phase à l’autre")),
        *([Item("#changements", _("Ce qui a changé"))] if changed else []),
        Item("#telechargements", _("Télécharger et citer")),
    ]


def contents_of_project(chapters: Sequence[ChapterCards]) -> list[Item]:
    return [*_reading(chapters), Item("#telechargements", _("Télécharger et citer"))]


def _reading(chapters: Sequence[ChapterCards]) -> list[Item]:
    return [Item("#essentiel", _("L’essentiel")), *(Item(chapter.href, chapter.label) for chapter in chapters)]


def compare_href(perimeter: Perimeter, at: AsOf) -> str:
    path = reverse("public_site:compare")
    return with_query(path, [("t", perimeter.territory_id), ("date", at.date.isoformat() if at.asked else "")])


def stated_day(perimeter: Perimeter, at: AsOf) -> dt.date:
    """The day that a permanent address names: the one asked for, or else the last known day of the perimeter."""
    upper = perimeter.validity.upper
    return min(at.date, upper - dt.timedelta(days=1)) if upper else at.date


def permalink(perimeter: Perimeter, at: AsOf) -> str:
    day = AsOf(stated_day(perimeter, at), asked=True)
    return addresses.of_territory(perimeter.territory_id, day)


def stated_on(perimeter: Perimeter, at: AsOf) -> str:
    return date_long(stated_day(perimeter, at))


def link(label: str, href: str, under: str = "") -> str:
    """Return a link, and a few words under it."""
    if not under:
        return format_html('<a href="{}">{}</a>', href, label.strip())
    return format_html('<a href="{}">{}</a> <span class="td-under">{}</span>', href, label.strip(), under)
