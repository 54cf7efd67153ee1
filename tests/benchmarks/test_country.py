"""The synthetic country: labelled, the same for the same seed, and in the form of the official file."""

import zipfile

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from benchmarks import country
from tandem import reference

ROWS = 60_000
OFFICIAL = [
    "siren", "nic", "siret", "statutDiffusionEtablissement", "dateCreationEtablissement",
    "trancheEffectifsEtablissement", "codeCommuneEtablissement", "dateDebut", "etatAdministratifEtablissement",
    "activitePrincipaleEtablissement", "nomenclatureActivitePrincipaleEtablissement",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small country: chunks of 25,000 establishments rather than a million."""
    folder = tmp_path_factory.mktemp("country")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(country, "CHUNK", 25_000)
        patch.setattr(country, "UNITS", 18_750)
        country.write_establishments(folder / "StockEtablissement_utf8.parquet", ROWS)
        country.write_csv(
            folder / "StockEtablissement_utf8.parquet", folder / "StockEtablissement_utf8.zip", rows=30_000
        )
        country.write_establishments(folder / "shorter.parquet", 30_000)
        country.write_establishments(folder / "other.parquet", 30_000, seed=1)
    return folder


@pytest.fixture(scope="module")
def stock(folder) -> pd.DataFrame:
    return pq.read_table(folder / "StockEtablissement_utf8.parquet").to_pandas()


def luhn(number: str) -> int:
    digits = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in digits) % 10


def test_the_stock_says_that_it_is_synthetic(folder):
    labels = pq.read_metadata(folder / "StockEtablissement_utf8.parquet").metadata
    assert labels[b"synthetic"] == b"true"
    assert labels[b"seed"] == b"20181122"


def test_columns_are_texts_under_their_official_names(folder):
    schema = pq.read_schema(folder / "StockEtablissement_utf8.parquet")
    assert schema.names == OFFICIAL
    assert {str(field.type) for field in schema} == {"string"}


def test_the_same_seed_gives_the_same_rows_whatever_their_number(folder, stock):
    shorter = pq.read_table(folder / "shorter.parquet").to_pandas()
    pd.testing.assert_frame_equal(shorter, stock[:30_000])
    other = pq.read_table(folder / "other.parquet").to_pandas()
    assert (other["codeCommuneEtablissement"] != shorter["codeCommuneEtablissement"]).mean() > 0.9


def test_the_zip_has_the_first_rows(folder, stock):
    with (
        zipfile.ZipFile(folder / "StockEtablissement_utf8.zip") as archive,
        archive.open("StockEtablissement_utf8.csv") as file,
    ):
        read = pd.read_csv(file, dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(read, stock[:30_000].fillna("").astype(object), check_dtype=False)


def test_numbers_are_unique_ordered_and_have_valid_keys(stock):
    assert stock["siret"].is_unique
    assert stock["siret"].is_monotonic_increasing
    assert (stock["siret"] == stock["siren"] + stock["nic"]).all()
    assert {luhn(number) for number in [*stock["siret"][::97], *stock["siren"][::97]]} == {0}
    assert set(stock["siret"].str.len()) == {14}


def test_codes_are_those_of_today_but_for_what_closed_long_ago(stock):
    known = {*reference.load("communes")["code"].to_pylist(), *reference.load("commune_codes")["old_code"].to_pylist()}
    assert set(stock["codeCommuneEtablissement"].dropna()) <= known
    now = stock[stock["nomenclatureActivitePrincipaleEtablissement"] == "NAFRev2"]
    classes = set(reference.load("activity_classes")["ape"].to_pylist())
    assert {code.replace(".", "") for code in now["activitePrincipaleEtablissement"].dropna()} <= classes
    older = stock[stock["nomenclatureActivitePrincipaleEtablissement"] != "NAFRev2"]
    assert (older["etatAdministratifEtablissement"] == "F").all()
    assert (older["dateDebut"] < "2008").all()


def test_it_has_what_makes_real_files_hard(stock):
    opened = stock[stock["etatAdministratifEtablissement"] == "A"]
    assert 0.4 < len(opened) / len(stock) < 0.7
    assert (stock["dateDebut"] >= stock["dateCreationEtablissement"]).all()
    closed = stock.drop(opened.index)
    assert set(closed["trancheEffectifsEtablissement"].dropna()) == {"NN"}
    for column in ("codeCommuneEtablissement", "activitePrincipaleEtablissement", "trancheEffectifsEtablissement"):
        assert stock[column].isna().any()
    assert {"P", "O"} == set(stock["statutDiffusionEtablissement"])
    assert stock["siren"].duplicated().mean() == pytest.approx(0.25, abs=0.01)
    places = stock["codeCommuneEtablissement"].value_counts(normalize=True)
    assert places.iloc[:350].sum() > 0.4  # one commune in a hundred has more than a third
    assert opened["trancheEffectifsEtablissement"].isin(["42", "51", "52", "53"]).any()


def test_presence_is_nested_a_small_commune_has_the_common_classes_only():
    land = country.draw_country()
    kinds = land.mix.reshape(country.PROFILES, len(country.COMMONEST), -1) > 0
    for smaller, larger in zip(kinds.transpose(1, 0, 2)[:-1], kinds.transpose(1, 0, 2)[1:], strict=True):
        assert (smaller <= larger).all()
    assert (kinds[:, -1].sum(axis=1) == 732).all()
    np.testing.assert_allclose(land.mix.sum(axis=1), 1)
    assert (np.diff(land.bands, axis=1) >= 0).all()
    np.testing.assert_allclose(land.bands[:, -1], 1)


@pytest.mark.slow
def test_the_command_writes_ten_years_by_intermunicipality_and_class_too(tmp_path):
    country.main([str(tmp_path), "--rows", "1_000", "--csv-rows", "10"])
    assert {path.name for path in tmp_path.iterdir()} == {
        "StockEtablissement_utf8.parquet", "StockEtablissement_utf8.zip", "area_class_years.parquet",
    }  # fmt: skip
    assert pq.read_metadata(tmp_path / "area_class_years.parquet").metadata[b"synthetic"] == b"true"
    years = pq.read_table(tmp_path / "area_class_years.parquet").to_pandas()
    assert sorted(years["year"].unique()) == list(range(2015, 2025))
    assert len(years[["area", "class", "year"]].drop_duplicates()) == len(years)
    assert (years["jobs"] >= years["establishments"]).all()
    assert (years["establishments"] >= 1).all()
    assert set(years["area"]) <= set(reference.load("intermunicipalities")["siren"].to_pylist())


def test_a_number_of_rows_that_cannot_be_is_refused(tmp_path):
    for rows in (0, country.MOST + 1):
        with pytest.raises(ValueError, match="rows: expected 1 to"):
            country.write_establishments(tmp_path / "x.parquet", rows)
