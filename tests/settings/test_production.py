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

SHOWN = "import django; django.setup(); from django.conf import settings; print(settings.DEBUG)"


def start(code: str = SHOWN, **changes: str | None) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "DATABASE_", "DJANGO_"))
    }
    environment = {**inherited, **SAFE, **changes}
    return subprocess.run(
        [sys.executable, "-c", code],
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


def test_the_accounts_of_the_demo_are_refused():
    refused = start(TANDEM_DEMO="1")
    assert refused.returncode != 0
    assert "comptes fictifs" in refused.stderr


def test_a_provider_without_its_secret_is_refused_by_name():
    refused = start(TANDEM_OIDC_SERVER="https://fournisseur.example", TANDEM_OIDC_CLIENT_ID="tandem")
    assert refused.returncode != 0
    assert "TANDEM_OIDC_CLIENT_SECRET" in refused.stderr


def test_a_mail_server_that_is_no_address_is_refused_without_telling_its_secret():
    refused = start(TANDEM_SMTP="https://moi:mot-de-passe@courrier.example")
    assert refused.returncode != 0
    assert "TANDEM_SMTP" in refused.stderr
    assert "mot-de-passe" not in refused.stderr.splitlines()[-1]


PRINTED = """
import django; django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print(s.TANDEM_DEMO, s.SESSION_COOKIE_NAME[:7])
print(s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"][1:], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS)
"""


def test_cookies_provider_and_mail_are_set_as_production_wants_them():
    environment = {
        "TANDEM_OIDC_SERVER": "https://fournisseur.example/api/v2",
        "TANDEM_OIDC_CLIENT_ID": "tandem",
        "TANDEM_OIDC_CLIENT_SECRET": "secret",
        "TANDEM_SMTP": "smtp+tls://moi:secret@courrier.example:587",
    }
    assert start(PRINTED, **environment).stdout.splitlines() == [
        "True True True Lax",
        "False __Host-",
        "['https://fournisseur.example'] courrier.example 587 True",
    ]
