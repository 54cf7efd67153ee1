"""The map of a published list: geometry read and projected once per process, coloured as often as needed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.urls import reverse

from tandem.core import maps
from tandem.core.maps import MapModel
from tandem.places.models import Contour
from tandem.public_site.answers import AsOf
from tandem.territories.models import PerimeterContour


@lru_cache(maxsize=8)
def model(list_code: str, version: str) -> MapModel:
    """Return the territories of a list over the regions; `version` makes a new one when the data change."""
    rows = PerimeterContour.objects.filter(perimeter__list=list_code).order_by("perimeter__territory__name")
    areas = [
        maps.Area(code, name, geometry, href=reverse("public_site:territory", args=[code]))
        for code, name, geometry in rows.values_list(
            "perimeter__territory_id", "perimeter__territory__name", "geometry"
        )
    ]
    return maps.build(areas, maps.FRANCE, backdrop=regions())


def regions() -> list[str]:
    rows = Contour.objects.filter(kind=Contour.Kind.REGION).order_by("code")
    return list(rows.values_list("geometry", flat=True))


def for_page(drawn: MapModel, classes: Mapping[str, str], titles: Mapping[str, str], at: AsOf) -> MapModel:
    """Return the model coloured, its links on the same day as the page, only the territories that have a class."""
    coloured = drawn.coloured(classes, titles)
    shapes = (shape for shape in coloured.shapes if shape.code in classes)
    return replace(coloured, shapes=tuple(replace(shape, href=shape.href + at.query) for shape in shapes))
