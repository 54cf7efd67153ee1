"""How these forms answer: shown, refused with what was typed (422), or done and on to the next page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tandem.core.errors import TandemError
from tandem.territories.versions import StaleError

REFUSED = 422


def answer(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    *,
    title: str,
    back: str,
    done: Callable[[Any], str],
    submit: str,
    lead: str = "",
    changed: Callable[[Any], Any] | None = None,
) -> HttpResponse:
    """Show a form, or do what it asks.

    Parameters
    ----------
    do
        What is done with the clean data; gives what `done` reads.
    back
        Where the act leads back to, when it is done or given up.
    done
        The sentence that says that it is done.
    changed
        What somebody else changed meanwhile, from what they left; their version is then that of the form.
    """
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead}
    if request.method != "POST":
        return render(request, "workspace/territories/form.html", context)
    if form.is_valid():
        try:
            found = do(form.cleaned_data)
        except StaleError as error:
            form.add_error(None, str(error))
            context["changed"] = changed(error.latest) if changed else None
            form.data = form.data.copy()
            form.data["version"] = error.latest.version
        except TandemError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done(found))
            return HttpResponseRedirect(back)
    return render(request, "workspace/territories/form.html", context, status=REFUSED)


def done_or_refused(request: HttpRequest, do: Callable[[], Any], said: str, back: str) -> HttpResponse:
    """Do what a button asks; a refusal is told on the page that it came from."""
    try:
        do()
    except TandemError as error:
        return render(request, "workspace/refused.html", {"refusal": error}, status=REFUSED)
    messages.success(request, said)
    return HttpResponseRedirect(back)
