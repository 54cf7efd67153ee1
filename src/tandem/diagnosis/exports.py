"""A diagnosis as a record: what the command line and the site's JSON give, and programs rely on."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tandem.core.figures import Figure
from tandem.territories.models import Perimeter


def diagnosis_record(perimeter: Perimeter, date: dt.date, figures: Iterable[Figure]) -> dict[str, Any]:
    """Return the territory, the day, the list its perimeter comes from, and its figures."""
    territory = perimeter.territory
    return {
        "territory": {
            "code": territory.code,
            "name": territory.name,
            "phase": territory.phase_id,
            "region": {"code": territory.region_id, "name": territory.region.name},
        },
        "as_of": date.isoformat(),
        "list": perimeter.list,
        "figures": [figure.as_dict() for figure in figures],
    }
