"""The programme's figures at a date: each with its records, its sources, and what was announced elsewhere."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tandem.core.errors import NotFoundError, nearest
from tandem.core.figures import Availability, Comparison, Figure, FigureDefinition, Scope, Unit
from tandem.core.tables import Table
from tandem.core.typography import date_long, number
from tandem.diagnosis.catalogue.types import sources
from tandem.diagnosis.queries import FRANCE
from tandem.programme import Programme, current
from tandem.steering import addresses, declared, definitions, governance, lines
from tandem.steering.declared import Announcement
from tandem.steering.snapshot import Snapshot, read
from tandem.territories.models import Member, Perimeter, Succession

FUND = "fonds d’accélération"
NOT_RECORDED = gettext_lazy("pas encore enregistré dans Tandem")
SCALES = (Member.Kind.EPCI, Member.Kind.EPT)


def programme_figures(date: dt.date) -> list[Figure]:
    """Return the programme's figures at a date: those computed from the records, then those that were only announced.

    A figure that the records cannot give yet has no value, says so, and carries what was announced; before the first
    list of territories the computed ones are in the same case.
    """
    return figures_of(read(date))


def programme_figure(code: str, date: dt.date) -> Figure:
    """Return one figure of the programme.

    Raises
    ------
    NotFoundError
        With the nearest codes.
    """
    figures = {figure.definition.id: figure for figure in programme_figures(date)}
    found = figures.get(code)
    if found is None:
        close = nearest(code, figures)
        hint = _("Voulez-vous dire : %(codes)s ?") % {"codes": ", ".join(close)} if close else ""
        raise NotFoundError(_("Aucun chiffre du programme « %(code)s ».") % {"code": code}, hint)
    return found


def figures_of(snapshot: Snapshot) -> list[Figure]:
    """Return the programme's figures from what was already read (two more queries)."""
    announced = declared.at(snapshot.date)
    phase = snapshot.perimeters[0].phase.validity.lower if snapshot.perimeters else None
    computed = [_beside(figure, announced, phase) for figure in _computed(snapshot)]
    known = {figure.definition.id for figure in computed}
    return computed + [
        _only_announced(voices, snapshot.date) for code, voices in announced.items() if code not in known
    ]


def scope() -> Scope:
    programme = current()
    return Scope("programme", programme.code, programme.name)


# -- computed ----------------------------------------------------------------------------------------------------------


def _computed(snapshot: Snapshot) -> Iterable[Figure]:
    programme = current()
    members, intermunicipalities = _composition(snapshot)
    total = snapshot.total
    counts: tuple[tuple[FigureDefinition, int, int, Callable[[], Table]], ...] = (
        _count(programme, "territories", len(snapshot.perimeters), lambda: lines.territories(snapshot)),
        _count(programme, "regions", len(lines.by_region(snapshot)), lambda: lines.regions(snapshot)),
        _count(programme, "members", members, lambda: lines.members(snapshot)),
        (
            definitions.intermunicipalities(),
            intermunicipalities,
            intermunicipalities,
            lambda: lines.intermunicipalities(snapshot),
        ),
        _count(programme, "communes", total(lambda each: each.communes), lambda: lines.communes(snapshot)),
    )
    for definition, value, count, behind in counts:
        yield _figure(definition, snapshot, value if snapshot.perimeters else None, behind, count)
    if (found := _new_territories(snapshot)) is not None:
        yield found
    yield from _inhabitants(snapshot, programme)
    yield from _governance(snapshot)
    for code, definition, share in definitions.totals():
        yield from _summed(snapshot, code, definition, share)
    yield _industry_share(snapshot)
    yield _employees_growth(snapshot)


def _count(
    programme: Programme, code: str, value: int, behind: Callable[[], Table]
) -> tuple[FigureDefinition, int, int, Callable[[], Table]]:
    return definitions.counted(programme, code), value, value, behind


def _composition(snapshot: Snapshot) -> tuple[int, int]:
    """Count the members, and the distinct intermunicipalities among them."""
    rows = Member.objects.filter(perimeter__in=[each.pk for each in snapshot.perimeters]).values_list("kind", "code")
    found = list(rows)
    return len(found), len({code for kind, code in found if kind in SCALES})


