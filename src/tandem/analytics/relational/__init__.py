"""Relational steps: from millions of establishments to tables by area and class, on one machine or on many.

`engine.open_engine`
    DuckDB in the process, or Apache Spark when it is configured: the same expressions, the same results.
`cells`
    Establishments counted by place, class, size and year; places brought to areas.
`indicators`
    Location quotients, presence, concentration and shift-share over long tables.
`sorted_cells`
    The same counts by commune and class from a file that is sorted so, in one pass over its rows.
`matrices`
    From long tables, or straight from establishments, to the arrays that the rest of `tandem.analytics` works on.
`sizes`
    The official size bands, and what an establishment of each counts for.

Expressions are `Ibis <https://ibis-project.org>`_ tables: functions of tables that compute nothing until an engine is
asked for the result.  Long tables hold whole numbers, and a row that is absent is a zero.
"""

from tandem.analytics.relational.engine import Engine, open_engine
from tandem.analytics.relational.java import EngineError
from tandem.analytics.relational.matrices import Matrix, area_sums, dense, sparse
from tandem.analytics.relational.sizes import BANDS, NOT_STATED, band_sizes
from tandem.analytics.relational.sorted_cells import sorted_cells

__all__ = [
    "BANDS",
    "NOT_STATED",
    "Engine",
    "EngineError",
    "Matrix",
    "area_sums",
    "band_sizes",
    "dense",
    "open_engine",
    "sorted_cells",
    "sparse",
]
