"""What forms of committees offer to choose from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.rights import Acting, may
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.committees.models import Committee
from tandem.committees.sitting import place_of_scope
from tandem.core.clock import today
from tandem.places.models import Region
from tandem.territories.models import Agreement, Candidacy
from tandem.territories.queries import territories_as_of

Options = list[tuple[str, str]]


def committees_to_call(acting: Acting | None) -> Options:
    """The committees that somebody may prepare: ``kind@scope`` and a name, the widest first."""
    if acting is None:
        return []
    held = programme.current()
    scopes = list(_scopes(acting))
    return [(f"{kind.code}@{scope}", kind.name if scope == NATION else f"{kind.name}, {name}")
            for kind in held.committees for scope, name in scopes
            if scope.kind == kind.level]  # fmt: skip


def _scopes(acting: Acting) -> Iterator[tuple[Scope, str]]:
    """Perimeters of committees within that of a mandate."""
    kind, code = acting.scope.kind, acting.scope.code
    if kind == ScopeKind.NATION:
        yield NATION, ""
    if kind in (ScopeKind.NATION, ScopeKind.REGION):
        regions = Region.objects.order_by("name") if kind == ScopeKind.NATION else Region.objects.filter(pk=code)
        for key, name in regions.values_list("pk", "name"):
            yield Scope(ScopeKind.REGION, key), name
    if kind not in (ScopeKind.NATION, ScopeKind.REGION, ScopeKind.TERRITORY):
        return
    territories = territories_as_of(today())
    if kind == ScopeKind.REGION:
        territories = territories.filter(region=code)
    if kind == ScopeKind.TERRITORY:
        place = place_of_scope(acting.scope)
        if not place or not may(acting, "committees.prepare", place, programme.current()):
            return
        territories = territories.filter(pk=code)
    for key, name in territories.order_by("name").values_list("pk", "name"):
        yield Scope(ScopeKind.TERRITORY, key), name


def matters_of(committee: Committee) -> Options:
    """What a committee may decide on, with what its decisions do."""
    held = programme.current()
    found = [held.matter(code) for code in committee.rule.matters]
    return [("", _("Choisir"))] + [(each.code, each.name) for each in found]


def objects_for(committee: Committee) -> Options:
    """The objects within a committee's perimeter: territories, candidacies, agreements (three queries)."""
    scope = committee.scope
    territories = territories_as_of(today()).order_by("name")
    candidacies = Candidacy.objects.filter(status=Candidacy.Status.FILED).order_by("name")
    agreements = Agreement.objects.filter(state=Agreement.State.READY).select_related("territory").order_by("title")
    if scope.kind == ScopeKind.REGION:
        territories = territories.filter(region=scope.code)
        candidacies, agreements = candidacies.filter(region=scope.code), agreements.filter(territory__region=scope.code)
    if scope.kind == ScopeKind.TERRITORY:
        territories, candidacies = territories.filter(pk=scope.code), candidacies.none()
        agreements = agreements.filter(territory=scope.code)
    return [
        ("", _("Aucun objet en particulier")),
        *((f"territory:{key}", _("Territoire : %s") % name) for key, name in territories.values_list("pk", "name")),
        *((f"candidacy:{each.pk}", _("Candidature : %s") % each.name) for each in candidacies),
        *((f"agreement:{each.pk}", _("Acte : %(title)s (%(territory)s)") % {
            "title": each.title, "territory": each.territory.name}) for each in agreements),
    ]  # fmt: skip
