"""From a list of plants, one by one, to what the indicators need: tables by area and sector, and how unequal they are.

A plant is an establishment with its area, its sector and its employment.  Millions of them are read in a fraction of a
second, in the memory of a few vectors and of the table.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, IntArray, as_indices, as_numbers, ratio, sum_by


class PlantTable(NamedTuple):
    """The plants of a country, by area and sector.

    Attributes
    ----------
    employment : ndarray of float, shape (n_areas, n_sectors)
        Employment of the plants whose size is known; 0 where there is none.
    squares : ndarray of float, shape (n_sectors,)
        Sum of the squares of the sizes of the sector's plants.
    plant_herfindahl : ndarray of float, shape (n_sectors,)
        Sum of the squares of their shares of the sector: 1 for a single plant, 1/n for n equal ones; NaN for a sector
        without employment.
    plants : ndarray of int, shape (n_sectors,)
        Number of plants with employment.
    missing : ndarray of int, shape (n_sectors,)
        Number of plants whose size is not known, which are in none of the other figures.
    """

    employment: FloatArray
    squares: FloatArray
    plant_herfindahl: FloatArray
    plants: IntArray
    missing: IntArray


def plant_table(
    area: npt.ArrayLike, sector: npt.ArrayLike, size: npt.ArrayLike, n_areas: int, n_sectors: int
) -> PlantTable:
    """Sum plants by area and sector, and measure how unequal they are in each sector.

    Parameters
    ----------
    area, sector : array_like of int, shape (n_plants,)
        Area and sector of each plant.
    size : array_like, shape (n_plants,)
        Its employment, not negative; NaN where missing.
    n_areas, n_sectors : int
        Numbers of areas and sectors.

    Raises
    ------
    ValueError
        Vectors of different lengths, a number out of range, an infinite or negative size.
    """
    cells, sizes = plants_in_cells(area, sector, size, n_areas, n_sectors)
    sectors = cells % max(n_sectors, 1)
    everyone = np.bincount(np.asarray(sector, dtype=np.intp), minlength=n_sectors)
    employment = employment_by_cell(cells, sizes, n_areas, n_sectors)
    squares = sum_by(sectors, sizes**2, n_sectors)
    return PlantTable(
        employment=employment,
        squares=squares,
        plant_herfindahl=np.minimum(ratio(squares, employment.sum(axis=0) ** 2), 1.0),
        plants=np.bincount(sectors[sizes > 0], minlength=n_sectors),
        missing=everyone - np.bincount(sectors, minlength=n_sectors),
    )


def plants_in_cells(
    area: npt.ArrayLike, sector: npt.ArrayLike, size: npt.ArrayLike, n_areas: int, n_sectors: int
) -> tuple[IntArray, FloatArray]:
    """Return the cell, ``area * n_sectors + sector``, and the size of each plant whose size is known.

    Raises
    ------
    ValueError
        Vectors of different lengths, a number out of range, an infinite or negative size.
    """
    places = as_indices(area, "area", stop=n_areas)
    sectors = as_indices(sector, "sector", stop=n_sectors)
    sizes = as_numbers(size, "size", ndim=(1,), signed=False)
    if not places.size == sectors.size == sizes.size:
        raise ValueError(
            f"area, sector and size: expected as many of each, got {places.size}, {sectors.size} and {sizes.size}"
        )
    cells = places * n_sectors + sectors
    known = ~np.isnan(sizes)
    return (cells, sizes) if known.all() else (cells[known], sizes[known])


def employment_by_cell(cells: IntArray, sizes: FloatArray, n_areas: int, n_sectors: int) -> FloatArray:
    """Return the sum of the sizes in each cell, shape (n_areas, n_sectors)."""
    return sum_by(cells, sizes, n_areas * n_sectors).reshape(n_areas, n_sectors)
