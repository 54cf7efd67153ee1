"""A diagnosis as it goes out in files: whose, of which day, of which communes, made from what.

The workbook, the slides, the booklet and the Parquet file are all made from one `Edition`: they cannot differ.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from tandem import __version__, reference
from tandem.core.errors import NotFoundError
from tandem.core.figures import Figure, Scope, Source
from tandem.core.typography import date_long, number
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.models import Snapshot
from tandem.diagnosis.projects import Project, figures_of_project
from tandem.diagnosis.queries import ChapterFigures, Likeness, figures_of, peers_of
from tandem.programme import current
from tandem.territories.models import Member, Perimeter, Territory
from tandem.territories.queries import perimeter_of

Address = Callable[[Figure], str]
"""Gives the address of the page of a figure."""

NEIGHBOURS = "held_by"
"""Key of the details that speaks of other territories, by their codes."""

_KINDS = {kind: place for place, kind in enumerate((Member.Kind.EPCI, Member.Kind.EPT, Member.Kind.COMMUNE))}


@dataclass(frozen=True, slots=True)
class Part:
    """An intermunicipality or a commune by which communes come into the territory: `communes` of its `total`."""

    code: str
    name: str
    kind: str
    communes: int
    total: int

    @property
    def complete(self) -> bool:
        return self.communes == self.total


@dataclass(frozen=True, slots=True)
class Edition:
    """A diagnosis to put in a file.

    Parameters
    ----------
    code, name, region
        Whose; the code of a project is its key, the same whoever lists its communes.
    date
        The day that its perimeter is read at.
    list
        Code of the published list that its perimeter is from; empty for a project.
    facts
        What identifies it: label and text, in reading order.
    parts
        What its communes come by.
    source
        Where its perimeter comes from, in a sentence.
    communes
        Reads the codes of its communes, in order.
    chapters
        Its figures, each with its address where there is one.
    likenesses
        The territories most like it; none for a project.
    names
        Names of the territories that its details speak of, by code.
    snapshot
        Digest of the snapshot that it is; empty when none was taken.
    """

    code: str
    name: str
    region: Scope
    date: dt.date
    list: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    source: str
    communes: Callable[[], Sequence[str]]
    chapters: tuple[ChapterFigures, ...]
    likenesses: tuple[Likeness, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    snapshot: str = ""
    program: str = __version__

    @property
    def is_project(self) -> bool:
        return not self.list

    @property
    def title(self) -> str:
        return _("Diagnostic industriel de %(name)s") % {"name": self.name}

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for chapter in self.chapters for figure in chapter.figures)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Each source of its figures once, by title; not those of a file that gives it nothing, or not yet."""
        given = (each for each in self.figures if each.value is not None or not INDICATORS[each.definition.id].imported)
        found = {(each.table, each.vintage): each for figure in given for each in figure.definition.sources}
        return tuple(sorted(found.values(), key=lambda each: (each.title, each.vintage)))

    @property
    def licence(self) -> str:
        return " ; ".join(dict.fromkeys(each.licence for each in self.sources))

    def figure(self, code: str) -> Figure | None:
        return next((each for each in self.figures if each.definition.id == code), None)


def of_territory(code: str, date: dt.date | None = None, address: Address | None = None) -> Edition:
    """Return the diagnosis of a territory at a date; without one, today or the last day of a territory that is no more.

    Raises
    ------
    NotFoundError
        No such territory at that date, or its diagnosis is not computed; the hint says what to do.
    """
    return of_perimeter(*perimeter_of(code, date), address)


