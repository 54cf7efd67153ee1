"""Home, rights and account pages: what they say, whoever reads them, under each theme."""

import datetime as dt
import re

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.programme.operations import OPERATIONS

ROLES = [role.code for role in programme.current().roles]
OPEN = (
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive",
    "account_email_verification_sent", "account_reset_password_from_key_done", "socialaccount_login_cancelled",
    "socialaccount_login_error",
)  # fmt: skip
OWN = (
    "workspace:home", "workspace:rights", "workspace:account", "mfa_index", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_activate_totp", "account_set_password", "account_email", "usersessions_list", "socialaccount_connections",
    "account_logout", "workspace:notices", "workspace:notice_preferences", "workspace:search",
)  # fmt: skip


def said(page) -> str:
    """The text of the main part of a page."""
    main = re.search(r"<title>.*?</title>|<main.*</main>", page.content.decode(), re.S)
    title = re.search(r"<title>.*?</title>", page.content.decode(), re.S)[0]
    main = re.search(r"<main.*</main>", page.content.decode(), re.S)[0]
    bare = re.sub(r"<script.*?</script>", " ", title + main, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split(" "))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_enters_by_its_button_and_sees_for_whom_it_acts(signed_in_as, people, role):
    page = signed_in_as(role).get(reverse("workspace:home"))
    text = page.content.decode()
    assert page.status_code == 200
    assert f"Bonjour, {people[role].full_name}" in text
    assert "Vous agissez pour" in text
    assert programme.current().role(role).name in text
    assert "sont inventés" in text
    assert "Aucun mandat" not in text
    assert "second facteur vous sera demandé" not in text


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_speak_french_with_its_typography(client, people, theme, name):
    page = client.get(reverse(name))
    assert page.status_code == (401 if name == "socialaccount_login_error" else 200)
    assert re.findall(r"\w'\w|[^\u202f] ?[?!;»](?=\s)|« | :\s|social", said(page)) == []


@pytest.mark.parametrize("name", OWN)
def test_pages_of_the_account_speak_french_with_its_typography(signed_in_as, theme, name):
    page = signed_in_as("delegate").get(reverse(name))
    assert page.status_code == 200
    assert re.findall(r"\w'\w|[^\u202f] ?[?!;»](?=\s)|« | :\s|social", said(page)) == []
    assert 'aria-invalid="true"' not in page.content.decode()


def test_a_page_of_ones_own_is_kept_by_no_cache(signed_in_as):
    for name in (*OWN, "account_login"):
        answer = signed_in_as("delegate").get(reverse(name))
        assert "no-store" in answer["Cache-Control"], name


def test_home_asks_few_queries(signed_in_as, django_assert_max_num_queries):
    client = signed_in_as("elected-lead")
    client.get(reverse("workspace:home"))
    with django_assert_max_num_queries(15):
        client.get(reverse("workspace:home"))


def test_without_a_mandate_home_says_whom_to_ask(signed_in_as, people):
    Mandate.objects.filter(person=people["member"]).update(validity=DateRange(dt.date(2020, 1, 1), dt.date(2020, 2, 1)))
    text = said(signed_in_as("member").get(reverse("workspace:home")))
    assert "Aucun mandat en vigueur" in text
    assert people["member"].email in text
    assert "du 1er janvier 2020 au 31 janvier 2020" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "terminé" in text


def test_who_decides_without_a_second_factor_is_told_to_choose_one(client, people):
    client.force_login(people["delegate"])
    assert "demandent une connexion avec un second facteur" in said(client.get(reverse("workspace:home")))


def test_the_page_of_rights_is_the_matrix_cell_by_cell(signed_in_as):
    page = signed_in_as("project-manager").get(reverse("workspace:rights")).content.decode()
    body = re.search(r"<tbody>.*</tbody>", page, re.S)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    shown = [re.findall(r'class="ws-(yes|no)"', row) for row in rows]
    expected = [["yes" if code in role.may else "no" for role in programme.current().roles] for code in OPERATIONS]
    assert shown == expected
    assert page.count("votre rôle") == 1


def test_signing_up_is_closed_and_says_whom_to_ask(client, db):
    page = client.post(
        reverse("account_signup"), {"email": "x@exemple.fr", "password1": "p" * 20, "password2": "p" * 20}
    )
    assert "il vient avec une invitation" in page.content.decode()