def _new_territories(snapshot: Snapshot) -> Figure | None:
    """Territories of the phase in force that hold no commune of the phase before; None in the first phase."""
    if not snapshot.perimeters:
        return None
    phase = snapshot.perimeters[0].phase
    before = Perimeter.objects.filter(phase__validity__fully_lt=phase.validity).aggregate(last=Max("list"))["last"]
    if before is None:
        return None
    continued = set(
        Succession.objects.filter(
            successor__in=[each.pk for each in snapshot.perimeters], predecessor__list=before
        ).values_list("successor_id", flat=True)
    )
    new = tuple(each for each in snapshot.perimeters if each.pk not in continued)
    return _figure(
        definitions.new_territories(),
        snapshot,
        len(new),
        lambda: lines.territories(replace(snapshot, perimeters=new)),
        len(new),
    )


def _governance(snapshot: Snapshot) -> Iterable[Figure]:
    """How the territories are led; what was announced alone is left to it until something is recorded."""
    for each in governance.counted(snapshot):
        if each.recorded:
            yield _figure(each.definition, snapshot, each.value, each.behind, each.value)
        elif not declared.history(each.definition.id):
            yield replace(_figure(each.definition, snapshot, None, each.behind, 0), reason=NOT_RECORDED)


def _inhabitants(snapshot: Snapshot, programme: Programme) -> Iterable[Figure]:
    inhabitants = snapshot.total(lambda each: each.population)
    france = snapshot.france("population").value
    count = len(snapshot.perimeters)
    behind = lambda: lines.territories(snapshot)  # noqa: E731 - the same records stand behind both
    definition = definitions.counted(programme, "population")
    yield _figure(definition, snapshot, inhabitants or None, behind, count, country=france)
    # An overseas collectivity is in no region: its inhabitants are counted above, but not among those of the country.
    present = snapshot.present("population")
    share = 100 * sum(present.values()) / france if present and france else None
    state, reason = _completeness(snapshot, "population", len(present))
    yield _figure(definitions.population_share(), snapshot, share, behind, len(present), state, reason)


def _summed(snapshot: Snapshot, code: str, definition: FigureDefinition, share: FigureDefinition) -> Iterable[Figure]:
    present = snapshot.present(code)
    total = sum(present.values()) if present else None
    france = snapshot.france(code)
    state, reason = _completeness(snapshot, code, len(present))
    behind = lambda: lines.indicator(snapshot, code)  # noqa: E731 - the same records stand behind both
    yield replace(
        _figure(definition, snapshot, total, behind, len(present), state, reason, france.value),
        series=_summed_series(snapshot, code),
    )
    weight = 100 * total / france.value if total is not None and france.value else None
    yield _figure(share, snapshot, weight, behind, len(present), state, reason)


def _summed_series(snapshot: Snapshot, code: str) -> tuple[tuple[str, float | None], ...]:
    """Add the territories' series up, period by period; a period that nobody has is left out."""
    sums: dict[str, float] = {}
    for value in snapshot.of(code).values():
        for period, point in value.series:
            if point is not None:
                sums[period] = sums.get(period, 0.0) + point
    return tuple(sorted(sums.items()))


def _industry_share(snapshot: Snapshot) -> Figure:
    """Industry's share of the territories' jobs, each share weighted by the jobs that it was a share of."""
    jobs, shares = snapshot.present("industry-jobs"), snapshot.present("industry-share")
    both = [code for code in jobs if shares.get(code)]
    industrial = sum(jobs[code] for code in both)
    everything = sum(100 * jobs[code] / shares[code] for code in both)
    state, reason = _completeness(snapshot, "industry-share", len(both))
    return _figure(
        definitions.industry_share(),
        snapshot,
        100 * industrial / everything if everything else None,
        lambda: lines.indicator(snapshot, "industry-share"),
        len(both),
        state,
        reason,
        snapshot.france("industry-share").value,
    )


