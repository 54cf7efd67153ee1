"""Insee, census: jobs at the workplace and active population by commune (base-cc-emploi-pop-active)."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import COMMUNE, Number, Year
from tandem.datasets.reshaping import by_period

COMMUNE_FIELD = Field("commune", ("codgeo",), COMMUNE)

# Name in the store → (first name, pattern of the columns; the two digits are the year of the census).
# P: main processing; C: complementary, on which activities are coded. Their totals differ a little.
MEASURES = {
    "jobs": ("emplt", r"p(\d\d)_emplt"),
    "employees": ("emplt_sal", r"p(\d\d)_emplt_sal"),
    "self_employed": ("emplt_nsal", r"p(\d\d)_emplt_nsal"),
    "jobs_classified": ("c_emplt", r"c(\d\d)_emplt"),
    "agriculture": ("emplt_agri", r"c(\d\d)_emplt_agri"),
    "industry": ("emplt_indus", r"c(\d\d)_emplt_indus"),
    "construction": ("emplt_const", r"c(\d\d)_emplt_const"),
    "services": ("emplt_cts", r"c(\d\d)_emplt_cts"),
    "public": ("emplt_apesas", r"c(\d\d)_emplt_apesas"),
    "population_15_64": ("pop1564", r"p(\d\d)_pop1564"),
    "active_15_64": ("act1564", r"p(\d\d)_act1564"),
    "employed_15_64": ("actocc1564", r"p(\d\d)_actocc1564"),
    "unemployed_15_64": ("chom1564", r"p(\d\d)_chom1564"),
}

KIND = Kind(
    id="recensement-emploi",
    title="Emploi au lieu de travail et population active par commune (recensement)",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8581444",
    fills="emploi total et industriel de chaque commune, actifs, chômeurs au sens du recensement",
    forms=(
        Form(
            name="base communale",
            fields=(
                COMMUNE_FIELD,
                Field("year", ("annee",), Year()),
                *(
                    Field(name, (first,), Number(whole=False, secret=("s",), absent=("nd", "ND")), required=False)
                    for name, (first, _pattern) in MEASURES.items()
                ),
            ),
            reshape=by_period("annee", (COMMUNE_FIELD,), dict(MEASURES.values())),
            marks=("codgeo", r"p(\d\d)_emplt", r"c(\d\d)_emplt_indus"),
            vintage="year",
            cities_counted=True,
        ),
    ),
    key=("commune", "year"),
    sums=tuple(MEASURES),
    caveats=(
        "Le recensement compte tous les emplois, non-salariés compris, au lieu de travail.",
        "Chaque millésime réunit cinq années d’enquête : ne comparer que des millésimes distants de cinq ans au "
        "moins (2011, 2016, 2022).",
        "Les emplois par secteur viennent de l’exploitation complémentaire, faite sur un quart des ménages : leur "
        "total diffère un peu de l’emploi total, et ils sont incertains dans les petites communes.",
    ),
)
