"""The progress report at a date: read once, the same for the web page and the document."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError
from tandem.core.figures import Figure, Nature, Source
from tandem.core.figures.figure import Series
from tandem.core.typography import date_long, no_break, number, percent, ratio_in_words, significant
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.diagnosis.catalogue.types import sources
from tandem.places.rules import fold
from tandem.programme import Phase, Pillar, Programme, current
from tandem.steering import addresses, findings, lines, pillars
from tandem.steering.declared import Announcement, history
from tandem.steering.figures import figures_of
from tandem.steering.snapshot import Snapshot, read
from tandem.territories.models import Perimeter

TOP = 5
BRIEF = ("territories", "population-share", "private-employees-share", "industry-jobs-share", "industry-share",
         "private-employees-change")  # fmt: skip
"""The six figures of the first page."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A territory at one end of an indicator; `url` opens its figure."""

    code: str
    name: str
    region: str
    value: float
    written: str
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an indicator says of the territories: sentences, both ends, and the values they come from."""

    indicator: Indicator
    url: str
    headline: str
    headline_label: str
    france: str
    sentences: tuple[str, ...]
    highest: tuple[Ranked, ...]
    lowest: tuple[Ranked, ...]
    values: Mapping[str, float]
    missing: int
    country: float | None


@dataclass(frozen=True, slots=True)
class PillarPage:
    """A pillar (None: what concerns all of them), its findings, and what the data do not say yet."""

    pillar: Pillar | None
    findings: tuple[Finding, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """A territory in the list; an indicator without a value is None."""

    code: str
    name: str
    members: int
    communes: int
    population: int | None
    industry_share: float | None
    employees_change: float | None
    url: str


@dataclass(frozen=True, slots=True)
class RegionRows:
    code: str
    name: str
    rows: tuple[TerritoryRow, ...]

    @property
    def population(self) -> int:
        return sum(row.population or 0 for row in self.rows)


@dataclass(frozen=True, slots=True)
class Milestone:
    """The number of territories at a date: announced, and as the records give it (None before the first list)."""

    date: dt.date
    announced: Announcement
    computed: int | None


@dataclass(frozen=True, slots=True)
class Evolution:
    """One indicator over time, for the territories together and for France."""

    indicator: Indicator
    url: str
    territories: Series
    country: Series
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that the report shows. `figures` are computed, `announced` only declared elsewhere: never mixed."""

    programme: Programme
    phase: Phase
    date: dt.date
    lists: tuple[str, ...]
    brief: tuple[str, ...]
    key_figures: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    announced: tuple[Figure, ...]
    history: tuple[Milestone, ...]
    base: PillarPage
    pillars: tuple[PillarPage, ...]
    evolution: tuple[Evolution, ...]
    map_values: Mapping[str, float | None]
    regions: tuple[RegionRows, ...]
    sources: tuple[Source, ...]
    url: str

    @property
    def title(self) -> str:
        return self.programme.wording.report

    def figure(self, code: str) -> Figure:
        return next(each for each in self.figures if each.definition.id == code)


def report(date: dt.date) -> Report:
    """Read the progress report at a date (a fixed number of queries, whatever the number of territories).

    Raises
    ------
    NotFoundError
        No list of territories is known at that date; the hint gives the first date that has one.
    """
    snapshot = read(date)
    programme = current()
    if not snapshot.perimeters:
        raise NotFoundError(
            _("Aucune liste de territoires n’est connue au %(date)s.") % {"date": date_long(date)}, _first_list()
        )
    phase = programme.phase(snapshot.perimeters[0].phase_id)
    everything = figures_of(snapshot)
    figures = tuple(each for each in everything if each.value is not None)
    by_code = {each.definition.id: each for each in figures}
    evolution = tuple(_evolutions(snapshot))
    base = _page(None, pillars.BASE, snapshot)
    pages = tuple(_page(pillar, pillars.reading_of(pillar.code), snapshot) for pillar in phase.pillars)
    return Report(
        programme=programme,
        phase=phase,
        date=date,
        lists=tuple(dict.fromkeys(programme.list_named(each.list).name for each in snapshot.perimeters)),
        brief=_brief(programme, phase, snapshot, by_code),
        key_figures=tuple(by_code[code] for code in BRIEF if code in by_code),
        figures=figures,
        announced=tuple(each for each in everything if each.value is None and each.declared),
        history=_history(date),
        base=base,
        pillars=pages,
        evolution=evolution,
        map_values={code: each.value for code, each in snapshot.of("industry-share").items()},
        regions=tuple(_regions(snapshot)),
        sources=_sources(figures, [base, *pages], evolution),
        url=addresses.report(date),
    )


