"""The methods, with the indicators that use them."""

from typing import Any

from tandem.diagnosis.catalogue import INDICATORS
from tandem.public_site.content.methods import Method


def shown(method: Method) -> dict[str, Any]:
    """What the page of methods needs of one: itself, and the indicators it serves that the catalogue still has."""
    return {"method": method, "indicators": [INDICATORS[code] for code in method.indicators if code in INDICATORS]}
