"""Production: nothing is guessed, and anything unsafe refuses to start."""

from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from tandem.settings import environment
from tandem.settings.base import *  # noqa: F403
from tandem.settings.base import TANDEM_THEMES

DEBUG = False
if environment.flag("TANDEM_DEBUG"):
    raise ImproperlyConfigured("TANDEM_DEBUG est un réglage de développement : interdit en production.")

if environment.flag("TANDEM_DEMO"):
    raise ImproperlyConfigured("TANDEM_DEMO ouvre des comptes fictifs sans mot de passe : interdit en production.")

SECRET_KEY = environment.required("TANDEM_SECRET_KEY", "une phrase secrète d’au moins 50 caractères est nécessaire.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("local-"):
    raise ImproperlyConfigured(
        "TANDEM_SECRET_KEY : au moins 50 caractères tirés au hasard, pas une clé de développement."
    )

ALLOWED_HOSTS = environment.words("TANDEM_ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("TANDEM_ALLOWED_HOSTS : donner les noms de domaine servis, séparés par des espaces.")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
TANDEM_SITE = environment.address("TANDEM_SITE") or CSRF_TRUSTED_ORIGINS[0]

environment.required("DATABASE_URL", f"{environment.DATABASE_FORM} (le serveur embarqué sert au local).")
DATABASES = {"default": environment.database(conn_max_age=60, conn_health_checks=True)}

TANDEM_THEME = environment.choice("TANDEM_THEME", TANDEM_THEMES)
SECURE_SSL_REDIRECT = environment.flag("TANDEM_SSL_REDIRECT", default=True)
# Health probes come over plain HTTP from inside the cluster; HealthMiddleware answers them before any redirect.
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-tandem_session"  # a browser takes it over HTTPS only, for this very host
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-tandem_csrf"
CSRF_COOKIE_HTTPONLY = True
MAIL = environment.mail_server()
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "localhost", MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.words("TANDEM_MAIL_FROM", f"ne-pas-repondre@{ALLOWED_HOSTS[0].lstrip('.')}")[0]
if environment.flag("TANDEM_BEHIND_PROXY"):
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # attempts to sign in are counted by the visitor's address, not by the proxy's
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
