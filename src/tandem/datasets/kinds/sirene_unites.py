"""Sirene: the legal persons that establishments belong to, with their name, legal form and size category.

Persons, whether they asked not to be named or not, are not kept: an establishment whose number is not in this file
belongs to one, and no list names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.analytics.relational.sizes import BANDS, NOT_STATED
from tandem.datasets.kind import Field, Form, Kind, Large
from tandem.datasets.kinds.sirene import DIFFUSION, Given, Month, YearOf, credible
from tandem.datasets.readings import Choice, Text
from tandem.datasets.reshaping import computed

NATURAL_PERSON = "1000"
"""Legal form of a person in business under their own name."""


@dataclass(frozen=True, slots=True)
class Digits:
    """A whole number written with so many digits.

    Parameters
    ----------
    count
        How many.
    what
        What it is, after « n’est pas ».
    type
        SQL type in the store.
    """

    count: int
    what: str
    type: str = "INTEGER"

    def value(self, cell: str) -> str:
        return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{{self.count}}}') THEN CAST({cell} AS {self.type}) END"

    def fault(self, cell: str) -> str:
        return f"CASE WHEN {self.value(cell)} IS NULL THEN 'n’est pas {self.what}' END"


PUBLISHED = (
    Field("siren", ("siren",), Digits(9, "un SIREN (neuf chiffres)")),
    Field("diffusion", ("statutdiffusionunitelegale",), DIFFUSION),
    Field("state", ("etatadministratifunitelegale",), Choice({"A": 1, "C": 0})),
    Field("legal_form", ("categoriejuridiqueunitelegale",), Digits(4, "une catégorie juridique", "SMALLINT")),
    Field("category", ("categorieentreprise",), Choice({"PME": 1, "ETI": 2, "GE": 3}), required=False),
    Field("band", ("trancheeffectifsunitelegale",), Choice({band: n for n, band in enumerate(BANDS)}), required=False),
    Field("band_year", ("anneeeffectifsunitelegale",), YearOf(dated=False), required=False),
)

_LEGAL = f"statutdiffusionunitelegale = 'O' AND categoriejuridiqueunitelegale <> '{NATURAL_PERSON}'"


def _reshape(columns: Sequence[str], rows: str) -> str:
    also = {
        "legal_person": f"CASE WHEN categoriejuridiqueunitelegale <> '' AND {_LEGAL} THEN '1' END",
        "denominationunitelegale": (
            f"CASE WHEN {_LEGAL} AND etatadministratifunitelegale = 'A' THEN denominationunitelegale END"
        ),
    }
    if "datederniertraitementunitelegale" in columns:
        also["datederniertraitementunitelegale"] = "left(datederniertraitementunitelegale, 7)"
    return computed(PUBLISHED, also)(columns, rows)


KIND = Kind(
    id="sirene-unites",
    title="Stock des unités légales",
    producer="Insee, répertoire Sirene",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret/",
    address="datagouv:base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret#StockUniteLegale_utf8\\.parquet$",
    fills="nom, forme juridique et catégorie (PME, ETI, grande entreprise) des premiers établissements",
    forms=(
        Form(
            name="stock",
            fields=(
                *PUBLISHED,
                Field("legal_person", ("legal_person",), Given(), required=False),
                Field("name", ("denominationunitelegale",), Text(), required=False),
                Field("treated", ("datederniertraitementunitelegale",), Month(), required=False),
            ),
            reshape=_reshape,
            marks=(
                "siren",
                "statutdiffusionunitelegale",
                "etatadministratifunitelegale",
                "categoriejuridiqueunitelegale",
                "categorieentreprise",
                "trancheeffectifsunitelegale",
                "denominationunitelegale",
            ),
            vintage="treated",
            where="legal_person",
            aside="personnes physiques, et unités dont Sirene ne dit plus la forme juridique",
        ),
    ),
    key=("siren",),
    caveats=(
        "Seules les personnes morales sont gardées ; aucune personne physique, qu’elle soit diffusée ou non.",
        "La catégorie (PME, ETI, grande entreprise) est calculée par l’Insee, avec un à deux ans de retard.",
    ),
    private=True,
    large=Large(
        identity="siren",
        stored={
            "siren": "siren",
            "legal_form": "legal_form",
            "category": "category",
            "band": f"CAST(coalesce(band, {NOT_STATED}) AS TINYINT)",
            "band_year": credible("band_year"),
            "open": "state = 1",
            "name": "name",
        },
        explained={"category": "category", "band": "band"},
        order=("siren",),
    ),
)
