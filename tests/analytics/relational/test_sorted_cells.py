"""One pass over a sorted file counts what the general path counts, wherever blocks, groups of rows and cells end."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analytics.relational import samples
from tests.analytics.relational.samples import plain_cells

from tandem.analytics.relational import band_sizes, sorted_cells
from tandem.analytics.relational.sorted_cells import BLOCK

EXPECTED = plain_cells(samples.establishments().to_pandas().query("closed.isna()"), ["commune", "class"])


def write(path: Path, table: pa.Table, *, open_first: bool = True, group: int = 400) -> Path:
    opened = pc.is_null(table["closed"])
    keyed = table.append_column("is_closed", pc.invert(opened))
    keys = [("is_closed", "ascending")] if open_first else []
    keyed = keyed.sort_by([*keys, ("commune", "ascending"), ("class", "ascending")])
    pq.write_table(keyed.drop_columns("is_closed"), path, row_group_size=group)
    return path


def same(found: pa.Table, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found.to_pandas(), expected, check_dtype=False)


@pytest.mark.parametrize("open_first", [True, False])
@pytest.mark.parametrize("group", [37, 400, 10_000])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_it_counts_what_pandas_counts(tmp_path, open_first, group, threads):
    path = write(tmp_path / "e.parquet", samples.establishments(), open_first=open_first, group=group)
    same(sorted_cells(path, band_sizes(), threads=threads), EXPECTED)


def test_a_cell_longer_than_several_blocks_is_one_cell(tmp_path):
    n = 2 * BLOCK + 5
    table = pa.table(
        {
            "commune": pa.array(np.repeat([1, 2, 3], [3, n, 4]), pa.int32()),
            "class": pa.array(np.zeros(n + 7), pa.int16()),
            "band": pa.array(np.full(n + 7, 2), pa.int8()),
            "closed": pa.nulls(n + 7, pa.int16()),
        }
    )
    pq.write_table(table, tmp_path / "e.parquet", row_group_size=BLOCK)
    found = sorted_cells(tmp_path / "e.parquet", band_sizes()).to_pydict()
    assert found["commune"] == [1, 2, 3]
    assert found["establishments"] == [3, n, 4]
    assert found["half_units"] == [9, 3 * n, 12]


def test_groups_of_closed_establishments_are_not_read(tmp_path, monkeypatch):
    path = write(tmp_path / "e.parquet", samples.establishments(), group=100)
    opened = EXPECTED["establishments"].sum()
    read = []
    inner = pq.ParquetFile.iter_batches

    def counted(file, *arguments, **options):
        read.extend(options["row_groups"])
        return inner(file, *arguments, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    sorted_cells(path, band_sizes(), threads=1)
    assert read == list(range(-(-opened // 100)))


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(-1, 2), st.integers(-1, 15), st.booleans()), min_size=0, max_size=40
    ),
    st.integers(1, 7),
)
def test_any_sorted_file_gives_the_same_as_pandas(tmp_path_factory, rows, group):
    commune, cls, band, is_open = zip(*sorted(rows), strict=True) if rows else ((), (), (), ())
    table = pa.table(
        {
            "commune": pa.array(commune, pa.int32()),
            "class": pa.array(cls, pa.int16()),
            "band": pa.array(band, pa.int8()),
            "closed": pa.array([None if opened else 2020 for opened in is_open], pa.int16()),
        }
    )
    path = tmp_path_factory.mktemp("sorted") / "e.parquet"
    pq.write_table(table, path, row_group_size=group)
    expected = plain_cells(table.to_pandas().query("closed.isna()"), ["commune", "class"])
    same(sorted_cells(path, band_sizes()), expected)


def test_a_file_that_is_not_sorted_is_refused(tmp_path):
    table = samples.establishments()
    for name, order in (("class", ["class", "commune"]), ("none", [])):
        shuffled = table.sort_by([(column, "ascending") for column in order]) if order else table
        for group in (100, 5_000):
            pq.write_table(shuffled, tmp_path / f"{name}.parquet", row_group_size=group)
            with pytest.raises(ValueError, match="not sorted by commune then class"):
                sorted_cells(tmp_path / f"{name}.parquet", band_sizes())


def test_parts_that_are_sorted_each_but_not_together_are_refused(tmp_path):
    ordered = samples.establishments().sort_by([("commune", "ascending"), ("class", "ascending")])
    pq.write_table(pa.concat_tables([ordered[2_500:], ordered[:2_500]]), tmp_path / "e.parquet", row_group_size=2_500)
    with pytest.raises(ValueError, match="not sorted by commune then class"):
        sorted_cells(tmp_path / "e.parquet", band_sizes())


def test_a_size_too_large_to_be_summed_exactly_is_refused(tmp_path):
    path = write(tmp_path / "e.parquet", samples.establishments())
    sizes = pa.table({"band": pa.array([1], pa.int8()), "half_units": pa.array([(1 << 18) + 1], pa.int32())})
    with pytest.raises(ValueError, match="half-units within 0 and 2\\^18"):
        sorted_cells(path, sizes)


@pytest.mark.parametrize("name", ["commune", "class", "band", "closed"])
def test_a_missing_column_is_named(tmp_path, name):
    pq.write_table(samples.establishments().drop_columns(name), tmp_path / "e.parquet")
    with pytest.raises(ValueError, match=f"no column {name}"):
        sorted_cells(tmp_path / "e.parquet", band_sizes())


def test_a_place_that_is_not_known_is_refused_not_guessed(tmp_path):
    table = samples.establishments().slice(0, 3)
    for name in ("commune", "class"):
        column = pa.array([None, 1, 2], table[name].type)
        changed = table.set_column(table.schema.get_field_index(name), name, column)
        changed = changed.set_column(table.schema.get_field_index("closed"), "closed", pa.nulls(3, pa.int16()))
        pq.write_table(changed, tmp_path / "e.parquet")
        with pytest.raises(ValueError, match="a commune or a class is null"):
            sorted_cells(tmp_path / "e.parquet", band_sizes())
