"""One's notices, and how they come."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts.access import signed_in
from tandem.core.access import opened_by
from tandem.core.errors import TandemError
from tandem.core.keys import is_number
from tandem.notifications import kinds, wording
from tandem.notifications.following import paces_of
from tandem.notifications.models import Notice, Pace
from tandem.notifications.usecases import choose, read, read_all

BY_PAGE = 20


@opened_by(signed_in)
def page(request: HttpRequest) -> HttpResponse:
    """Unread first, then the latest."""
    held = list(Notice.objects.of(request.user).unread().counted().order_by("-at", "-pk")[:BY_PAGE])
    request.unread_notices = held[0].together if held else 0
    earlier = Notice.objects.of(request.user).filter(read_at__isnull=False).order_by("-at", "-pk")
    found = Paginator(earlier, BY_PAGE).get_page(request.GET.get("page"))
    unread = wording.shown(held) if found.number == 1 else []
    newest = max((each.key for each in unread), default=0)
    context = {"unread": unread, "page": found, "earlier": wording.shown(list(found.object_list)), "newest": newest}
    return render(request, "workspace/together/notices.html", context)


@opened_by(signed_in)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice tells of: in the page or from an e-mail, it is then read."""
    notice = read(request.user, pk)
    if notice is None:
        raise Http404
    target = wording.target_of(notice)
    if not target:
        messages.info(request, _("Ce dont cet avis parle n’est plus là."))
    return HttpResponseRedirect(target or reverse("workspace:notices"))


@opened_by(signed_in, methods=("POST",))
def all_read(request: HttpRequest) -> HttpResponse:
    newest = request.POST.get("newest", "")
    read_all(request.user, int(newest) if is_number(newest) else 0)
    return HttpResponseRedirect(reverse("workspace:notices"))


@opened_by(signed_in, methods=("GET", "POST"))
def preferences(request: HttpRequest) -> HttpResponse:
    offered = kinds.offered()
    fault = ""
    if request.method == "POST":
        try:
            choose(request.user, {each.code: request.POST.get(each.code, "") for each in offered})
        except TandemError as error:
            fault = str(error)
        else:
            messages.success(request, _("Vos choix sont gardés."))
            return HttpResponseRedirect(request.path)
    paces = paces_of([request.user.pk])[request.user.pk]
    lines = [(each, request.POST.get(each.code) or paces[each.code]) for each in offered]
    context = {"lines": lines, "paces": Pace.choices, "fault": fault}
    return render(request, "workspace/together/preferences.html", context, status=422 if fault else 200)
