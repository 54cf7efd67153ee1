"""Who is told of documents: those who sent earlier versions of one, and who sent a file that the antivirus refused."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tandem.accounts import objects
from tandem.accounts.readers import readers
from tandem.core.journal.notices import To, tells
from tandem.core.models import JournalEntry
from tandem.documents.models import Document, Version


@tells("documents.version_added")
def _new_version(entry: JournalEntry) -> Iterable[To]:
    reference = f"document:{entry.data['document']}"
    found = objects.find([reference]).get(reference)
    if found is None:
        return
    senders = set(Version.objects.filter(document=entry.data["document"]).values_list("person_id", flat=True))
    for person in readers(reference, found, among=senders):
        yield To(person, _("Vous avez déposé une version de ce document."), reference)


@tells("documents.refused")
def _refused(entry: JournalEntry) -> Iterable[To]:
    sent = Version.objects.filter(document=entry.data["document"], number=entry.data["version"]).first()
    if sent is not None and Document.objects.filter(pk=sent.document_id).exists():
        yield To(sent.person_id, _("Vous avez déposé ce fichier : l’antivirus l’a refusé."))
