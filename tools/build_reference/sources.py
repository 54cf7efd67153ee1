"""Reading the gathered files: every cell is text, an empty cell is a missing value and never a zero."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd


class SourceError(Exception):
    """A source does not hold what its description says: the tables are not written."""


@dataclass(frozen=True)
class Sources:
    """The folder of gathered data sets."""

    root: Path

    @cache  # noqa: B019 - one instance per run
    def csv(self, path: str) -> pd.DataFrame:
        """Read a CSV, gzipped or not; do not modify the result in place."""
        return pd.read_csv(self.root / path, dtype=str, keep_default_na=False, na_values=[""])

    def parquet(self, path: str) -> pd.DataFrame:
        return pd.read_parquet(self.root / path)

    def geojson(self, path: str) -> list[dict[str, Any]]:
        """Read the features of a gzipped GeoJSON."""
        with gzip.open(self.root / path, "rt", encoding="utf-8") as file:
            features: list[dict[str, Any]] = json.load(file)["features"]
        return features


def check(holds: bool, what: str) -> None:
    """Stop the build when a control figure of a source is not met.

    Raises
    ------
    SourceError
        If `holds` is false.
    """
    if not holds:
        raise SourceError(what)


def numbers(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Read text columns as numbers, under new names; what is empty stays empty.

    Parameters
    ----------
    frame
        Any table of text.
    columns
        Name in `frame` → name in the result.
    """
    return pd.DataFrame({new: pd.to_numeric(frame[old]) for old, new in columns.items()}, index=frame.index)
