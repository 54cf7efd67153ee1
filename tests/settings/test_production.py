"""Production starts only when everything unsafe has been thought of."""

import os
import subprocess
import sys

import pytest

SAFE = {
    "TANDEM_ENV": "production",
    "DJANGO_SETTINGS_MODULE": "tandem.settings.production",
    "TANDEM_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "TANDEM_ALLOWED_HOSTS": "tandem.example.org",
    "DATABASE_URL": "postgresql://tandem:secret@localhost:1/tandem",
}


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "DATABASE_", "DJANGO_"))
    }
    environment = {**inherited, **SAFE, **changes}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from django.conf import settings; print(settings.DEBUG)",
        ],
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_configuration_starts_without_debug():
    assert start().stdout == "False\n"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"TANDEM_SECRET_KEY": None}, "TANDEM_SECRET_KEY"),
        ({"TANDEM_SECRET_KEY": "court"}, "TANDEM_SECRET_KEY"),
        ({"TANDEM_SECRET_KEY": "a" * 60}, "TANDEM_SECRET_KEY"),
        ({"TANDEM_SECRET_KEY": "local-" + "0123456789" * 6}, "TANDEM_SECRET_KEY"),
        ({"TANDEM_ALLOWED_HOSTS": None}, "TANDEM_ALLOWED_HOSTS"),
        ({"TANDEM_ALLOWED_HOSTS": "*"}, "TANDEM_ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///tandem.db"}, "PostgreSQL"),
        ({"DATABASE_URL": "tandem"}, "postgresql://"),
        ({"DATABASE_URL": "postgresql://a:b@host:port/tandem"}, "postgresql://"),
        ({"TANDEM_DEBUG": "1"}, "TANDEM_DEBUG"),
        ({"TANDEM_THEME": "rose"}, "TANDEM_THEME"),
        ({"TANDEM_SSL_REDIRECT": "peut-être"}, "TANDEM_SSL_REDIRECT"),
        ({"DJANGO_SETTINGS_MODULE": "tandem.settings.local"}, "tandem.settings.local"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused_by_name(changes, named):
    refused = start(**changes)
    assert refused.returncode != 0
    assert "ImproperlyConfigured" in refused.stderr
    assert named in refused.stderr.splitlines()[-1]
