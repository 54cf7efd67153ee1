"""A figure is an object: what it means, of what, when, from which records, and how sure it is.

Pages, files, the report and the command line all show the same `Figure`; nobody formats a bare number.
"""

from tandem.core.figures.figure import (
    ALSO,
    ELSEWHERE,
    Availability,
    Comparison,
    Declared,
    Figure,
    FigureDefinition,
    Nature,
    Scope,
    Series,
    Source,
    Unit,
)

__all__ = [
    "ALSO",
    "ELSEWHERE",
    "Availability",
    "Comparison",
    "Declared",
    "Figure",
    "FigureDefinition",
    "Nature",
    "Scope",
    "Series",
    "Source",
    "Unit",
]
