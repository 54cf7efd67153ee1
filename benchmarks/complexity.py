"""Quotients, presence, proximity, density, ECI and PCI: ours, the packages of the field, and the linear algebra alone.

Made-up countries (nested presence, 60 profiles of specialities, heavy tails), the same at each run. Ours is given the
table as it is stored, numbered rows and columns, dense or sparse: codes are given numbers once, when a file is
imported. The packages are given the frame or the matrix that they ask for, with numbers for keys, and are compared
with ours before anything is timed. Runs alternate, and each line has the best, the median and the least processor
time: the machine may be shared.
"""

import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from scipy import sparse

from benchmarks import peers
from benchmarks.peer_complexity import LinearAlgebra, frame_of, run_ecomplexity, run_econcomplex
from tandem.analytics.complexity import ComplexityProfile, complexity_profile, complexity_profiles

SEED = 20181122
SECTORS = 732
AREAS, AREAS_FILLED = 1_250, 0.39
COMMUNES, COMMUNES_FILLED = 35_000, 0.059
YEARS = 10
BLOCK = 2_500


class Spent(NamedTuple):
    walls: Sequence[float]
    cpu: float

    @property
    def median(self) -> float:
        return median(self.walls)

    def __str__(self) -> str:
        return (
            f"best {min(self.walls):.3f} s, median {self.median:.3f} s, CPU {self.cpu:.3f} s ({len(self.walls)} runs)"
        )


def made_up(n_areas: int, filled: float, seed: int = SEED) -> sparse.csr_array:
    """Jobs by area and sector, about `filled` of the cells not empty."""
    rng = np.random.default_rng(seed)
    common = rng.normal(0, 1.3, SECTORS)
    profile = rng.integers(60, size=SECTORS)

    def scores(rng: np.random.Generator, n: int) -> np.ndarray:
        size, liking = rng.normal(0, 1.2, (n, 1)), np.log(rng.gamma(0.6, 1 / 0.6, (n, 60)) + 1e-3)
        return size + common + 0.8 * liking[:, profile]

    sample = scores(rng, 1_000)
    low, high = -20.0, 30.0
    for _ in range(40):  # where the presence of a sector is as likely as not, so that the table is filled as asked
        level = (low + high) / 2
        low, high = (level, high) if chance(sample - level).mean() > filled else (low, level)
    blocks = []
    for first in range(0, n_areas, BLOCK):
        score = scores(rng, min(BLOCK, n_areas - first)) - level
        jobs = np.ceil(rng.lognormal(1.0 + 0.6 * score, 1.1))
        blocks.append(sparse.csr_array(np.where(rng.random(score.shape) < chance(score), jobs, 0.0)))
    return sparse.csr_array(sparse.vstack(blocks))


def chance(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-1.5 * score))


def alternate(rounds: int, **runs: Callable[[], object]) -> dict[str, Spent]:
    """Time each in turn, `rounds` times over."""
    walls: dict[str, list[float]] = {name: [] for name in runs}
    cpus: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start, cpu = time.perf_counter(), time.process_time()
            run()
            walls[name].append(time.perf_counter() - start)
            cpus[name].append(time.process_time() - cpu)
    return {name: Spent(walls[name], min(cpus[name])) for name in runs}


def check(ours: ComplexityProfile, theirs, econ: dict[str, np.ndarray]) -> None:
    """Refuse to time computations that do not agree, but for the conventions in which they differ (docs/decisions)."""
    cells = ours.density.size
    per_area = np.sqrt(cells / (cells - 1))
    theirs = theirs.dropna(subset=["eci"]).sort_values(["area", "sector"])
    wide = {name: theirs[name].to_numpy().reshape(ours.density.shape) for name in ("eci", "pci", "mcp", "density")}
    with_self = ours.proximity.sum(axis=0)
    found, index = ours.complexity, ours.complexity.eci * per_area
    close = {"rtol": 1e-8, "atol": 1e-8}
    np.testing.assert_array_equal(ours.presence, wide["mcp"] == 1)
    np.testing.assert_allclose(wide["eci"][:, 0], index, **close)
    np.testing.assert_allclose(wide["pci"][0], found.pci * per_area, **close)
    np.testing.assert_allclose((wide["density"] * with_self - ours.presence) / (with_self - 1), ours.density, **close)
    np.testing.assert_allclose(econ["eci"], index, **close)
    np.testing.assert_allclose(econ["density"] / 100, ours.density, **close)


