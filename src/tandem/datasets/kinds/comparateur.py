"""Insee, comparator of territories: population, jobs, establishments and income by commune (base-cc-comparateur)."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import COMMUNE, Number, Year
from tandem.datasets.reshaping import by_period

COMMUNE_FIELD = Field("commune", ("codgeo",), COMMUNE)

# Name in the store → (first name, pattern of the columns; the last two digits are the year).
COUNTS = {
    "population": ("pop", r"p(\d\d)_pop"),
    "population_15_64": ("pop1564", r"p(\d\d)_pop1564"),
    "active_15_64": ("act1564", r"p(\d\d)_act1564"),
    "unemployed_15_64": ("chom1564", r"p(\d\d)_chom1564"),
    "jobs": ("emplt", r"p(\d\d)_emplt"),
    "employees": ("emplt_sal", r"p(\d\d)_emplt_sal"),
    "establishments": ("ettot", r"ettot(\d\d)"),
    "agriculture_establishments": ("etaz", r"etaz(\d\d)"),
    "industry_establishments": ("etbe", r"etbe(\d\d)"),
    "construction_establishments": ("etfz", r"etfz(\d\d)"),
    "services_establishments": ("etgu", r"etgu(\d\d)"),
    "public_establishments": ("etoq", r"etoq(\d\d)"),
    "establishments_1_9": ("ettef1", r"ettef1(\d\d)"),
    "establishments_10_plus": ("ettefp10", r"ettefp10(\d\d)"),
    "tax_households": ("nbmenfisc", r"nbmenfisc(\d\d)"),
}
RATES = {
    "median_income": ("med", r"med(\d\d)"),
    "poverty_rate": ("tp60", r"tp60(\d\d)"),
}
MEASURES = COUNTS | RATES


def _reading() -> Number:
    return Number(whole=False, secret=("s",), absent=("nd", "ND", "ns"))


KIND = Kind(
    id="comparateur",
    title="Comparateur de territoires : population, emploi, établissements, revenus par commune",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/2521169",
    address="https://www.insee.fr/fr/statistiques/fichier/2521169/base_cc_comparateur_csv.zip",
    fills="population, emploi, établissements industriels et par taille de toutes les communes",
    forms=(
        Form(
            name="base communale",
            fields=(
                COMMUNE_FIELD,
                Field("year", ("annee",), Year()),
                *(Field(name, (first,), _reading(), required=False) for name, (first, _told) in MEASURES.items()),
            ),
            reshape=by_period("annee", (COMMUNE_FIELD,), dict(MEASURES.values())),
            marks=("codgeo", r"p(\d\d)_pop", r"p(\d\d)_emplt", r"ettot(\d\d)"),
            vintage=r"p(\d\d)_pop",
            cities_counted=True,
        ),
    ),
    key=("commune", "year"),
    sums=tuple(COUNTS),
    caveats=(
        "Le fichier réunit plusieurs sources et plusieurs années : recensement, établissements, revenus. Chaque ligne "
        "est d’une commune et d’une année, et n’a que ce qui est de cette année.",
        "Recensement : ne comparer que des millésimes distants de cinq ans au moins.",
        "Établissements actifs en fin d’année, sans salarié compris ; rupture en 2017 (Clap, puis Flores).",
    ),
)
