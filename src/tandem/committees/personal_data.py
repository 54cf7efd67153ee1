"""What is kept about somebody here: how they voted and what they declared, which proves what was decided."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.accounts.about_people import tells
from tandem.accounts.models import Person
from tandem.committees.models import Interest, Vote


@tells("votes", _("Voix exprimées"))
def _votes(person: Person) -> list[dict[str, Any]]:
    rows = Vote.objects.filter(cast_by__person=person).select_related("item__meeting").order_by("pk")
    return [
        {
            "item": each.item.title,
            "day": each.item.meeting.day,
            "choice": each.choice,
            "summary": f"{each.item.title} : {each.get_choice_display()}",
        }
        for each in rows
    ]


@tells("interests", _("Conflits d’intérêts déclarés"))
def _interests(person: Person) -> list[dict[str, Any]]:
    rows = Interest.objects.filter(person=person).select_related("item").order_by("pk")
    return [{"item": each.item.title, "ground": each.ground, "summary": each.item.title} for each in rows]
