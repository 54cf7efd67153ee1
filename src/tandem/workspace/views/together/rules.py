"""Rules of pages about any object: whoever may read it, and nobody learns that there is another."""

from django.http import Http404, HttpRequest

from tandem.accounts import objects
from tandem.accounts.access import signed_in
from tandem.accounts.objects import Found
from tandem.comments.models import Comment
from tandem.core.access import Verdict
from tandem.documents.models import Document, Visibility


def object_of(request: HttpRequest, reference: str) -> Found | None:
    """Return an object that the reader may read; asked once for each request."""
    known = request.__dict__.setdefault("objects_read", {})
    if reference not in known:
        known[reference] = objects.readable(request.acting, [reference]).get(reference)
    return known[reference]


def reads_object(request: HttpRequest) -> Verdict:
    """Whoever may read the object of the address."""
    return _reads(request, request.resolver_match.kwargs["reference"])


def reads_comment(request: HttpRequest) -> Verdict:
    """Whoever may read the comment of the address."""
    return _reads(request, f"comment:{request.resolver_match.kwargs['pk']}")


def reads_document(request: HttpRequest) -> Verdict:
    """Whoever may read the document of the address."""
    return _reads(request, f"document:{request.resolver_match.kwargs['pk']}")


def reads_file(request: HttpRequest) -> Verdict:
    """Whoever may read the document of a file: everybody, when it is public."""
    reference = request.resolver_match.kwargs["document"]
    held = Document.objects.filter(reference=reference, withdrawn_at__isnull=True).first()
    if held is not None and held.visibility == Visibility.PUBLIC:
        return Verdict(True)
    return _reads(request, f"document:{held.pk}" if held else "")


def _reads(request: HttpRequest, reference: str) -> Verdict:
    known = signed_in(request)
    if not known:
        return known
    if object_of(request, reference) is None:
        raise Http404
    return Verdict(True)


def comment_of(request: HttpRequest, pk: int) -> Comment:
    """Return a comment that the rule let through."""
    return Comment.objects.select_related("organisation", "person").get(pk=pk)
