"""A diagnosis as columns: one row a figure, types as an analyst expects them, its origin in the file's metadata."""

import io
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tandem.core.figures import Figure
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.details import details_record

SCHEMA = pa.schema(
    [
        ("territory", pa.string()),
        ("territory_name", pa.string()),
        ("as_of", pa.date32()),
        ("chapter", pa.string()),
        ("id", pa.string()),
        ("label", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("availability", pa.string()),
        ("reason", pa.string()),
        ("rank", pa.int32()),
        ("ranked", pa.int32()),
        ("unranked", pa.int32()),
        ("region", pa.float64()),
        ("france", pa.float64()),
        ("peers", pa.float64()),
        ("definition", pa.string()),
        ("method", pa.string()),
        ("source", pa.string()),
        ("vintage", pa.string()),
        ("licence", pa.string()),
        ("lines", pa.int64()),
        ("series", pa.list_(pa.struct([("period", pa.string()), ("value", pa.float64())]))),
        ("details", pa.string()),
        ("url", pa.string()),
    ]
)
"""Keys of the CSV, and: the territory, its chapter, the series, and the details as JSON."""


def parquet_of(edition: Edition) -> bytes:
    """Return a diagnosis as Parquet; the same diagnosis gives the same bytes.

    A missing value is null with its `availability` and its `reason`; a secret cell of the details is the word
    « secret ».
    """
    return _written([edition], edition.title, edition.snapshot)


def parquet_of_comparison(editions: Sequence[Edition]) -> bytes:
    """Return the figures of several territories as Parquet, one row a figure of a territory."""
    return _written(editions, " / ".join(each.title for each in editions), "")


def _written(editions: Sequence[Edition], title: str, snapshot: str) -> bytes:
    rows = [
        _row(edition, chapter.chapter.id, figure)
        for edition in editions
        for chapter in edition.chapters
        for figure in chapter.figures
    ]
    origin = {
        "title": title,
        "as_of": max(each.date for each in editions).isoformat(),
        "list": " ".join(dict.fromkeys(each.list for each in editions)),
        "licence": " ; ".join(dict.fromkeys(each.licence for each in editions)),
        "program": f"Tandem {editions[0].program}",
        "snapshot": snapshot,
        "language": "fr",
    }
    table = pa.Table.from_pylist(rows, schema=SCHEMA.with_metadata(origin))
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _row(edition: Edition, chapter: str, figure: Figure) -> dict[str, Any]:
    record = figure.as_dict()
    return {
        **{name: record[name] for name in SCHEMA.names if name in record},
        "territory": edition.code,
        "territory_name": edition.name,
        "as_of": figure.as_of,
        "chapter": chapter,
        "region": figure.compared_with("region"),
        "france": figure.compared_with("country"),
        "peers": figure.compared_with("peers"),
        "series": [{"period": period, "value": value} for period, value in figure.series],
        "details": json.dumps(details_record(figure), ensure_ascii=False) if figure.details else None,
    }
