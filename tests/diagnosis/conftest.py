"""Official files as their producers publish them, with fictive content for real communes, imported for a test."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tandem import reference
from tandem.datasets.importing import import_files
from tandem.datasets.store import Dataset, Store


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """An installation without any imported file."""
    settings.TANDEM_HOME = tmp_path
    return tmp_path


@pytest.fixture
def importing(home: Path) -> Callable[..., Dataset]:
    """Write rows as a file of a kind, import it, and give the dataset."""

    def run(kind: str, header: list[str], rows: list[list[object]], **options: str) -> Dataset:
        path = home / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(header)
            writer.writerows(rows)
        report = import_files(kind, [path], Store(home / "data"), **options)
        assert report.refused == 0, report.refusals
        return Store(home / "data").get(kind)

    return run


@pytest.fixture
def communes_of_zone() -> Callable[[str], list[str]]:
    """The communes of an employment zone, in order."""

    def read(zone: str) -> list[str]:
        table = reference.load("communes").select(["code", "employment_zone"]).to_pylist()
        return [row["code"] for row in table if row["employment_zone"] == zone]

    return read
