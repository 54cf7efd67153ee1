"""How long a thing takes, on a machine that others use too: the best and the median of several runs."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Timing(NamedTuple):
    best: float
    median: float
    runs: int

    def __str__(self) -> str:
        return f"best {self.best:.3f} s, median {self.median:.3f} s ({self.runs} runs)"


def timed(run: Callable[[], object], runs: int = 5) -> Timing:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return Timing(min(seconds), statistics.median(seconds), runs)
