"""allauth's forms where their words or their defaults are not ours."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):
    """A key to add; it opens the account by itself unless one says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom de la clé")
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Me connecter avec elle, sans mot de passe")
        passwordless.help_text = _("L’appareil demandera l’empreinte, le visage ou son code.")
        passwordless.initial = True
