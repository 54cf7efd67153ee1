"""Linear programmes solved by HiGHS again and again, and the proof that each answer is one.

Starting from the previous answer makes a programme much cheaper, and HiGHS has been seen to return a
wrong one that way (its issues 3194 and 3294).  Every answer is therefore checked against the programme itself, and
the bound that its dual prices prove is computed here; an answer without proof is computed again from nothing.
"""

import highspy
import numpy as np
from highspy._core import _Highs as Solver  # highspy.Highs writes a banner on the standard output when it is made
from scipy.sparse import csc_array, csr_array

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray

# An answer may break an equation, or miss the bound that proves it, by this much, and by this share of the figures.
TOLERANCE, SHARE = 1e-6, 1e-9
# A reduced cost under this is the solver's zero.
FLAT = 1e-6
DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4


class SolverError(RuntimeError):
    """The solver gives no answer that can be proved; the programme is beyond its arithmetic."""


class InfeasibleError(ValueError):
    """No point satisfies the equations and the bounds."""

    def __init__(self) -> None:
        super().__init__("total: expected equations that some figures within the bounds satisfy, none do")


class Program:
    """Minimise ``cost @ x`` subject to ``system @ x = total`` and ``lower <= x <= upper``, again and again.

    Parameters
    ----------
    system, total, lower, upper
        The programme, without cost at first.
    primal : bool
        Which simplex: the primal one where costs change, the dual one where bounds change.

    Attributes
    ----------
    lower, upper : ndarray of float, shape (n_variables,)
        Bounds; changed by `bound`.
    solved : int
        Number of programmes solved.
    """

    def __init__(
        self, system: csr_array, total: FloatArray, lower: FloatArray, upper: FloatArray, *, primal: bool = True
    ) -> None:
        self.solved = 0
        self._strategy = PRIMAL_SIMPLEX if primal else DUAL_SIMPLEX
        self._system = csr_array(system)
        self._columns = csc_array(system)
        self._total = np.asarray(total, dtype=np.float64)
        self.lower, self.upper = lower.astype(np.float64), upper.astype(np.float64)
        self._cost = np.zeros(lower.size)
        self._slack = TOLERANCE + SHARE * float(np.abs(self._total).max(initial=0.0))
        self._numbers = np.arange(lower.size, dtype=np.int32)
        self._prices = np.zeros(self._total.size)
        self._highs = _solver(
            self._columns,
            self._cost,
            (self.lower, self.upper),
            (self._total, self._total),
            presolve="off",
            solver="simplex",
            simplex_strategy=self._strategy,
        )

    def price(self, cost: FloatArray) -> None:
        """Change the costs."""
        changed = np.flatnonzero(cost != self._cost)
        if changed.size:
            self._cost = cost.astype(np.float64)
            self._highs.changeColsCost(changed.size, self._numbers[changed], self._cost[changed])

    def bound(self, columns: IntArray, lower: FloatArray, upper: FloatArray) -> None:
        """Change the bounds of some variables."""
        which = np.asarray(columns, dtype=np.int32)
        if which.size:
            self.lower[which], self.upper[which] = lower, upper
            self._highs.changeColsBounds(which.size, which, self.lower[which], self.upper[which])

    def minimum(self, *, afresh: bool = False, proof: bool = True) -> tuple[float, FloatArray] | None:
        """Return the least cost and where it is reached; None when it has no bound.

        Parameters
        ----------
        afresh : bool
            Start from nothing, so that the answer does not depend on the programmes solved before.
        proof : bool
            Whether the answer must be proved the least.  When any good point will do, it is enough that it is a point.

        Raises
        ------
        InfeasibleError
            No point satisfies the equations and the bounds.
        SolverError
            No answer that can be proved.
        """
        for attempt in range(3):
            if afresh or attempt:
                self._highs.clearSolver()
            if attempt == 2:
                self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX + DUAL_SIMPLEX - self._strategy)
            self._highs.run()
            self.solved += 1
            if attempt == 2:
                self._highs.setOptionValue("simplex_strategy", self._strategy)
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                solution = self._highs.getSolution()
                point, self._prices = np.array(solution.col_value), np.array(solution.row_dual)
                if self._holds(point) and (not proof or self._proves(point)):
                    return float(self._cost @ point), point
            elif (afresh or attempt) and status == highspy.HighsModelStatus.kUnbounded:
                self._highs.clearSolver()
                return None
            elif (afresh or attempt) and status == highspy.HighsModelStatus.kInfeasible:
                raise InfeasibleError
        raise SolverError(f"no proven answer, the solver says {self._highs.modelStatusToString(status)}")

    def reduced_costs(self) -> FloatArray:
        """Return what one more of each variable would change to the last minimum, shape (n_variables,)."""
        reduced: FloatArray = self._cost - self._columns.T @ self._prices
        reduced[np.abs(reduced) <= FLAT] = 0.0
        return reduced

    def _holds(self, point: FloatArray) -> bool:
        return bool(
            (np.abs(self._system @ point - self._total) <= self._slack).all()
            and (point >= self.lower - self._slack).all()
            and (point <= self.upper + self._slack).all()
        )

    def _proves(self, point: FloatArray) -> bool:
        """Check the bound of weak duality: no point can cost less than the prices of the totals and bounds say."""
        reduced = self._cost - self._columns.T @ self._prices
        at = np.where(reduced > 0, self.lower, self.upper)
        reduced[np.isinf(at) & (np.abs(reduced) <= FLAT)] = 0.0
        at[reduced == 0] = 0.0
        bound = float(self._prices @ self._total + (reduced * at).sum())
        reached = float(self._cost @ point)
        return abs(reached - bound) <= self._slack + TOLERANCE * abs(reached)


def choose(
    weight: FloatArray, cuts: csr_array, least: FloatArray, given: BoolArray, *, whole: bool
) -> tuple[float, BoolArray, bool]:
    """Minimise ``weight @ x`` subject to ``cuts @ x >= least``, x 0 or 1 (or between, if not whole), 1 where given.

    Returns
    -------
    float
        A proven bound of the least cost.
    ndarray of bool
        The choice, where x is above a half.
    bool
        Whether the bound is reached.
    """
    highs = _solver(
        csc_array(cuts),
        weight,
        (given.astype(np.float64), np.ones(weight.size)),
        (least, np.full(least.size, np.inf)),
        whole=whole,
        mip_rel_gap=0.0,
        mip_abs_gap=1e-9,
    )
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverError(f"no choice, the solver says {highs.modelStatusToString(highs.getModelStatus())}")
    info = highs.getInfo()
    proven = float(info.mip_dual_bound) if whole else float(info.objective_function_value)
    chosen = np.array(highs.getSolution().col_value) > 0.5
    return proven, chosen, bool(info.objective_function_value <= proven + 1e-6 * max(abs(proven), 1.0))


def _solver(
    columns: csc_array,
    cost: FloatArray,
    bounds: tuple[FloatArray, FloatArray],
    sums: tuple[FloatArray, FloatArray],
    *,
    whole: bool = False,
    **options: float | str,
) -> Solver:
    """Return a silent solver with a programme in it, passed as arrays: a model object takes seven times as long."""
    highs = Solver()
    for name, value in {"output_flag": False, "threads": 1, "parallel": "off", **options}.items():
        highs.setOptionValue(name, value)
    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    highs.passModel(
        columns.shape[1],
        columns.shape[0],
        columns.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        cost,
        *bounds,
        *sums,
        columns.indptr,
        columns.indices,
        columns.data,
        np.full(columns.shape[1], int(kind), dtype=np.int32),
    )
    return highs
