"""What is said of an object and attached to it: its page, and what one sends from any page that shows them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tandem.accounts import objects
from tandem.comments.models import Comment
from tandem.comments.usecases import correct_comment, withdraw_comment, write_comment
from tandem.core.access import opened_by
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.keys import is_number
from tandem.workspace.forms_together import CommentForm
from tandem.workspace.presenters.together import exchanges
from tandem.workspace.views.together.rules import comment_of, object_of, reads_comment, reads_object


@opened_by(reads_object)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    return shown(request, reference)


def shown(request: HttpRequest, reference: str, status: int = 200, **refused: object) -> HttpResponse:
    """Show the exchanges of an object; after a refusal, with what was typed and why it was refused."""
    found = object_of(request, reference)
    kind = objects.kind_of(reference)
    context = {"reference": reference, "found": found, "kind": kind.label if kind else "", **refused}
    return render(request, "workspace/together/object.html", context, status=status)


def back(request: HttpRequest, reference: str, anchor: str) -> HttpResponse:
    """Go back to the page from which something was sent."""
    wanted = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect((wanted if safe else reverse("workspace:object", args=[reference])) + anchor)


def missing_mandate() -> NotFoundError:
    return NotFoundError(_("Il faut agir au titre d’un mandat en vigueur."))


@opened_by(reads_object, methods=("POST",))
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    found = object_of(request, reference)
    people = exchanges.people(reference, found, request.acting) if request.acting else []
    form = CommentForm(request.POST, people=people)
    try:
        if not form.is_valid():
            raise TandemError(_("Une des personnes choisies ne peut pas lire cet objet."))
        written = write_comment(
            by_of(request),
            reference,
            form.cleaned_data["text"],
            internal=form.cleaned_data["internal"],
            mentioned=form.cleaned_data["mentioned"],
        )
    except TandemError as error:
        return shown(request, reference, 422, refused_comment=form, comment_fault=str(error))
    messages.success(request, _("Votre commentaire est publié."))
    return back(request, reference, f"#commentaire-{written.pk}")


def by_of(request: HttpRequest):
    """Return who acts.

    Raises
    ------
    NotFoundError
        Nobody: the mandate ended since the page was shown.
    """
    if request.acting is None or request.standing.by is None:
        raise missing_mandate()
    return request.standing.by


@opened_by(reads_comment, methods=("GET", "POST"))
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one's own comment; after a refusal, with what was typed and the version that stands now."""
    held = comment_of(request, pk)
    text, fault = held.text, ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        seen = request.POST.get("corrections", "")
        try:
            correct_comment(by_of(request), held, text, corrections=int(seen) if is_number(seen) else -1)
        except TandemError as error:
            fault = str(error)
            held = comment_of(request, pk)
        else:
            messages.success(request, _("Votre commentaire est corrigé."))
            return HttpResponseRedirect(f"{reverse('workspace:object', args=[held.about])}#commentaire-{held.pk}")
    context = {"comment": held, "text": text, "fault": fault, "mine": held.person_id == request.user.pk}
    return render(request, "workspace/together/correct.html", context, status=422 if fault else 200)


@opened_by(reads_comment, methods=("POST",))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    held: Comment = comment_of(request, pk)
    try:
        withdraw_comment(by_of(request), held)
    except TandemError as error:
        return shown(request, held.about, 422, comment_fault=str(error))
    messages.success(request, _("Votre commentaire est retiré."))
    return back(request, held.about, "#commentaires")
