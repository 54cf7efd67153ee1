"""A week of the programme, done by clicking: the fictive people of a demo of its own, in a real Chromium."""

import contextlib
import datetime as dt
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.end_to_end.test_demo import ask, finished, start

from tandem.core.clock import today

pytestmark = [
    pytest.mark.django_db, pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser"),
]  # fmt: skip

PLACE = "Plastics Vallée – Oyonnax"
FREE = "200030658"
"""An intermunicipality that is in no territory of the second phase."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[str]:
    """A demo served from a home of its own: what is done in it disturbs no other test."""
    home: Path = tmp_path_factory.mktemp("week") / "home"
    finished(start(home, "demo", "--no-serve"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start(home, "serve", "--port", str(port))
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                if ask(port, "/readyz")[0].status == 200:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def as_role(browser: Browser, demo: str) -> Iterator[Callable[[str], Page]]:
    """Sign in by the button of a role; no page says anything to the console."""
    faults: list[str] = []
    contexts = []

    def sign_in(role: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR", base_url=demo))
        page = contexts[-1].new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url} {error}"))
        page.on("console", lambda said: faults.append(f"{page.url} {said.text}") if said.type == "error" else None)
        page.goto("/compte/connexion/")
        page.locator(f"button[name=role][value={role}]").click()
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert faults == []


def sound(page: Page) -> None:
    """Nothing serious for axe, and nothing wider than a phone."""
    found = Axe().run(page).response["violations"]
    serious = [(page.url, each["id"]) for each in found if each["impact"] in ("serious", "critical")]
    assert serious == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 376, page.url
    page.set_viewport_size({"width": 1440, "height": 900})


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def section(page: Page, name: str) -> None:
    page.locator(".ws-sections").get_by_role("link", name=name).click()


def fill(page: Page, **values: str) -> None:
    """Fill the fields of the main form by their names."""
    for name, value in values.items():
        field = page.locator(f"main form [name={name}]").last
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def told(page: Page, words: str) -> None:
    expect(page.locator(".ws-messages")).to_contain_text(words)


def test_the_project_manager_prepares_the_local_committee_and_reports(as_role):
    page = as_role("project-manager")
    sound(page)
    section(page, "Comités")
    follow(page, "Préparer une séance")
    fill(page, day=(today() + dt.timedelta(days=40)).isoformat(), hour="14:30", place="Mairie (fictive)")
    press(page, "Préparer la séance")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Séance du")
    sound(page)
    section(page, "Territoires")
    sound(page)
    follow(page, PLACE)
    expect(page.get_by_text(re.compile("^Binôme élu-industriel complet$", re.IGNORECASE))).to_be_visible()
    sound(page)
    follow(page, "Rendre compte d’une période")
    fill(page, first_day="2026-07-01", last_day="2026-09-30", done="Douze entreprises vues", planned="La suite",
         hurdles="Rien", companies_met="12", actions_followed="4", invoiced="12000")  # fmt: skip
    press(page, "Enregistrer")
    told(page, "compte rendu")
    sound(page)


def test_the_elected_lead_votes_and_signs(as_role):
    page = as_role("elected-lead")
    sound(page)
    follow(page, re.compile("^Se prononcer"))
    sound(page)
    follow(page, re.compile("^Fiche action"))
    sound(page)
    press(page, "Je suis pour")
    told(page, "Votre voix est enregistrée")
    section(page, "Accueil")
    follow(page, re.compile("^Signer .*Avenant"))
    sound(page)
    follow(page, "Écrire la signature")
    sound(page)
    fill(page, on=today().isoformat())
    press(page, "Écrire cette signature")
    told(page, "est signé")


def test_the_industrialist_comments_and_declares_a_conflict(as_role):
    page = as_role("industrial-lead")
    section(page, "Territoires")
    follow(page, PLACE)
    fill(page, text="Peut-on recevoir le fichier des friches ?")
    press(page, "Publier")
    told(page, "Votre commentaire est publié")
    section(page, "Accueil")
    follow(page, re.compile("^Se prononcer"))
    follow(page, re.compile("^Priorités"))
    address = page.url
    page.get_by_text("Déclarer un conflit d’intérêts").first.click()
    fill(page, ground="Mon entreprise y candidate (fictif)")
    press(page, "Déclarer un conflit d’intérêts")
    told(page, "fermé à cette personne")
    expect(page.get_by_text("Point fermé")).to_be_visible()
    assert page.request.get(address).status == 404
    exchanges = f"/espace/echanges/item:{address.rstrip('/').rsplit('/', 1)[1]}/"
    assert page.request.get(exchanges).status == 404


def test_the_region_invites_files_a_candidacy_and_its_committee_makes_a_territory_of_it(as_role):
    page = as_role("region-instructor")
    section(page, "Personnes")
    follow(page, "Inviter quelqu’un")
    sound(page)
    follow(page, "Chef de projet")
    fill(page, email="arrivante@exemple.invalid", organisation="Intercommunalité (fictive)", scope="ti-8413",
         ground="Délibération fictive")  # fmt: skip
    press(page, "Inviter")
    expect(page.get_by_role("main")).to_contain_text("arrivante@exemple.invalid")
    sound(page)
    page.goto("/espace/territoires/candidatures/")
    sound(page)
    follow(page, "Déposer une candidature")
    fill(page, name="Vallée de la semaine", filed_on=today().isoformat(), members=FREE)
    page.locator("main form [name=lead]").select_option(index=1)
    press(page, "Déposer cette candidature")
    follow(page, "Vallée de la semaine")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vallée de la semaine")
    sound(page)
    candidacy = page.url.rstrip("/").rsplit("/", 1)[1]
    section(page, "Comités")
    follow(page, "Préparer une séance")
    # A meeting is opened on its day, and prepared before its hour.
    fill(page, committee="regional@region:84", day=today().isoformat(), hour="23:59", place="Hôtel de Région (fictif)")
    press(page, "Préparer la séance")
    meeting = page.url
    follow(page, "Inscrire un point")
    sound(page)
    item = {"title": "Labelliser la vallée", "question": "Est-elle prête ?", "proposal": "La labelliser."}
    fill(page, matter="label", about=f"candidacy:{candidacy}", **item)
    page.locator("main form").last.get_by_role("button").last.click()
    told(page, "Le point est inscrit")
    calling = page.locator("form", has=page.get_by_role("button", name="Convoquer les membres"))
    calling.locator("[name=reason]").fill("Séance ajoutée, fictive")
    press(page, "Convoquer les membres")
    for member in ("Claude Chabert", "Alix Évrard"):
        page.get_by_role("form", name=re.compile(member)).get_by_role("button", name="Présent", exact=True).click()
    press(page, "Ouvrir la séance")
    sound(page)
    for role in ("prefect-of-region", "region-president"):
        page = as_role(role)
        page.goto(meeting)
        follow(page, "Labelliser la vallée")
        press(page, "Je suis pour")
        told(page, "Votre voix est enregistrée")
    fill(page, outcome="adopted")
    press(page, "Prononcer la décision")
    told(page, "prononcée")
    page.goto("/territoires/?q=Vall%C3%A9e+de+la+semaine")
    expect(page.get_by_role("main")).to_contain_text("Vallée de la semaine")


def test_the_delegate_gives_and_ends_a_mandate_and_reads_the_journal(as_role):
    page = as_role("delegate")
    sound(page)
    section(page, "Personnes")
    sound(page)
    follow(page, "Donner un mandat")
    follow(page, "Membre du comité national")
    fill(page, email="member@demonstration.invalid", organisation="Opérateur public (fictive)",
         ground="Lettre fictive")  # fmt: skip
    press(page, "Donner le mandat")
    told(page, "Le mandat est donné")
    sound(page)
    follow(page, "Clore ce mandat")
    fill(page, reason="Fin de la mission fictive")
    press(page, "Clore ce mandat")
    told(page, "prend fin ce jour-là")
    section(page, "Journal")
    expect(page.get_by_role("main")).to_contain_text("Fin de la mission fictive")
    sound(page)


def test_the_operator_answers_a_comment(as_role):
    page = as_role("operator-correspondent")
    section(page, "Territoires")
    follow(page, PLACE)
    fill(page, text="Le fichier des friches vient avec le diagnostic.")
    press(page, "Publier")
    told(page, "Votre commentaire est publié")
