"""Glossary, legal notice, accessibility statement, site map."""

import re
from html import unescape

import pytest
from django.template import Context, Template
from django.urls import reverse

from tandem import reference
from tandem.core.errors import NotFoundError
from tandem.diagnosis.catalogue import INDICATORS
from tandem.public_site.content import glossary
from tandem.public_site.content.glossary.zonings import anchor
from tandem.public_site.content.methods import METHODS

TERMS = [term for section in glossary.SECTIONS for term in section.terms]
FILLED = {
    "name": "Agence d’essai",
    "address": "1, rue de l’Exemple",
    "contact": "contact@example.org",
    "director": "La directrice",
    "host": "Hébergeur d’essai",
    "data_protection": "dpo@example.org",
}


def test_anchors_are_unique_also_among_sections():
    anchors = [term.id for term in TERMS] + [section.id for section in glossary.SECTIONS]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_a_meaning_is_a_sentence_and_leads_to_known_words(term):
    assert str(term.meaning).endswith(".")
    assert len(str(term.meaning)) < 180
    for other in term.see:
        assert glossary.term(other).id != term.id
    assert not term.method or term.method in {method.id for method in METHODS}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_words_keep_french_typography(term):
    for text in (str(term.name), str(term.meaning), str(term.more)):
        assert not re.search(r"(?<!\u202f)[;:!?»](?=\s|$)|«(?!\u202f)|'", text), text


def test_every_zoning_of_the_data_has_its_entry():
    for code in reference.load("zoning_catalogue")["zoning"].to_pylist():
        assert glossary.term(anchor(code))


def test_an_unknown_word_suggests_the_nearest():
    with pytest.raises(NotFoundError, match="zone-d-emploi"):
        glossary.term("zones-d-emploi")


def test_the_glossary_shows_every_word_at_its_anchor(client):
    page = unescape(client.get(reverse("public_site:glossary")).content.decode())
    for term in TERMS:
        assert f'id="{term.id}"' in page
        assert str(term.meaning) in page


def test_links_inside_the_glossary_lead_somewhere(client):
    page = client.get(reverse("public_site:glossary")).content.decode()
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - anchors == set()


def test_a_word_in_a_page_opens_its_meaning_and_leads_to_the_glossary(rf):
    written = Template('{% load glossary %}{% term "intercommunalite" "intercommunalités" %}').render(
        Context({"request": rf.get("/")})
    )
    assert re.search(r"<dfn\b[^>]*>intercommunalités</dfn>", written)
    assert f'href="{reverse("public_site:glossary")}#intercommunalite"' in written
    assert str(glossary.term("intercommunalite").meaning) in unescape(written)


def test_without_a_publisher_the_legal_notice_says_what_to_fill_in(client):
    page = client.get(reverse("public_site:legal")).content.decode()
    assert "Site sans éditeur déclaré" in page
    assert page.count("à renseigner par l’exploitant") == len(FILLED)


def test_the_legal_notice_shows_the_publisher_of_the_settings(client, settings):
    settings.TANDEM_PUBLISHER = FILLED
    page = unescape(client.get(reverse("public_site:legal")).content.decode())
    for told in FILLED.values():
        assert told in page
    assert "à renseigner" not in page


@pytest.mark.parametrize("claimed", ["non", "partielle", "totale"])
def test_without_an_audit_the_site_declares_itself_not_conforming(client, settings, claimed):
    settings.TANDEM_PUBLISHER = FILLED | {"accessibility": claimed}
    page = client.get(reverse("public_site:accessibility")).content.decode()
    assert "<strong>non conforme</strong>" in page
    assert "axe-core" in page


def test_an_audit_allows_the_site_to_declare_its_conformity(client, settings):
    audit = "Audit du 3 mars 2027 par une société d’essai : 78 % des critères sont respectés."
    settings.TANDEM_PUBLISHER = FILLED | {"accessibility": "partielle", "audit": audit}
    page = unescape(client.get(reverse("public_site:accessibility")).content.decode())
    assert "<strong>partiellement conforme</strong>" in page
    assert audit in page


def test_an_obstacle_is_reported_to_the_contact_of_the_publisher(client, settings):
    settings.TANDEM_PUBLISHER = FILLED
    assert FILLED["contact"] in client.get(reverse("public_site:accessibility")).content.decode()


@pytest.mark.django_db
def test_the_site_map_leads_to_every_page(client):
    page = client.get(reverse("public_site:sitemap")).content.decode()
    found = set(re.findall(r'href="([^"]+)"', page))
    plain = ("home", "territories", "compare", "report", "figures", "data", "downloads", "glossary", "legal")
    assert {reverse(f"public_site:{name}") for name in (*plain, "accessibility")} - found == set()
    assert {reverse("public_site:indicator", args=[code]) for code in INDICATORS} - found == set()
    assert {reverse("public_site:data_table", args=[name]) for name in reference.names()} - found == set()
    assert len(set(re.findall(r'href="/territoires/(ti-\d+)/"', page))) == 183


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["data", "downloads", "glossary", "legal", "accessibility", "sitemap", "report"])
def test_pages_exist_under_every_theme_without_inline_code(client, theme, name):
    page = client.get(reverse(f"public_site:{name}")).content.decode()
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert len(re.findall(r"<h1\b", page)) == 1
    assert "style=" not in main
    assert not re.search(r"\son[a-z]+=", main)


READ = [
    "/donnees/",
    "/donnees/private_employees/",
    "/telechargements/",
    "/glossaire/",
    "/mentions-legales/",
    "/accessibilite/",
    "/plan-du-site/",
    "/rapport/?date=2024-09-16",
]


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1440])
def test_pages_have_no_serious_obstacle_and_do_not_overflow(site, browser, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    found = {}
    for address in READ:
        page.goto(site + address)
        violations = Axe().run(page).response["violations"]
        if serious := [each["id"] for each in violations if each["impact"] in ("serious", "critical")]:
            found[address] = serious
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    page.close()
    assert found == {}
    assert [address for address in asked if not address.startswith((site, "data:"))] == []


@pytest.mark.browser
def test_the_keyboard_reaches_contents_tables_folds_and_tips(site, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(site + "/rapport/?date=2021-10-12")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"
    page.keyboard.press("Enter")
    reached, opened = set(), False
    for _step in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(e => ({tag: e.tagName, role: e.getAttribute('role'), tip: e.className}))(document.activeElement)"
        )
        reached.add(here["tag"])
        reached.add(here["role"])
        if "td-tip__button" in here["tip"] and not opened:
            page.keyboard.press("Enter")
            assert page.evaluate("document.querySelectorAll(':popover-open').length") == 1
            page.keyboard.press("Escape")
            assert page.evaluate("document.querySelectorAll(':popover-open').length") == 0
            opened = True
        if here["tag"] == "SUMMARY" and "fold" not in reached:
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.parentElement.open")
            reached.add("fold")
        if opened and {"SELECT", "BUTTON", "A", "region", "fold"} <= reached:
            break
    page.close()
    assert opened
    assert {"SELECT", "BUTTON", "A", "region", "fold"} <= reached


@pytest.mark.browser
def test_pages_work_without_javascript(site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 900})
    page = context.new_page()
    for address in READ:
        page.goto(site + address)
        assert page.locator("h1").is_visible(), address
    page.goto(site + "/glossaire/")
    page.locator("#index summary").click()
    assert page.locator("#index a").first.is_visible()
    page.goto(site + "/rapport/")
    page.select_option("select[name=date]", "2022-12-31")
    page.get_by_role("button", name="Changer de date").click()
    assert page.url.endswith("/rapport/?date=2022-12-31")
    context.close()
