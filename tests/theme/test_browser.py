"""The sample page in a real browser, at phone and desk width: axe, policy, keyboard, no script."""

import mimetypes
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser
PAGE = "http://localhost/territoires/exemple/"


@pytest.fixture
def visit(browser, theme, sample_site):
    """Open the page without a server: the browser's requests are answered by Django's test client."""
    contexts = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert found, path
            route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0] or "application/octet-stream")
            return
        response = sample_site.get(path)
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    def _visit(width: int = 1440, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(PAGE)
        page.wait_for_load_state("networkidle")
        return page

    yield _visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_axe_finds_nothing_and_nothing_overflows(visit, width, scheme):
    page = visit(width, color_scheme=scheme)
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.faults == []


def test_tip_opens_by_keyboard_and_closes_by_escape(visit):
    page = visit()
    button = page.get_by_role("button", name="Que veut dire").first
    bubble = page.locator(f"#{button.get_attribute('popovertarget')}")
    button.focus()
    assert not bubble.is_visible()
    page.keyboard.press("Enter")
    assert bubble.is_visible()
    assert bubble.bounding_box()["x"] >= 0
    page.keyboard.press("Escape")
    assert not bubble.is_visible()


def test_menu_is_reachable_on_a_phone(visit, theme):
    page = visit(375)
    link = page.get_by_role("navigation", name="Menu principal").get_by_text("Chiffres")
    if theme == "dsfr":
        assert not link.is_visible()
        page.get_by_role("button", name="Menu").click()
    link.wait_for(state="visible")


@pytest.mark.parametrize("width", [375, 1440])
def test_everything_can_be_read_without_scripts(visit, width):
    page = visit(width, java_script_enabled=False)
    assert page.get_by_role("navigation", name="Menu principal").get_by_text("Chiffres").is_visible()
    assert page.get_by_role("navigation", name="vous êtes ici").get_by_text("Territoires").is_visible()
    page.get_by_text("Voir les données").first.click()
    assert page.get_by_role("table", name="Données du graphique").is_visible()


def test_contents_follow_the_reader(visit):
    page = visit()
    page.locator("#etablissements").evaluate(
        "chapter => window.scrollTo({top: chapter.offsetTop, behavior: 'instant'})"
    )
    current = page.locator(".td-contents [aria-current]")
    current.wait_for()
    assert current.inner_text() == "Établissements"


def test_skip_link_appears_on_focus_and_leads_to_the_content(visit):
    page = visit()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Contenu"
    assert focused.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
