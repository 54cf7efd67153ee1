"""Codes of today as small whole numbers, and the way to them from the codes of other years.

A store of forty million rows is read ten times faster with whole numbers than with texts.  A number is the place of a
code in a list that lies beside the data, so that a dataset can be read without the version of Tandem that wrote it.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tandem import reference

COG = "2026"
"""Official geographic code to which communes are brought."""

NOMENCLATURES: dict[str, tuple[str, str]] = {
    "commune": ("communes", "code"),
    "activity": ("activity_classes", "ape"),
    "zone": ("employment_zones", "code"),
    "sector": ("sectors", "a38"),
    "basin": ("commune_basins", "basin"),
}
"""Code list → the reference table and column that hold it."""


def nomenclature(name: str) -> pa.ChunkedArray:
    """Return the codes of a list, in order: the number of a code is its place."""
    table, column = NOMENCLATURES[name]
    codes = pc.unique(reference.load(table)[column])
    return pa.chunked_array([codes.take(pc.array_sort_indices(codes))])


def register(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Give a connection the tables ``NAME_codes`` (text, code, moved) of the lists named.

    ``moved`` is true for an earlier code that leads to a code of today: a commune that has merged since.
    """
    for name in names:
        codes = nomenclature(name)
        number = pa.array(range(len(codes)), pa.int32())
        table = pa.table({"text": codes, "code": number, "moved": pa.repeat(False, len(codes))})
        if name == "commune":
            table = pa.concat_tables([table, _earlier_communes(codes)])
        connection.register("codes_given", table)
        connection.execute(f"CREATE OR REPLACE TABLE {name}_codes AS SELECT * FROM codes_given")
        connection.unregister("codes_given")


def _earlier_communes(codes: pa.ChunkedArray) -> pa.Table:
    """The codes of merged communes and of delegated communes that differ from those in force."""
    passage = reference.load("commune_codes")
    passage = passage.filter(pc.invert(pc.is_in(passage["old_code"], codes.combine_chunks())))
    return pa.table(
        {
            "text": passage["old_code"],
            "code": pc.index_in(passage["code"], codes.combine_chunks()).cast(pa.int32()),
            "moved": pa.repeat(True, passage.num_rows),
        }
    )
