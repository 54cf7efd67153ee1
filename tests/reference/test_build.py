"""Building the tables again from the gathered data sets, when those are beside the repository."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from tools.build_reference.__main__ import build
from tools.build_reference.passage import Passage
from tools.build_reference.sources import SourceError, Sources
from tools.build_reference.write import write

from tandem import reference

GATHERED = Path(__file__).parents[2] / "../shared/data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not GATHERED.exists(), reason="the gathered data sets are not beside the repository"),
]


def test_it_gives_the_shipped_tables_and_twice_the_same_bytes(tmp_path):
    frames = build(GATHERED)
    first, second = write(frames, tmp_path / "first"), write(frames, tmp_path / "second")
    assert first == second
    for name in reference.names():
        built = [(tmp_path / run / "tables" / f"{name}.parquet") for run in ("first", "second")]
        assert built[0].read_bytes() == built[1].read_bytes()
        assert pq.ParquetFile(built[0]).read().equals(reference.load(name)), name
    unlike = {"sha256", "bytes"}  # they follow the version of pyarrow

    def texts(tables: dict[str, Any]) -> dict[str, Any]:
        return {
            name: {key: value for key, value in entry.items() if key not in unlike} for name, entry in tables.items()
        }

    assert texts(first["tables"]) == texts(dict(reference.manifest()["tables"]))


def test_a_source_with_a_code_that_leads_nowhere_stops_it():
    passage = Passage.read(Sources(GATHERED))
    with pytest.raises(SourceError, match="99999"):
        passage.to_current(pd.Series(["01001", "99999"]))


def test_a_sum_is_missing_only_when_all_its_parts_are():
    passage = Passage.read(Sources(GATHERED))
    codes = pd.Series(["93059", "93066", "75101", "75102"])
    sums = passage.total(codes, pd.DataFrame({"jobs": [None, 4.0, None, None]}))
    assert sums["jobs"].loc["93066"] == 4
    assert pd.isna(sums["jobs"].loc["75056"])
