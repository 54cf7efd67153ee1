"""Territories as others point to them."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.objects import Found, holds
from tandem.territories.models import Territory
from tandem.territories.placing import places_of


def page_of(code: str) -> str:
    """Return the path of a territory's page in the workspace."""
    return reverse("workspace:object", args=[f"territory:{code}"])


def _every() -> Iterable[str]:
    return Territory.objects.values_list("pk", flat=True)


@holds("territory", label=_("territoire"), reads="territories.follow", every=_every)
def _territories(keys: Collection[str]) -> dict[str, Found]:
    places = places_of(keys)
    names = Territory.objects.filter(pk__in=keys).values_list("pk", "name", "region__name")
    return {code: Found(name, places[code], page_of(code), region) for code, name, region in names}
