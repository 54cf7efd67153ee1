"""The cells of one line that add up to a published total: the case that needs no optimisation.

Nothing is known of the hidden cells but that they are not negative and what they add up to.  A hidden cell p may then
be anything from 0 to their sum, so that it is protected upwards when the others hidden with it weigh enough.
"""

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import BoolArray, as_numbers


def hide_in_line(
    values: npt.ArrayLike,
    sensitive: npt.ArrayLike,
    *,
    already: npt.ArrayLike | None = None,
    protection: float = 0.15,
    respondents: bool = True,
) -> tuple[BoolArray, bool]:
    """Choose which cells of a line to hide, so that none of the sensitive ones can be found by subtraction.

    A sensitive cell p of value x_p is protected when, for H the hidden cells::

        sum_{q in H, q != p} x_q           >= protection x_p
        sum_{q in H, q != p} x_q - x_r     >= protection x_p     for every r in H, r != p, with `respondents`

    The second line is against the only respondent of another hidden cell, who knows its own value.  Cells are added one
    by one, the smallest that is enough first, or else the largest that there is.

    Parameters
    ----------
    values : array_like, shape (n_columns, n_cells)
        Figures of the line, not negative, in one or several columns (two years) that are hidden together; NaN, which is
        published as missing, takes no part.
    sensitive : array_like of bool, shape (n_cells,)
        Cells that must not be published.
    already : array_like of bool, shape (n_cells,), optional
        Cells that another line hides: they stay hidden, and need no protection of their own here.
    protection : float
        Half-width of the interval within which nobody may know a sensitive cell, as a share of it.
    respondents : bool
        Whether to protect against those who answered for another hidden cell.

    Returns
    -------
    hidden : ndarray of bool, shape (n_cells,)
        The sensitive cells and those hidden with them.
    protected : bool
        False when hiding the whole line is not enough: its total must be hidden too.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure, or `protection` out of (0, 1].
    """
    figures = np.nan_to_num(as_numbers(values, "values", ndim=(2,), signed=False))
    hidden: BoolArray = np.array(sensitive, dtype=np.bool_)
    if hidden.shape != figures.shape[1:]:
        raise ValueError(f"sensitive: expected {figures.shape[1]} cells, got shape {hidden.shape}")
    if not 0 < protection <= 1:
        raise ValueError(f"protection: expected a share in (0, 1], got {protection}")
    primary = hidden.copy()
    if already is not None:
        hidden |= np.asarray(already, dtype=np.bool_)
    while True:
        lacking = max((_lacking(column, primary, hidden, protection, respondents) for column in figures), default=0.0)
        if lacking <= 0:
            return hidden, True
        weights = np.where(hidden, 0.0, figures.min(axis=0, initial=np.inf))
        candidates = np.flatnonzero(~hidden & (figures > 0).any(axis=0))
        if not candidates.size:
            return hidden, False
        enough = candidates[weights[candidates] >= lacking]
        chosen = enough[np.argmin(weights[enough])] if enough.size else candidates[np.argmax(weights[candidates])]
        hidden[chosen] = True


def _lacking(
    column: npt.NDArray[np.float64], primary: BoolArray, hidden: BoolArray, protection: float, respondents: bool
) -> float:
    """Return by how much the hidden cells of a column are too small to protect its sensitive ones; 0 when they do."""
    concerned = np.flatnonzero(primary & (column > 0))
    total = column[hidden].sum()
    worst = 0.0
    for cell in concerned:
        others = total - column[cell]
        if respondents:
            rest = hidden.copy()
            rest[cell] = False
            others -= column[rest].max(initial=0.0)
        worst = max(worst, protection * column[cell] - others)
    return float(worst)
