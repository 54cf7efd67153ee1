"""Comments and documents of an object, as its page shows them."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse

from tandem import programme
from tandem.accounts.models import Mandate, Person
from tandem.accounts.objects import Found
from tandem.accounts.readers import readers
from tandem.accounts.rights import Acting, may
from tandem.comments.models import Comment
from tandem.comments.objects import readable_about as comments_about
from tandem.core.typography import octets
from tandem.documents.models import Document, State, Version, Visibility
from tandem.documents.objects import readable_about as documents_about

PEOPLE = 40
"""People whom one may choose to tell, those nearest to the object first."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom one may tell, and for whom they act."""

    key: int
    name: str
    organisation: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment, with what its reader may do with it."""

    comment: Comment
    mine: bool
    correctable: bool
    mentioned: list[str] = field(default_factory=list)

    @property
    def earlier(self) -> list:
        return list(self.comment.wordings.all())


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version: where its file is, unless the reader may not have it yet."""

    version: Version
    href: str
    size: str

    @property
    def state(self) -> str:
        """What to say of its safety; nothing of a file that was read and is clean."""
        return "" if self.version.state == State.CLEAN else str(State(self.version.state).label)


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document, its versions, and whether the reader may change it."""

    document: Document
    versions: list[VersionShown]
    mine: bool

    @property
    def visibility(self) -> str:
        return str(Visibility(self.document.visibility).label)


def may_write(acting: Acting | None, found: Found) -> bool:
    return bool(may(acting, "comments.write", found.place, programme.current()))


def may_publish(acting: Acting | None, found: Found) -> bool:
    return bool(may(acting, "governance.manage", found.place, programme.current()))


def comments(reference: str, found: Found, acting: Acting | None, now: dt.datetime, me: Person) -> list[CommentShown]:
    """Return the comments of an object that somebody may read (three queries)."""
    return [
        CommentShown(
            comment=each,
            mine=each.person_id == me.pk and each.withdrawn_at is None,
            correctable=each.correctable_by(me, now),
            mentioned=[person.full_name for person in each.mentioned.all()],
        )
        for each in comments_about(reference, found, acting)
    ]


def people(reference: str, found: Found, acting: Acting, chosen: set[int] = frozenset()) -> list[Reader]:
    """Return whom one may tell of a comment (one query)."""
    held: dict[int, Mandate] = readers(reference, found, limit=3 * PEOPLE)
    return [
        Reader(person, mandate.person.full_name, mandate.organisation.name, person in chosen)
        for person, mandate in list(held.items())[: PEOPLE + 1]
        if person != acting.person
    ]


def documents(reference: str, found: Found, acting: Acting | None, me: Person) -> list[DocumentShown]:
    """Return the documents of an object that somebody may read (three queries)."""
    return [document_shown(each, acting, me) for each in documents_about(reference, found, acting)]


def document_shown(document: Document, acting: Acting | None, me: Person) -> DocumentShown:
    mine = acting is not None and document.organisation_id == acting.organisation
    return DocumentShown(document, [_version(document, each, me) for each in document.versions.all()], mine)


def _version(document: Document, version: Version, me: Person) -> VersionShown:
    href = reverse("workspace:file", args=[document.reference, version.number]) if version.open_to(me) else ""
    return VersionShown(version, href, octets(version.size))
