"""Territories as others point to them."""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.objects import Found, holds
from tandem.territories.models import Agreement, Candidacy, Post, Territory
from tandem.territories.placing import places_of
from tandem.territories.usecases.candidacies import place_of


def page_of(code: str) -> str:
    """Return the path of a territory's page in the workspace."""
    return reverse("workspace:territory", args=[code])


def _keys(model: type[Model]) -> Callable[[], Iterable[str]]:
    return lambda: map(str, model._default_manager.values_list("pk", flat=True))


@holds("territory", label=_("territoire"), reads="territories.follow", every=_keys(Territory))
def _territories(keys: Collection[str]) -> dict[str, Found]:
    places = places_of(keys)
    names = Territory.objects.filter(pk__in=keys).values_list("pk", "name", "region__name")
    return {code: Found(name, places[code], page_of(code), region) for code, name, region in names}


@holds("candidacy", label=_("candidature"), reads="territories.follow", every=_keys(Candidacy))
def _candidacies(keys: Collection[str]) -> dict[str, Found]:
    wanted = [key for key in keys if key.isdecimal()]
    return {
        str(each.pk): Found(
            each.name, place_of(each.region_id), reverse("workspace:candidacy", args=[each.pk]), each.region.name
        )
        for each in Candidacy.objects.filter(pk__in=wanted).select_related("region")
    }


@holds("agreement", label=_("acte"), reads="territories.follow", every=_keys(Agreement))
def _agreements(keys: Collection[str]) -> dict[str, Found]:
    wanted = [key for key in keys if key.isdecimal()]
    found = list(Agreement.objects.filter(pk__in=wanted).select_related("territory"))
    places = places_of({each.territory_id for each in found})
    return {
        str(each.pk): Found(
            each.title, places[each.territory_id], reverse("workspace:agreement", args=[each.pk]), each.territory.name
        )
        for each in found
    }


@holds("post", label=_("poste financé"), reads="territories.follow")
def _posts(keys: Collection[str]) -> dict[str, Found]:
    wanted = [key for key in keys if key.isdecimal()]
    found = list(Post.objects.filter(pk__in=wanted).select_related("territory", "employer"))
    places = places_of({each.territory_id for each in found})
    return {
        str(each.pk): Found(
            _("poste financé de « %s »") % each.territory.name, places[each.territory_id],
            reverse("workspace:territory", args=[each.territory_id]) + "#postes", each.employer.name,
        )
        for each in found
    }  # fmt: skip
