"""What is typed about people, mandates and organisations, and what a form can refuse by itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem import programme
from tandem.accounts.finding import find_organisation
from tandem.accounts.models import Organisation
from tandem.accounts.usecases import numbers_of
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.places.models import Department, Region
from tandem.workspace.forms import DAYS


def day(label: Any, **more: Any) -> forms.DateField:
    wrong = {"invalid": gettext_lazy("Écrire une date, par exemple 16/09/2026.")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages=wrong, validators=DAYS, **more)


def reason(label: Any, hint: Any = "") -> forms.CharField:
    missing = {"required": gettext_lazy("Dire pourquoi : le motif est gardé au journal.")}
    hint = hint or gettext_lazy("Gardé au journal pour toujours : n’y écrire le nom de personne.")
    return forms.CharField(
        label=label, help_text=hint, max_length=200, widget=forms.Textarea(attrs={"rows": 3}), error_messages=missing
    )


class OrganisationField(forms.CharField):
    """An organisation by its number or its name."""

    def __init__(self, **more: Any) -> None:
        hint = gettext_lazy("Son SIREN, son SIRET ou son nom.")
        super().__init__(**({"label": gettext_lazy("Organisation"), "help_text": hint, "max_length": 200} | more))

    def clean(self, value: Any) -> Organisation | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return find_organisation(typed)
        except TandemError as error:
            raise forms.ValidationError(str(error)) from error


class ReasonForm(forms.Form):
    """A reason, and nothing else."""

    reason = reason(gettext_lazy("Motif"))


class TermsForm(forms.Form):
    """The terms of a mandate, once its role is chosen: for whom, over what, between which days, by which act."""

    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique"),
        error_messages={"invalid": gettext_lazy("Ce n’est pas une adresse électronique.")},
    )
    organisation = OrganisationField()
    scope = forms.ChoiceField(label=gettext_lazy("Périmètre"))
    first = day(gettext_lazy("Premier jour"))
    last = day(gettext_lazy("Dernier jour"), required=False, help_text=gettext_lazy("Vide : sans terme."))
    ground = forms.CharField(
        label=gettext_lazy("Fondement"),
        help_text=gettext_lazy("Délibération, arrêté, lettre de mission, avec sa date."),
        max_length=200,
        error_messages={"required": gettext_lazy("Dire le fondement : délibération, arrêté, lettre de mission.")},
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], fixed: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scope"].choices = scopes
        for name in fixed if scopes else (*fixed, "scope"):
            del self.fields[name]
        self.fields["first"].initial = today()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("Le dernier jour ne précède pas le premier."))
        return values


class EndForm(forms.Form):
    """When a mandate ends, and why."""

    last = day(gettext_lazy("Dernier jour"))
    reason = reason(gettext_lazy("Motif"))


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    number = forms.CharField(
        label=gettext_lazy("SIREN ou SIRET"), help_text=gettext_lazy("9 ou 14 chiffres, avec ou sans espaces."),
        max_length=30,
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Nature"))
    seat = forms.ChoiceField(
        label=gettext_lazy("Siège"),
        required=False,
        help_text=gettext_lazy(
            "Le département où elle se trouve, ou sa région : qui en est responsable la trouvera là."
        ),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(each.code, each.name) for each in programme.current().organisation_kinds]
        regions = [(f"r{pk}", name) for pk, name in Region.objects.order_by("name").values_list("pk", "name")]
        rows = Department.objects.order_by("name").values_list("pk", "name")
        departments = [(f"d{pk}", f"{name} ({pk})") for pk, name in rows]
        self.fields["seat"].choices = [("", _("non dit")), *regions, *departments]

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        try:
            if typed.strip():
                numbers_of(typed)
        except TandemError as error:
            raise forms.ValidationError(str(error)) from error
        return typed

    @property
    def where(self) -> dict[str, Region | Department | None]:
        """The region and the department of the seat chosen."""
        seat = self.cleaned_data["seat"]
        department = (
            Department.objects.select_related("region").filter(pk=seat[1:]).first() if seat[:1] == "d" else None
        )
        region = Region.objects.filter(pk=seat[1:]).first() if seat[:1] == "r" else None
        return {"region": region, "department": department}


class CorrectionForm(OrganisationForm):
    """A correction, the state that it corrects, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason(gettext_lazy("Motif de la correction"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["number"].required = False


class LinkForm(forms.Form):
    """A part of an enterprise held by another."""

    way = forms.ChoiceField(
        label=gettext_lazy("Sens"),
        choices=[("held", gettext_lazy("est détenue par")), ("holder", gettext_lazy("détient une part de"))],
    )
    other = OrganisationField(label=gettext_lazy("L’autre entreprise"))
    share = forms.DecimalField(
        label=gettext_lazy("Part, en %"), min_value=Decimal("0.01"), max_value=Decimal(100), decimal_places=2,
        localize=True, help_text=gettext_lazy("Plus de 50 : liées ; de 25 à 50 : partenaires."),
        error_messages={"min_value": gettext_lazy("Une part détenue va de 0 à 100 %%."),
                        "max_value": gettext_lazy("Une part détenue va de 0 à 100 %%.")},
    )  # fmt: skip
    first = day(gettext_lazy("À partir du"), initial=dt.date.today)
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("Comptes déposés, déclaration du groupe…")
    )


class MergeForm(forms.Form):
    """The organisation that stands for the duplicate."""

    into = OrganisationField(label=gettext_lazy("Organisation qui reste"))


class JoinForm(forms.Form):
    """Which organisation one asks to join."""

    organisation = OrganisationField()
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Vos fonctions, ce que vous venez faire : qui répond ne vous connaît peut-être pas."),
    )


class ArrivalForm(forms.Form):
    """Who arrives by an invitation."""

    first_name = forms.CharField(
        label=gettext_lazy("Prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=gettext_lazy("Nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password1 = forms.CharField(
        label=gettext_lazy("Mot de passe"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label=gettext_lazy("Le même, une seconde fois"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        if self.cleaned_data.get("password1") != self.cleaned_data["password2"]:
            raise forms.ValidationError(_("Les deux mots de passe diffèrent."))
        return self.cleaned_data["password2"]
