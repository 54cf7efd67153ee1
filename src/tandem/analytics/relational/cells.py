"""From establishments, one a row, to counts by place, class, size and year; and from places to areas.

Every function takes and returns Ibis tables and computes nothing: an engine does, in the end.  Columns that say what a
row is about are named in `KEYS`; all the others are measures, which are whole numbers and are summed.

==================  ========================================================================================
``commune``         place, a whole number or a text
``area``            area made of places; areas may overlap
``class``           class of activity; -1 where the file does not give it
``band``            size band, position in `sizes.BANDS`; -1 (or null) where the file does not give it
``created``         year of creation
``closed``          year in which it closed, null while it is open
``establishments``  number of establishments
``half_units``      their employment, in half-units: whole numbers, to be halved last
``unsized``         how many of them have no size: their employment is not in ``half_units``
==================  ========================================================================================

A row that is absent is a zero.  A measure that is null (a secret figure) makes null every sum that it enters.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

KEYS = ("commune", "area", "class", "sector", "band", "year")


def in_business(establishments: ir.Table, year: int | None = None) -> ir.Table:
    """Keep the establishments that are open, today or at the end of a year.

    Parameters
    ----------
    establishments : Table
        With ``closed``, and ``created`` when a year is given; one whose year of creation is null is held to be old.
    year : int, optional
        The year; today if not given.
    """
    closed = establishments["closed"]
    if year is None:
        return establishments.filter(closed.isnull())
    created = establishments["created"]
    return establishments.filter((closed.isnull() | (closed > year)) & (created.isnull() | (created <= year)))


def cells(establishments: ir.Table, sizes: ir.Table, by: Sequence[str] = ("commune", "class")) -> ir.Table:
    """Count establishments, and sum their employment, by place and class.

    Parameters
    ----------
    establishments : Table
        With ``band`` and the columns of `by`.
    sizes : Table
        What an establishment of each band counts for: ``band``, ``half_units``, each band once.
    by : sequence of str
        Columns to count by.

    Returns
    -------
    Table
        `by`, ``establishments``, ``half_units``, ``unsized``.
    """
    sized = establishments.left_join(sizes, "band")
    half_units = sized["half_units"]
    return sized.group_by(list(by)).aggregate(
        establishments=sized.count(),
        half_units=half_units.sum().fill_null(0),
        unsized=half_units.isnull().sum(),
    )


def size_bands(establishments: ir.Table, by: Sequence[str] = ("commune",)) -> ir.Table:
    """Count establishments by place and size band.

    Returns
    -------
    Table
        `by`, ``band``, ``establishments``.
    """
    return establishments.group_by([*by, "band"]).aggregate(establishments=establishments.count())


def births_deaths(establishments: ir.Table, by: Sequence[str] = ("commune",)) -> ir.Table:
    """Count establishments created and closed in each year, by place.

    Parameters
    ----------
    establishments : Table
        Open and closed ones, with ``created`` and ``closed``; a null year is counted in no year.
    by : sequence of str
        Columns to count by.

    Returns
    -------
    Table
        `by`, ``year``, ``births``, ``deaths``.
    """

    def in_year(column: str) -> ir.Table:
        known = establishments.filter(establishments[column].notnull())
        year = known[column].cast("int32").name("year")
        return known.group_by([*by, year]).aggregate(establishments=known.count())

    events = side_by_side(in_year("created"), in_year("closed"), [*by, "year"], "establishments")
    return events.rename(births="before", deaths="after")


def by_area(table: ir.Table, membership: ir.Table) -> ir.Table:
    """Bring figures from places to the areas that hold them.

    A place in several areas counts in each of them; a place in none is left out (see `outside`).

    Parameters
    ----------
    table : Table
        With ``commune``.
    membership : Table
        Which place is in which area: ``commune``, ``area``; a link that is given twice counts once.

    Returns
    -------
    Table
        ``area`` in the place of ``commune``, the other keys, the sums of the measures.
    """
    return _regroup(table, membership, "commune", "area")


def by_sector(table: ir.Table, nomenclature: ir.Table) -> ir.Table:
    """Bring figures from classes to the sectors of a coarser nomenclature (``class``, ``sector``), as `by_area`."""
    return _regroup(table, nomenclature, "class", "sector")


def outside(table: ir.Table, membership: ir.Table) -> ir.Table:
    """Return the sums, without places, of what `by_area` leaves out: figures of places that are in no area."""
    return whole(table.anti_join(membership, "commune"))


def whole(table: ir.Table, over: str = "commune") -> ir.Table:
    """Sum figures over all places: the reference to which `location_quotients` compares areas.

    Parameters
    ----------
    table : Table
        Figures by place.
    over : str
        The key to sum over.

    Raises
    ------
    ValueError
        The table is not by `over`, or it is by areas, which may overlap and leave places out: they have no whole.
    """
    if over not in table.columns or "area" in table.columns:
        raise ValueError(f"expected figures by {over}, got {', '.join(name for name in table.columns if name in KEYS)}")
    return _total(table, [name for name in table.columns if name in KEYS and name != over])


def side_by_side(before: ir.Table, after: ir.Table, keys: Sequence[str], value: str) -> ir.Table:
    """Put one measure of two tables in the columns ``before`` and ``after``; a row that one does not have is a 0."""
    for table in (before, after):
        check_whole_numbers(table, value)
    none = ibis.literal(0, "int64")
    first = before.select(*keys, before=before[value].cast("int64"), after=none)
    second = after.select(*keys, before=none, after=after[value].cast("int64"))
    return _total(ibis.union(first, second), keys)


def total(column: ir.IntegerColumn, over: object = None) -> ir.IntegerValue:
    """Return the sum of a measure, in a group or over a window: null when a part of it is null."""
    unknown, known = column.isnull().any(), column.sum()
    if over is not None:
        unknown, known = unknown.over(over), known.over(over)
    return ibis.ifelse(unknown, ibis.null("int64"), known)


def check_whole_numbers(table: ir.Table, value: str) -> None:
    """Refuse a measure that is not a whole number: its sums would depend on the engine.

    Raises
    ------
    ValueError
        The column is of another type.
    """
    if not table[value].type().is_integer():
        raise ValueError(f"{value}: expected whole numbers, got {table[value].type()}")


def _regroup(table: ir.Table, links: ir.Table, old: str, new: str) -> ir.Table:
    keys = [new, *(name for name in table.columns if name in KEYS and name != old)]
    return _total(table.inner_join(links.select(old, new).distinct(), old), keys)


def _total(table: ir.Table, keys: Sequence[str]) -> ir.Table:
    measures = {name: total(table[name]) for name in table.columns if name not in KEYS}
    return table.group_by(list(keys)).aggregate(**measures)
