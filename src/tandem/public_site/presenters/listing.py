"""The list of territories: what was asked, the rows it leaves, their table, their map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme, reference
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, date_short
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS, Indicator
from tandem.diagnosis.official_files import in_service
from tandem.places.rules import fold
from tandem.public_site.answers import AsOf, with_query
from tandem.public_site.presenters import identity
from tandem.public_site.reads import Match, PublishedList, Row

DEFAULT_FIGURE = "industry-share"
PLACES_SHOWN = 8
ORDERS = ("name", "region", "value", "population", "communes", "members")


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of the list, all of it in the address."""

    at: AsOf
    text: str = ""
    region: str = ""
    phase: str = ""
    order: str = "name"
    figure: str = DEFAULT_FIGURE

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [
            ("q", self.text),
            ("region", self.region),
            ("phase", self.phase),
            ("date", self.at.date.isoformat() if self.at.asked else ""),
            ("chiffre", "" if self.figure == DEFAULT_FIGURE else self.figure),
            ("tri", "" if self.order == "name" else self.order),
        ]

    def href(self, name: str = "public_site:territories") -> str:
        return with_query(reverse(name), self.pairs)

    def without(self, **changes: Any) -> str:
        return replace(self, **changes).href()

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.figure]


def asked(query: QueryDict, at: AsOf) -> Asked:
    """Read the address; what it cannot mean is left out rather than refused."""
    order = query.get("tri", "name")
    figure = query.get("chiffre", DEFAULT_FIGURE)
    return Asked(
        at=at,
        text=query.get("q", "").replace("\0", "").strip()[:100],
        region=_among(query.get("region", ""), reference.load("regions")["code"].to_pylist()),
        phase=_among(query.get("phase", ""), [phase.code for phase in programme.current().phases]),
        order=order if order.removeprefix("-") in ORDERS else "name",
        figure=figure if figure in INDICATORS else DEFAULT_FIGURE,
    )


def _among(given: str, known: Sequence[str]) -> str:
    return given.strip() if given.strip() in known else ""


def day_of_phase(wanted: Asked, lists: Sequence[PublishedList]) -> Asked:
    """Without a date, a phase means its latest list."""
    if wanted.at.asked or not wanted.phase:
        return wanted
    latest = next((each for each in lists if each.phase == wanted.phase), None)
    if latest is None or latest.holds_on(wanted.at.date):
        return wanted
    return replace(wanted, at=AsOf(latest.last_day or wanted.at.date, asked=True))


def kept(rows: Sequence[Row], wanted: Asked, found: set[str] | None) -> list[Row]:
    """Filter; `found` are the codes that the search gives, None without a search."""
    return [
        row
        for row in rows
        if (not wanted.region or row.region_code == wanted.region)
        and (not wanted.phase or row.phase == wanted.phase)
        and (found is None or row.code in found)
    ]


def ordered(rows: Sequence[Row], order: str, values: Mapping[str, float | None]) -> list[Row]:
    """Sort; what has no value comes last in both directions, equals by name."""
    key, down = order.removeprefix("-"), order.startswith("-")
    by_name = sorted(rows, key=lambda row: (fold(row.name), row.code))
    if key == "name":
        return by_name[::-1] if down else by_name
    if key == "region":
        return sorted(by_name, key=lambda row: fold(row.region), reverse=down)
    read = (lambda row: values.get(row.code)) if key == "value" else (lambda row: getattr(row, key))
    present = [row for row in by_name if read(row) is not None]
    absent = [row for row in by_name if read(row) is None]
    return sorted(present, key=read, reverse=down) + absent


