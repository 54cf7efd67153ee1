"""Stocks of Sirene as Insee publishes them, small and invented: real column names, real codes, no real company."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

_PLACE = (
    "complementAdresse{}Etablissement numeroVoie{}Etablissement indiceRepetition{}Etablissement "
    "{} typeVoie{}Etablissement libelleVoie{}Etablissement codePostal{}Etablissement libelleCommune{}Etablissement "
    "libelleCommuneEtranger{}Etablissement distributionSpeciale{}Etablissement codeCommune{}Etablissement "
    "codeCedex{}Etablissement libelleCedex{}Etablissement codePaysEtranger{}Etablissement "
    "libellePaysEtranger{}Etablissement"
)


def _words(text: str) -> list[str]:
    return text.split()


def _place(number: str, also: str = "") -> list[str]:
    return [name.replace("{}", number) for name in _PLACE.replace(" {} ", f" {also} ").split()]


START = _words(
    "siren nic siret statutDiffusionEtablissement dateCreationEtablissement trancheEffectifsEtablissement "
    "anneeEffectifsEtablissement activitePrincipaleRegistreMetiersEtablissement dateDernierTraitementEtablissement "
    "etablissementSiege nombrePeriodesEtablissement"
)
END = _words(
    "dateDebut etatAdministratifEtablissement enseigne1Etablissement enseigne2Etablissement enseigne3Etablissement "
    "denominationUsuelleEtablissement activitePrincipaleEtablissement nomenclatureActivitePrincipaleEtablissement "
    "caractereEmployeurEtablissement"
)

COLUMNS = [
    *START,
    *_place("", "dernierNumeroVoieEtablissement indiceRepetitionDernierNumeroVoieEtablissement"),
    "identifiantAdresseEtablissement",
    "coordonneeLambertAbscisseEtablissement",
    "coordonneeLambertOrdonneeEtablissement",
    *_place("2"),
    *END,
    "activitePrincipaleNAF25Etablissement",
]
"""The 54 columns of the stock of December 2025."""

COLUMNS_2019 = [
    *START, *_place(""), *_place("2"), *END,
    *_words("longitude latitude geo_score geo_type geo_adresse geo_id geo_ligne geo_l4 geo_l5"),
]  # fmt: skip
"""The 57 columns of the stock with coordinates of 2019."""

UNIT_COLUMNS = _words(
    "siren statutDiffusionUniteLegale unitePurgeeUniteLegale dateCreationUniteLegale sigleUniteLegale sexeUniteLegale "
    "prenom1UniteLegale prenom2UniteLegale prenom3UniteLegale prenom4UniteLegale prenomUsuelUniteLegale "
    "pseudonymeUniteLegale identifiantAssociationUniteLegale trancheEffectifsUniteLegale anneeEffectifsUniteLegale "
    "dateDernierTraitementUniteLegale nombrePeriodesUniteLegale categorieEntreprise anneeCategorieEntreprise dateDebut "
    "etatAdministratifUniteLegale nomUniteLegale nomUsageUniteLegale denominationUniteLegale "
    "denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale "
    "categorieJuridiqueUniteLegale activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale "
    "nicSiegeUniteLegale economieSocialeSolidaireUniteLegale societeMissionUniteLegale caractereEmployeurUniteLegale "
    "activitePrincipaleNAF25UniteLegale"
)
"""The 35 columns of the stock of legal units of December 2025."""

OPEN = {
    "statutDiffusionEtablissement": "O",
    "dateCreationEtablissement": "2011-05-02",
    "trancheEffectifsEtablissement": "21",
    "anneeEffectifsEtablissement": "2022",
    "dateDernierTraitementEtablissement": "2025-11-28T07:12:33",
    "etablissementSiege": "true",
    "codeCommuneEtablissement": "76540",
    "dateDebut": "2015-01-01",
    "etatAdministratifEtablissement": "A",
    "enseigne1Etablissement": "FILATURE DU ROBEC",
    "activitePrincipaleEtablissement": "10.71C",
    "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
}

DATES = ("dateCreationEtablissement", "dateDebut")


def establishment(siret: str, **changes: str | None) -> dict[str, str]:
    """One row: open, 50 to 99 employees, in Rouen, but for what is given; a column's name may leave its suffix out."""
    row = {**OPEN, "siret": siret, "siren": siret[:9], "nic": siret[9:]}
    for name, value in changes.items():
        found = name if name in COLUMNS else f"{name}Etablissement"
        assert found in COLUMNS or found in COLUMNS_2019, name
        row[found] = value or ""
    return row


def unit(siren: str, **changes: str) -> dict[str, str]:
    """One legal unit: an open company of the middle sort."""
    row = {
        "siren": siren,
        "statutDiffusionUniteLegale": "O",
        "trancheEffectifsUniteLegale": "22",
        "anneeEffectifsUniteLegale": "2022",
        "dateDernierTraitementUniteLegale": "2025-11-28T07:12:33",
        "categorieEntreprise": "ETI",
        "etatAdministratifUniteLegale": "A",
        "denominationUniteLegale": "SOCIETE DU ROBEC",
        "categorieJuridiqueUniteLegale": "5710",
    }
    return row | changes


def table(rows: Iterable[Mapping[str, str]], columns: list[str] | None = None) -> pa.Table:
    names = columns or COLUMNS
    found = list(rows)
    return pa.table({name: pa.array([row.get(name) or None for row in found], pa.string()) for name in names})


def as_csv(rows: Iterable[Mapping[str, str]], columns: list[str] | None = None) -> bytes:
    """As Insee writes it: commas, quotes only where needed."""
    out = io.BytesIO()
    pyarrow.csv.write_csv(table(rows, columns), out, pyarrow.csv.WriteOptions(quoting_style="needed"))
    head, _newline, rest = out.getvalue().partition(b"\n")
    return head.replace(b'"', b"") + b"\n" + rest


def as_zip(rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("StockEtablissement_utf8.csv", as_csv(rows))
    return out.getvalue()


def as_parquet(path: Path, rows: Iterable[Mapping[str, str]], *, typed: bool = False) -> Path:
    """As the catalogue publishes it: dates, booleans and numbers of their own types when `typed`."""
    found = table(rows)
    if typed:
        for name in DATES:
            days = [dt.date.fromisoformat(each) if each else None for each in found[name].to_pylist()]
            found = _with(found, name, pa.array(days, pa.date32()))
        treated = [dt.datetime.fromisoformat(each) if each else None
                   for each in found["dateDernierTraitementEtablissement"].to_pylist()]  # fmt: skip
        found = _with(found, "dateDernierTraitementEtablissement", pa.array(treated, pa.timestamp("us")))
        seats = [{"true": True, "false": False}.get(each or "") for each in found["etablissementSiege"].to_pylist()]
        found = _with(found, "etablissementSiege", pa.array(seats, pa.bool_()))
        years = [float(each) if each else None for each in found["anneeEffectifsEtablissement"].to_pylist()]
        found = _with(found, "anneeEffectifsEtablissement", pa.array(years, pa.float64()))
    pq.write_table(found, path)
    return path


def _with(found: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return found.set_column(found.column_names.index(name), name, column)
