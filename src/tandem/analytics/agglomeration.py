"""Whether the plants of a sector gather in the same areas more than chance would have them do.

A sector of three large plants is concentrated in three areas at most: it could not be otherwise.  The indices of
Ellison and Glaeser (1997) and of Maurel and Sédillot (1999) take away what plants of these sizes, thrown at random on a
map where areas weigh what their employment does, would show.  Both estimate the same quantity: the probability, beyond
chance, that two plants of a sector are in the same area.  Zero is chance; below 0.02 a sector is usually said to be
little agglomerated, above 0.05 much.

A plant whose size is only known as a band has to be given a size (the middle of the band): the indices are then
approximate, because they rest on the squares of sizes.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tandem.analytics.arrays import FloatArray, as_numbers, ratio


class Agglomeration(NamedTuple):
    """The agglomeration of each sector, and what it is made of.

    Attributes
    ----------
    ellison_glaeser : ndarray of float, shape (n_sectors,)
        The index of Ellison and Glaeser; NaN for a sector of one plant, or none.
    maurel_sedillot : ndarray of float, shape (n_sectors,)
        The index of Maurel and Sédillot; NaN likewise.
    raw_concentration : ndarray of float, shape (n_sectors,)
        ``G_s = sum_l (s_sl - x_l)²``: distance between the sector's map and that of the whole.
    plant_herfindahl : ndarray of float, shape (n_sectors,)
        ``H_s``, the sum of the squares of the plants' shares: 1 for a single plant, 1/n for n equal ones.
    """

    ellison_glaeser: FloatArray
    maurel_sedillot: FloatArray
    raw_concentration: FloatArray
    plant_herfindahl: FloatArray


def agglomeration(
    employment: npt.ArrayLike, plant_herfindahl: npt.ArrayLike, reference: npt.ArrayLike
) -> Agglomeration:
    """Measure the agglomeration of each sector beyond chance (Ellison and Glaeser, 1997; Maurel and Sédillot, 1999).

    With ``s_sl = e_ls / E_s`` the share of the sector that area l holds, ``x_l`` its share of the reference, H the
    Herfindahl index of the sector's plants and ``X = sum_l x_l²``::

        EG = (G - (1 - X) H) / ((1 - X) (1 - H))            G = sum_l (s_sl - x_l)²
        MS = ((sum_l s_sl² - X) / (1 - X) - H) / (1 - H)

    Both have the mean 0 when each plant chooses its area at random with the probabilities x.

    Parameters
    ----------
    employment : array_like, shape (n_areas, n_sectors)
        Employment by area and sector, not negative; NaN where missing.  The areas must share out the country.
    plant_herfindahl : array_like, shape (n_sectors,)
        Sum of the squares of the plants' shares of the sector's employment, in (0, 1]; NaN where not known.
    reference : array_like, shape (n_areas,)
        What the areas weigh: their employment in all the sectors (of industry, when the sectors are industrial).

    Returns
    -------
    Agglomeration
        Indices without unit.  Maurel and Sédillot's is at most 1; Ellison and Glaeser's passes it when a sector gathers
        where next to nothing is, in a map of few and very unequal areas.  NaN for a sector whose H is not known or is 1
        (a single plant), without employment, or with a missing area (H is that of the whole sector: no area can be left
        out).  NaN for all the sectors when the reference weighs nothing, or is one area, in which nothing can gather.

    Raises
    ------
    ValueError
        Shapes that do not agree, an infinite or negative figure, a missing weight, or an H out of (0, 1].

    See Also
    --------
    tandem.analytics.establishments.plant_table : the first two arguments from a list of plants.
    """
    table = as_numbers(employment, "employment", ndim=(2,), signed=False)
    plants = as_numbers(plant_herfindahl, "plant_herfindahl", ndim=(1,), rows=table.shape[1])
    if not ((plants > 0) & (plants <= 1) | np.isnan(plants)).all():
        raise ValueError("plant_herfindahl: expected numbers in (0, 1]")
    whole = as_numbers(reference, "reference", ndim=(1,), rows=table.shape[0], signed=False)
    if np.isnan(whole).any():
        raise ValueError("reference: expected what each area weighs, none missing")

    total = table.sum(axis=0)
    weights = ratio(whole, whole.sum())[:, np.newaxis]
    shares = ratio(table, total)
    concentration = np.where(total > 0, ((shares - weights) ** 2).sum(axis=0), np.nan)
    alone = np.where((total > 0) & (plants < 1), 1.0 - plants, np.nan)
    apart = 1.0 - (weights**2).sum()
    if not apart > 1e-12:  # an area that is all the reference leaves nothing but rounding errors
        apart = np.nan
    together = (shares**2).sum(axis=0) - (weights**2).sum()
    return Agglomeration(
        ellison_glaeser=(concentration / apart - plants) / alone,
        maurel_sedillot=(together / apart - plants) / alone,
        raw_concentration=concentration,
        plant_herfindahl=plants,
    )