def of_perimeter(perimeter: Perimeter, date: dt.date, address: Address | None = None) -> Edition:
    """Return the diagnosis of a perimeter, read at a day; see `of_territory`."""
    territory = perimeter.territory
    name = territory.name.strip()
    chapters = figures_of(perimeter, date)
    if not any(each.figures for each in chapters):
        raise NotFoundError(
            _("%(name)s : le diagnostic n’est pas encore calculé.") % {"name": name}, _("Lancer : tandem load")
        )
    members = sorted(perimeter.composition.all(), key=lambda each: (_KINDS[Member.Kind(each.kind)], each.name))
    links = perimeter.commune_links.order_by("commune_id").values_list("commune_id", flat=True)
    since = _("%(list)s, en vigueur depuis le %(date)s") % {
        "list": current().list_named(perimeter.list).name,
        "date": date_long(perimeter.validity.lower),
    }
    return Edition(
        code=territory.code,
        name=name,
        region=Scope("region", territory.region_id, territory.region.name),
        date=date,
        list=perimeter.list,
        facts=(
            (_("Code"), territory.code),
            (_("Région"), territory.region.name),
            (_("Phase"), f"{perimeter.phase.name} ({perimeter.phase_id})"),
            (_("Périmètre"), since),
            (_("Communes"), number(perimeter.communes)),
            (_("Habitants"), _("n. d.") if perimeter.population is None else number(perimeter.population)),
        ),
        parts=tuple(
            Part(each.code, each.name, str(each.get_kind_display()), each.communes, each.communes_total)
            for each in members
        ),
        source=perimeter.source,
        communes=lambda: list(links),
        chapters=_addressed(chapters, address),
        likenesses=tuple(peers_of(perimeter)),
        names=_names(chapters),
        snapshot=Snapshot.objects.of(territory.code, perimeter.list).values_list("digest", flat=True).first() or "",
    )


def of_project(asked: Project, date: dt.date | None = None, address: Address | None = None) -> Edition:
    """Return the diagnosis of a territory to be."""
    chapters = figures_of_project(asked, date)
    figures = {figure.definition.id: figure for each in chapters for figure in each.figures}
    inhabitants = figures["population"].value
    return Edition(
        code=f"projet-{asked.key}",
        name=asked.name,
        region=asked.region,
        date=figures["population"].as_of,
        list="",
        facts=(
            (_("Code"), f"projet-{asked.key}"),
            (_("Région"), asked.region.name),
            (_("Périmètre"), _("territoire en projet, qui n’est sur aucune liste publiée")),
            (_("Communes"), number(len(asked.communes))),
            (_("Habitants"), _("n. d.") if inhabitants is None else number(inhabitants, 0)),
        ),
        parts=_parts(asked.communes),
        source=_("Communes données par l’auteur du projet, dans le code officiel géographique en vigueur."),
        communes=lambda: asked.communes,
        chapters=_addressed(chapters, address),
        names=_names(chapters),
    )


def _names(chapters: Iterable[ChapterFigures]) -> dict[str, str]:
    """Return the names of the territories that details speak of (one query when there are some)."""
    rows = (row for chapter in chapters for figure in chapter.figures for row in figure.details)
    codes = {code for row in rows for code in row.get(NEIGHBOURS, ())}
    found = Territory.objects.filter(pk__in=codes).values_list("code", "name") if codes else ()
    return {code: name.strip() for code, name in found}


def _addressed(chapters: Iterable[ChapterFigures], address: Address | None) -> tuple[ChapterFigures, ...]:
    if address is None:
        return tuple(chapters)
    return tuple(
        ChapterFigures(each.chapter, tuple(replace(figure, url=address(figure)) for figure in each.figures))
        for each in chapters
    )


def _parts(communes: Sequence[str]) -> tuple[Part, ...]:
    """Return the intermunicipalities of a set of communes, those with most of them first; a commune alone is itself."""
    table = reference.load("communes").select(["code", "name", "epci", "ept"]).to_pylist()
    names = dict(
        zip(*(reference.load("intermunicipalities")[each].to_pylist() for each in ("siren", "name")), strict=True)
    )
    mine = set(communes)
    found: Counter[tuple[str, str, Member.Kind]] = Counter()
    totals: Counter[tuple[str, str, Member.Kind]] = Counter()
    for row in table:
        group, kind = row["ept"] or row["epci"], Member.Kind.EPT if row["ept"] else Member.Kind.EPCI
        key = (group or row["code"], names.get(group, row["name"]), kind if group else Member.Kind.COMMUNE)
        totals[key] += 1
        found[key] += row["code"] in mine
    order = sorted(+found, key=lambda key: (_KINDS[key[2]], -found[key], key[1]))
    return tuple(Part(key[0], key[1], str(key[2].label), found[key], totals[key]) for key in order)