def _first_list() -> str:
    first = Perimeter.objects.order_by("validity").first()
    if first is None:
        return _("Charger d’abord les données : tandem load")
    return _("La première liste connue vaut à partir du %(date)s.") % {"date": date_long(first.validity.lower)}


def _brief(programme: Programme, phase: Phase, snapshot: Snapshot, figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Sum the programme up; a sentence whose figure is missing is left to the pages that say why."""
    value = {code: figure.value for code, figure in figures.items() if figure.value is not None}
    said = [
        _("Au %(date)s, le programme compte %(count)s territoires dans %(regions)s régions (%(phase)s).")
        % {
            "date": date_long(snapshot.date),
            "count": number(value["territories"]),
            "regions": number(value["regions"]),
            "phase": phase.name.lower(),
        },
        _("Leurs %(intermunicipalities)s intercommunalités et %(communes)s communes actuelles réunissaient %(people)s")
        % {
            "intermunicipalities": number(value["intermunicipalities"]),
            "communes": number(value["communes"]),
            "people": significant(value["population"], 3, _("habitants")),
        }
        + (
            _(" en 2023, %(share)s de la population du pays.") % {"share": percent(value["population-share"], 0)}
            if "population-share" in value
            else _(" en 2023.")
        ),
    ]
    if "industry-jobs" in value and "industry-share" in value:
        france = figures["industry-share"].compared_with("country")
        said.append(
            _("Hors outre-mer, ils portaient en 2022 environ %(jobs)s industriels, %(share)s de ceux de la métropole")
            % {
                "jobs": significant(value["industry-jobs"], 3, _("emplois")),
                "share": percent(value["industry-jobs-share"], 0),
            }
            + (
                _(" ; l’industrie y pesait %(mine)s des emplois, %(ratio)s (%(france)s).")
                % {
                    "mine": percent(value["industry-share"]),
                    "ratio": ratio_in_words(value["industry-share"] / france),
                    "france": percent(france),
                }
                if france
                else "."
            )
        )
    if "private-employees-change" in value:
        france = figures["private-employees-change"].compared_with("country")
        grew = value["private-employees-change"]
        said.append(
            _("L’emploi privé y a %(verb)s de %(mine)s entre 2014 et 2024%(france)s.")
            % {
                "verb": _("augmenté") if grew >= 0 else _("reculé"),
                "mine": percent(abs(grew)),
                "france": "" if france is None else _(", contre %(rate)s en France") % {"rate": percent(france)},
            }
        )
    return tuple(no_break(each) for each in said)


def _page(pillar: Pillar | None, reading: pillars.PillarReading, snapshot: Snapshot) -> PillarPage:
    found = [_finding(code, snapshot) for code in reading.indicators]
    return PillarPage(pillar, tuple(each for each in found if each is not None), str(reading.gap))


def _finding(code: str, snapshot: Snapshot) -> Finding | None:
    """Return what an indicator says, None when no territory has a value."""
    values = snapshot.present(code)
    if not values:
        return None
    indicator = INDICATORS[code]
    definition = indicator.definition
    names = {territory: perimeter.territory.name.strip() for territory, perimeter in snapshot.by_code.items()}
    missing = len(snapshot.perimeters) - len(values)
    country = snapshot.france(code).value if "country" in definition.against else None
    write = findings.writer(definition)
    known = findings.spread(values, missing)
    adds_up = definition.nature is Nature.TOTAL
    ordered = sorted(values, key=lambda territory: (-values[territory], names[territory]))

    def ranked(codes: Iterable[str]) -> tuple[Ranked, ...]:
        return tuple(
            Ranked(
                each,
                names[each],
                snapshot.by_code[each].territory.region.name,
                values[each],
                write(values[each]),
                addresses.territory_figure(each, code, snapshot.date),
            )
            for each in codes
        )

    return Finding(
        indicator=indicator,
        url=addresses.indicator(code, snapshot.date),
        headline=write(known.total if adds_up else known.median),
        headline_label=_("en tout dans les territoires") if adds_up else _("médiane des territoires"),
        france=write(country) if country is not None and (adds_up or findings.compared(definition)) else "",
        sentences=findings.sentences(definition, values, missing, names, country),
        highest=ranked(ordered[:TOP]),
        lowest=ranked(reversed(ordered[-TOP:])),
        values=values,
        missing=missing,
        country=country,
    )


def _regions(snapshot: Snapshot) -> Iterable[RegionRows]:
    share, change = snapshot.of("industry-share"), snapshot.of("employees-change")
    for code, perimeters in lines.by_region(snapshot).items():
        rows = tuple(
            TerritoryRow(
                code=each.territory_id,
                name=each.territory.name.strip(),
                members=each.members,
                communes=each.communes,
                population=each.population,
                industry_share=share[each.territory_id].value,
                employees_change=change[each.territory_id].value,
                url=addresses.territory(each.territory_id, snapshot.date),
            )
            for each in perimeters
        )
        yield RegionRows(code, perimeters[0].territory.region.name, rows)


def _history(date: dt.date) -> tuple[Milestone, ...]:
    """Return the counts announced until a date, each beside the records' of the same day (one query)."""
    known = [each for each in history("territories") if each.as_of <= date and each.first_voice]
    periods = Perimeter.objects.values_list("validity").annotate(count=Count("pk"))
    found = list(periods)

    def computed(day: dt.date) -> int | None:
        return sum(count for span, count in found if _holds(span, day)) or None

    return tuple(Milestone(each.as_of, each, computed(each.as_of)) for each in known)


def _holds(span: object, day: dt.date) -> bool:
    lower, upper = span.lower, span.upper  # type: ignore[attr-defined]
    return (lower is None or lower <= day) and (upper is None or day < upper)


def _evolutions(snapshot: Snapshot) -> Iterable[Evolution]:
    employees = _index(_sum(snapshot, "private-employees"))
    france = _index(snapshot.france("private-employees").series)
    if employees and france:
        yield Evolution(
            INDICATORS["private-employees"],
            addresses.indicator("private-employees", snapshot.date),
            employees,
            france,
            no_break(
                _(
                    "Pour 100 salariés du privé fin %(start)s, les territoires en comptaient %(mine)s fin %(end)s, "
                    "la France %(france)s."
                )
                % {
                    "start": employees[0][0],
                    "end": employees[-1][0],
                    "mine": number(employees[-1][1] or 0, 1),
                    "france": number(france[-1][1] or 0, 1),
                }
            ),
        )


def _sum(snapshot: Snapshot, code: str) -> Series:
    sums: dict[str, float] = {}
    for each in snapshot.of(code).values():
        for period, point in each.series:
            if point is not None:
                sums[period] = sums.get(period, 0.0) + point
    return tuple(sorted(sums.items()))


def _index(series: Series) -> Series:
    """Bring a series to 100 at its first period."""
    first = series[0][1] if series else None
    if not first:
        return ()
    return tuple((period, None if point is None else 100 * point / first) for period, point in series)


def _sources(
    figures: Iterable[Figure], pages: Iterable[PillarPage], evolution: Iterable[Evolution]
) -> tuple[Source, ...]:
    """Return every source used, once, in alphabetical order of its title."""
    found = {source.table: source for figure in figures for source in figure.definition.sources}
    for page in pages:
        for finding in page.findings:
            found.update({source.table: source for source in finding.indicator.definition.sources})
    for each in evolution:
        found.update({source.table: source for source in each.indicator.definition.sources})
    found.update({source.table: source for source in sources("declared_figures", "contours_territories")})
    return tuple(sorted(found.values(), key=lambda source: fold(source.title)))
