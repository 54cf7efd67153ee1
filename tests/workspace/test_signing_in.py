"""Local accounts: password, second factor, guessing slowed down, sessions; what exists is not told."""

import logging
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import Person
from tandem.workspace.adapters import SecondFactorAdapter

PASSWORD = "un cheval dans la mairie"


@pytest.fixture
def account(db) -> Person:
    person = Person.objects.create_user("jeanne@exemple.fr", PASSWORD, first_name="Jeanne", last_name="Fictif")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def secret(account) -> str:
    """The account with an authenticator application, whose secret this is."""
    drawn = generate_totp_secret()
    adapter = SecondFactorAdapter()
    Authenticator.objects.create(user=account, type="totp", data={"secret": adapter.encrypt(drawn)})
    return drawn


def sign_in(client: Client, password: str = PASSWORD, email: str = "jeanne@exemple.fr", **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def prove(client: Client) -> None:
    """Give the password again, as before anything that changes how one signs in."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def enters(client: Client) -> bool:
    return client.get(reverse("workspace:home")).status_code == 200


def test_the_right_password_opens_the_account(client, account):
    assert sign_in(client).headers["Location"] == reverse("workspace:home")
    assert enters(client)


def test_the_address_is_read_without_its_capitals(client, account):
    sign_in(client, email="Jeanne@Exemple.FR")
    assert enters(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, account):
    def told(answer) -> str:
        return re.sub(r'value="[^"]*"', "", re.search("<main.*</main>", answer.content.decode(), re.S)[0])

    known, unknown = sign_in(client, "faux" * 4), sign_in(Client(), "faux" * 4, "personne@exemple.fr")
    assert known.status_code == unknown.status_code == 200
    assert "ne sont pas corrects" in told(known) or "incorrect" in told(known)
    assert told(known) == told(unknown)


def test_asking_for_a_new_password_says_the_same_for_an_unknown_address_and_writes_to_nobody_else(client, account):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("jeanne@exemple.fr", "personne@exemple.fr")
    ]
    assert [each.headers["Location"] for each in answers] == [reverse("account_reset_password_done")] * 2
    assert [message.to for message in mail.outbox] == [["jeanne@exemple.fr"]]


def test_the_message_sets_a_new_password_once_and_ends_the_other_sessions(client, account):
    elsewhere = Client()
    sign_in(elsewhere)
    client.post(reverse("account_reset_password"), {"email": account.email})
    message = mail.outbox[0]
    assert not re.search(r"\w'\w|\S [?!:;](\s|$)", message.subject + message.body)
    link = re.search(r"http://testserver(\S+)", message.body)[1]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = "une autre phrase assez longue"
    client.post(address, {"password1": new, "password2": new})
    assert not enters(elsewhere)
    sign_in(client, new)
    assert enters(client)
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_a_password_that_is_short_or_common_is_refused(client, account):
    sign_in(client)
    for weak in ("court", "motdepasse", "123456789012", "jeanne@exemple.fr"):
        answer = client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        )
        assert answer.status_code == 200, weak
        assert 'aria-invalid="true"' in answer.content.decode()


def test_an_address_that_is_not_verified_does_not_enter(client, account):
    EmailAddress.objects.update(verified=False)
    assert sign_in(client).headers["Location"] == reverse("account_email_verification_sent")
    assert not enters(client)
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    client.post(link)
    sign_in(client)
    assert enters(client)


def test_a_person_who_may_no_longer_sign_in_is_out_at_once(client, account):
    sign_in(client)
    Person.objects.update(is_active=False)
    assert not enters(client)
    sign_in(client)
    assert not enters(client)


def test_a_second_factor_is_asked_for_and_only_its_code_opens(client, account, secret):
    assert sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert not enters(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not enters(client)
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.get(reverse("workspace:home")).wsgi_request.standing.second_factor


def test_a_code_serves_once(account, secret):
    code = code_now(secret)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert enters(first)
    assert not enters(second)


def test_a_recovery_code_serves_once(account, secret):
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert enters(first)
    assert not enters(second)


def test_a_session_opened_by_the_password_alone_has_no_second_factor(client, account):
    sign_in(client)
    assert not client.get(reverse("workspace:home")).wsgi_request.standing.second_factor


def test_what_an_authenticator_shares_is_not_readable_in_the_database(account, secret):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert SecondFactorAdapter().decrypt(kept) == secret
    seed = RecoveryCodes.activate(account).instance.data["seed"]
    assert SecondFactorAdapter().decrypt(seed) != seed


def test_a_new_secret_key_still_reads_what_the_former_one_wrote(account, secret, settings):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "y" * 60
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_guessing_is_slowed_down_even_with_the_right_password_at_the_end(account):
    for _attempt in range(5):
        sign_in(Client(), "faux" * 4)
    answer = sign_in(Client())
    assert "Trop de tentatives" in answer.content.decode()
    assert "Location" not in answer.headers


def test_attempts_are_counted_where_all_workers_see_them(account):
    sign_in(Client(), "faux" * 4)
    assert configured.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tandem_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 2  # by address of the network, by account


def test_codes_are_not_guessed_either(client, account, secret):
    sign_in(client)
    for _attempt in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert "Trop de tentatives" in answer.content.decode()
    assert not enters(client)


def test_too_many_requests_from_one_place_are_told_in_words(db):
    cache.clear()
    for _request in range(31):
        answer = Client().post(reverse("account_login"), {"login": f"{_request}@exemple.fr", "password": "x"})
    assert answer.status_code == 429
    assert "réessayer dans quelques minutes" in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "https://example.org/",
    ],
)
def test_signing_in_never_leads_to_another_site(client, account, settings, elsewhere):
    settings.ALLOWED_HOSTS = ["testserver", "example.org"]
    answer = sign_in(client, next=elsewhere)
    assert answer.headers["Location"] == reverse("workspace:home")
    again = client.get(reverse("account_login"), {"next": elsewhere})
    assert again.headers["Location"] == reverse("workspace:home")


def test_a_closed_page_comes_back_after_signing_in(client, account):
    wanted = reverse("workspace:rights") + "?a=1&b=2"
    asked = client.get(wanted)
    assert asked.status_code == 302
    form = client.get(asked.headers["Location"])
    hidden = re.search(r'name="next" value="([^"]*)"', form.content.decode())[1].replace("&amp;", "&")
    assert sign_in(client, next=hidden).headers["Location"] == wanted


def test_the_session_changes_its_key_when_somebody_signs_in(client, account):
    client.get(reverse("account_reset_password"))
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.cookies[configured.SESSION_COOKIE_NAME] = before
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_an_expired_session_asks_to_sign_in_again(client, account):
    sign_in(client)
    Session.objects.update(expire_date="2020-01-01T00:00:00Z")
    assert client.get(reverse("workspace:home")).headers["Location"].startswith(reverse("account_login"))


def test_only_two_cookies_and_they_end_with_the_browser(account):
    client = Client(enforce_csrf_checks=False)
    client.get(reverse("account_login"))
    sign_in(client)
    enters(client)
    assert set(client.cookies) == {"tandem_session", "tandem_csrf"}
    session = client.cookies["tandem_session"]
    assert (session["httponly"], session["samesite"], session["max-age"]) == (True, "Lax", "")
    assert client.session.get_expiry_age() == 12 * 3600


def test_all_other_sessions_are_closed_in_one_step(account):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert UserSession.objects.count() == 2
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("celle-ci") == 1
    here.post(reverse("usersessions_list"))
    assert enters(here)
    assert not enters(there)


def test_no_secret_goes_to_the_log(account, secret, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client()
    sign_in(client, "motdepasse-errone-42")
    sign_in(client)
    code = code_now(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_reset_password"), {"email": account.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    for word in ("motdepasse-errone-42", PASSWORD, secret, code, link.split("/")[-2], client.session.session_key):
        assert word not in caplog.text


def test_a_form_of_another_site_is_refused_in_words(account):
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "Rien n’a été fait" in answer.content.decode()
    assert not enters(client)


def test_a_second_factor_set_up_during_the_session_can_be_given_at_once(client, account, secret):
    client.force_login(account)
    prove(client)
    assert not client.get(reverse("workspace:home")).wsgi_request.standing.second_factor
    answer = client.post(reverse("mfa_reauthenticate"), {"code": code_now(secret), "next": reverse("workspace:home")})
    assert answer.headers["Location"] == reverse("workspace:home")
    assert client.get(reverse("workspace:home")).wsgi_request.standing.second_factor


def test_a_second_factor_is_taken_off_only_after_a_fresh_proof(client, account, secret):
    client.force_login(account)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.exists()


def test_a_new_address_takes_over_only_once_it_is_verified(client, account):
    sign_in(client)
    prove(client)
    client.post(reverse("account_email"), {"email": "Nouvelle@exemple.fr", "action_add": ""})
    account.refresh_from_db()
    assert account.email == "jeanne@exemple.fr"
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    client.post(link)
    account.refresh_from_db()
    assert account.email == "nouvelle@exemple.fr"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("nouvelle@exemple.fr", True)]


def test_an_open_browser_is_not_enough_to_change_the_address(client, account):
    sign_in(client)
    answer = client.post(reverse("account_email"), {"email": "nouvelle@exemple.fr", "action_add": ""})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert EmailAddress.objects.count() == 1


def test_an_address_of_somebody_else_cannot_be_taken_nor_found_out(client, account):
    Person.objects.create_user("prise@exemple.fr")
    EmailAddress.objects.create(
        user=Person.objects.get(email="prise@exemple.fr"), email="prise@exemple.fr", verified=True, primary=True
    )
    sign_in(client)
    prove(client)
    answers = [
        client.post(reverse("account_email"), {"email": email, "action_add": ""})
        for email in ("prise@exemple.fr", "libre@exemple.fr")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    account.refresh_from_db()
    assert account.email == "jeanne@exemple.fr"
