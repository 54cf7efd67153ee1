"""What is kept about somebody here: what they wrote, which stays when they are erased, under no name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.accounts.about_people import tells
from tandem.accounts.models import Person


@tells("comments", _("Commentaires écrits"))
def _comments(person: Person) -> list[dict[str, Any]]:
    wanted = ("about", "text", "written_at", "withdrawn_at")
    return [each | {"summary": each["text"]} for each in person.comments.order_by("pk").values(*wanted)]
