"""What the protector has to solve: the cells as they move together, what they cost to hide, what must stay in doubt.

Cells that move together (a region with one territory in the sector, and that territory; a total and its only part
that is not public) are one *class*: they are hidden or published together, and whoever knows one knows the others.  A
*move* changes the values of classes so that every total is still the sum of its parts; two tables that differ by a
move look the same to a reader who sees neither of the cells that move.  A secret cell is protected when some move of
hidden cells brings it as far up as it must be in doubt, and another as far down (Fischetti and Salazar, 2001).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.secrecy.table import Table


class UnprotectableError(ValueError):
    """Secret cells that nothing can hide, because too much is already public."""

    def __init__(self, cells: list[str]) -> None:
        self.cells = cells
        named = ", ".join(cells[:5]) + (f" and {len(cells) - 5} more" if len(cells) > 5 else "")
        super().__init__(f"public: expected cells that may be hidden around each secret one, none around {named}")


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Classes of cells that move together, and the equations between them.

    Attributes
    ----------
    table : Table
        The cells.
    class_of : ndarray of int, shape (n_cells,)
        Class of each cell; -1 for a cell that everybody knows and that cannot move.
    cell : ndarray of int, shape (n_classes,)
        The lowest cell of each class, which stands for it.
    system : sparse array, shape (n_equations, n_classes)
        ``system @ move = 0``.
    down, up : ndarray of float, shape (n_classes,)
        How far each class may move, as far as anybody knows: down to zero, up without end, if nothing else is given.
    below, above : ndarray of float, shape (n_classes,)
        How far each secret class must be able to move; 0 for the others.
    secret, sole : ndarray of bool, shape (n_classes,)
        Whether the class is secret; whether one respondent alone makes it, and so knows it.
    weight : ndarray of float, shape (n_classes,)
        What it costs to hide the class; 0 for what is hidden anyway.
    """

    table: Table
    class_of: IntArray
    cell: IntArray
    system: csr_array
    down: FloatArray
    up: FloatArray
    below: FloatArray
    above: FloatArray
    secret: BoolArray
    sole: BoolArray
    weight: FloatArray

    @property
    def n_classes(self) -> int:
        """Number of classes."""
        return self.cell.size

    def seers(self, secret: int, classes: IntArray) -> IntArray:
        """Return, among some classes, those that one respondent knows, and through which he would look at the secret.

        Not a class inside the secret one: its respondent has a part of that cell himself, and may know it as well as
        that lets him.
        """
        alone = classes[self.sole[classes] & (classes != secret)]
        if not alone.size:
            return np.asarray(alone)
        rows, columns = self.table.rows, self.table.columns
        above_row, above_column = np.divmod(self.cell[secret], columns.size)
        row, column = np.divmod(self.cell[alone], columns.size)
        inside = rows.holds(above_row, row) & columns.holds(above_column, column)
        return np.asarray(alone[~inside])

    @property
    def free(self) -> BoolArray:
        """Classes that are hidden from the start: secret, or without cost."""
        return np.asarray(self.secret | (self.weight == 0))


def pose(
    table: Table,
    values: FloatArray,
    *,
    known: BoolArray,
    secret: BoolArray,
    below: FloatArray,
    above: FloatArray,
    floor: FloatArray,
    ceiling: FloatArray,
    sole: BoolArray,
    weight: FloatArray,
) -> Problem:
    """Gather cells in classes and write the equations between them; every array has the shape of the table.

    Raises
    ------
    UnprotectableError
        A secret cell that what is known already gives away.
    """
    equations = table.equations()
    class_of = _classes(equations, ~known.ravel())
    moving = class_of >= 0
    lost = np.flatnonzero(secret.ravel() & ~moving)
    if lost.size:
        raise UnprotectableError([table.name(cell) for cell in lost])
    n_classes = int(class_of.max(initial=-1)) + 1
    members = class_of[moving]

    height = (table.rows.height[:, np.newaxis] + table.columns.height).ravel()
    order = np.flatnonzero(moving)[np.argsort(height[moving], kind="stable")]
    cell = np.full(n_classes, -1, dtype=np.intp)
    cell[class_of[order[::-1]]] = order[::-1]

    def any_of(flags: BoolArray) -> BoolArray:
        return np.bincount(members, weights=flags.ravel()[moving], minlength=n_classes) > 0

    def least(figures: FloatArray) -> FloatArray:
        result = np.full(n_classes, np.inf)
        np.minimum.at(result, members, figures.ravel()[moving])
        return result

    def most(figures: FloatArray) -> FloatArray:
        result = np.zeros(n_classes)
        np.maximum.at(result, members, figures.ravel()[moving])
        return result

    hidden = any_of(secret)
    cost = np.bincount(members, weights=weight.ravel()[moving], minlength=n_classes)
    return Problem(
        table=table,
        class_of=class_of,
        cell=cell,
        system=_system(equations, class_of, n_classes),
        down=least(values - floor),
        up=least(ceiling - values),
        below=most(np.where(secret, below, 0.0)),
        above=most(np.where(secret, above, 0.0)),
        secret=hidden,
        sole=any_of(sole),
        weight=np.where(hidden, 0.0, cost),
    )


def _classes(equations: csr_array, moving: BoolArray) -> IntArray:
    """Number the classes of cells that move together, -1 where a cell cannot move.

    Two rules, again and again: an equation with one cell left fixes it; one with a part and its total makes them equal.
    """
    size = moving.size
    moving = moving.copy()
    label = np.arange(size)
    while True:
        system = _system(equations, np.where(moving, label, -1), size, distinct=False)
        count = np.diff(system.indptr)
        alone = system.indices[system.indptr[:-1][count == 1]]
        first = system.indptr[:-1][count == 2]
        opposite = system.data[first] + system.data[first + 1] == 0
        one, other = system.indices[first[opposite]], system.indices[first[opposite] + 1]
        if not alone.size and not one.size:
            break
        moving &= ~np.isin(label, alone)
        links = coo_array((np.ones(one.size), (one, other)), shape=(size, size))
        _, merged = connected_components(links, directed=False)
        label = merged[label]
    class_of = np.full(size, -1, dtype=np.intp)
    class_of[moving] = np.unique(label[moving], return_inverse=True)[1]
    return class_of


def _system(equations: csr_array, class_of: IntArray, n_classes: int, *, distinct: bool = True) -> csr_array:
    """Return the equations between classes, without those that say nothing and, if asked, each one once."""
    moving = np.flatnonzero(class_of >= 0)
    gather = csr_array((np.ones(moving.size), (moving, class_of[moving])), shape=(class_of.size, n_classes))
    system = csr_array(equations @ gather)
    system.eliminate_zeros()
    system.sort_indices()
    system = system[np.diff(system.indptr) > 0]
    if not distinct:
        return system
    seen: dict[tuple[bytes, bytes], int] = {}
    for row in range(system.shape[0]):
        part = slice(system.indptr[row], system.indptr[row + 1])
        seen.setdefault((system.indices[part].tobytes(), system.data[part].tobytes()), row)
    return system[list(seen.values())]
