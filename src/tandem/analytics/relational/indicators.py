"""Indicators of regional economics as expressions over long tables: one row for each area and class that is not empty.

The formulas are those of `tandem.analytics.specialisation` and `trajectory`, which compute the same from arrays.  Two
rules keep the engines in agreement: figures stay whole numbers until their last division, and no fraction is written in
an expression (Spark would read it as a decimal, whose products lose digits).
"""

import ibis
import ibis.expr.types as ir

from tandem.analytics.relational.cells import KEYS, check_whole_numbers, side_by_side, total

WHOLE = ibis.window()


def location_quotients(areas: ir.Table, reference: ir.Table, value: str = "half_units") -> ir.Table:
    """Compare each class's share of the area with its share of the reference (Florence, 1929; Balassa, 1965).

    ``LQ_ls = (e_ls / E_l) / (E_s / E)``.

    Parameters
    ----------
    areas : Table
        Figures by ``area`` and ``class``.
    reference : Table
        Figures of the reference by ``class`` (`cells.whole`), each class once.
    value : str
        The measure to compare, whole numbers not below zero.

    Returns
    -------
    Table
        ``area``, ``class``, `value`, ``share``, ``reference_share``, ``quotient``: null for an area or a reference that
        sums to zero, or of which a figure is null; the quotient is null where the reference does not have the class.
        A class that the area does not have has no row: its quotient is 0.

    Raises
    ------
    ValueError
        `value` is not a whole number, or the reference is not by class alone.
    """
    for table in (areas, reference):
        check_whole_numbers(table, value)
    _check_reference(reference)
    known = reference.select("class", reference_share=_share(reference[value], total(reference[value], WHOLE)))
    within = total(areas[value], ibis.window(group_by="area"))
    own = areas.select("area", "class", value, share=_share(areas[value], within))
    both = own.left_join(known, "class")
    quotient = both["share"] / both["reference_share"].nullif(0)
    return both.select("area", "class", value, "share", "reference_share", quotient=quotient)


def presence(quotients: ir.Table, value: str = "half_units", *, floor: int = 0, threshold: int = 1) -> ir.Table:
    """Say which classes an area has for good: a quotient of at least 1 (Hidalgo et al., 2007), and enough of it.

    Parameters
    ----------
    quotients : Table
        As `location_quotients` gives them.
    value : str
        The measure that the floor is about.
    floor : int
        Least of it for a class to be present: without a floor, one job makes a small area a specialist.
    threshold : int
        Least quotient.

    Returns
    -------
    Table
        The quotients, and ``present``: false where the quotient is not known.
    """
    enough = (quotients["quotient"] >= threshold) & (quotients[value] >= floor)
    return quotients.mutate(present=enough.fill_null(False))


def concentration(quotients: ir.Table, value: str = "half_units") -> ir.Table:
    """Measure on how few classes each area rests, and how far its structure is from the reference's.

    ``H_l = sum_s (e_ls / E_l)²`` (Hirschman, 1945; Herfindahl, 1950), ``N_l = 1 / H_l`` (Adelman, 1969) and
    ``K_l = sum_s |e_ls / E_l - E_s / E|`` (Krugman, 1991), which is twice the sum of the differences above zero, so
    that classes without a row need not be listed.

    Parameters
    ----------
    quotients : Table
        As `location_quotients` gives them.
    value : str
        The measure.

    Returns
    -------
    Table
        ``area``, `value` (its total), ``classes`` (how many it has), ``herfindahl``, ``equivalent`` (number of equal
        classes), ``krugman``; the last three are null for an area that sums to zero.
    """
    share, reference = quotients["share"], quotients["reference_share"].fill_null(0)
    more = ibis.ifelse(share.isnull(), share, ibis.greatest(share - reference, 0))
    sums = quotients.group_by("area").aggregate(
        **{value: total(quotients[value])},
        classes=total((quotients[value] > 0).cast("int64")),
        herfindahl=(share * share).sum(),
        krugman=more.sum() * 2,
    )
    return sums.select("area", value, "classes", "herfindahl", "krugman", equivalent=1 / sums["herfindahl"].nullif(0))


def shift_share(
    before: ir.Table,
    after: ir.Table,
    reference_before: ir.Table,
    reference_after: ir.Table,
    value: str = "half_units",
) -> ir.Table:
    """Split the change of each area's classes into national, structural and local parts (Dunn, 1960).

    With e and E the figures of area and reference, ``G = E'/E - 1`` and ``g_s = E'_s/E_s - 1``::

        national = e_ls G,   structural = e_ls (g_s - G),   local = e'_ls - e_ls (1 + g_s)

    A class that the area did not have at first has no growth rate: all that it gained is local.

    Parameters
    ----------
    before, after : Table
        Figures by ``area`` and ``class`` at the two dates.
    reference_before, reference_after : Table
        Figures of the reference by ``class`` at the two dates.
    value : str
        The measure, whole numbers not below zero.

    Returns
    -------
    Table
        ``area``, ``class``, ``before``, ``after``, ``change`` (whole numbers), ``national``, ``structural``, ``local``,
        in the unit of the measure.  The three parts are null where the area had a class that the reference did not.

    Raises
    ------
    ValueError
        `value` is not a whole number, or the reference is not by class alone.
    """
    _check_reference(reference_before)
    _check_reference(reference_after)
    own = side_by_side(before, after, ["area", "class"], value)
    known = side_by_side(reference_before, reference_after, ["class"], value)
    overall = _growth(total(known["before"], WHOLE), total(known["after"], WHOLE))
    growths = known.select("class", overall=overall, growth=_growth(known["before"], known["after"]))
    both = own.left_join(growths, "class")
    first, change = both["before"], both["after"] - both["before"]
    new_here = first == 0
    national = ibis.ifelse(new_here, 0, first.cast("float64") * both["overall"])
    structural = ibis.ifelse(new_here, 0, first.cast("float64") * (both["growth"] - both["overall"]))
    return both.select(
        "area",
        "class",
        "before",
        "after",
        change=change,
        national=ibis.ifelse(structural.isnull(), structural, national),
        structural=structural,
        local=change.cast("float64") - national - structural,
    )


def _check_reference(reference: ir.Table) -> None:
    keys = [name for name in reference.columns if name in KEYS]
    if keys != ["class"]:
        raise ValueError(f"reference: expected figures by class alone, got {', '.join(keys)}")


def _share(part: ir.IntegerValue, total: ir.IntegerValue) -> ir.FloatingValue:
    return part.cast("float64") / total.nullif(0).cast("float64")


def _growth(first: ir.IntegerValue, last: ir.IntegerValue) -> ir.FloatingValue:
    return _share(last - first, first)
