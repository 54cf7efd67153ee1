"""Signing in through an OpenID provider, ProConnect's way: the answers are signed, and an account is found by `sub`.

allauth's provider with what it leaves out: a nonce, the signature of the identity token, a user-info that is itself a
signed token, an issuer that must be the one configured. Nothing of the request's own address goes to the provider.

OpenID Connect Core 1.0, sections 3.1.3.7 (identity token) and 5.3.2 (signed user-info); Discovery 1.0, section 4.3.
"""

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from allauth.account.authentication import get_authentication_records
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.crypto import constant_time_compare
from requests import RequestException

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key of the provider. `none` proves nothing, and HS… is a secret that this site holds too."""

KEPT = ("email", "siret")
"""Claims of the user-info that stay in the account."""

LEEWAY = 30
"""Seconds by which the clocks of the two may differ."""


HINT = "tandem_identity"
"""Name in the session of the identity token that opened it."""


class RefusedAnswerError(OAuth2Error):
    """What the provider answered is not believed; the message says why, and quotes nothing of it."""


class Adapter(OpenIDConnectOAuth2Adapter):
    """Reads and checks what the provider answers."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        expected = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != expected:
            raise RefusedAnswerError("the discovery document names another issuer than the one configured")
        return config

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        identity = self._verified(kwargs["response"].get("id_token", ""), app.client_id, ("exp", "iat", "nonce"))
        if not self.nonce or not constant_time_compare(identity["nonce"], self.nonce):
            raise RefusedAnswerError("the identity token answers another request")
        userinfo = self._user_info(token.token, app.client_id)
        if userinfo.get("sub") != identity["sub"]:
            raise RefusedAnswerError("the user-info is of somebody else")
        # For the provider to know whose session ends when this one does; it goes with the session.
        request.session[HINT] = {"provider": self.provider_id, "token": kwargs["response"]["id_token"]}
        data = {"userinfo": userinfo, "id_token": identity}
        return self.get_provider().sociallogin_from_response(request, data)

    def _user_info(self, access_token: str, client_id: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            response.raise_for_status()
        if response.headers.get("content-type", "").split(";")[0].strip() == "application/jwt":
            return self._verified(response.text.strip(), client_id, ())
        answer = response.json()
        if not isinstance(answer, dict):
            raise RefusedAnswerError("the user-info is not an object")
        return answer

    def _verified(self, token: str, client_id: str, also: tuple[str, ...]) -> dict[str, Any]:
        """Return the claims of a token that the provider signed for this site.

        Raises
        ------
        RefusedAnswerError
            It is not signed by one of its keys, is of another issuer, for another site or too old, or lacks a claim.
        """
        config = self.openid_config
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise RefusedAnswerError("the token is not signed by a private key")
            return jwt.decode(
                token,
                self._key(config["jwks_uri"], header.get("kid")),
                algorithms=[header["alg"]],
                audience=client_id,
                issuer=config["issuer"],
                leeway=LEEWAY,
                options={"require": ["iss", "aud", "sub", *also]},
            )
        except jwt.PyJWTError as error:
            raise RefusedAnswerError(f"the token is refused: {type(error).__name__}") from error

    def _key(self, address: str, wanted: str | None) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            response = session.get(address)
            response.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(response.json()).keys
        for key in keys:
            if key.key_id == wanted or (wanted is None and len(keys) == 1):
                return key
        raise RefusedAnswerError("the token is signed by a key that the provider does not publish")


class Provider(OpenIDConnectProvider):
    """Asks the provider, each time with a nonce of its own."""

    oauth2_adapter_class = Adapter
    supports_token_authentication = False

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **_asked: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        return super().redirect(
            request, process, next_url, data,
            scope=self.get_scope(), auth_params={**self.get_auth_params(), "nonce": nonce}, nonce=nonce,
        )  # fmt: skip

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept of the answer: how to recognise it in a list, and the organisation that it proposes."""
        return {"userinfo": {name: data["userinfo"][name] for name in KEPT if name in data["userinfo"]}}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address that a provider tells is no proof here, and changes nothing of the account."""
        return []


class CallbackView(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Provider) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider, or say that it cannot be reached."""
    return _answer(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take somebody back from the provider."""
    return _answer(CallbackView, request, provider_id)


def logout_address(request: HttpRequest) -> str:
    """Return where to end the session that a provider opened, and come back; nothing for another session.

    OpenID Connect RP-Initiated Logout 1.0, section 2. A provider that cannot be reached, or does not offer it, keeps
    nobody from signing out of this site.
    """
    hint = request.session.get(HINT)
    opened_by = {record.get("method") for record in get_authentication_records(request, request.user)}
    if not isinstance(hint, dict) or "socialaccount" not in opened_by:
        return ""
    try:
        adapter = Adapter(request, hint["provider"])
        ends_at = str(adapter.openid_config.get("end_session_endpoint", ""))
    except (SocialApp.DoesNotExist, RequestException, OAuth2Error, KeyError):
        return ""
    if urlsplit(ends_at)[:2] != urlsplit(adapter.get_provider().app.settings["server_url"])[:2]:
        return ""  # nothing but the provider itself is told whose session it was
    back = request.build_absolute_uri(resolve_url(settings.LOGOUT_REDIRECT_URL))
    query = {"id_token_hint": hint["token"], "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(16)}
    return f"{ends_at}{'&' if '?' in ends_at else '?'}{urlencode(query)}"


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, OAuth2Error):
        return render(request, "socialaccount/unreachable.html", status=503)
