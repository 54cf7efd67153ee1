"""Turn a file with one column per year, or per list, into one row per row of the store.

Each function returns a `tandem.datasets.kind.Reshape`.  The rows are read once, whatever the number of columns.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from tandem.datasets.kind import Field, Reshape
from tandem.datasets.readings import quoted


def by_period(
    period: str,
    kept: Sequence[Field],
    measures: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
    *,
    label: Callable[[str], str] | None = None,
    empty_too: bool = False,
) -> Reshape:
    r"""One row per period, from columns that carry the period in their name.

    Parameters
    ----------
    period
        First name of the field that receives the period.
    kept
        Fields that every period repeats.
    measures
        First name of a field → pattern of its columns, with the period as its group: ``salaries_(\d{4})``.
    constants
        First name of a field → SQL of the value of every row.
    label
        From what the group holds to the period; by default a year (``22`` is 2022, ``99`` is 1999) or a quarter.
    empty_too
        Whether a period without any value has a row: the producer may hide the value. By default it has none.
    """

    def query(columns: Sequence[str], rows: str) -> str:
        found: dict[str, dict[str, str]] = {}
        for measure, pattern in measures.items():
            for column in columns:
                if match := re.fullmatch(pattern, column):
                    found.setdefault((label or told_period)(match.group(1)), {}).setdefault(measure, column)
        structs = ", ".join(_struct(period, told, measures, cells) for told, cells in sorted(found.items()))
        some = " OR ".join(f"nullif(trim({measure}), '') IS NOT NULL" for measure in measures)
        parts = [f'"{name}" AS {each.names[0]}' for each in kept if (name := each.found_in(columns))]
        parts += [f"{sql} AS {name}" for name, sql in (constants or {}).items()]
        return (
            f"SELECT * FROM (SELECT line, {', '.join(parts)}, unnest([{structs}], max_depth := 2) FROM {rows}) "
            f"WHERE {'true' if empty_too else some}"
        )

    return query


def told_period(told: str) -> str:
    """Return the year or the quarter that a column's name tells.

    Examples
    --------
    >>> told_period("22"), told_period("2021_t1"), told_period("t4_2003")
    ('2022', '2021-T1', '2003-T4')
    """
    if re.fullmatch(r"\d\d", told):
        return f"20{told}" if told < "60" else f"19{told}"
    return re.sub(r"t(\d)_(\d{4})", r"\2-T\1", re.sub(r"(\d{4})_?t(\d)", r"\1-T\2", told))


def _struct(period: str, told: str, measures: Mapping[str, str], cells: Mapping[str, str]) -> str:
    parts = [f"{period}: {quoted(told)}"]
    for measure in measures:
        column = cells.get(measure)
        parts.append(f'{measure}: "{column}"' if column else f"{measure}: NULL::VARCHAR")
        parts.append(f"{measure}_column: {quoted(column or measure)}")
    return "{" + ", ".join(parts) + "}"


def computed(kept: Sequence[Field], cells: Mapping[str, str]) -> Reshape:
    """The same rows, with fields computed from several columns.

    Parameters
    ----------
    kept
        Fields taken as they are.
    cells
        First name of a field → SQL over the file's plain columns.
    """

    def query(columns: Sequence[str], rows: str) -> str:
        parts = [f'"{name}" AS {each.names[0]}' for each in kept if (name := each.found_in(columns))]
        parts += [f"{sql} AS {first}" for first, sql in cells.items()]
        return f"SELECT line, {', '.join(parts)} FROM {rows}"

    return query
