"""What is kept for somebody alone: their notices, the messages sent to them, how they wish to be told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.accounts.about_people import forgets, tells
from tandem.accounts.models import Person
from tandem.notifications.models import Message, Notice, Preference, Visit


@tells("notices", _("Avis reçus"))
def _notices(person: Person) -> list[dict[str, Any]]:
    wanted = ("entry_id", "why", "at", "read_at")
    rows = Notice.objects.filter(person=person).order_by("pk").values(*wanted)
    return [each | {"summary": each["why"]} for each in rows]


@forgets
def _all(person: Person) -> None:
    for model in (Notice, Message, Preference, Visit):
        model.objects.filter(person=person).delete()
