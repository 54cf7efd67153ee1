"""The map's data for the explorable map: outlines, names, values, and the colour class of each territory."""

import json
from collections.abc import Iterable, Mapping, Sequence

from tandem.core import maps
from tandem.core.charts.palette import BACKDROP, BORDER
from tandem.public_site.presenters import addresses, choropleth
from tandem.public_site.presenters.listing import Asked
from tandem.public_site.reads import Row


def collection(
    wanted: Asked,
    rows: Sequence[Row],
    values: Mapping[str, float | None],
    outlines: Mapping[str, str],
    regions: Iterable[str],
) -> str:
    """Return a GeoJSON text; geometries are stored as text and are put in as they are."""
    definition = wanted.indicator.definition
    known = any(value is not None for value in values.values())
    classes = maps.quantiles(values) if known else None
    said = choropleth.titles(definition, {row.code: row.name for row in rows}, values)
    colours = classes.colours if classes else {}
    parts = []
    for row in rows:
        if row.code not in outlines:
            continue
        css = classes.css.get(row.code, maps.MISSING_CLASS) if classes else maps.MISSING_CLASS
        properties = {
            "code": row.code,
            "name": row.name,
            "region": row.region,
            "population": row.population,
            "value": values.get(row.code),
            "said": said[row.code],
            "colour": colours.get(css, "#ffffff"),
            "href": addresses.of_territory(row.code, wanted.at),
        }
        parts.append(
            f'{{"type":"Feature","id":"{row.code}","properties":{json.dumps(properties, ensure_ascii=False)},'
            f'"geometry":{outlines[row.code]}}}'
        )
    ground = ",".join(regions)
    extra = json.dumps({"fill": BACKDROP, "line": BORDER})
    return (
        f'{{"type":"FeatureCollection","figure":{json.dumps(str(definition.label), ensure_ascii=False)},'
        f'"style":{extra},"regions":{{"type":"GeometryCollection","geometries":[{ground}]}},'
        f'"features":[{",".join(parts)}]}}\n'
    )
