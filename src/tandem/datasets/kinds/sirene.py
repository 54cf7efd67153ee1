"""Sirene: every establishment of the country, open and closed, one a row.

Of a person who asked Insee not to be named (partial diffusion), neither number nor name is kept: the establishment
counts in its commune, its class and its size, and cannot be found again.  Names are kept of the larger establishments
only, which the lists of a diagnosis show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.analytics.relational.sizes import BANDS, NOT_STATED
from tandem.datasets.kind import Field, Form, Kind, Large
from tandem.datasets.readings import ACTIVITY, COMMUNE, Choice, Text
from tandem.datasets.reshaping import computed

NO_CLASS = -1
"""The ``class`` of an establishment whose activity is not known in NAF rév. 2."""

LONG_AGO = 0
"""The year in which an establishment has ``closed``, when Sirene no longer says which."""

NAMED_FROM = "11"
"""Smallest size band whose names are kept: ten employees."""

OLDER = ("NAP", "NAF1993", "NAFRev1")
"""Nomenclatures of before 2008, in which Sirene leaves what closed under them."""

NO_ACTIVITY = ("00.00Z", "00.00", "0000Z")
"""What Sirene writes for a unit whose activity is not known yet."""


@dataclass(frozen=True, slots=True)
class Siret:
    """A SIRET of fourteen digits, as a whole number."""

    type: str = "BIGINT"

    def value(self, cell: str) -> str:
        return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{14}}') THEN CAST({cell} AS BIGINT) END"

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas un SIRET (quatorze chiffres)' END"


@dataclass(frozen=True, slots=True)
class YearOf:
    """The year of a date, 2024-01-31, or a year alone: some establishments are older than Sirene, and than the century.

    Parameters
    ----------
    dated
        Whether the cell holds a date.
    """

    dated: bool = True
    type: str = "SMALLINT"

    def value(self, cell: str) -> str:
        year = f"date_part('year', TRY_CAST({cell} AS DATE))" if self.dated else cell
        return f"TRY_CAST({year} AS SMALLINT)"

    def fault(self, cell: str) -> str:
        what = "une date (AAAA-MM-JJ)" if self.dated else "une année"
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas {what}' END"


@dataclass(frozen=True, slots=True)
class Month:
    """A year and a month: 2025-11. What is written otherwise says nothing, and refuses nothing."""

    type: str = "VARCHAR"

    def value(self, cell: str) -> str:
        return f"CASE WHEN {cell} LIKE '20__-__' THEN {cell} END"

    def fault(self, cell: str) -> str:
        return "NULL"


@dataclass(frozen=True, slots=True)
class Given:
    """Whether there is something in the cell."""

    type: str = "BOOLEAN"

    def value(self, cell: str) -> str:
        return f"({cell} IS NOT NULL)"

    def fault(self, cell: str) -> str:
        return "NULL"


def credible(year: str) -> str:
    """SQL of a year; what nobody can believe is not known."""
    return f"CASE WHEN {year} BETWEEN 1600 AND 2100 THEN {year} END"


_KNOWN = " + ".join(
    f"coalesce({column}, {empty})::BIGINT * {size}"
    for column, empty, size in (
        ("kept.band", -1, 4096**3 * 16),
        ("kept.created", 0, 4096**2 * 16),
        ("since", 0, 4096 * 16),
        ("kept.band_year", 0, 16),
        ("kept.employer", 2, 4),
        ("kept.seat", 2, 1),
    )
)
_BY_NUMBER = f"CASE WHEN diffusion = 0 THEN siret ELSE 1000000000000000 + {_KNOWN} END"
"""By number; those that have none come after the others, by all that is kept of them."""

DIFFUSION = Choice({"O": 0, "P": 1, "N": 1})
YES_NO = Choice({"O": 1, "N": 0})
TRUE_FALSE = Choice({"true": 1, "false": 0, "True": 1, "False": 0})
BAND = Choice({band: number for number, band in enumerate(BANDS)})

_named = ", ".join(f"'{band}'" for band in BANDS[BANDS.index(NAMED_FROM) :])
_older = ", ".join(f"'{each}'" for each in OLDER)
_none = ", ".join(f"'{each}'" for each in NO_ACTIVITY)
_shown = (
    "statutdiffusionetablissement = 'O' AND etatadministratifetablissement = 'A' "
    f"AND trancheeffectifsetablissement IN ({_named})"
)

PUBLISHED = (
    Field("siret", ("siret",), Siret()),
    Field("diffusion", ("statutdiffusionetablissement",), DIFFUSION),
    Field("state", ("etatadministratifetablissement",), Choice({"A": 1, "F": 0})),
    Field("band", ("trancheeffectifsetablissement",), BAND, required=False),
    Field("band_year", ("anneeeffectifsetablissement",), YearOf(dated=False), required=False),
    Field("created", ("datecreationetablissement",), YearOf(), required=False),
    Field("since", ("datedebut",), YearOf(), required=False),
    Field("seat", ("etablissementsiege",), TRUE_FALSE, required=False),
    Field("employer", ("caractereemployeuretablissement",), YES_NO, required=False),
)

COMPUTED = {
    "codecommuneetablissement": "codecommuneetablissement",
    "placed": "CASE WHEN codecommuneetablissement NOT IN ('', '[ND]') THEN '1' END",
    # The commonest case first. A nomenclature that Tandem does not know is refused as an unknown class, by its name.
    "activiteprincipaleetablissement": (
        "CASE WHEN nomenclatureactiviteprincipaleetablissement = 'NAFRev2' "
        f"AND activiteprincipaleetablissement NOT IN ({_none}) THEN activiteprincipaleetablissement "
        f"WHEN nomenclatureactiviteprincipaleetablissement IN ({_older}) "
        f"OR activiteprincipaleetablissement IN ({_none}) THEN NULL "
        "WHEN coalesce(nomenclatureactiviteprincipaleetablissement, '') IN ('NAFRev2', '') "
        "THEN activiteprincipaleetablissement ELSE nomenclatureactiviteprincipaleetablissement END"
    ),
}


def _reshape(columns: Sequence[str], rows: str) -> str:
    """The columns read, those that depend on several, and those that only some vintages have."""
    also = dict(COMPUTED)
    for name in ("denominationusuelleetablissement", "enseigne1etablissement"):
        if name in columns:
            also[name] = f"CASE WHEN {name} IS NOT NULL AND {_shown} THEN {name} END"
    if "datederniertraitementetablissement" in columns:
        also["datederniertraitementetablissement"] = "left(datederniertraitementetablissement, 7)"
    return computed(PUBLISHED, also)(columns, rows)


KIND = Kind(
    id="sirene",
    title="Stock des établissements",
    producer="Insee, répertoire Sirene",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret/",
    address="datagouv:base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret#StockEtablissement_utf8\\.parquet$",
    fills="tissu d’établissements, tailles, créations et fermetures, premiers établissements, dépendance, complexité",
    forms=(
        Form(
            name="stock",
            fields=(
                *PUBLISHED,
                Field("commune", ("codecommuneetablissement",), COMMUNE),
                Field("placed", ("placed",), Given(), required=False),
                Field("activity", ("activiteprincipaleetablissement",), ACTIVITY, required=False),
                Field("usual_name", ("denominationusuelleetablissement",), Text(), required=False),
                Field("sign", ("enseigne1etablissement",), Text(), required=False),
                Field("treated", ("datederniertraitementetablissement",), Month(), required=False),
            ),
            reshape=_reshape,
            marks=(
                "siret",
                "statutdiffusionetablissement",
                "etatadministratifetablissement",
                "trancheeffectifsetablissement",
                "datecreationetablissement",
                "datedebut",
                "codecommuneetablissement",
                "activiteprincipaleetablissement",
                "nomenclatureactiviteprincipaleetablissement",
            ),
            vintage="treated",
            where="placed",
            aside="établissements sans commune : à l’étranger, ou fermés de longue date",
        ),
    ),
    key=("siret",),
    caveats=(
        "Un établissement sans tranche d’effectif n’est pas un établissement sans salarié : Sirene ne le sait pas.",
        "Les tranches d’effectif ont un à deux ans de retard sur la date du stock ; leur année est gardée.",
        "La classe d’activité n’est connue que dans la NAF rév. 2 : ce qui a fermé avant 2008 n’en a pas.",
        "Les personnes en diffusion partielle sont comptées, sans leur numéro ni leur nom.",
    ),
    private=True,
    large=Large(
        identity="siret",
        stored={
            "commune": "commune",
            "class": f"CAST(coalesce(activity, {NO_CLASS}) AS SMALLINT)",
            "band": f"CAST(coalesce(band, {NOT_STATED}) AS TINYINT)",
            "band_year": credible("band_year"),
            "created": credible("created"),
            "closed": f"CASE WHEN state = 0 THEN coalesce({credible('since')}, CAST({LONG_AGO} AS SMALLINT)) END",
            # Insee has left the flag empty since 2023: a size band says it too.
            "employer": "CASE WHEN employer IS NOT NULL THEN employer = 1 ELSE band > 0 END",
            "seat": "seat = 1",
            "partial": "diffusion = 1",
            "siren": "CASE WHEN diffusion = 0 THEN CAST(siret // 100000 AS INTEGER) END",
            "nic": "CASE WHEN diffusion = 0 THEN CAST(siret % 100000 AS INTEGER) END",
            "name": "CASE WHEN diffusion = 0 THEN coalesce(usual_name, sign) END",
        },
        explained={"commune": "commune", "class": "activity", "band": "band"},
        # Those that are open first: a reader who wants them does not open the rest of the file.
        order=("state = 0", "commune", "class", _BY_NUMBER),
        spellings={"activity": "concat(left({text}, 2), '.', substr({text}, 3))"},
    ),
)  # fmt: skip
