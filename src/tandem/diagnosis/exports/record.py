"""A diagnosis as a record: what the command line and the site's JSON give, and programs rely on."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tandem.core.figures import Figure
from tandem.diagnosis.catalogue import CHAPTERS
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.details import details_record
from tandem.territories.models import Perimeter

_CHAPTER_OF = {indicator.id: chapter.id for chapter in CHAPTERS for indicator in chapter.indicators}


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
        "figures": [_figure(each) for each in figures],
    }


def project_record(edition: Edition) -> dict[str, Any]:
    """Return the same record for a territory to be: it has no phase and no list, and its communes stand instead."""
    return {
        "territory": {
            "code": edition.code,
            "name": edition.name,
            "phase": None,
            "region": {"code": edition.region.code, "name": edition.region.name},
        },
        "as_of": edition.date.isoformat(),
        "list": None,
        "communes": list(edition.communes()),
        "figures": [_figure(each) for each in edition.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        **figure.as_dict(),
        "chapter": _CHAPTER_OF[figure.definition.id],
        "details": details_record(figure),
    }