def one_year(folder: Path) -> None:
    table = made_up(AREAS, AREAS_FILLED)
    jobs, frame = table.toarray(), frame_of(table)
    ours = complexity_profile(jobs)
    check(ours, run_ecomplexity(frame), run_econcomplex(jobs))
    algebra = LinearAlgebra(ours.presence, ours.proximity, np.float64)
    spent = alternate(15, ours=lambda: complexity_profile(jobs), limit=algebra.run)
    spent |= alternate(
        3,
        ecomplexity=lambda: run_ecomplexity(frame),
        econcomplex=lambda: run_econcomplex(jobs),
    )
    print("ours reads numbered arrays as they are stored (codes are numbered once, at import); the packages read the")
    print("frame or the matrix that they ask for, its keys numbers already; all are compared before they are timed")
    print(f"\none year: {AREAS:,} intermunicipalities x {SECTORS} classes, {table.nnz / jobs.size:.0%} filled")
    mine = spent["ours"]
    ratios(spent)
    frame.to_parquet(folder / "year.parquet")
    older = peers.run("economic_complexity_run.py", folder / "year.parquet", folder / "density.npy", 3, seconds=300)
    if older is None:
        print(
            "economic-complexity    not run: it needs pandas < 3 (`python -m benchmarks.peers` makes its environment)"
        )
    else:
        np.testing.assert_allclose(np.load(folder / "density.npy"), ours.density, rtol=1e-8, atol=1e-8)
        line("economic-complexity", Spent(older["seconds"], older["cpu"]), mine, "(20 reflections)")
    np.save(folder / "year.npy", jobs)
    print(f"peak memory            {peak('year', folder / 'year.npy'):.2f} GB")


def ten_years(folder: Path) -> None:
    tables = [made_up(AREAS, AREAS_FILLED, SEED + year) for year in range(YEARS)]
    jobs, frame = np.stack([table.toarray() for table in tables]), frame_of(*tables)
    algebras = [LinearAlgebra(p.presence, p.proximity, np.float64) for p in complexity_profiles(jobs)]
    spent = alternate(5, ours=lambda: complexity_profiles(jobs), limit=lambda: [algebra.run() for algebra in algebras])
    spent |= alternate(1, ecomplexity=lambda: run_ecomplexity(frame))
    print(f"\n{YEARS} years of the same")
    ratios(spent)
    np.save(folder / "years.npy", jobs)
    print(f"peak memory            {peak('years', folder / 'years.npy'):.2f} GB")


def communes(folder: Path) -> None:
    table, path = made_up(COMMUNES, COMMUNES_FILLED), folder / "communes.npz"
    sparse.save_npz(path, table)
    ours = complexity_profile(table, dtype=np.float32)
    algebra = LinearAlgebra(ours.presence, ours.proximity, np.float32)
    together, density = algebra.run()
    np.testing.assert_array_equal(together.diagonal(), ours.complexity.ubiquity)
    np.testing.assert_allclose(density, ours.density, rtol=1e-4, atol=1e-6)
    spent = alternate(7, ours=lambda: complexity_profile(table, dtype=np.float32), limit=algebra.run)
    full = table.nnz / (COMMUNES * SECTORS)
    print(f"\n{COMMUNES:,} communes x {SECTORS} classes, {full:.1%} filled, sparse, density in single precision")
    ratios(spent)
    del ours, algebra, together, density
    for package in ("ecomplexity", "econcomplex"):
        print(f"{package:<22} {within_limits(package, path)}")
    print(f"peak memory            {peak('communes', path):.2f} GB")


def ratios(spent: dict[str, Spent]) -> None:
    ours, limit = spent.pop("ours"), spent.pop("limit")
    line("Tandem", ours)
    print(f"limit: algebra alone   {limit}   ratio {ours.median / limit.median:.2f} (CPU {ours.cpu / limit.cpu:.2f})")
    for name, each in spent.items():
        line(name, each, ours)


def line(name: str, each: Spent, ours: Spent | None = None, note: str = "") -> None:
    ratio = f"   ratio {each.median / ours.median:.1f} (CPU {each.cpu / ours.cpu:.1f})" if ours else ""
    print(f"{name:<22} {each}{ratio} {note}".rstrip())


def within_limits(package: str, path: Path) -> str:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peer_complexity", package, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        return "did not finish in 60 s"
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"signal {-done.returncode}"])[-1]
        return f"did not finish: {reason[:80]} (16 GB of addresses)"
    return f"{float(done.stdout.split()[-1]):.1f} s"


def peak(kind: str, path: Path) -> float:
    """GB held at most by a fresh process that reads the table and computes its profile."""
    command = [sys.executable, "-m", "benchmarks.complexity", kind, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 2**20


def compute_once(kind: str, path: str) -> None:
    if kind == "communes":
        _result = complexity_profile(sparse.load_npz(path), dtype=np.float32)
    elif kind == "years":
        _result = complexity_profiles(np.load(path))
    else:
        _result = complexity_profile(np.load(path))
    # Not getrusage: across exec it keeps the peak of the process that started this one.
    status = Path("/proc/self/status").read_text()
    print(status.split("VmHWM:")[1].split()[0])


def main() -> None:
    warnings.filterwarnings("ignore", "The inplace keyword", DeprecationWarning)
    with tempfile.TemporaryDirectory() as folder:
        for part in (one_year, ten_years, communes):
            part(Path(folder))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        compute_once(sys.argv[1], sys.argv[2])
    else:
        main()
