"""What the journal says of signing in: who did, who failed to, what changed; never an address or what was typed."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tandem.core.journal.exports import lines
from tandem.core.models import JournalEntry
from tests.workspace.test_signing_in import PASSWORD, account, code_now, prove, secret, sign_in  # noqa: F401

pytestmark = pytest.mark.django_db


def told(code: str) -> list[str]:
    return [line.sentence for line in lines() if line.entry.code == code]


def test_signing_in_and_out_are_told(client, account):  # noqa: F811
    sign_in(client)
    client.post(reverse("account_logout"))
    assert told("signing_in.signed_in") == ["Jeanne Fictif s’est connecté avec un mot de passe."]
    assert told("signing_in.signed_out") == ["Jeanne Fictif s’est déconnecté."]


def test_the_second_factor_is_told(client, account, secret):  # noqa: F811
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert told("signing_in.refused") == [
        "Un visiteur a donné un mauvais second facteur pour le compte de Jeanne Fictif."
    ]
    assert told("signing_in.signed_in") == []
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert "second facteur" in told("signing_in.signed_in")[0]


def test_failures_say_whose_account_and_never_what_was_typed(account):  # noqa: F811
    sign_in(Client(), "motdepasse-errone")
    sign_in(Client(), "motdepasse-errone", "inconnue@exemple.fr")
    assert told("signing_in.refused") == [
        "Un visiteur a donné un mauvais mot de passe pour le compte de Jeanne Fictif.",
        "Un visiteur a tenté de se connecter à un compte qui n’existe pas.",
    ]
    written = str(list(JournalEntry.objects.values("data", "subject", "actor", "reason")))
    for word in ("exemple.fr", "motdepasse", "jeanne"):
        assert word not in written.lower()


def test_what_changes_of_how_one_signs_in_is_told(client, account, secret):  # noqa: F811
    client.force_login(account)
    prove(client)
    new = "une autre phrase assez longue"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()
    assert told("signing_in.password_changed") == ["Jeanne Fictif a changé son mot de passe."]
    assert told("signing_in.factor_removed") == ["Jeanne Fictif a retiré de son compte une application de codes."]


def test_closing_the_other_sessions_is_told(account):  # noqa: F811
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    here.post(reverse("usersessions_list"))
    assert told("signing_in.sessions_ended") == ["Jeanne Fictif a fermé 1\u202fsession sur d’autres appareils."]


def test_guessing_that_is_slowed_down_says_so(account):  # noqa: F811
    for _attempt in range(5):
        sign_in(Client(), "faux" * 4)
    assert "Trop de tentatives" in sign_in(Client()).content.decode()
    assert len(told("signing_in.refused")) == 5
