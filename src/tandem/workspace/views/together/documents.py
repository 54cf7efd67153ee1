"""Documents: attach, add a version, withdraw, and give the file to whoever may have it."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tandem.core.access import opened_by
from tandem.core.errors import TandemError
from tandem.documents import storing
from tandem.documents.models import Document, Version
from tandem.documents.usecases import Arrival, add_document, add_version, receive, withdraw_document
from tandem.workspace.forms_together import DocumentForm, FileForm
from tandem.workspace.views.together.objects import back, by_of, shown
from tandem.workspace.views.together.rules import reads_document, reads_file, reads_object


def _received(form: FileForm) -> Arrival:
    """Take in the file of a form.

    Raises
    ------
    TandemError
        The form or the file is not as it should be.
    """
    if not form.is_valid():
        raise TandemError(" ".join(error for errors in form.errors.values() for error in errors))
    sent: UploadedFile = form.cleaned_data["file"]
    return receive(sent.name or "", sent.chunks())


@opened_by(reads_object, methods=("POST",))
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    try:
        by = by_of(request)
        arrival = _received(form)
        chosen = {name: form.cleaned_data[name] for name in ("title", "visibility", "retention")}
        document = add_document(by, reference, arrival, **chosen)
    except TandemError as error:
        return shown(request, reference, 422, refused_document=form, document_fault=str(error))
    messages.success(request, _told(document.latest))
    return back(request, reference, "#documents")


@opened_by(reads_document, methods=("POST",))
def version(request: HttpRequest, pk: int) -> HttpResponse:
    document = Document.objects.get(pk=pk)
    try:
        added = add_version(by_of(request), document, _received(FileForm(request.POST, request.FILES)))
    except TandemError as error:
        return shown(request, document.about, 422, document_fault=str(error))
    messages.success(request, _told(added))
    return back(request, document.about, "#documents")


def _told(version: Version) -> str:
    if version.state == "waiting":
        return _("Le fichier est reçu. L’antivirus ne répond pas : il reste en attente d’analyse, pour vous seul.")
    return _("Le document est joint.") if version.number == 1 else _("La version %d est jointe.") % version.number


@opened_by(reads_document, methods=("POST",))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    document = Document.objects.get(pk=pk)
    try:
        withdraw_document(by_of(request), document, reason=request.POST.get("reason", ""))
    except TandemError as error:
        return shown(request, document.about, 422, document_fault=str(error))
    messages.success(request, _("Le document est retiré."))
    return back(request, document.about, "#documents")


@opened_by(reads_file)
def file(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """Give a file to keep, never to show: nothing that people send is a page of this site."""
    held = Version.objects.filter(document__reference=document, number=number).first()
    if held is None or not held.open_to(request.user if request.signed_in else None):
        raise Http404
    path = storing.path_of(held.digest)
    if not path.is_file():
        raise Http404
    text = held.format.media.startswith("text/")
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=held.name,
        content_type="application/octet-stream" if text else held.format.media,
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
