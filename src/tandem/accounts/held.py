"""Organisations, people and mandates as others point to them."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem import programme
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.objects import Found, holds
from tandem.accounts.placing import joined, places_of, presence_of, seat_of, whereabouts_of
from tandem.accounts.scopes import ANYWHERE


def _every_organisation() -> Iterable[str]:
    return map(str, Organisation.objects.current().values_list("pk", flat=True))


def _every_person() -> Iterable[str]:
    return map(str, Person.objects.filter(erased_at__isnull=True).values_list("reference", flat=True))


@holds("organisation", label=gettext_lazy("organisation"), reads="organisations.read", every=_every_organisation)
def _organisations(keys: Collection[str]) -> dict[str, Found]:
    found = {each.pk: each for each in Organisation.objects.filter(pk__in=[int(k) for k in keys if k.isdecimal()])}
    places = presence_of(list(found))
    kinds = {each.code: each.name for each in programme.current().organisation_kinds}
    return {
        str(key): Found(
            each.name, places[key], reverse("workspace:organisation", args=[key]), kinds.get(each.kind, each.kind)
        )
        for key, each in found.items()
    }


@holds("person", label=gettext_lazy("personne"), reads="people.read", every=_every_person)
def _people(keys: Collection[str]) -> dict[str, Found]:
    from tandem.accounts.journal_words import called, is_uuid

    found = {each.pk: each for each in Person.objects.filter(reference__in=[key for key in keys if is_uuid(key)])}
    places = whereabouts_of(list(found))
    return {
        str(each.reference): Found(called(each), places[key], reverse("workspace:person", args=[each.reference]))
        for key, each in found.items()
    }


@holds("mandate", label=gettext_lazy("mandat"), reads="people.read")
def _mandates(keys: Collection[str]) -> dict[str, Found]:
    from tandem.accounts.journal_words import mandate_called

    rows = Mandate.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    found = list(rows.select_related("person", "organisation"))
    places = places_of({each.scope for each in found})
    return {
        str(each.pk): Found(
            mandate_called(each),
            joined(places.get(each.scope, ANYWHERE), seat_of(each.organisation)),
            reverse("workspace:mandate", args=[each.pk]),
            _("pour %(organisation)s") % {"organisation": each.organisation.name},
        )
        for each in found
    }
