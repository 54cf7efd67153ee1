"""Tests: the embedded PostgreSQL of a throw-away home, static files straight from their packages."""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import dj_database_url

from tandem.core.embedded_postgres import database_settings
from tandem.settings.base import *  # noqa: F403

# The folder outlives a run so that initdb is paid once; the test database itself is made anew by pytest-django. Each
# environment has its own: two checkouts, or two Pythons, may test at once.
ENVIRONMENT = hashlib.sha256(sys.prefix.encode()).hexdigest()[:10]
TANDEM_HOME = Path(
    os.environ.get("TANDEM_TEST_HOME", Path(tempfile.gettempdir()) / f"tandem-tests-{os.getuid()}-{ENVIRONMENT}")
)
STATIC_ROOT = TANDEM_HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: static files come straight from their packages
TANDEM_EMBEDDED_DATABASE = "DATABASE_URL" not in os.environ
DATABASES = {"default": database_settings(TANDEM_HOME) if TANDEM_EMBEDDED_DATABASE else dj_database_url.config()}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # the served site must let go of the database before it is dropped

TANDEM_DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "test-" + "x" * 60
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
