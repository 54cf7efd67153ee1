"""Signing in, in a real Chromium: password and code, passkey, OpenID provider, demo; the pages under axe."""

import re
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.db import connection
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from tandem.accounts.models import Person
from tests.workspace.test_openid import PROVIDER, configured

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("browser")]

EMAIL, PASSWORD = "jeanne@exemple.fr", "un cheval dans la mairie"
OPEN = ("compte/connexion/", "compte/inscription/", "compte/mot-de-passe/oublie/", "compte/mot-de-passe/oublie/envoye/")
OWN = (
    "espace/", "espace/droits/", "compte/", "compte/second-facteur/", "compte/second-facteur/cles/",
    "compte/second-facteur/cles/ajouter/", "compte/second-facteur/application/activer/", "compte/sessions/",
    "compte/adresse/", "compte/mot-de-passe/premier/", "compte/fournisseurs/", "compte/deconnexion/",
    "espace/personnes/", "espace/personnes/invitations/", "espace/personnes/mandats/donner/?role=industrial-lead",
    "espace/organisations/", "espace/organisations/creer/", "espace/journal/", "espace/programme/", "espace/rejoindre/",
    "compte/donnees/", "donnees-personnelles/",
)  # fmt: skip
OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((title) => Number(title.tagName[1]))"""


def elsewhere(act: Callable[[], object]) -> None:
    """Do something to the database where the served site sees it: outside the transaction of the test."""

    def run() -> None:
        act()
        connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()


@pytest.fixture
def account(served_people) -> Iterator[None]:
    """Jeanne, who has a password and nothing else yet; nobody has tried to sign in."""

    def make() -> None:
        cache.clear()
        person = Person.objects.create_user(EMAIL, PASSWORD, first_name="Jeanne", last_name="Fictif")
        EmailAddress.objects.create(user=person, email=EMAIL, verified=True, primary=True)

    elsewhere(make)
    yield
    elsewhere(lambda: Person.objects.filter(email=EMAIL).delete())
    elsewhere(cache.clear)


@pytest.fixture
def here(site: str) -> str:
    """The site under a name: passkeys do not know addresses made of numbers."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []


def give_password(page: Page, site: str, password: str = PASSWORD) -> None:
    page.goto(f"{site}/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/compte/deconnexion/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()


def code_of(secret: str, later: int) -> str:
    """The code of the authenticator: of the period that ends (0), of now (1), of the one that comes (2)."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[later]))


def confirm_password(page: Page) -> None:
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


def test_a_password_then_a_code_open_the_account(page, here, account):
    give_password(page, here)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Jeanne Fictif")
    page.goto(f"{here}/compte/second-facteur/")
    page.get_by_role("link", name="Activer une application").click()
    confirm_password(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code de l’authentificateur").fill(code_of(secret, 1))
    page.get_by_role("button", name="Activer").click()
    expect(page.locator("#recovery_codes")).to_be_visible()
    sign_out(page, here)
    give_password(page, here)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second facteur")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Code incorrect")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret, 2))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Jeanne Fictif")


def test_a_passkey_opens_the_account_by_itself(page, here, account):
    authority = page.context.new_cdp_session(page)
    authority.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    authority.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    give_password(page, here)
    page.goto(f"{here}/compte/second-facteur/cles/ajouter/")
    confirm_password(page)
    page.get_by_label("Nom de la clé").fill("Mon portable")
    expect(page.get_by_label("Me connecter avec elle")).to_be_checked()
    page.get_by_role("button", name="Ajouter").click()
    expect(page.locator("#recovery_codes")).to_be_visible()
    sign_out(page, here)
    page.goto(f"{here}/compte/connexion/")
    page.get_by_role("button", name="Se connecter avec une clé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Jeanne Fictif")
    page.goto(f"{here}/compte/second-facteur/cles/")
    expect(page.get_by_text("Mon portable")).to_be_visible()


@pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")  # of the provider, in its own thread
def test_an_openid_provider_opens_the_account_that_was_tied_to_it(page, here, account, settings):
    known = User(sub="sub-jeanne", claims={"email": "autre@exemple.fr"})
    with run_server_in_thread(require_nonce=True, user_claims=[known]) as server:
        address = f"http://localhost:{server.server_port}"
        settings.SOCIALACCOUNT_PROVIDERS = configured(address)
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["scope"] = ["openid", "email"]
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        directives = {**policy, "form-action": [*policy["form-action"], address]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}

        def tie() -> None:
            person = Person.objects.get(email=EMAIL)
            SocialAccount.objects.create(user=person, provider=PROVIDER, uid="sub-jeanne")

        elsewhere(tie)
        page.goto(f"{here}/espace/droits/")
        page.get_by_role("button", name="Se connecter avec ProConnect").click()
        page.locator("input[name=sub]").first.fill("sub-jeanne")
        page.get_by_role("button", name="Authorize").click()
        expect(page).to_have_url(f"{here}/espace/droits/")
        page.goto(f"{here}/espace/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Jeanne Fictif")
        sign_out(page, here)
        page.goto(f"{here}/compte/connexion/")
        page.get_by_role("button", name="Se connecter avec ProConnect").click()
        page.locator("input[name=sub]").first.fill("sub-inconnu")
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Comment obtenir un compte")


def test_ten_wrong_passwords_are_slowed_down(page, here, account):
    for attempt in range(10):
        give_password(page, here, f"mauvais mot de passe {attempt}")
    give_password(page, here)
    expect(page.get_by_text(re.compile("Trop de tentatives"))).to_be_visible()


def test_each_button_of_the_demo_opens_the_space_of_its_role(page, here, served_people):
    for role, person in served_people.items():
        page.goto(f"{here}/compte/connexion/")
        page.locator(f"button[name=role][value={role}]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Bonjour, {person.full_name}")
        expect(page.get_by_text("Données fictives")).to_be_visible()
        sign_out(page, here)


def test_one_acts_for_another_organisation_in_one_step(page, here, served_people):
    page.goto(f"{here}/compte/connexion/")
    page.get_by_role("button", name="Élu du binôme").click()
    expect(page.locator(".ws-band__now")).to_contain_text("Élu du binôme")
    page.get_by_text("Changer de mandat").click()
    page.get_by_role("button", name=re.compile("Agir pour")).click()
    expect(page.locator(".ws-band__now")).to_contain_text("Responsable d’une organisation")


@pytest.mark.parametrize("width", [1440, 375])
def test_the_pages_are_sound(page, here, served_people, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in OPEN:
        check(page, f"{here}/{path}", width)
    page.goto(f"{here}/compte/connexion/")
    page.get_by_role("button", name="Élu du binôme").click()
    for path in OWN:
        check(page, f"{here}/{path}", width)


def check(page: Page, address: str, width: int) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    serious = [
        (address, found["id"], found["nodes"][0]["html"])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    outline = page.evaluate(OUTLINE)
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width + 1, address
    assert outline.count(1) == 1, address
    assert outline[0] == 1, address
    assert all(after <= before + 1 for before, after in pairwise(outline)), (address, outline)
