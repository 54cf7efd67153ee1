"""What Tandem wants otherwise than allauth: no open sign-up, French typography, secrets kept under a key."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from tandem.core.typography import french

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account comes with an invitation, never by asking for it."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only this very host: not every other one that the same program may serve."""
        here = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, here, require_https=self.request.is_secure())

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """What allauth says after an act, on the next page; nothing about coming and going, which the page shows."""
        template = kwargs.get("message_template") or (args[2] if len(args) > 2 else "")
        if not str(template).endswith(("logged_in.txt", "logged_out.txt")):
            super().add_message(*args, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Guessing is slowed down, and written down: whose account it was about, never what was typed."""
        from tandem.workspace import signing_in_journal

        super().authentication_failed(request, **credentials)
        signing_in_journal.refused(str(credentials.get("email") or credentials.get("username") or ""))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Signing out of a session that a provider opened signs out there too (OpenID Connect RP-Initiated Logout)."""
        from tandem.workspace import openid

        return openid.logout_address(request) or super().get_logout_redirect_url(request)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        message = super().render_mail(*args, **kwargs)
        message.subject, message.body = french(message.subject), french(message.body)
        return message


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors. What an authenticator shares with the site is kept encrypted: a copy of the database does not
    give it away."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts of an OpenID provider: they open the account that their owner has tied them to, and make none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *, exception: Exception | None = None, **_more: Any
    ) -> None:
        """Tell the operator why; only our own words, since other messages quote what was exchanged."""
        from tandem.workspace.openid import RefusedAnswerError

        own = exception is None or isinstance(exception, RefusedAnswerError)
        why = exception or "cancelled, or an answer to no question of this browser"
        logger.warning(
            "sign-in through %s refused: %s", provider.app.provider_id, why if own else type(exception).__name__
        )


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Where one is signed in."""

    def end_sessions(self, sessions: Any) -> None:
        from tandem.workspace import signing_in_journal

        sessions = list(sessions)
        super().end_sessions(sessions)
        if sessions:
            signing_in_journal.sessions_ended(sessions[0].user, len(sessions))


def _keys() -> MultiFernet:
    """The keys drawn from the site's secret: the one of today writes, earlier ones still read."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"tandem second factor {secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
