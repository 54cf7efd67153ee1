"""What is kept about somebody here: that they attached a document, which stays when they are erased."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.accounts.about_people import tells
from tandem.accounts.models import Person
from tandem.documents.models import Document


@tells("documents", _("Documents joints"))
def _documents(person: Person) -> list[dict[str, Any]]:
    wanted = ("about", "title", "visibility", "withdrawn_at")
    rows = Document.objects.filter(person=person).order_by("pk").values(*wanted)
    return [each | {"summary": each["title"]} for each in rows]
