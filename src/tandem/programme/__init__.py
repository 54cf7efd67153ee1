"""The programme as configuration: phases, pillars, lists, roles and wording, read from a TOML file.

``load(path)`` gives the programme of a file, ``current()`` the one that this installation runs.
"""

from tandem.programme.model import (
    FigureWording,
    Organisation,
    OrganisationKind,
    PerimeterList,
    Phase,
    Pillar,
    Processing,
    Programme,
    Retention,
    Role,
    Wording,
)
from tandem.programme.reading import current, load

__all__ = [
    "FigureWording",
    "Organisation",
    "OrganisationKind",
    "PerimeterList",
    "Phase",
    "Pillar",
    "Processing",
    "Programme",
    "Retention",
    "Role",
    "Wording",
    "current",
    "load",
]
