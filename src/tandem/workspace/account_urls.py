"""allauth's pages, at French addresses, each with the rule that opens it.

Those that it offers and that are not listed here (sign-in by a code, telephone numbers…) do not exist for Tandem.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path, re_path

from tandem.accounts.access import signed_in, whoever
from tandem.core.access import READING, Rule, View, opened_by
from tandem.workspace import openid

FORM = (*READING, "POST")


def opened(route: str, view: View, name: str, rule: Rule) -> URLPattern:
    return path(route, opened_by(rule, FORM)(view), name=name)


urlpatterns = [
    # Coming and going.
    opened("connexion/", account.login, "account_login", whoever),
    opened("deconnexion/", account.logout, "account_logout", whoever),
    opened("inscription/", account.signup, "account_signup", whoever),
    opened("suspendu/", account.account_inactive, "account_inactive", whoever),
    opened("confirmation/", account.reauthenticate, "account_reauthenticate", signed_in),
    # The address.
    opened("adresse/", account.email, "account_email", signed_in),
    opened("adresse/a-verifier/", account.email_verification_sent, "account_email_verification_sent", whoever),
    opened("adresse/a-verifier/<str:key>/", account.confirm_email, "account_confirm_email", whoever),
    # The password.
    opened("mot-de-passe/", account.password_change, "account_change_password", signed_in),
    opened("mot-de-passe/premier/", account.password_set, "account_set_password", signed_in),
    opened("mot-de-passe/oublie/", account.password_reset, "account_reset_password", whoever),
    opened("mot-de-passe/oublie/envoye/", account.password_reset_done, "account_reset_password_done", whoever),
    opened(
        "mot-de-passe/oublie/fait/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        whoever,
    ),
    # allauth writes both parts of the key as one word.
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        opened_by(whoever, FORM)(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    # The second factor.
    opened("second-facteur/", second_factor.index, "mfa_index", signed_in),
    opened("second-facteur/demande/", second_factor.authenticate, "mfa_authenticate", whoever),
    opened("second-facteur/confirmation/", second_factor.reauthenticate, "mfa_reauthenticate", signed_in),
    opened("second-facteur/application/activer/", totp.activate_totp, "mfa_activate_totp", signed_in),
    opened("second-facteur/application/retirer/", totp.deactivate_totp, "mfa_deactivate_totp", signed_in),
    opened("second-facteur/secours/", recovery.view_recovery_codes, "mfa_view_recovery_codes", signed_in),
    opened("second-facteur/secours/tirer/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes", signed_in),
    opened(
        "second-facteur/secours/codes.txt", recovery.download_recovery_codes, "mfa_download_recovery_codes", signed_in
    ),
    opened("second-facteur/cles/", webauthn.list_webauthn, "mfa_list_webauthn", signed_in),
    opened("second-facteur/cles/ajouter/", webauthn.add_webauthn, "mfa_add_webauthn", signed_in),
    opened("second-facteur/cles/connexion/", webauthn.login_webauthn, "mfa_login_webauthn", whoever),
    opened(
        "second-facteur/cles/confirmation/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", signed_in
    ),
    opened("second-facteur/cles/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn", signed_in),
    opened("second-facteur/cles/<int:pk>/retirer/", webauthn.remove_webauthn, "mfa_remove_webauthn", signed_in),
    # Where one is signed in.
    opened("sessions/", sessions.list_usersessions, "usersessions_list", signed_in),
    # The OpenID provider, when one is configured.
    opened("fournisseurs/", social.connections, "socialaccount_connections", signed_in),
    opened("fournisseurs/annule/", social.login_cancelled, "socialaccount_login_cancelled", whoever),
    opened("fournisseurs/erreur/", social.login_error, "socialaccount_login_error", whoever),
    opened("fournisseurs/inscription/", social.signup, "socialaccount_signup", whoever),
    opened("fournisseurs/<slug:provider_id>/", openid.login, "openid_connect_login", whoever),
    opened("fournisseurs/<slug:provider_id>/retour/", openid.callback, "openid_connect_callback", whoever),
]
