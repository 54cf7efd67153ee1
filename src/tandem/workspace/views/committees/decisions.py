"""A decision at its permanent address, and what follows from it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts.models import Mandate
from tandem.committees.models import FollowUp
from tandem.committees.usecases import following
from tandem.core.access import opened_by
from tandem.core.clock import parse_date
from tandem.core.errors import TandemError
from tandem.core.keys import is_number
from tandem.workspace.presenters.committees import decision
from tandem.workspace.views.committees.acts import Act, done, typed
from tandem.workspace.views.committees.where import reads_decision


@opened_by(reads_decision, methods=("GET", "POST"))
def page(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return done(request, ACTS, reverse("workspace:decision", args=[pk]), _shown)
    return _shown(request)


def _shown(
    request: HttpRequest, status: int = 200, refused: str = "", error: TandemError | None = None
) -> HttpResponse:
    context = decision.shown(request.decision, request.acting, request.user.pk)
    context |= {"refused": refused, "error": error, "typed": typed(request)}
    return render(request, "workspace/committees/decision.html", context, status=status)


def _ask(request: HttpRequest) -> str:
    """By a mandate, or by the whole of its organisation."""
    who, _separator, key = request.POST.get("who", "").partition(":")
    found = Mandate.objects.filter(pk=key).select_related("organisation").first() if is_number(key) else None
    if found is None or who not in ("mandate", "organisation"):
        raise TandemError(_("Choisir qui doit le faire."))
    asked = {"mandate": found} if who == "mandate" else {"organisation": found.organisation}
    following.add_follow_up(request.standing.by, request.decision, what=request.POST.get("what", ""),
                            due=parse_date(request.POST.get("due", "")), **asked)  # fmt: skip
    return _("La suite à donner est notée.")


def _done(request: HttpRequest) -> str:
    key = request.POST.get("follow_up", "")
    found = request.decision.follow_ups.filter(pk=key).first() if is_number(key) else None
    if not isinstance(found, FollowUp):
        raise TandemError(_("Cette suite à donner n’est pas de cette décision."))
    following.mark_done(request.standing.by, found, on=parse_date(request.POST.get("on", "")),
                        note=request.POST.get("note", ""))  # fmt: skip
    return _("C’est noté comme fait.")


ACTS: dict[str, Act] = {"ask": _ask, "done": _done}