def _employees_growth(snapshot: Snapshot) -> Figure:
    code = "private-employees"
    known = len(snapshot.present(code))
    return _figure(
        definitions.employees_growth(),
        snapshot,
        _change(_summed_series(snapshot, code)),
        lambda: lines.indicator(snapshot, code),
        known,
        *_completeness(snapshot, code, known),
        country=_change(snapshot.france(code).series),
    )


def _change(series: tuple[tuple[str, float | None], ...]) -> float | None:
    """Change from the first to the last point, %."""
    if not series or not series[0][1] or series[-1][1] is None:
        return None
    return 100 * (series[-1][1] / series[0][1] - 1)


def _completeness(snapshot: Snapshot, code: str, known: int) -> tuple[Availability, str]:
    """Say how a sum over the territories stands: some may have no value, and it may be made of estimates."""
    missing = len(snapshot.perimeters) - known
    reason = ""
    if missing and known:
        reason = ngettext(
            "%(missing)s territoire sur %(all)s n’a pas cette donnée",
            "%(missing)s territoires sur %(all)s n’ont pas cette donnée",
            missing,
        ) % {"missing": number(missing), "all": number(len(snapshot.perimeters))}
    if any(each.availability is Availability.ESTIMATE for each in snapshot.of(code).values()):
        return Availability.ESTIMATE, reason
    return (Availability.PARTIAL if reason else Availability.VALUE), reason


def _figure(
    definition: FigureDefinition,
    snapshot: Snapshot,
    value: float | None,
    behind: Callable[[], Table],
    count: int,
    state: Availability = Availability.VALUE,
    reason: str = "",
    country: float | None = None,
) -> Figure:
    missing = value is None
    return Figure(
        definition=definition,
        scope=scope(),
        as_of=snapshot.date,
        value=value,
        availability=Availability.NOT_AVAILABLE if missing else state,
        reason=_why(snapshot) if missing else reason,
        comparisons=(Comparison(FRANCE, country),) if country is not None else (),
        line_count=None if missing else count,
        lines=None if missing else behind,
        url=addresses.programme_figure(definition.id, snapshot.date),
    )


def _why(snapshot: Snapshot) -> str:
    if not snapshot.perimeters:
        return _("aucune liste de territoires connue au %(date)s") % {"date": date_long(snapshot.date)}
    return _("diagnostics des territoires pas encore calculés")


# -- announced ---------------------------------------------------------------------------------------------------------


def _beside(figure: Figure, announced: dict[str, tuple[Announcement, ...]], since: dt.date | None) -> Figure:
    """Put beside a computed figure what was announced of it, unless that was of an earlier phase of the programme."""
    voices = [each for each in announced.get(figure.definition.id, ()) if since is None or each.as_of >= since]
    return replace(figure, declared=tuple(voice.declared() for voice in voices))


def _only_announced(voices: tuple[Announcement, ...], date: dt.date) -> Figure:
    """A figure that the records cannot give yet: no value, never a zero, and what was announced with its source."""
    first = voices[0]
    programme = scope()
    return Figure(
        definition=FigureDefinition(
            id=first.figure,
            label=first.label,
            unit=Unit(_UNITS.get(first.unit, first.unit), first.unit, first.unit),
            definition=_("Chiffre annoncé, au stade « %(stage)s ».") % {"stage": first.stage},
            method=_("Sera compté dans les dossiers quand Tandem les enregistrera."),
            sources=sources("declared_figures"),
        ),
        scope=Scope("fund", "fund", _("Fonds d’accélération, France entière")) if first.scope == FUND else programme,
        as_of=date,
        value=None,
        availability=Availability.NOT_AVAILABLE,
        reason=NOT_RECORDED,
        declared=tuple(voice.declared() for voice in voices),
        line_count=0,
        url=addresses.programme_figure(first.figure, date),
    )


_UNITS: dict[str, Any] = {
    "€": "euros",
    "projets": "projects",
    "entreprises": "companies",
    "emplois": "jobs",
    "postes": "posts",
    "personnes": "persons",
    "territoires": "territories",
    "intercommunalités": "intermunicipalities",
    "communes": "communes",
}
