"""Documents as others point to them: they lie where their object does, and are read by who may read it."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts import objects
from tandem.accounts.objects import EVERYBODY, Found, holds
from tandem.documents.models import Document, Visibility


def _every() -> Iterable[str]:
    return map(str, Document.objects.filter(withdrawn_at__isnull=True).values_list("pk", flat=True))


@holds("document", label=_("document"), reads="territories.follow", every=_every)
def _documents(keys: Collection[str]) -> dict[str, Found]:
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = list(Document.objects.filter(pk__in=wanted, withdrawn_at__isnull=True))
    held = objects.find({row.about for row in rows})
    return {str(row.pk): found_at(row, held[row.about]) for row in rows if row.about in held}


def found_at(document: Document, about: Found) -> Found:
    """Return a document as an object, from the object that it is attached to."""
    public = document.visibility == Visibility.PUBLIC
    internal = document.visibility == Visibility.INTERNAL
    return Found(
        document.title,
        about.place,
        reverse("workspace:object", args=[document.about]) + "#documents",
        about.name,
        reads=EVERYBODY if public else objects.operation_of(document.about, about),
        only_for=str(document.organisation_id) if internal else "" if public else about.only_for,
        closed_to=about.closed_to,
    )


def readable_about(reference: str, about: Found, acting: objects.Acting | None) -> list[Document]:
    """Return the documents of an object that somebody may read, the latest first (two queries)."""
    return [
        each
        for each in Document.objects.about([reference])
        if objects.may_read(acting, f"document:{each.pk}", found_at(each, about))
    ]
