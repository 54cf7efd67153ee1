"""Territories as others point to them."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.objects import Found, holds
from tandem.territories.models import Candidacy, Territory
from tandem.territories.placing import places_of
from tandem.territories.usecases.candidacies import place_of


@holds("territory", label=_("territoire"), reads="territories.follow")
def _territories(keys: Collection[str]) -> dict[str, Found]:
    places = places_of(keys)
    names = Territory.objects.filter(pk__in=keys).values_list("pk", "name", "region__name")
    return {
        code: Found(name, places[code], reverse("workspace:territory", args=[code]), region)
        for code, name, region in names
    }


@holds("candidacy", label=_("candidature"), reads="territories.follow")
def _candidacies(keys: Collection[str]) -> dict[str, Found]:
    wanted = [key for key in keys if key.isdecimal()]
    return {
        str(each.pk): Found(
            each.name, place_of(each.region_id), reverse("workspace:candidacy", args=[each.pk]), each.region.name
        )
        for each in Candidacy.objects.filter(pk__in=wanted).select_related("region")
    }
