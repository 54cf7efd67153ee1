"""The diagnosis of a territory to be: any set of communes, before it exists."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from tandem import reference
from tandem.core.clock import today
from tandem.core.errors import TandemError, nearest
from tandem.core.figures import Scope
from tandem.core.memory_cache import pages
from tandem.core.typography import counted, number, printable
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.measures.inputs import OVERSEAS_COLLECTIVITIES, Inputs, Perimeter
from tandem.diagnosis.official_files import in_service
from tandem.diagnosis.queries import ChapterFigures, by_chapter, figures_from
from tandem.diagnosis.results import ValueRow, areas_of, row_of
from tandem.diagnosis.subject import Subject
from tandem.diagnosis.usecases import fingerprint_of, measure_all, read_perimeters
from tandem.territories.queries import known_dates

CODE = "projet"
LARGEST = 2000
"""Communes of the largest territory that may be asked for: twice the largest of the programme."""
KEPT = 86_400
SAME = 0.5
"""Part of the jobs of either beyond which a territory is too much of a project to be set beside it."""


class UnknownCommunesError(TandemError):
    """Codes that are no commune's; the message names them, the hint the nearest."""


@dataclass(frozen=True, slots=True)
class Project:
    """A territory to be.

    Parameters
    ----------
    name
        As its authors call it.
    communes
        Codes of its communes today, in order, each once.
    region
        The region of most of its inhabitants: what it is compared with.
    moved
        How many of the codes given were those of another year.
    """

    name: str
    communes: tuple[str, ...]
    region: Scope
    moved: int = 0

    @property
    def key(self) -> str:
        """Short name of the set of communes, the same whoever lists them."""
        return hashlib.sha256(",".join(self.communes).encode()).hexdigest()[:12]


def project(codes: Sequence[str], name: str = "") -> Project:
    """Make a project of the codes of communes or of intermunicipalities (SIREN), of any year and in any order.

    Of its name, what no drawing or file can hold is dropped (`printable`).

    Raises
    ------
    UnknownCommunesError
        A code that is no commune's and no intermunicipality's.
    TandemError
        No code, or too many communes for one territory.
    """
    wanted = [code.strip().upper() for code in codes if code.strip()]
    if not wanted:
        raise TandemError(_("Aucune commune n’est donnée."), _("Donner des codes de communes : 76540, 76057…"))
    communes = (
        reference.load("communes").select(["code", "epci", "ept", "department", "region", "population"]).to_pylist()
    )
    # No table describes the collectivities that are in no region: they have no diagnosis to be compared with.
    departments = reference.load("departments").select(["code", "zone"]).to_pylist()
    outside = {row["code"] for row in departments if row["zone"] == OVERSEAS_COLLECTIVITIES}
    in_force = {row["code"]: row for row in communes}
    earlier = dict(
        zip(*(reference.load("commune_codes")[each].to_pylist() for each in ("old_code", "code")), strict=True)
    )
    groups: dict[str, list[str]] = {}
    for row in communes:
        for group in {row["epci"], row["ept"]} - {None}:
            groups.setdefault(group, []).append(row["code"])
    found, unknown, moved = set(), [], 0
    for code in wanted:
        if code in in_force and in_force[code]["department"] in outside:
            unknown.append(code)
        elif code in in_force:
            found.add(code)
        elif code in earlier:
            found.add(earlier[code])
            moved += 1
        elif code in groups:
            found.update(groups[code])
        else:
            unknown.append(code)
    if unknown:
        close = nearest(unknown[0], in_force)
        raise UnknownCommunesError(
            _("%(count)s du code officiel géographique : %(codes)s.")
            % {
                "count": counted(len(unknown), _("code inconnu"), _("codes inconnus")),
                "codes": ", ".join(unknown[:10]) + ("…" if len(unknown) > 10 else ""),
            },
            _("Voulez-vous dire : %(codes)s ?") % {"codes": ", ".join(close)} if close else "",
        )
    if len(found) > LARGEST:
        raise TandemError(
            _("%(count)s communes : un territoire en compte %(most)s au plus.")
            % {"count": number(len(found)), "most": number(LARGEST)}
        )
    weights: Counter[str] = Counter()
    for code in found:
        weights[in_force[code]["region"]] += (in_force[code]["population"] or 0) + 1
    region = weights.most_common(1)[0][0]
    names = dict(zip(*(reference.load("regions")[each].to_pylist() for each in ("code", "name")), strict=True))
    return Project(
        name=" ".join(printable(name).split())[:120] or _("Territoire en projet"),
        communes=tuple(sorted(found)),
        region=Scope("region", region, names[region]),
        moved=moved,
    )


def figures_of_project(asked: Project, date: dt.date | None = None) -> tuple[ChapterFigures, ...]:
    """Return the diagnosis of a project: the figures that it would have as one more territory of the current list.

    Its ranks, its peers and who holds what are among the territories that it is not largely made of (`others`).
    Computed on demand from the same tables and rules, and kept for a day. Nothing is stored.
    """
    perimeters, _identifiers = read_perimeters()
    current = known_dates()[-1].code
    mine = Perimeter(CODE, current, asked.region.code, asked.communes)
    among = [mine, *others(mine, [each for each in perimeters if each.list == current])]
    key = f"project:{asked.key}:{fingerprint_of(among)}"
    rows: list[ValueRow] = pages.get_or_set(key, lambda: _measured(among), KEPT)
    subject = Subject(
        scope=Scope("territory", CODE, asked.name),
        region=asked.region,
        date=date or today(),
        listed=len(among),
        communes=lambda: asked.communes,
    )
    return by_chapter(figures_from(subject, rows, INDICATORS))


def others(mine: Perimeter, listed: Iterable[Perimeter]) -> list[Perimeter]:
    """Return the territories that a project may be set beside.

    Those that share more than half of the jobs of either are left out: a project drawn from an existing territory would
    be ranked against itself, and find itself the most similar of all.
    """
    jobs = _jobs()
    own = set(mine.communes)

    def weight(communes: Iterable[str]) -> float:
        return sum(jobs.get(code, 1.0) for code in communes)

    def apart(other: Perimeter) -> bool:
        shared = weight(own.intersection(other.communes))
        return shared <= SAME * min(weight(own), weight(other.communes))

    return [each for each in listed if apart(each)]


@lru_cache(maxsize=1)
def _jobs() -> dict[str, float]:
    """Jobs of each commune; one whose jobs are not known counts for one, so that no territory weighs nothing."""
    table = reference.load("census_jobs").select(["commune", "jobs_2018"]).to_pylist()
    return {row["commune"]: row["jobs_2018"] or 1.0 for row in table}


def _measured(among: Sequence[Perimeter]) -> list[ValueRow]:
    """Measure the project among the territories; return its values, its region's and France's."""
    inputs = Inputs(among, reference.load, in_service.find)
    result = measure_all(inputs)
    areas = areas_of(inputs, [None] * inputs.n_territories)
    rows = (0, int(inputs.region_row[0]), inputs.country_row)
    return [row_of(inputs, result, indicator, row, areas[row]) for indicator in INDICATORS.values() for row in rows]
