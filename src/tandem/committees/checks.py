"""The programme file names effects that exist."""

from typing import Any

from django.core.checks import Error, register

from tandem import programme
from tandem.committees.effects import effect
from tandem.core.errors import ConfigurationError


@register()
def effects_of_matters_exist(**_kwargs: Any) -> list[Error]:
    """Refuse a matter whose effect nobody registered, or that acts on another kind of objects."""
    try:
        held = programme.current()
    except ConfigurationError:
        return []  # told by whoever reads the file
    return [
        Error(
            f"Matter {matter.code!r}: effect {matter.effect!r} does not act on {matter.on!r}.",
            hint="See tandem.committees.effects.",
            id="tandem.E010",
        )
        for matter in held.matters
        if matter.effect and getattr(effect(matter.effect), "on", None) != matter.on
    ]
