"""A meeting: its agenda, and what one does with it; planning one, and putting it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts.access import may_do
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.committees.models import Item, Meeting
from tandem.committees.usecases import agenda, calling, holding
from tandem.committees.usecases import minutes as keeping
from tandem.committees.usecases.turns import ChangedMeanwhileError
from tandem.core.access import opened_by
from tandem.core.errors import TandemError
from tandem.core.keys import is_number
from tandem.workspace.presenters.committees import choices, meeting
from tandem.workspace.views.committees.acts import Act, done, typed
from tandem.workspace.views.committees.forms import MeetingForm, PlanForm, errors, started, values
from tandem.workspace.views.committees.where import prepares_meeting, reads_meeting

BOTH = ("GET", "POST")


@opened_by(reads_meeting, methods=BOTH)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return done(request, ACTS, reverse("workspace:meeting", args=[pk]), _shown)
    return _shown(request)


def _shown(
    request: HttpRequest, status: int = 200, refused: str = "", error: TandemError | None = None
) -> HttpResponse:
    request.meeting.refresh_from_db()
    context = meeting.shown(request.meeting, request.acting, request.user.pk)
    context |= {"refused": refused, "error": error, "typed": typed(request)}
    return render(request, "workspace/committees/meeting.html", context, status=status)


def _call(request: HttpRequest) -> str:
    calling.call_meeting(request.standing.by, request.meeting, reason=request.POST.get("reason", ""))
    return _("Les membres sont convoqués.")


def _cancel(request: HttpRequest) -> str:
    calling.cancel_meeting(request.standing.by, request.meeting, reason=request.POST.get("reason", ""))
    return _("La séance est annulée.")


def _open(request: HttpRequest) -> str:
    consult = request.POST.get("consult") == "1"
    found = holding.open_meeting(request.standing.by, request.meeting, consult_only=consult)
    if found.reached:
        return _("La séance est ouverte, le quorum est atteint.")
    return _("La séance est ouverte pour consultation : elle ne décide pas.")


def _close(request: HttpRequest) -> str:
    holding.close_meeting(request.standing.by, request.meeting)
    return _("La séance est levée. Il reste à en écrire le relevé.")


def _attend(request: HttpRequest) -> str:
    state, _separator, stand_in = request.POST.get("state", "").partition(":")
    holding.note_attendance(
        request.standing.by, request.meeting, _mandate(request.POST.get("mandate", "")), state=state,
        stand_in=_mandate(stand_in) if stand_in else None,
    )  # fmt: skip
    return _("La présence est notée.")


def _mandate(key: str) -> Mandate:
    found = Mandate.objects.filter(pk=key).select_related("person").first() if is_number(key) else None
    if found is None:
        raise TandemError(_("Ce mandat n’existe pas."))
    return found


def _item(request: HttpRequest) -> Item:
    key = request.POST.get("item", "")
    found = request.meeting.items.filter(pk=key).first() if is_number(key) else None
    if found is None:
        raise TandemError(_("Ce point n’est pas à l’ordre du jour."))
    return found


def _up(request: HttpRequest) -> str:
    agenda.move_item(request.standing.by, _item(request), up=True)
    return _("Le point est remonté.")


def _down(request: HttpRequest) -> str:
    agenda.move_item(request.standing.by, _item(request), up=False)
    return _("Le point est descendu.")


def _draft(request: HttpRequest) -> str:
    keeping.draft_minutes(request.standing.by, request.meeting)
    return _("Le relevé est commencé, d’après ce qui a été noté en séance.")


def _approve(request: HttpRequest) -> str:
    key = request.POST.get("earlier", "")
    earlier = Meeting.objects.filter(pk=key, committee=request.meeting.committee).first() if is_number(key) else None
    if earlier is None:
        raise TandemError(_("Cette séance n’est pas de ce comité."))
    keeping.approve_minutes(request.standing.by, earlier, at=request.meeting)
    return _("Le relevé est approuvé.")


ACTS: dict[str, Act] = {
    "call": _call, "cancel": _cancel, "open": _open, "close": _close, "attend": _attend, "up": _up, "down": _down,
    "draft": _draft, "approve": _approve,
}  # fmt: skip


@opened_by(may_do("committees.prepare"), methods=BOTH)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of a committee that one prepares, whether it has met before or not."""
    offered = choices.committees_to_call(request.acting)
    form = PlanForm(request.POST or None, initial={"committee": request.GET.get("comite", ""), "minutes_long": 120})
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            made = calling.plan_meeting(request.standing.by, **_committee(form), **_when(form))
            messages.success(request, _("La séance est en préparation. Inscrivez ses points, puis convoquez."))
            return HttpResponseRedirect(reverse("workspace:meeting", args=[made.pk]))
        except TandemError as refusal:
            error = refusal
    context = {"form": values(form), "errors": errors(form), "error": error, "offered": offered,
               "zones": form.fields["time_zone"].choices}  # fmt: skip
    return render(request, "workspace/committees/plan.html", context, status=_status(request))


def _committee(form: PlanForm) -> dict[str, Any]:
    kind, _separator, scope = form.cleaned_data["committee"].partition("@")
    scope_kind, _separator, code = scope.partition(":")
    if scope_kind not in ScopeKind.values:
        raise TandemError(_("Choisir le comité dans la liste."))
    return {"kind": kind, "scope": Scope(ScopeKind(scope_kind), code)}


def _when(form: MeetingForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "starts_at": calling.moment(said["day"], said["hour"], said["time_zone"]), "time_zone": said["time_zone"],
        "place": said["place"], "video": said["video"], "minutes_long": said["minutes_long"],
    }  # fmt: skip


@opened_by(prepares_meeting, methods=BOTH)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a meeting at another moment or place."""
    form = MeetingForm(request.POST or None, initial=started(request.meeting))
    error, theirs = None, None
    if request.method == "POST" and form.is_valid():
        try:
            calling.change_meeting(
                request.standing.by, request.meeting, version=form.cleaned_data["version"] or 0,
                reason=form.cleaned_data["reason"], **_when(form),
            )  # fmt: skip
            messages.success(request, _("La séance a changé."))
            return HttpResponseRedirect(reverse("workspace:meeting", args=[pk]))
        except ChangedMeanwhileError as changed:
            error, theirs = changed, started(changed.current)
        except TandemError as refusal:
            error = refusal
    shown = values(form)
    if theirs:
        shown["version"] = theirs["version"]  # what was typed stays; saving again is then knowing
    context = {"form": shown, "errors": errors(form), "error": error, "theirs": theirs, "meeting": request.meeting,
               "called": request.meeting.state == "called", "zones": form.fields["time_zone"].choices}  # fmt: skip
    return render(request, "workspace/committees/change.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    """A form that was posted and is shown again was refused."""
    return 422 if request.method == "POST" else 200
