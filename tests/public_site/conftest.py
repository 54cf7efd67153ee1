"""An installation with an official file: fictive employees for the real communes of one employment zone."""

import csv
from pathlib import Path

import pytest

from tandem import reference
from tandem.core.memory_cache import pages
from tandem.datasets.importing import import_files
from tandem.datasets.store import Dataset, Store

ZONE = "8425"
YEARS = (2006, 2007, 2009, 2011, 2019, 2020, 2022)
HEADER = ("insee_com", "code_ape", "annee", "nb_etablissements", "effectifs_salaries")


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """An installation without any imported file; what was kept for another one is forgotten."""
    settings.TANDEM_HOME = tmp_path
    pages.clear()
    return tmp_path


@pytest.fixture
def zone() -> list[str]:
    """The communes that the file covers."""
    table = reference.load("communes").select(["code", "employment_zone"]).to_pylist()
    return [row["code"] for row in table if row["employment_zone"] == ZONE]


@pytest.fixture
def employees(home: Path, zone: list[str]) -> Dataset:
    """A file of one zone: plastics grow in its first ten communes, textiles shrink, bread is everywhere; one aircraft
    maker, whose employees are secret."""
    path = home / "urssaf.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for place, commune in enumerate(zone):
            for step, year in enumerate(YEARS):
                writer.writerow((commune, "1071C", year, 4, 40))
                writer.writerow((commune, "1392Z", year, 3, 70 - 10 * step))
                writer.writerow((commune, "4711F", year, 5, 50))
                if place < 10:
                    writer.writerow((commune, "2229A", year, 3, 100 + 20 * step))
        writer.writerow((zone[0], "3030Z", 2022, 1, 900))
    report = import_files("urssaf", [path], Store(home / "data"))
    assert report.refused == 0, report.refusals
    return Store(home / "data").get("urssaf")
