"""economic-complexity 0.3.0 on a Parquet table of areas, sectors and jobs: its best time, and its density to check.

Arguments: the table, where to write the density, the number of runs.  The table is pivoted beforehand, without counting
the time.  Its `complexity` is 20 reflections: an approximation of the index, not the eigenvector.
"""

import json
import sys
import time

import economic_complexity
import numpy as np
import pandas as pd


def main() -> None:
    table, output, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    wide = pd.read_parquet(table).pivot(index="area", columns="sector", values="jobs").fillna(0.0)
    seconds = []
    for _ in range(runs):
        start, cpu = time.perf_counter(), time.process_time()
        rca = economic_complexity.rca(wide)
        economic_complexity.complexity(rca)
        phi = economic_complexity.proximity(rca)
        density = economic_complexity.relatedness(rca, proximities=phi)
        seconds.append((time.perf_counter() - start, time.process_time() - cpu))
    np.save(output, density.to_numpy(dtype=float))
    print(json.dumps({"seconds": [wall for wall, _ in seconds], "cpu": min(cpu for _, cpu in seconds)}))


if __name__ == "__main__":
    main()
