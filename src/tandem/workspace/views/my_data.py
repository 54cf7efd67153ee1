"""One's own data: read, taken away, erased."""

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.access import signed_in
from tandem.accounts.usecases import data_of, erase_myself
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.workspace.presenters import mandates, my_data


@opened_by(signed_in)
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "sections": my_data.sections(data_of(request.user)),
        "mandates": mandates.table(mandates.held_by(request.user), today()),
    }
    return render(request, "workspace/my_data.html", context)


@opened_by(signed_in)
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about oneself, as JSON."""
    text = json.dumps(data_of(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return answer


class ErasureForm(forms.Form):
    """The word that says that it is meant."""

    word = forms.CharField(
        label=gettext_lazy("Écrire le mot EFFACER"),
        help_text=gettext_lazy("Pour être sûr que ce n’est pas une erreur."),
        max_length=20,
    )

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip().upper() != "EFFACER":
            raise forms.ValidationError(_("Écrire EFFACER, ou quitter cette page : rien n’est fait."))
        return self.cleaned_data["word"]


def _erase(request: HttpRequest) -> HttpResponse:
    """Erase one's own account, after a fresh proof of who one is."""
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_myself(request.user)
        except TandemError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Votre compte est effacé. Vos mandats et vos actes restent, sans votre nom."))
            return HttpResponseRedirect(reverse("account_login"))
    context: dict[str, Any] = {
        "form": form,
        "title": _("Effacer mon compte"),
        "submit": _("Effacer mon compte définitivement"),
        "parents": [
            (_("Mon compte"), reverse("workspace:account")),
            (_("Mes données"), reverse("workspace:my_data")),
        ],
        "lead": _(
            "Votre nom, votre adresse et vos moyens de connexion disparaissent, vos mandats prennent fin aujourd’hui. "
            "Le journal garde vos actes sous un numéro sans nom. Rien ne permet de revenir en arrière."
        ),
    }
    return render(request, "workspace/form_page.html", context, status=422 if form.errors else 200)


erase = opened_by(signed_in, methods=("GET", "HEAD", "POST"))(reauthentication_required(_erase))
