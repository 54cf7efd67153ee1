"""The definitions of the field's reference implementation (Stata's ``ecomplexity``), written out slowly.

Loops, the full non-symmetric eigenproblem, and the sector's proximity to itself at zero, as in its Mata code.
"""

import numpy as np


def country(n_areas, n_sectors, seed=0):
    """A made-up country whose larger areas have more sectors, the common ones first; none is empty."""
    rng = np.random.default_rng(seed)
    size, common = rng.lognormal(0, 1, n_areas), rng.lognormal(0, 1, n_sectors)
    liking = rng.gamma(0.7, 1, (n_areas, 4))[:, rng.integers(4, size=n_sectors)]
    jobs = rng.poisson(8 * np.outer(size, common) * liking).astype(float)
    jobs[np.arange(n_areas), np.arange(n_areas) % n_sectors] += 5
    return jobs


def presence(jobs):
    n_areas, n_sectors = jobs.shape
    found = np.zeros(jobs.shape, dtype=bool)
    for area in range(n_areas):
        for sector in range(n_sectors):
            share = jobs[area, sector] / jobs[area].sum()
            found[area, sector] = share / (jobs[:, sector].sum() / jobs.sum()) >= 1 - 1e-12
    return found


def proximity(present):
    n_sectors = present.shape[1]
    phi = np.zeros((n_sectors, n_sectors))
    for s in range(n_sectors):
        for t in range(n_sectors):
            both = np.sum(present[:, s] & present[:, t])
            phi[s, t] = min(both / present[:, s].sum(), both / present[:, t].sum())
    return phi


def density(present, phi):
    n_areas, n_sectors = present.shape
    result = np.zeros(present.shape)
    for area in range(n_areas):
        for sector in range(n_sectors):
            others = [t for t in range(n_sectors) if t != sector]
            result[area, sector] = present[area, others] @ phi[others, sector] / phi[others, sector].sum()
    return result


def indices(present):
    """ECI and PCI, and what each is before it is centred, over the standard deviation of the ECI."""
    m = present.astype(float)
    diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
    values, vectors = np.linalg.eig((m / ubiquity / diversity[:, np.newaxis]).T @ m)
    kp = vectors[:, np.argsort(values.real)[-2]].real
    kc = (m / diversity[:, np.newaxis]) @ kp
    if np.corrcoef(diversity, kc)[0, 1] < 0:
        kp, kc = -kp, -kc
    rows = np.repeat(kc, m.shape[1])  # one row for each area and sector, as in a Stata data set
    return (kc - rows.mean()) / rows.std(ddof=1), (kp - rows.mean()) / rows.std(ddof=1), kp / rows.std(ddof=1)


def outlook(present, phi, kp):
    """Complexity outlook index and gain, from the PCI before it is centred."""
    n_areas, n_sectors = present.shape
    near = density(present, phi)
    index, gain = np.zeros(n_areas), np.zeros(present.shape)
    sums = [sum(phi[s, t] for s in range(n_sectors) if s != t) for t in range(n_sectors)]
    for area in range(n_areas):
        absent = [t for t in range(n_sectors) if not present[area, t]]
        index[area] = sum(near[area, t] * kp[t] for t in absent)
        for s in absent:
            gain[area, s] = sum(phi[s, t] / sums[t] * kp[t] for t in absent if t != s)
    rows = np.repeat(index, n_sectors)
    return (index - rows.mean()) / rows.std(ddof=1), gain


def fitness(present, steps):
    n_areas, n_sectors = present.shape
    fit, difficulty = np.ones(n_areas), np.ones(n_sectors)
    for _ in range(steps):
        new = np.array([difficulty[present[area]].sum() for area in range(n_areas)])
        difficulty = np.array([1 / (1 / fit[present[:, s]]).sum() for s in range(n_sectors)])
        fit, difficulty = new / new.mean(), difficulty / difficulty.mean()
    return fit, difficulty
