"""Forms of committees: a meeting, an item, its matter and object."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.workspace.forms import DAYS

ZONES = (
    ("Europe/Paris", _("Hexagone et Corse")), ("America/Guadeloupe", _("Guadeloupe")),
    ("America/Martinique", _("Martinique")), ("America/Cayenne", _("Guyane")),
    ("Indian/Reunion", _("La Réunion")), ("Indian/Mayotte", _("Mayotte")), ("Pacific/Noumea", _("Nouvelle-Calédonie")),
)  # fmt: skip
REQUIRED = {"required": _("Ce champ est à remplir.")}


class MeetingForm(forms.Form):
    day = forms.DateField(
        validators=DAYS, error_messages=REQUIRED | {"invalid": _("Écrire une date comme 2026-12-15.")}
    )
    hour = forms.TimeField(error_messages=REQUIRED | {"invalid": _("Écrire une heure comme 14:30.")})
    minutes_long = forms.IntegerField(
        min_value=15, max_value=600, initial=120, error_messages=REQUIRED | {"invalid": _("Un nombre de minutes.")}
    )
    time_zone = forms.ChoiceField(choices=ZONES, initial="Europe/Paris")
    place = forms.CharField(max_length=200, required=False)
    video = forms.URLField(
        max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": _("Écrire une adresse qui commence par https://.")},
    )  # fmt: skip
    reason = forms.CharField(max_length=300, required=False)
    version = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not found.get("place") and not found.get("video") and "video" not in self.errors:
            self.add_error("place", _("Donner un lieu, ou une adresse de visioconférence."))
        return found


class PlanForm(MeetingForm):
    committee = forms.CharField(error_messages={"required": _("Choisir le comité.")})


class ItemForm(forms.Form):
    title = forms.CharField(max_length=200, error_messages=REQUIRED)
    question = forms.CharField(max_length=2000, error_messages=REQUIRED)
    proposal = forms.CharField(max_length=4000, error_messages=REQUIRED)
    documents = forms.CharField(max_length=2000, required=False)
    version = forms.IntegerField(required=False)


class NewItemForm(ItemForm):
    matter = forms.CharField(error_messages={"required": _("Choisir la matière.")})
    about = forms.CharField(required=False, max_length=120)


def started(meeting: Any) -> dict[str, Any]:
    """What a form of a meeting begins with."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
    return {
        "day": local.date().isoformat(), "hour": f"{local:%H:%M}", "minutes_long": meeting.minutes_long,
        "time_zone": meeting.time_zone, "place": meeting.place, "video": meeting.video, "version": meeting.version,
    }  # fmt: skip


def values(form: forms.Form) -> dict[str, Any]:
    """What the fields show: what was typed, or what the form begins with."""
    return {name: form[name].value() or "" for name in form.fields}


def errors(form: forms.Form) -> dict[str, str]:
    """The messages beside the fields."""
    return {name: " ".join(map(str, form.errors.get(name, ()))) for name in (*form.fields, "reason")}
