"""Demo and development on one's own machine: an embedded PostgreSQL unless ``DATABASE_URL`` names another."""

import os

from django.core.exceptions import ImproperlyConfigured

from tandem.core.embedded_postgres import database_settings
from tandem.core.secret import local_secret
from tandem.settings import environment
from tandem.settings.base import *  # noqa: F403
from tandem.settings.base import TANDEM_HOME, TANDEM_THEMES

if os.environ.get("TANDEM_ENV", "local") != "local":
    raise ImproperlyConfigured(
        f"TANDEM_ENV={os.environ['TANDEM_ENV']} avec les réglages de développement (tandem.settings.local) : "
        "retirer DJANGO_SETTINGS_MODULE, ou poser TANDEM_ENV=local."
    )

DEBUG = environment.flag("TANDEM_DEBUG")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *environment.words("TANDEM_ALLOWED_HOSTS")]
SECRET_KEY = local_secret(TANDEM_HOME)
TANDEM_DEMO = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = TANDEM_HOME / "courriels"
TANDEM_THEME = environment.choice("TANDEM_THEME", TANDEM_THEMES)
TANDEM_EMBEDDED_DATABASE = "DATABASE_URL" not in os.environ
DATABASES = {
    "default": database_settings(TANDEM_HOME) if TANDEM_EMBEDDED_DATABASE else environment.database(conn_max_age=60)
}
