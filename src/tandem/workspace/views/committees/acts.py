"""What a form of a page asks for, done; and the page again with what was refused."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tandem.core.errors import TandemError

Act = Callable[[HttpRequest], Any]
"""Does it and returns the message of what was done."""


def done(request: HttpRequest, acts: Mapping[str, Act], here: str, show: Callable[..., HttpResponse]) -> HttpResponse:
    """Do the act that a form names, then come back; refused, show the page with the refusal beside the form.

    Parameters
    ----------
    acts
        By the value of the form's ``act``.
    here
        Where to come back to.
    show
        Shows the page; takes the status, the act refused and the error.
    """
    name = request.POST.get("act", "")
    if name not in acts:
        return show(request, status=422, refused="", error=None)
    try:
        message = acts[name](request)
    except TandemError as error:
        return show(request, status=422, refused=name, error=error)
    messages.success(request, message)
    return HttpResponseRedirect(here)


TYPED = ("reason", "outcome", "text", "conditions", "ground", "what", "who", "due")
"""Fields of acts: what was typed in them is shown again when the act is refused."""


def typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in TYPED}
