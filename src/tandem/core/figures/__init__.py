"""A figure is an object: what it means, of what, when, from which records, and how sure it is.

Pages, files, the report and the command line all show the same `Figure`; nobody formats a bare number.
"""

from tandem.core.figures.figure import (
    Availability,
    Comparison,
    Declared,
    Figure,
    FigureDefinition,
    Scope,
    Series,
    Source,
    Unit,
)

__all__ = ["Availability", "Comparison", "Declared", "Figure", "FigureDefinition", "Scope", "Series", "Source", "Unit"]
