"""Where the objects of these pages lie, for their rules."""

from collections.abc import Callable

from django.db.models import Model
from django.http import Http404, HttpRequest

from tandem.accounts.scopes import Place
from tandem.territories.models import ActivityReport, Agreement, Candidacy, Holding, Party, Post, SignedCopy
from tandem.territories.placing import places_of
from tandem.territories.usecases import candidacies


def of_territory(request: HttpRequest) -> Place:
    """Where the territory of the address lies; asked once for each request."""
    known = request.__dict__
    if "place_of_territory" not in known:
        known["place_of_territory"] = _place(request.resolver_match.kwargs["code"])
    return known["place_of_territory"]


def _holding(model: type[Model], path: str) -> Callable[[HttpRequest], Place]:
    """Place of what belongs to a territory, found from its number."""

    def place(request: HttpRequest) -> Place:
        code = model.objects.filter(pk=request.resolver_match.kwargs["pk"]).values_list(path, flat=True).first()
        if code is None:
            raise Http404
        return _place(code)

    return place


def _place(code: str) -> Place:
    found = places_of([code]).get(code)
    if found is None:
        raise Http404
    return found


of_post = _holding(Post, "territory_id")
of_holding = _holding(Holding, "post__territory_id")
of_report = _holding(ActivityReport, "post__territory_id")
of_agreement = _holding(Agreement, "territory_id")
of_party = _holding(Party, "agreement__territory_id")
of_copy = _holding(SignedCopy, "agreement__territory_id")


def of_candidacy(request: HttpRequest) -> Place:
    region = Candidacy.objects.filter(pk=request.resolver_match.kwargs["pk"]).values_list("region", flat=True).first()
    if region is None:
        raise Http404
    return candidacies.place_of(region)
