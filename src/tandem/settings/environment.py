"""Reads settings from the environment, with messages that name the variable."""

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
import platformdirs
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent
DATABASE_FORM = "postgresql://utilisateur:secret@hôte:5432/base"
TRUE, FALSE = {"1", "true", "yes", "on", "oui"}, {"0", "false", "no", "off", "non", ""}


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no variable; anything else than a clear yes or no is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} : attendu 1 ou 0.")


def required(name: str, why: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Variable d’environnement {name} absente : {why}")
    return value


def words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def whole(name: str, default: int, least: int, most: int) -> int:
    """Read a whole number between two others."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name}={text!r} : attendu un nombre entier de {least} à {most}.")
    return int(text)


def socket_address(name: str) -> str:
    """Read where a program of this network listens: ``tcp://host:port`` or ``unix:///path``; or an empty text."""
    value = os.environ.get(name, "").strip()
    parts = urlsplit(value)
    if value and not ((parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path)):
        raise ImproperlyConfigured(f"{name}={value!r} : attendu tcp://hôte:port ou unix:///chemin.")
    return value


def home() -> Path:
    """Folder of everything that this installation writes: database, collected files, local secret."""
    if configured := os.environ.get("TANDEM_HOME"):
        return Path(configured).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / ".tandem"
    return Path(platformdirs.user_data_path("tandem"))


def programme_file() -> Path:
    """The programme that this installation runs: ``TANDEM_PROGRAMME`` or the one that ships."""
    if configured := os.environ.get("TANDEM_PROGRAMME"):
        return Path(configured).expanduser().resolve()
    shipped = Path("programmes") / "territoires-industrie.toml"
    return next((root / shipped for root in (PACKAGE, CHECKOUT) if (root / shipped).is_file()), CHECKOUT / shipped)


def address(name: str) -> str:
    """Read a web address, or an empty text."""
    value = os.environ.get(name, "").strip()
    if value and not value.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{name}={value!r} : attendu une adresse qui commence par https://")
    return value


def publisher() -> dict[str, Any]:
    """Who publishes this installation: the table of the TOML file that ``TANDEM_PUBLISHER_FILE`` names, or nothing.

    Its keys are the fields of `tandem.public_site.publisher.Publisher`.
    """
    path = os.environ.get("TANDEM_PUBLISHER_FILE")
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"TANDEM_PUBLISHER_FILE={path!r} : {error}") from error


def openid_provider() -> dict[str, Any]:
    """Read the OpenID provider as allauth's setting: none, or one whole, from the ``TANDEM_OIDC_…`` variables."""
    server = address("TANDEM_OIDC_SERVER")
    why = "le fournisseur d’identité la demande, avec TANDEM_OIDC_SERVER."
    apps = [
        {
            "provider_id": "fournisseur",
            "name": os.environ.get("TANDEM_OIDC_NAME", "").strip() or "ProConnect",
            "client_id": required("TANDEM_OIDC_CLIENT_ID", why),
            "secret": required("TANDEM_OIDC_CLIENT_SECRET", why),
            "settings": {
                "server_url": server.rstrip("/"),
                "oauth_pkce_enabled": True,
                "scope": words("TANDEM_OIDC_SCOPE", "openid email given_name usual_name siret"),
            },
        }
        for server in filter(None, [server])
    ]
    return {"openid_connect": {"provider_class": "tandem.workspace.openid.Provider", "APPS": apps}}


def openid_origin() -> list[str]:
    """Return where the OpenID provider's pages are, for the content-security policy; nothing without one."""
    parts = urlsplit(address("TANDEM_OIDC_SERVER"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def mail_server() -> SplitResult:
    """Read ``TANDEM_SMTP``, where messages are handed over; this machine's own server without it."""
    text = os.environ.get("TANDEM_SMTP", "").strip() or "smtp://localhost:25"
    found = urlsplit(text)
    if found.scheme not in ("smtp", "smtp+tls", "smtps") or not found.hostname:
        raise ImproperlyConfigured("TANDEM_SMTP : attendu smtp+tls://utilisateur:secret@hôte:587")
    return found


def database(**options: Any) -> Any:
    """Read ``DATABASE_URL`` as Django's settings of a PostgreSQL database."""
    try:
        found = dj_database_url.config(**options)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL : attendu {DATABASE_FORM}") from error
    if found.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"DATABASE_URL : Tandem a besoin de PostgreSQL 15 ou plus récent, {DATABASE_FORM}")
    return found


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """Read a variable that takes one of a few words; the first is the default."""
    value = os.environ.get(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} : attendu {' ou '.join(allowed)}.")
    return value
