"""The packages of the field on our tables, each given what it likes best, and the linear algebra alone."""

import resource
import sys
import time

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import eigsh

COLUMNS = {"time": "year", "loc": "area", "prod": "sector", "val": "jobs"}
MEMORY = 16 * 2**30


def frame_of(*years) -> pd.DataFrame:
    """The cells that are not empty, one row each; the keys are whole numbers, which is easier than codes."""
    cells = enumerate(map(sparse.coo_array, years))
    frames = (pd.DataFrame({"year": year, "area": c.row, "sector": c.col, "jobs": c.data}) for year, c in cells)
    return pd.concat(frames, ignore_index=True)


def run_ecomplexity(frame: pd.DataFrame) -> pd.DataFrame:
    """Its only entry point: it computes the outlook too; the check that only warns is left out."""
    from ecomplexity import ecomplexity

    return ecomplexity(frame, COLUMNS, check_logsupermodularity=False, verbose=False)


def run_econcomplex(jobs: np.ndarray) -> dict[str, np.ndarray]:
    """Its functions of matrices, without the frames that its pipeline builds around them."""
    from econcomplex.complexity.eci_pci import eci_pci
    from econcomplex.core.rca import rca
    from econcomplex.relatedness.density import relatedness_density
    from econcomplex.relatedness.proximity import proximity

    quotients = rca(jobs)
    present = (quotients >= 1).astype(float)
    eci, pci = eci_pci(jobs)
    phi = proximity(present, use_rca=False, threshold=0.5)["product"]
    density = relatedness_density(present, phi=phi, use_rca=False, threshold=0.5)
    return {"quotients": quotients, "presence": present, "eci": eci, "pci": pci, "density": density}


class LinearAlgebra:
    """What cannot be spared: three products of dense matrices and one eigenpair, on arrays that are ready.

    Each is in the cheapest way that gives the same figures: counts in single precision, which holds them exactly, and
    half of a symmetric product. A lower limit than three plain products in double precision.
    """

    def __init__(self, presence, proximity: np.ndarray, dtype: type) -> None:
        present = presence.astype(np.float32)
        self.counts = present.toarray() if sparse.issparse(present) else present
        self.cells = self.counts.astype(dtype, copy=False)
        diversity, ubiquity = self.counts.sum(axis=1), self.counts.sum(axis=0)
        by_area, by_sector = np.maximum(diversity, 1) ** -0.5, np.maximum(ubiquity, 1) ** -0.5
        self.scaled = self.cells * by_area[:, np.newaxis].astype(dtype) * by_sector.astype(dtype)
        near = proximity - np.diag(proximity.diagonal())
        self.weights = (near / np.maximum(near.sum(axis=0), 1e-300)).astype(dtype)
        first = np.sqrt(ubiquity / ubiquity.sum()).astype(np.float64)
        self.symmetric = (self.scaled.T @ self.scaled).astype(np.float64) - np.outer(first, first)
        self.start = np.random.default_rng(0).standard_normal(ubiquity.size)
        self.density = np.empty(self.cells.shape, dtype=dtype)

    def run(self) -> tuple[np.ndarray, np.ndarray]:
        together = self.counts.T @ self.counts
        _ = self.scaled.T @ self.scaled
        np.matmul(self.cells, self.weights, out=self.density)
        eigsh(self.symmetric, k=1, which="LA", v0=self.start)
        return together, self.density


def main() -> None:
    """Run one package on a sparse table in a process of its own, within 16 GB, and print the seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    name, path = sys.argv[1:]
    table = sparse.load_npz(path)
    start = time.perf_counter()
    if name == "ecomplexity":
        run_ecomplexity(frame_of(table))
    else:
        run_econcomplex(table.toarray())
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
