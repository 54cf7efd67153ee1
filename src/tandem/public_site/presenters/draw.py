"""Which drawing an address asks for, and how it is made: the same for a territory and for a territory to be."""

from collections.abc import Callable, Mapping

from tandem.core.errors import NothingToDrawError
from tandem.core.figures import Figure
from tandem.public_site.presenters import classes, drawing, effects, quadrant
from tandem.public_site.presenters.drawing import Values

PLAIN = "rang"
KINDS = (PLAIN, "bande", "effets", "evolution", "intervalles", "quadrant", "quotients")


def kind_of(asked: str | None) -> str:
    return asked if asked in KINDS else PLAIN


def draw(
    kind: str, figure: Figure, others: Callable[[], Mapping[str, Figure]], values: Callable[[], Values], width: int
) -> str:
    """Return the drawing of a figure as SVG.

    Parameters
    ----------
    others
        Reads the other figures of the diagnosis, by code: a change taken apart needs its parts.
    values
        Reads the figure's values over the territories of the list.

    Raises
    ------
    NothingToDrawError
        It has no value to draw.
    """
    if kind == "effets":
        found = effects.of(figure.definition.id, others())
        if found is None:
            raise NothingToDrawError("a change is taken apart when its two effects are known")
        return effects.draw(found, width).svg()
    if kind == "evolution":
        return drawing.evolution(figure, width).svg()
    if kind == "quotients":
        return drawing.sector_quotients(figure, width).svg()
    if kind == "intervalles":
        return classes.draw(figure, width).svg()
    if kind == "quadrant":
        return quadrant.draw(figure, width).svg()
    return drawing.place(figure, values(), width, low=kind == "bande").svg()
