"""allauth's forms where their words or their defaults are not ours; the days that forms take."""

import datetime as dt
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

_OUT = _("Écrire une date entre 1900 et 2199.")
DAYS = (MinValueValidator(dt.date(1900, 1, 1), _OUT), MaxValueValidator(dt.date(2199, 12, 31), _OUT))
"""Nothing of a programme lies outside, and the day after the last one that Python knows does not exist."""


class AddKeyForm(AddWebAuthnForm):
    """A key to add; it opens the account by itself unless one says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom de la clé")
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Me connecter avec elle, sans mot de passe")
        passwordless.help_text = _("L’appareil demandera l’empreinte, le visage ou son code.")
        passwordless.initial = True
