"""An item of an agenda: its file, the vote and the decision; adding and editing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts.models import Mandate, Person
from tandem.committees.rules import Ballot, Outcome
from tandem.committees.usecases import agenda, deciding
from tandem.committees.usecases.turns import ChangedMeanwhileError
from tandem.core.access import opened_by
from tandem.core.errors import TandemError
from tandem.core.keys import is_number
from tandem.workspace.presenters.committees import choices, item
from tandem.workspace.views.committees.acts import Act, done, typed
from tandem.workspace.views.committees.forms import ItemForm, NewItemForm, errors, values
from tandem.workspace.views.committees.where import prepares_item, prepares_meeting, reads_item

BOTH = ("GET", "POST")


@opened_by(reads_item, methods=BOTH)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        closing = request.POST.get("act") in ("interest", "remove")
        meeting = reverse("workspace:meeting", args=[request.item.meeting_id])
        here = meeting if closing else reverse("workspace:item", args=[pk])
        return done(request, ACTS, here, _shown)
    return _shown(request)


def _shown(
    request: HttpRequest, status: int = 200, refused: str = "", error: TandemError | None = None
) -> HttpResponse:
    context = item.shown(request.item, request.acting, request.user.pk)
    context |= {"refused": refused, "error": error, "typed": typed(request)}
    return render(request, "workspace/committees/item.html", context, status=status)


def _vote(request: HttpRequest) -> str:
    ballot = request.POST.get("ballot", "")
    if ballot not in set(Ballot):
        raise TandemError(_("Choisir pour, contre ou abstention."))
    member = request.POST.get("member", "")
    for_member = Mandate.objects.filter(pk=member).first() if is_number(member) else None
    deciding.cast_vote(request.standing.by, request.item, ballot=Ballot(ballot), for_member=for_member)
    return _("Votre voix est enregistrée.")


def _consensus(request: HttpRequest) -> str:
    opposed = {int(key) for key in request.POST.getlist("opposed") if is_number(key)}
    deciding.record_consensus(request.standing.by, request.item, opposed=opposed)
    return _("L’avis de la salle est enregistré.")


def _decide(request: HttpRequest) -> str:
    outcome = request.POST.get("outcome", "")
    if outcome not in set(Outcome):
        raise TandemError(_("Choisir l’issue."))
    made = deciding.decide(
        request.standing.by, request.item, outcome=Outcome(outcome), text=request.POST.get("text", ""),
        conditions=request.POST.get("conditions", "") if outcome == Outcome.ADOPTED_WITH_CONDITIONS else "",
    )  # fmt: skip
    return _("Décision %s prononcée.") % made.reference


def _interest(request: HttpRequest) -> str:
    key = request.POST.get("person", "")
    person = Person.objects.filter(pk=key).first() if is_number(key) else request.user
    if person is None:
        raise TandemError(_("Cette personne n’existe pas."))
    agenda.declare_interest(request.standing.by, request.item, person=person, ground=request.POST.get("ground", ""))
    return _("Le conflit d’intérêts est déclaré : ce point est fermé à cette personne.")


def _remove(request: HttpRequest) -> str:
    agenda.remove_item(request.standing.by, request.item, reason=request.POST.get("reason", ""))
    return _("Le point est retiré de l’ordre du jour.")


ACTS: dict[str, Act] = {
    "vote": _vote, "consensus": _consensus, "decide": _decide, "interest": _interest, "remove": _remove,
}  # fmt: skip


@opened_by(prepares_meeting, methods=BOTH)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = request.meeting
    form = NewItemForm(request.POST or None, initial={"about": request.GET.get("objet", "")})
    error = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            agenda.add_item(request.standing.by, meeting, matter=said["matter"], about=said["about"],
                            title=said["title"], question=said["question"], proposal=said["proposal"],
                            documents=said["documents"])  # fmt: skip
            messages.success(request, _("Le point est inscrit à l’ordre du jour."))
            return HttpResponseRedirect(reverse("workspace:meeting", args=[pk]))
        except TandemError as refusal:
            error = refusal
    context = {
        "meeting": meeting, "form": values(form), "errors": errors(form), "error": error,
        "matters": choices.matters_of(meeting.committee), "objects": choices.objects_for(meeting.committee),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "workspace/committees/item_add.html", context, status=status)


@opened_by(prepares_item, methods=BOTH)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an item; who comes second sees what the first wrote, and keeps what they typed."""
    row = request.item
    now = {name: getattr(row, name) for name in ("title", "question", "proposal", "documents", "version")}
    form = ItemForm(request.POST or None, initial=now)
    error, theirs = None, None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            agenda.edit_item(request.standing.by, row, version=said.pop("version") or 0, **said)
            messages.success(request, _("Le point est modifié."))
            return HttpResponseRedirect(reverse("workspace:item", args=[pk]))
        except ChangedMeanwhileError as changed:
            error, theirs = changed, changed.current
        except TandemError as refusal:
            error = refusal
    shown = values(form)
    if theirs is not None:
        shown["version"] = theirs.version
    context = {"item": row, "form": shown, "errors": errors(form), "error": error, "theirs": theirs}
    status = 422 if request.method == "POST" else 200
    return render(request, "workspace/committees/item_edit.html", context, status=status)
