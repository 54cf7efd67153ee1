"""The size bands in which official files publish the employees of an establishment, and what one of each counts for."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

BANDS = ("NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53")
"""Codes of Sirene's `trancheEffectifs`, the smallest first; an establishment's ``band`` is its position here."""

NOT_STATED = -1
"""The ``band`` of an establishment whose size the file does not give."""

LOWER_BOUNDS = (0, 0, 1, 3, 6, 10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000)
"""Fewest employees of each band: no employee (``NN``), none at the end of the year (``00``), 1 or 2, 3 to 5…"""


def band_sizes() -> pa.Table:
    """Return what an establishment of each band counts for, in half-units: twice the middle of its bounds.

    Whole numbers, since the middle of 1 and 2 is 1.5: half-units are summed exactly on any engine, and halved last.
    The last band has no upper bound and counts for its lower one, so that employment is understated there.

    Returns
    -------
    pyarrow.Table
        ``band`` (int8, position in `BANDS`) and ``half_units`` (int32).
    """
    ends = (*(bound - 1 for bound in LOWER_BOUNDS[2:]), LOWER_BOUNDS[-1])
    half_units = [0, *(first + last for first, last in zip(LOWER_BOUNDS[1:], ends, strict=True))]
    return pa.table({"band": pa.array(range(len(BANDS)), pa.int8()), "half_units": pa.array(half_units, pa.int32())})


def half_units_by_band(sizes: pa.Table) -> npt.NDArray[np.int64]:
    """Return the half-units of each band at its number plus one, `NOT_STATED` being the first; -1 for one without size.

    Parameters
    ----------
    sizes : pyarrow.Table
        As `band_sizes` gives it.

    Raises
    ------
    ValueError
        A size is null or below zero.
    """
    given = sizes["half_units"]
    if given.null_count or (len(given) and given.to_numpy().min() < 0):
        raise ValueError("sizes: expected half-units not below zero, and no null")
    half_units = np.full(np.iinfo(np.int8).max - NOT_STATED + 1, -1, dtype=np.int64)
    half_units[sizes["band"].to_numpy().astype(np.intp) - NOT_STATED] = given.to_numpy()
    return half_units
