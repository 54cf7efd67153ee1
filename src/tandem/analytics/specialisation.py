"""What an area is specialised in, how different from the country it is, and on how many sectors it rests.

A table of employment has one row per area and one column per sector, in persons (or posts, or establishments).  A
missing figure is left out on *both* sides: the area's shares and those of its reference are taken over the sectors that
both report, so that an area with a secret sector is compared with the country without that sector.

Theil's index, which also measures the specialisation of an area, is in `tandem.analytics.theil`, decomposed.

The reference is meant to be a whole that holds the area (the country, its region): the variant of EconGeo, not
Krugman's pairwise one nor "the rest of the country".  Quotients of small areas are noisy: what to publish is for the
caller to decide.
"""

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, as_numbers, ratio, sum_known


def location_quotient(employment: npt.ArrayLike, reference: npt.ArrayLike) -> FloatArray:
    """Compare each sector's share of the area with its share of the reference (Florence, 1929; Balassa, 1965).

    ``LQ_ls = (e_ls / E_l) / (E_s / E)``: 1 is the reference's share, 2 is twice as much.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.
    reference : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Employment of the reference: one for all the areas, or each area's own (its region).

    Returns
    -------
    ndarray of float, shape (n_areas, n_sectors)
        No unit.  NaN for a sector that is missing on either side or that the reference does not have, and for an area
        without employment.  Over the sectors that are known, the quotients weighted by the reference's shares sum to 1.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure.
    """
    shares, reference_shares = shares_like_for_like(employment, reference)
    return ratio(shares, reference_shares)


def krugman_index(employment: npt.ArrayLike, reference: npt.ArrayLike) -> FloatArray:
    """Measure how far the area's structure is from the reference's (Krugman, 1991).

    ``K_l = sum_s |e_ls / E_l - E_s / E|``: 0 for the same structure, 2 when no sector is common to both.  Half of it is
    the part of the area's jobs that would have to change sector.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.
    reference : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Employment of the reference: one for all the areas, or each area's own (its region).

    Returns
    -------
    ndarray of float, shape (n_areas,)
        No unit, between 0 and 2; over the sectors known on both sides, so that areas with different missing sectors are
        not strictly comparable.  NaN for an area without employment.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure.
    """
    shares, reference_shares = shares_like_for_like(employment, reference)
    return sum_known(np.abs(shares - reference_shares))


def herfindahl(employment: npt.ArrayLike) -> FloatArray:
    """Measure how concentrated the area is in few sectors (Hirschman, 1945; Herfindahl, 1950).

    ``H_l = sum_s (e_ls / E_l)²``: 1 for a single sector, 1/P for P equal sectors.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.

    Returns
    -------
    ndarray of float, shape (n_areas,)
        No unit, between 1/P and 1 where P is the number of sectors known in the area; shares are of the known
        employment.  NaN for an area without employment.

    Raises
    ------
    ValueError
        Not a table, an infinite or a negative figure.
    """
    return sum_known(_shares(as_numbers(employment, "employment", ndim=(2,), signed=False)) ** 2)


def equivalent_sectors(employment: npt.ArrayLike) -> FloatArray:
    """Count the equal sectors that would be as concentrated as the area is (Adelman, 1969).

    ``N_l = 1 / H_l``, with H the Herfindahl index.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing (left out, as in `herfindahl`).

    Returns
    -------
    ndarray of float, shape (n_areas,)
        Number of sectors, between 1 and the number of sectors known.  NaN for an area without employment.

    Raises
    ------
    ValueError
        Not a table, an infinite or a negative figure.
    """
    return ratio(1.0, herfindahl(employment))


def normalised_herfindahl(employment: npt.ArrayLike) -> FloatArray:
    """Measure how concentrated the area is in few sectors, whatever the number of sectors: from 0 to 1.

    ``H*_l = (H_l - 1/P_l) / (1 - 1/P_l)``, with H the Herfindahl index and P the number of sectors known in the area
    (with or without jobs).  It is what to compare when areas have different numbers of secret sectors, which shift the
    least that H can be.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing (left out, as in `herfindahl`).

    Returns
    -------
    ndarray of float, shape (n_areas,)
        No unit: 0 for equal sectors, 1 for a single sector with jobs.  NaN for an area without employment, and for one
        of which a single sector is known: it could not be anything else than concentrated.

    Raises
    ------
    ValueError
        Not a table, an infinite or a negative figure.
    """
    table = as_numbers(employment, "employment", ndim=(2,), signed=False)
    least = ratio(1.0, (~np.isnan(table)).sum(axis=-1))
    return ratio(herfindahl(table) - least, 1.0 - least)


def shares_like_for_like(employment: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the shares of the areas and of the reference over the sectors known on both sides, NaN for the others.

    The shares of the reference are in the shape of the areas', or in one that broadcasts to it.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.
    reference : array_like, shape (n_sectors,) or (n_areas, n_sectors)
        Employment of the reference: one for all the areas, or each area's own.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or a negative figure.
    """
    areas = as_numbers(employment, "employment", ndim=(2,), signed=False)
    whole = as_numbers(reference, "reference", signed=False)
    if whole.shape not in (areas.shape, areas.shape[1:]):
        raise ValueError(f"reference: expected shape {areas.shape[1:]} or {areas.shape}, got {whole.shape}")
    missing = np.isnan(areas) | np.isnan(whole)
    if not missing.any():
        return _shares(areas), _shares(whole)
    return _shares(np.where(missing, np.nan, areas)), _shares(np.where(missing, np.nan, whole))


def _shares(table: FloatArray) -> FloatArray:
    return ratio(table, sum_known(table, keepdims=True))
