"""Fictive committees for a demo on one's own machine: regional, national and local, at each stage of a meeting.

They are made of the fictive people of the demo, and say that they are fictive.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.demo import address_of
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.committees import minutes
from tandem.committees.models import Attendance, Committee, Decision, FollowUp, Item, Meeting, Vote
from tandem.committees.rules import Ballot, Outcome, State
from tandem.committees.sitting import name_of_scope, presences, quorum_of, sitting_of
from tandem.core import journal
from tandem.territories.models import Candidacy

PARIS = ZoneInfo("Europe/Paris")


@transaction.atomic
def prepare(region: str, territory: str, other: str, now: dt.datetime, *, actor: str) -> int:
    """Make the fictive meetings that are missing; return how many were made.

    Parameters
    ----------
    region, territory
        Codes of the perimeters of the demo's people.
    other
        Code of another territory of the region, for the agenda.
    """
    if Meeting.objects.filter(committee__scope_code=region, committee__kind="regional").exists():
        return 0
    people = _mandates()
    if not {"region-president", "prefect-of-region", "elected-lead", "industrial-lead", "delegate"} <= set(people):
        return 0
    regional = _committee("regional", Scope(ScopeKind.REGION, region), now)
    _held(regional, territory, people, now)
    _to_come(regional, territory, other, now)
    _open(_committee("local", Scope(ScopeKind.TERRITORY, territory), now), territory, now)
    national = _committee("national", NATION, now)
    meeting = _meeting(national, now + dt.timedelta(days=24), State.CALLED, called=now - dt.timedelta(days=2))
    _item(meeting, 1, "orientation", "", _("Thème de la rencontre annuelle (fictif)"),
          _("Sur quel thème réunir les territoires l’an prochain ?"),
          _("Retenir les compétences comme thème de la rencontre annuelle."))  # fmt: skip
    journal.record("committees.demo_made", actor=actor, meetings=4)
    return 4


def _mandates() -> dict[str, Mandate]:
    """The mandate for which each fictive person is there, by role."""
    emails = {address_of(role.code): role.code for role in programme.current().roles}
    found = Mandate.objects.filter(person__email__in=emails).select_related("person", "organisation")
    return {each.role: each for each in found if emails[each.person.email] == each.role}


def _committee(kind: str, scope: Scope, now: dt.datetime) -> Committee:
    rule = programme.current().committee(kind)
    name = rule.name if scope == NATION else f"{rule.name}, {name_of_scope(scope)}"
    found, _made = Committee.objects.get_or_create(
        kind=kind, scope_kind=scope.kind, scope_code=scope.code,
        defaults={"name": name, "validity": DateRange(now.date() - dt.timedelta(days=200), None)},
    )  # fmt: skip
    return found


def _meeting(committee: Committee, moment: dt.datetime, state: State, called: dt.datetime | None) -> Meeting:
    local = moment.astimezone(PARIS).replace(hour=14, minute=30, second=0, microsecond=0)
    return Meeting.objects.create(
        committee=committee, starts_at=local, state=state, called_at=called, minutes_long=120,
        place=_("Salle des assemblées (fictive)"),
    )  # fmt: skip


def _item(meeting: Meeting, position: int, matter: str, about: str, title: str, question: str, proposal: str) -> Item:
    return Item.objects.create(
        meeting=meeting, position=position, matter=matter, about=about, title=title, question=question,
        proposal=proposal, documents=_("Note du secrétariat (fictive)"),
    )  # fmt: skip


def _attend(meeting: Meeting) -> None:
    """All who vote are there; the quorum is counted as at an opening."""
    sitting = sitting_of(meeting.committee, meeting.day)
    for each in sitting.composition.voting:
        Attendance.objects.create(meeting=meeting, mandate_id=each.mandate, state="present")
    found = quorum_of(meeting.committee, sitting, presences(meeting.attendances.all()).values(), meeting.opened_at)
    meeting.deliberates = found.reached
    meeting.quorum = {"present": found.present, "of": found.of, "needed": found.needed, "reasons": list(found.reasons)}
    meeting.save()


def _held(committee: Committee, territory: str, people: dict[str, Mandate], now: dt.datetime) -> None:
    """A past meeting: two decisions, what they asked, its minutes submitted."""
    meeting = _meeting(committee, now - dt.timedelta(days=45), State.CLOSED, called=now - dt.timedelta(days=62))
    meeting.opened_at = meeting.starts_at
    _attend(meeting)
    about = f"territory:{territory}"
    roadmap = _item(meeting, 1, "roadmap", about, _("Feuille de route 2026-2027 (fictive)"),
                    _("La feuille de route du territoire peut-elle être validée ?"),
                    _("Valider la feuille de route et ses douze fiches actions."))  # fmt: skip
    review = _item(meeting, 2, "territory-review", about, _("Poste de chef de projet (fictif)"),
                   _("Faut-il soutenir un second poste de chef de projet ?"),
                   _("Soutenir un second poste pour un an."))  # fmt: skip
    first = _decide(meeting, roadmap, 1, Outcome.ADOPTED, _("La feuille de route est validée."))
    second = _decide(meeting, review, 2, Outcome.ADOPTED_WITH_CONDITIONS, _("Le second poste est soutenu pour un an."),
                     _("Le compte rendu d’activité du premier poste est remis d’abord."))  # fmt: skip
    day = now.date()
    _ask(first, _("Publier la feuille de route"), meeting.day + dt.timedelta(days=30), people.get("project-manager"),
         done=meeting.day + dt.timedelta(days=21))  # fmt: skip
    _ask(second, _("Remettre le compte rendu d’activité"), day - dt.timedelta(days=3), people.get("project-manager"))
    _ask(second, _("Présenter l’offre d’accompagnement au territoire"), day + dt.timedelta(days=18),
         people.get("operator-correspondent"))  # fmt: skip
    meeting.closed_at = meeting.starts_at + dt.timedelta(minutes=105)
    meeting.save()
    meeting.minutes = minutes.draft(meeting)
    meeting.minutes_ready_at = meeting.closed_at + dt.timedelta(days=6)
    meeting.save()


def _decide(meeting: Meeting, item: Item, number: int, outcome: Outcome, text: str, conditions: str = "") -> Decision:
    voting = list(meeting.attendances.all())
    for each in voting:
        Vote.objects.create(item=item, mandate_id=each.mandate_id, ballot=Ballot.FOR, cast_by_id=each.mandate_id,
                            cast_at=meeting.opened_at + dt.timedelta(minutes=20 * number))  # fmt: skip
    return Decision.objects.create(
        committee=meeting.committee, year=meeting.day.year, number=number, item=item, outcome=outcome, text=text,
        conditions=conditions, on=meeting.day, tally={"for": len(voting), "against": 0, "abstained": 0, "aside": 0},
    )  # fmt: skip


def _ask(decision: Decision, what: str, due: dt.date, mandate: Mandate | None, done: dt.date | None = None) -> None:
    if mandate is not None:
        FollowUp.objects.create(decision=decision, what=what, due=due, mandate=mandate, done_on=done,
                                done_note=_("Publiée (fictif).") if done else "")  # fmt: skip


def _to_come(committee: Committee, territory: str, other: str, now: dt.datetime) -> None:
    """A meeting called in the coming weeks, with three items."""
    meeting = _meeting(committee, now + dt.timedelta(days=16), State.CALLED, called=now - dt.timedelta(days=1))
    candidacy = Candidacy.objects.filter(region=committee.scope_code, status=Candidacy.Status.FILED).first()
    if candidacy is None:
        _item(meeting, 1, "renewal", f"territory:{territory}", _("Renouvellement du territoire (fictif)"),
              _("Le territoire peut-il être renouvelé ?"), _("Renouveler le territoire."))  # fmt: skip
    else:
        _item(meeting, 1, "label", f"candidacy:{candidacy.pk}", _("Labellisation d’une candidature (fictive)"),
              _("Cette candidature peut-elle devenir un territoire du programme ?"),
              _("Labelliser la candidature."))  # fmt: skip
    _item(meeting, 2, "territory-review", f"territory:{other}", _("Point sur un territoire silencieux (fictif)"),
          _("Comment relancer ce territoire, sans acte daté depuis plusieurs mois ?"),
          _("Mandater le préfet et la Région pour réunir le binôme sous un mois."))  # fmt: skip
    _item(meeting, 3, "orientation", "", _("Calendrier des revues (fictif)"),
          _("À quel rythme le comité se réunit-il l’an prochain ?"), _("Se réunir chaque trimestre."))  # fmt: skip


def _open(committee: Committee, territory: str, now: dt.datetime) -> None:
    """A meeting that is open now: its members see what they have to vote on."""
    meeting = _meeting(committee, now, State.OPEN, called=now - dt.timedelta(days=12))
    meeting.starts_at = meeting.opened_at = now - dt.timedelta(minutes=20)
    _attend(meeting)
    about = f"territory:{territory}"
    _item(meeting, 1, "roadmap", about, _("Fiche action n° 7 : école de production (fictive)"),
          _("Cette fiche entre-t-elle dans la feuille de route ?"),
          _("Inscrire la fiche n° 7, avec un engagement de principe."))  # fmt: skip
    _item(meeting, 2, "territory-review", about, _("Priorités du second semestre (fictives)"),
          _("Quelles sont les trois priorités du semestre ?"),
          _("Recrutement, foncier prêt à l’emploi, sobriété énergétique."))  # fmt: skip
