from tandem.territories.models.perimeters import Member, Perimeter, PerimeterCommune, PerimeterContour
from tandem.territories.models.succession import Succession
from tandem.territories.models.territories import Phase, Territory

__all__ = ["Member", "Perimeter", "PerimeterCommune", "PerimeterContour", "Phase", "Succession", "Territory"]
