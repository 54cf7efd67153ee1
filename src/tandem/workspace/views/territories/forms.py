"""What people type about territories: fields, their words and what they are turned into."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem import programme
from tandem.accounts.models import Mandate, Organisation
from tandem.accounts.scopes import ScopeKind
from tandem.core.clock import today
from tandem.places.models import Region
from tandem.territories.models import Agreement, Party, Phase, Territory
from tandem.territories.placing import places_of
from tandem.workspace.forms import DAYS

CENTS = 100
CHOOSE = _("choisir")


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), validators=DAYS, **more)


def _text(label: Any, rows: int = 5, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Organisations(forms.ModelChoiceField):
    """An organisation among those of some kinds."""

    def __init__(self, *, kinds: Iterable[str] = (), **more: Any) -> None:
        found = Organisation.objects.current()
        super().__init__(found.filter(kind__in=kinds) if kinds else found, empty_label=CHOOSE, **more)


class Reason(forms.Form):
    reason = _text(_("Motif"), rows=3)


class NewPost(forms.Form):
    employer = forms.ModelChoiceField(Organisation.objects.none(), label=_("Employeur"), empty_label=CHOOSE)
    rate = forms.DecimalField(label=_("Taux du financeur, en %"), min_value=0, max_value=100, decimal_places=2)
    cap = forms.DecimalField(label=_("Plafond pour toute la durée, en €"), min_value=0, decimal_places=2)
    working_time = forms.IntegerField(label=_("Temps de travail, en %"), min_value=1, max_value=100, initial=100)
    first = _date(_("Premier jour financé"))
    last = _date(_("Dernier jour financé"))
    recruitment_opened_on = _date(_("Recrutement ouvert le"), required=False)

    def __init__(self, territory: Territory, *args: Any, **more: Any) -> None:
        held = programme.current()
        phase = next((each for each in held.phases if each.code == territory.phase_id), None)
        funding = phase.posts if phase else None
        initial = {
            "rate": funding.rate / CENTS if funding and funding.rate else None,
            "cap": funding.cap // CENTS if funding and funding.cap else None,
        }
        super().__init__(*args, initial=initial, **more)
        kinds = held.role(held.governance.manager).kinds
        self.fields["employer"].queryset = Organisation.objects.current().filter(kind__in=kinds)

    def clean_rate(self) -> int:
        return int(self.cleaned_data["rate"] * CENTS)

    def clean_cap(self) -> int:
        return int(self.cleaned_data["cap"] * CENTS)


class Recruitment(forms.Form):
    on = _date(_("Recrutement ouvert le"))


class Hold(forms.Form):
    mandate = forms.ModelChoiceField(Mandate.objects.none(), label=_("Mandat de chef de projet"), empty_label=CHOOSE)
    first = _date(_("Premier jour"))
    last = _date(_("Dernier jour, s’il est connu"), required=False)

    def __init__(self, territory: Territory, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["mandate"]
        field.queryset = Mandate.objects.filter(
            role=programme.current().governance.manager, scope_kind=ScopeKind.TERRITORY, scope_code=territory.pk
        ).select_related("person", "organisation")
        field.label_from_instance = lambda mandate: f"{mandate.person.full_name}, {mandate.organisation.name}"


class Until(Reason):
    last = _date(_("Dernier jour"))
    field_order = ("last", "reason")


class Report(forms.Form):
    first_day = _date(_("Premier jour de la période"))
    last_day = _date(_("Dernier jour de la période"))
    done = _text(_("Ce qui a été fait"))
    planned = _text(_("Ce qui vient"), required=False)
    hurdles = _text(_("Ce qui bloque"), required=False)
    companies_met = forms.IntegerField(label=_("Entreprises rencontrées"), min_value=0)
    actions_followed = forms.IntegerField(label=_("Actions suivies"), min_value=0)
    invoiced = forms.DecimalField(label=_("Coût salarial facturé, en €"), min_value=0, decimal_places=2)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_invoiced(self) -> int:
        return int(self.cleaned_data["invoiced"] * CENTS)


class NewAgreement(forms.Form):
    kind = forms.ChoiceField(label=_("Nature"))
    title = forms.CharField(label=_("Intitulé"), max_length=200)
    amends = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Acte modifié"), required=False, empty_label=_("aucun")
    )

    def __init__(self, territory: Territory, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(each.code, each.name) for each in programme.current().governance.agreements]
        self.fields["amends"].queryset = territory.agreements.filter(state=Agreement.State.SIGNED)
        self.fields["amends"].help_text = _("Pour un avenant : il part du texte et des parties de l’acte modifié.")


class EditAgreement(forms.Form):
    title = forms.CharField(label=_("Intitulé"), max_length=200)
    starts = _date(_("Prend effet le"), required=False)
    ends = _date(_("Prend fin le"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, chapters: list[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.chapters = {f"chapter-{rank}": title for rank, title in enumerate(chapters)}
        for name, title in self.chapters.items():
            self.fields[name] = _text(title, rows=8, required=False)

    @property
    def sections(self) -> dict[str, str]:
        return {title: self.cleaned_data[name] for name, title in self.chapters.items()}


class PartyForm(forms.Form):
    organisation = Organisations(label=_("Organisation"))
    capacity = forms.ChoiceField(label=_("Qualité de la partie"), choices=Party.Capacity.choices)
    person = forms.ChoiceField(
        label=_("Qui signe"), required=False, help_text=_("Les personnes qui agissent pour elle sur ce territoire.")
    )
    signatory = forms.CharField(label=_("Ou son nom"), max_length=160, required=False)
    quality = forms.CharField(
        label=_("Fonction"), max_length=160, required=False, help_text=_("président, préfet, directeur")
    )
    deliberation = forms.CharField(label=_("Délibération n°"), max_length=80, required=False)
    deliberated_on = _date(_("Délibérée le"), required=False)
    power = forms.CharField(
        label=_("Pouvoir"), max_length=200, required=False, help_text=_("statuts, arrêté, délégation de signature")
    )

    def __init__(self, territory: Territory, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.mandates = list(_signatories(territory))
        people = {each.person_id: f"{each.person.full_name}, {each.organisation.name}" for each in self.mandates}
        other = _("quelqu’un d’autre, écrit ci-dessous")
        self.fields["person"].choices = [("", other), *((str(key), name) for key, name in people.items())]

    def clean(self) -> dict[str, Any]:
        """Whoever is chosen acts for the organisation; a name is then not typed beside it."""
        said = super().clean()
        chosen, organisation = said.get("person"), said.get("organisation")
        said["person"] = None
        if chosen and organisation:
            its = (each.person for each in self.mandates if each.organisation_id == organisation.pk)
            said["person"] = next((person for person in its if str(person.pk) == chosen), None)
            if said["person"] is None:
                self.add_error("person", _("Cette personne n’agit pas pour cette organisation."))
            elif said.get("signatory"):
                self.add_error("signatory", _("Choisir une personne, ou écrire un nom, pas les deux."))
        return said


def _signatories(territory: Territory) -> Iterable[Mandate]:
    """Mandates of today over a territory, or over what holds it, whose holders may sign for their organisation."""
    place = places_of([territory.pk])[territory.pk]
    within = (
        Q(scope_kind=ScopeKind.NATION)
        | Q(scope_kind=ScopeKind.TERRITORY, scope_code=territory.pk)
        | Q(scope_kind=ScopeKind.DEPARTMENT, scope_code__in=place.departments)
        | Q(scope_kind=ScopeKind.REGION, scope_code__in=place.regions)
        | Q(scope_kind=ScopeKind.ORGANISATION)
    )
    found = Mandate.objects.exercised_on(today()).filter(within)
    parties = Party.objects.filter(agreement__territory=territory).values("organisation")
    found = found.exclude(Q(scope_kind=ScopeKind.ORGANISATION) & ~Q(organisation__in=parties))
    return found.order_by("person__last_name", "person__first_name", "pk")


class Signature(forms.Form):
    on = _date(_("Signé par toutes les parties le"), initial=dt.date.today)


class Copy(forms.Form):
    file = forms.FileField(
        label=_("Exemplaire signé et numérisé"),
        help_text=_("PDF, PNG ou JPEG, 40 Mo au plus. Le code de chaque page dit de quel acte il s’agit."),
    )


class NewCandidacy(forms.Form):
    name = forms.CharField(label=_("Nom du territoire"), max_length=200)
    phase = forms.ModelChoiceField(Phase.objects.order_by("-validity"), label=_("Phase"), empty_label=None)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Région"), empty_label=None)
    lead = Organisations(label=_("Chef de file"), kinds=("intermunicipality", "association"))
    filed_on = _date(_("Déposée le"))
    members = _text(
        _("Membres"), help_text=_("Un par ligne : SIREN d’une intercommunalité, ou code d’une commune isolée.")
    )

    def __init__(self, regions: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["region"].queryset = regions

    def clean_members(self) -> list[str]:
        return self.cleaned_data["members"].replace(",", " ").replace(";", " ").split()