def table(rows: Sequence[Row], wanted: Asked, values: Mapping[str, float | None]) -> Table:
    unit = wanted.indicator.definition.unit
    query = wanted.at.query
    base = reverse("public_site:territories")

    def link(row: Row) -> str:
        return identity.link(row.name, f"{base}{row.code}/{query}", row.region)

    columns = (
        Column("name", _("Territoire"), value=link),
        Column(
            "value",
            wanted.indicator.definition.label,
            unit=unit.plural,
            decimals=unit.decimals,
            value=lambda row: values.get(row.code),
        ),
        Column("population", _("Habitants"), decimals=0),
    )
    return Table(_("Territoires d’industrie, %s") % said_day(wanted.at), columns, rows)


def said_day(at: AsOf) -> str:
    return _("au %s") % date_long(at.date)


def count_words(count: int, total: int, wanted: Asked) -> str:
    day = said_day(wanted.at)
    if count == total:
        return f"{counted(count, _('territoire'))} {day}"
    return _("%(count)s sur %(total)s, %(day)s") % {
        "count": counted(count, _("territoire")),
        "total": total,
        "day": day,
    }


@dataclass(frozen=True, slots=True)
class ByPlace:
    """« Bellignat → Plastics Vallée »: a member or commune, and the territory that holds it."""

    place: str
    territory: str
    href: str


def by_place(matches: Sequence[Match], shown: set[str], at: AsOf) -> list[ByPlace]:
    path = reverse("public_site:territories")
    return [
        ByPlace(match.by, match.name, f"{path}{match.code}/{at.query}")
        for match in matches
        if match.by and match.code in shown
    ][:PLACES_SHOWN]


@dataclass(frozen=True, slots=True)
class Tag:
    label: str
    href: str


def tags(wanted: Asked, regions: Mapping[str, str]) -> list[Tag]:
    """The filters in force, each with the address of the page without it."""
    found = []
    if wanted.text:
        found.append(Tag(_("« %s »") % wanted.text, wanted.without(text="")))
    if wanted.region:
        found.append(Tag(regions.get(wanted.region, wanted.region), wanted.without(region="")))
    if wanted.phase:
        found.append(Tag(_("Phase %s") % wanted.phase, wanted.without(phase="")))
    if wanted.at.asked:
        found.append(Tag(said_day(wanted.at), wanted.without(at=AsOf(wanted.at.date))))
    return found


def date_options(lists: Sequence[PublishedList], at: AsOf) -> list[tuple[str, str]]:
    """The known lists by their first day, each with its count; the day asked for when it is none of them."""
    options = []
    for each in lists:
        span = (
            _("depuis le %s") % date_short(each.valid_from)
            if each.last_day is None
            else f"{date_short(each.valid_from)} – {date_short(each.last_day)}"
        )
        value = "" if each.valid_until is None else each.valid_from.isoformat()
        options.append((value, f"{each.name} : {counted(each.territories, _('territoire'))} ({span})"))
    if at.asked and at.date.isoformat() not in {value for value, _label in options}:
        options.insert(0, (at.date.isoformat(), said_day(at).capitalize()))
    return options


def figure_options() -> list[tuple[str, str]]:
    """Figures that may colour a map: those that a rank makes sense of, and whose file is here when they need one."""
    ranked = (i for chapter in CHAPTERS for i in chapter.indicators if i.ranked)
    return [(i.id, str(i.definition.label)) for i in ranked if not i.imported or in_service.find(i.imported)]


def region_options(rows: Sequence[Row]) -> list[tuple[str, str]]:
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row.region, row.region_code] = counts.get((row.region, row.region_code), 0) + 1
    named = sorted(counts.items(), key=lambda pair: fold(pair[0][0]))
    return [("", _("Toutes les régions")), *((code, f"{name} ({count})") for (name, code), count in named)]


def order_options(wanted: Asked) -> list[tuple[str, str]]:
    label = wanted.indicator.definition.label
    return [
        ("name", _("Nom")),
        ("region", _("Région")),
        ("-value", _("%s, du plus au moins") % label),
        ("value", _("%s, du moins au plus") % label),
        ("-population", _("Population, du plus au moins")),
        ("population", _("Population, du moins au plus")),
    ]
