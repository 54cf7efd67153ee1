"""What one does with documents: receive a file, attach it, add a version, withdraw; scan what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import objects
from tandem.accounts.acting import By, RefusedError, refuse_unless
from tandem.accounts.rights import may
from tandem.core import journal
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.saving import save
from tandem.documents import storing
from tandem.documents.checking import checked
from tandem.documents.models import Document, State, Version, Visibility
from tandem.documents.rules import Format, name_as_kept
from tandem.documents.scanning import Scanner, UnreachableError, configured


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was received, checked, scanned and kept, and that nothing points to yet."""

    name: str
    format: Format
    digest: str
    size: int
    state: State


def receive(name: str, pieces: Iterable[bytes], scanner: Scanner | None = None) -> Arrival:
    """Take a file in, before any transaction: nothing waits for a slow visitor or a slow antivirus.

    Raises
    ------
    TandemError
        It is too large, not what its name says, two things at once, or the antivirus found something: nothing is left.
    """
    name = name_as_kept(name)
    arrival, digest, size = storing.received(pieces, settings.TANDEM_UPLOAD_LIMIT)
    try:
        found = checked(name, arrival)
        state = _scanned(arrival, scanner or configured(settings.TANDEM_ANTIVIRUS))
        if state == State.INFECTED:
            raise TandemError(
                _("L’antivirus a refusé ce fichier : rien n’en a été gardé."),
                _("Le faire examiner avant de l’ouvrir de nouveau."),
            )
        storing.keep(arrival, digest)
    finally:
        arrival.unlink(missing_ok=True)
    return Arrival(name, found, digest, size, state)


def _scanned(path: Path, scanner: Scanner | None) -> State:
    if scanner is None:
        return State.UNSCANNED
    try:
        return State.INFECTED if scanner.scan(path).threat else State.CLEAN
    except UnreachableError:
        return State.WAITING


def _about(by: By, reference: str) -> objects.Found:
    """Return the object that one may read, and attach something to.

    Raises
    ------
    NotFoundError
        There is none, or it is out of sight.
    """
    found = objects.readable(by.acting, [reference]).get(reference)
    if found is None:
        raise NotFoundError(_("Cet objet n’existe pas, ou vous ne pouvez pas le lire."))
    refuse_unless(may(by.acting, "comments.write", found.place, programme.current()))
    return found


@transaction.atomic
def add_document(by: By, about: str, arrival: Arrival, *, title: str, visibility: str, retention: str) -> Document:
    """Attach a received file to an object.

    Raises
    ------
    NotFoundError, RefusedError
        The object is out of sight, or one may not attach anything there, or not publish.
    """
    found = _about(by, about)
    if visibility == Visibility.PUBLIC:
        refuse_unless(may(by.acting, "governance.manage", found.place, programme.current()))
    mandate = by.mandate
    document = Document(
        about=about,
        title=" ".join(title.split()) or arrival.name.rpartition(".")[0],
        visibility=visibility,
        retention=retention,
        organisation=mandate.organisation,
        person=mandate.person,
    )
    save(document)
    version = _add(document, by, arrival)
    journal.record("documents.added", actor=by.author, subject=about, **_told(version))
    return document


@transaction.atomic
def add_version(by: By, document: Document, arrival: Arrival) -> Version:
    """Add a version to a document: two people who do so at once each have theirs, one after the other."""
    _mine(by, document)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.withdrawn_at:
        raise TandemError(_("Ce document a été retiré entre-temps."))
    version = _add(locked, by, arrival)
    journal.record("documents.version_added", actor=by.author, subject=locked.about, **_told(version))
    return version


def _told(version: Version) -> dict[str, object]:
    return {"document": version.document_id, "version": version.number, "digest": version.digest}


def _add(document: Document, by: By, arrival: Arrival) -> Version:
    last = document.versions.first()
    if last is not None and last.digest == arrival.digest:
        raise TandemError(_("Cette version est identique à la précédente."))
    version = Version(
        document=document,
        number=last.number + 1 if last else 1,
        digest=arrival.digest,
        name=arrival.name,
        extension=arrival.format.extension,
        size=arrival.size,
        state=arrival.state,
        person=by.mandate.person,
    )
    save(version)
    return version


def _mine(by: By, document: Document) -> None:
    _about(by, document.about)
    if document.organisation_id != by.mandate.organisation_id:
        raise RefusedError(_("Ce document a été déposé pour une autre organisation : elle seule le change."))


@transaction.atomic
def withdraw_document(by: By, document: Document, *, reason: str) -> None:
    """Take a document away from its readers; its file goes with the purge."""
    _mine(by, document)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi ce document est retiré."))
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.withdrawn_at:
        return
    locked.withdrawn_at = timezone.now()
    save(locked)
    journal.record("documents.withdrawn", actor=by.author, subject=locked.about, reason=reason, document=locked.pk)


def scan_waiting(actor: str, scanner: Scanner | None = None, limit: int = 100) -> int:
    """Scan files that wait for the antivirus; return how many it has read. It stops when it is still down."""
    scanner = scanner or configured(settings.TANDEM_ANTIVIRUS)
    read = 0
    for key in list(Version.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            held = Version.objects.select_for_update(skip_locked=True, of=("self",)).select_related("document")
            version = held.filter(pk=key, state=State.WAITING).first()
            if version is None or not storing.path_of(version.digest).is_file():
                continue
            version.state = _scanned(storing.path_of(version.digest), scanner)
            if version.state == State.WAITING:
                break
            version.save(update_fields=["state"])
            told = _told(version) | {"actor": actor, "subject": version.document.about}
            if version.state == State.INFECTED:
                journal.record("documents.refused", **told)
            else:
                journal.record("documents.scanned", **told)
        if version.state == State.INFECTED:
            storing.path_of(version.digest).unlink(missing_ok=True)
        read += 1
    return read
