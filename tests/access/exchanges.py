"""A comment and a document on the territory of the demo."""

import uuid

from tandem.accounts.models import Mandate
from tandem.comments.models import Comment
from tandem.documents.models import Document

ABOUT = "territory:ti-8413"
KEY = uuid.UUID("00000000-0000-4000-8000-000000000002")


def make() -> None:
    mandate = Mandate.objects.get(role="project-manager")
    by = {"about": ABOUT, "person": mandate.person, "organisation": mandate.organisation}
    Comment.objects.create(pk=1, text="fictif", **by)
    Document.objects.create(pk=1, reference=KEY, title="fictif", visibility="object", retention="working", **by)
