from tandem.places.models.areas import Department, EmploymentZone, Intermunicipality, Region
from tandem.places.models.communes import Commune, CommuneCode
from tandem.places.models.reference import ReferenceTable
from tandem.places.models.shapes import Contiguity, Contour
from tandem.places.models.zonings import ZonedCommune, Zoning

__all__ = [
    "Commune",
    "CommuneCode",
    "Contiguity",
    "Contour",
    "Department",
    "EmploymentZone",
    "Intermunicipality",
    "ReferenceTable",
    "Region",
    "ZonedCommune",
    "Zoning",
]
