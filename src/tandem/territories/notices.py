"""Who is told of what happens to a territory: who leads it, and who waits for the next act."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import Place, ScopeKind
from tandem.core.clock import today
from tandem.core.journal.notices import To, tells
from tandem.core.models import JournalEntry
from tandem.territories.models import Agreement, Candidacy, Post
from tandem.territories.placing import places_of


def leading(territory: str) -> list[To]:
    """Whoever leads a territory today: its pair and its project managers (one query)."""
    held = programme.current().governance
    found = Mandate.objects.filter(
        scope_kind=ScopeKind.TERRITORY, scope_code=territory, role__in=(*held.pair, held.manager)
    ).exercised_on(today())
    return [To(each.person_id, _("Vous conduisez ce territoire"), f"territory:{territory}") for each in found]


def allowed(operation: str, place: Place, why: str, about: str) -> list[To]:
    """Whoever may do an operation at a place today (one query)."""
    roles = [role.code for role in programme.current().roles if operation in role.may]
    found = Mandate.objects.filter(role__in=roles).exercised_on(today())
    return [To(each.person_id, why, about) for each in found if place.within(each.scope)]


@tells("territories.labelled")
@tells("territories.renewed")
@tells("territories.left")
def _life(entry: JournalEntry) -> Iterable[To]:
    return leading(entry.subject.partition(":")[2])


@tells("territories.candidacy_filed")
def _candidacy(entry: JournalEntry) -> Iterable[To]:
    candidacy = Candidacy.objects.get(pk=_key(entry))
    place = Place(regions={candidacy.region_id})
    return allowed("committees.prepare", place, _("Vous préparez le comité qui l’examinera"), entry.subject)


@tells("territories.post_held")
@tells("territories.post_left")
@tells("territories.post_closed")
@tells("territories.report_accepted")
@tells("territories.report_returned")
def _post(entry: JournalEntry) -> Iterable[To]:
    return leading(Post.objects.values_list("territory_id", flat=True).get(pk=_key(entry)))


@tells("territories.report_submitted")
def _submitted(entry: JournalEntry) -> Iterable[To]:
    code = Post.objects.values_list("territory_id", flat=True).get(pk=_key(entry))
    why = _("Vous acceptez les comptes rendus de ce territoire")
    return allowed("governance.manage", places_of([code])[code], why, f"territory:{code}")


@tells("territories.agreement_ready")
def _ready(entry: JournalEntry) -> Iterable[To]:
    code = _territory(entry)
    why = _("Vous signez les actes de ce territoire")
    return [*allowed("contracts.sign", places_of([code])[code], why, entry.subject), *leading(code)]


@tells("territories.agreement_reopened")
@tells("territories.agreement_signed")
@tells("territories.copy_attached")
def _agreement(entry: JournalEntry) -> Iterable[To]:
    return leading(_territory(entry))


def _territory(entry: JournalEntry) -> str:
    return Agreement.objects.values_list("territory_id", flat=True).get(pk=_key(entry))


def _key(entry: JournalEntry) -> int:
    return int(entry.subject.partition(":")[2])
