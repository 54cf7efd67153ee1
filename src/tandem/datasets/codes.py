"""Codes of today as small whole numbers, and the way to them from the codes of other years.

A store of forty million rows is read ten times faster with whole numbers than with texts.  A number is the place of a
code in a list that lies beside the data, so that a dataset can be read without the version of Tandem that wrote it.
"""

from collections.abc import Sequence
from functools import cache

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tandem import reference
from tandem.datasets.readings import PLAIN_NAME

COG = "2026"
"""Official geographic code to which communes are brought."""

TOTAL = "_T"
"""Code of « every activity together » in Insee's cubes."""

NOMENCLATURES: dict[str, tuple[tuple[str, str], ...]] = {
    "commune": (("communes", "code"),),
    "activity": (("activity_classes", "ape"),),
    "zone": (("employment_zones", "code"),),
    "sector": (("sectors", "a38"),),
    "aggregate": (
        ("activity_classes", "a88"),
        ("sectors", "a38"),
        ("sectors", "a17"),
        ("sectors", "a10"),
        ("sectors", "a5"),
    ),
    "basin": (("commune_basins", "basin"),),
    "department": (("departments", "code"),),
    "region": (("regions", "code"),),
}
"""Code list → the reference tables and columns that hold it."""

LOOKUPS = {"commune_named": "commune"}
"""Look-up by something else than the code → the list whose numbers it gives.

``commune_named``: « DEPARTMENT|COMMUNE », the department by its name or its code, names without accents or punctuation.
"""


@cache
def nomenclature(name: str) -> pa.ChunkedArray:
    """Return the codes of a list, in order: the number of a code is its place."""
    found = [pc.unique(reference.load(table)[column].combine_chunks()) for table, column in NOMENCLATURES[name]]
    if name == "aggregate":
        found.append(pa.array([TOTAL]))
    codes = pc.unique(pa.concat_arrays([each.cast(pa.string()) for each in found]))
    return pa.chunked_array([codes.take(pc.array_sort_indices(codes))])


def register(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Give a connection the tables ``NAME_codes`` (text, code, moved) of the lists and look-ups named.

    ``moved`` is true for an earlier code that leads to a code of today: a commune that has merged since.
    """
    for name in names:
        codes = nomenclature(LOOKUPS.get(name, name))
        number = pa.array(range(len(codes)), pa.int32())
        table = pa.table({"text": codes, "code": number, "moved": pa.repeat(False, len(codes))})
        if name == "commune":
            table = pa.concat_tables([table, _earlier_communes(codes)])
        connection.register("codes_given", table)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_codes AS SELECT * FROM codes_given")
        connection.unregister("codes_given")
        if name in ("department", "region"):
            _add_names(connection, name)
        elif name == "commune_named":
            _name_communes(connection)


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


def _add_names(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Let a department or a region be found by its name too, and by its code without its leading zero."""
    connection.register("places_given", reference.load(f"{name}s").select(["code", "name"]))
    connection.execute(
        f"INSERT INTO {name}_codes SELECT also, min(known.code), false FROM {name}_codes AS known JOIN ("
        f"SELECT code, {PLAIN_NAME.format(cell='name')} AS also FROM places_given UNION ALL "
        f"SELECT code, ltrim(code, '0') FROM places_given WHERE code LIKE '0%') AS other ON known.text = other.code "
        f"WHERE also NOT IN (SELECT text FROM {name}_codes) GROUP BY also HAVING count(DISTINCT known.code) = 1"
    )
    connection.unregister("places_given")


def _name_communes(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the communes « DEPARTMENT|COMMUNE »; a name that two communes of a department share is left out."""
    connection.register("communes_given", reference.load("communes").select(["code", "name", "department"]))
    connection.register("departments_given", reference.load("departments").select(["code", "name"]))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE commune_named_codes AS SELECT concat(department, '|', named) AS text, "
        "min(number) AS code, false AS moved FROM ("
        f"SELECT unnest(list_distinct([{PLAIN_NAME.format(cell='departments_given.name')}, departments_given.code, "
        "ltrim(departments_given.code, '0')])) AS department, "
        f"{PLAIN_NAME.format(cell='communes_given.name')} AS named, codes.code AS number FROM communes_given "
        "JOIN departments_given ON departments_given.code = communes_given.department "
        "JOIN commune_named_codes AS codes ON codes.text = communes_given.code) "
        "GROUP BY ALL HAVING count(*) = 1"
    )
    connection.unregister("communes_given")
    connection.unregister("departments_given")
