"""The agenda: add, edit, move, remove an item; step aside from one."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import objects
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Person
from tandem.accounts.rights import may
from tandem.committees import rules
from tandem.committees.models import Decision, Interest, Item, Meeting
from tandem.committees.rules import State
from tandem.committees.sitting import place_for, presides, sitting_of
from tandem.committees.usecases.turns import (
    ChangedMeanwhileError,
    day_of_sitting,
    in_state,
    locked,
    locked_item,
    now,
    refuse_unless_prepares,
)
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save

CHANGEABLE = (State.PLANNED, State.CALLED, State.OPEN)


@transaction.atomic
def add_item(
    by: By, meeting: Meeting, *, matter: str, title: str, question: str, proposal: str, about: str = "",
    documents: str = "",
) -> Item:  # fmt: skip
    """Put an item on the agenda, last.

    Parameters
    ----------
    matter
        Code of what it is about in the programme file: one that this committee may decide on.
    about
        Reference of its object (``territory:ti-8413``), of the matter's kind and within the committee's perimeter.

    Raises
    ------
    RefusedError
        The one who acts may not prepare this committee.
    TandemError
        Its matter or its object is not for this committee.
    """
    found = locked(meeting)
    refuse_unless_prepares(by, found)
    in_state(found, *CHANGEABLE)
    _check_subject(found, matter, about)
    last = found.items.aggregate(last=Max("position"))["last"] or 0
    made = Item(meeting=found, position=last + 1, matter=matter, about=about, title=title.strip(),
                question=question.strip(), proposal=proposal.strip(), documents=documents.strip())  # fmt: skip
    save(made)
    journal.record("committees.item_added", actor=by.author, subject=f"meeting:{found.pk}", item=made.pk,
                   matter=matter, about=about, called=found.stage is not State.PLANNED)  # fmt: skip
    return made


def _check_subject(meeting: Meeting, matter: str, about: str) -> None:
    rule = meeting.committee.rule
    if matter not in rule.matters:
        raise TandemError(_("Ce comité ne se prononce pas sur cette matière."))
    wanted = programme.current().matter(matter)
    kind = about.partition(":")[0]
    if wanted.on and kind != wanted.on:
        raise TandemError(_("« %s » demande de choisir son objet.") % wanted.name)
    if not about:
        return
    found = objects.find([about]).get(about)
    if found is None or not found.place.within(meeting.committee.scope):
        raise TandemError(_("Cet objet n’existe pas, ou se trouve hors du périmètre du comité."))


@transaction.atomic
def edit_item(by: By, item: Item, *, version: int, title: str, question: str, proposal: str, documents: str) -> Item:
    """Change the words of an item.

    Parameters
    ----------
    version
        That of the item as the one who edits it was shown it.

    Raises
    ------
    ChangedMeanwhileError
        Somebody changed it first: nothing of theirs is overwritten.
    """
    found = _open_item(by, item)
    if found.version != version:
        raise ChangedMeanwhileError(found)
    if found.votes.exists():
        raise TandemError(_("On ne change pas une proposition sur laquelle des voix sont exprimées."))
    found.title, found.question, found.proposal = title.strip(), question.strip(), proposal.strip()
    found.documents, found.version = documents.strip(), version + 1
    save(found)
    journal.record("committees.item_edited", actor=by.author, subject=f"meeting:{found.meeting_id}", item=found.pk,
                   called=found.meeting.stage is not State.PLANNED)  # fmt: skip
    return found


@transaction.atomic
def move_item(by: By, item: Item, *, up: bool) -> None:
    """Exchange an item with the one before or after it."""
    found = _open_item(by, item)
    rows = {each.pk: each for each in found.meeting.items.select_for_update().filter(removed=False)}
    before = sorted(rows, key=lambda key: rows[key].position)
    after = rules.reordered(before, found.pk, up)
    if after == before:
        return
    free = max(each.position for each in rows.values()) + 1
    moved = [(rows[key], rows[was].position) for key, was in zip(after, before, strict=True) if key != was]
    for each, _position in moved:  # out of the way first: two items never have the same rank
        each.position, free = free, free + 1
        each.save(update_fields=["position"])
    for each, position in moved:
        each.position = position
        each.save(update_fields=["position"])
    journal.record("committees.item_moved", actor=by.author, subject=f"meeting:{found.meeting_id}", item=found.pk,
                   up=up)  # fmt: skip


@transaction.atomic
def remove_item(by: By, item: Item, *, reason: str) -> None:
    """Take an item off the agenda; it stays in the record, with the reason."""
    found = _open_item(by, item)
    if found.votes.exists():
        raise TandemError(_("Des voix y sont déjà exprimées : le reporter plutôt que le retirer."))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi ce point est retiré."))
    found.removed, found.version = True, found.version + 1
    save(found)
    journal.record("committees.item_removed", actor=by.author, subject=f"meeting:{found.meeting_id}", reason=reason,
                   item=found.pk, called=found.meeting.stage is not State.PLANNED)  # fmt: skip


def _open_item(by: By, item: Item) -> Item:
    found = locked_item(item)
    refuse_unless_prepares(by, found.meeting)
    in_state(found.meeting, *CHANGEABLE)
    if found.removed:
        raise TandemError(_("Ce point a été retiré de l’ordre du jour."))
    if Decision.objects.filter(item=found).exists():
        raise TandemError(_("Ce point est déjà décidé."))
    if Interest.objects.filter(item=found, person=by.mandate.person_id).exists():
        raise TandemError(_("Un conflit d’intérêts vous ferme ce point."))
    return found


@transaction.atomic
def declare_interest(by: By, item: Item, *, person: Person, ground: str) -> Interest:
    """Declare a conflict of interest on an item: of oneself, or of another member for who presides.

    The item's file is then closed to that person, who counts in no vote on it. The ground is kept with the declaration,
    not in the journal.

    Raises
    ------
    RefusedError
        It is somebody else's and the one who acts does not preside.
    TandemError
        The item is decided, that person has voted on it already, or nobody says why.
    """
    found = locked_item(item)
    committee, meeting = found.meeting.committee, found.meeting
    refuse_unless(may(by.acting, "committees.read", place_for(by.acting, committee, meeting.day), programme.current()))
    sitting = sitting_of(committee, day_of_sitting(meeting))
    if person.pk != by.mandate.person_id and not presides(by.acting, sitting):
        raise TandemError(_("On ne déclare que ses propres intérêts ; ceux d’un autre, seule la présidence."))
    in_state(meeting, *CHANGEABLE)
    if not ground.strip():
        raise TandemError(_("Dire quel intérêt est en jeu."))
    if Decision.objects.filter(item=found).exists():
        raise TandemError(_("Ce point est déjà décidé."))
    if found.votes.filter(cast_by__person=person).exists() or found.votes.filter(mandate__person=person).exists():
        raise TandemError(_("Cette personne s’est déjà prononcée : reporter le point, et le remettre au vote."))
    made = Interest(item=found, person=person, ground=ground.strip(), declared_by=by.mandate, declared_at=now())
    save(made)
    journal.record("committees.interest_declared", actor=by.author, subject=f"meeting:{meeting.pk}", item=found.pk,
                   person=str(person.reference))  # fmt: skip
    return made
