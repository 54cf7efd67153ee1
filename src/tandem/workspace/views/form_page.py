"""A page that is a form: shown, refused with what was typed, or done and led on. Thin views are made of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from tandem.accounts.acting import By
from tandem.core.errors import TandemError

UNPROCESSABLE = 422


def by_of(request: HttpRequest) -> By:
    """Return who acts, for a use case.

    Raises
    ------
    PermissionDenied
        Nobody does: without a mandate, or under one that ended since the page was shown.
    """
    if request.acting is None or request.standing.by is None:
        raise PermissionDenied(_("Il faut agir au titre d’un mandat en vigueur."))
    return request.standing.by


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], tuple[str, str]],
    *,
    title: str,
    submit: str,
    parents: tuple[str, ...] = (),
    lead: str = "",
    template: str = "workspace/form_page.html",
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what was asked.

    Parameters
    ----------
    act
        Called once the form is valid; returns what was done, in words, and where to go. A `TandemError` of it is shown
        with the form, which keeps what was typed.
    parents
        Labels and addresses of the path to the page.
    """
    if request.method == "POST" and form.is_valid():
        try:
            told, address = act()
        except TandemError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, told)
            return HttpResponseRedirect(address)
    status = UNPROCESSABLE if form.errors else 200
    path = list(zip(parents[::2], parents[1::2], strict=True))
    shown = {"form": form, "title": title, "submit": submit, "parents": path, "lead": lead, **context}
    return render(request, template, shown, status=status)
