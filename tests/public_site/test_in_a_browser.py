"""The pages in a real Chromium: nothing serious for axe, no error, no third party; with and without script."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = {
    "home": "/",
    "list": "/territoires/",
    "search": "/territoires/?q=bellignat",
    "nothing": "/territoires/?q=zzzz",
    "territory": "/territoires/ti-8413/",
    "overseas": "/territoires/ti-0101/",
    "past": "/territoires/ti18-8408/",
    "figure": "/territoires/ti-8413/industry-employees/",
    "indicator": "/chiffres/industry-share/",
    "figures": "/chiffres/",
    "programme": "/programme/territories/?date=2021-10-12",
    "long-word": "/programme/intermunicipalities/",
    "announced": "/programme/jobs-created/",
    "compare": "/comparer/?t=ti-8413&t=ti-0101&t=ti-8404",
    "compare-empty": "/comparer/",
}


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_sound(site, browser, path, width):
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="fr-FR")
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(site) else None)
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    serious = [
        (found["id"], found["nodes"][0]["html"])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert serious == []
    assert faults == []
    assert wide <= width + 1


def test_the_list_answers_as_one_types_and_the_address_follows(site, browser):
    page = browser.new_page()
    page.goto(site + "/territoires/")
    page.locator("input[type=search]").press_sequentially("bellignat")
    page.wait_for_url("**/territoires/?q=bellignat")
    assert page.locator("#resultats tbody tr").count() == 1
    page.select_option("select[name=region]", "11")
    page.wait_for_url("**q=bellignat&region=11")
    assert "Aucun territoire ne correspond" in page.locator("#resultats").inner_text()
    page.go_back()
    expect(page.locator("#resultats tbody tr")).to_have_count(1)
    page.close()


def test_the_map_can_be_explored_with_the_keyboard_and_follows_the_filters(site, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(site + "/territoires/?region=84")
    count = page.locator("#resultats tbody tr").count()
    page.get_by_role("button", name="Explorer la carte").press("Enter")
    page.wait_for_selector(".leaflet-container")
    expect(page.locator(".leaflet-container")).to_be_focused()
    expect(page.locator("path.leaflet-interactive")).to_have_count(count)
    pane = page.locator(".leaflet-map-pane")
    before = pane.get_attribute("style")
    page.keyboard.press("ArrowRight")
    expect(pane).not_to_have_attribute("style", before)
    page.select_option("select[name=region]", "")
    expect(page.locator("path.leaflet-interactive")).to_have_count(183)
    page.get_by_role("button", name="Revenir à la carte simple").click()
    page.wait_for_selector("svg.map")
    page.close()
    assert faults == []


def test_a_drawing_comes_into_the_page_with_its_words(site, browser):
    page = browser.new_page()
    page.goto(site + "/territoires/ti-8413/industry-share/")
    drawn = page.wait_for_selector("svg.td-drawing")
    assert "2e sur 173" in drawn.get_attribute("aria-label")
    page.close()


def test_everything_but_the_explorable_map_works_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/")
    page.locator("input[name=q]").fill("bellignat")
    page.locator("input[name=q]").press("Enter")
    assert urlsplit(page.url).query == "q=bellignat"
    page.get_by_role("link", name="Plastics Vallée – Oyonnax").first.click()
    assert page.locator("h1").inner_text() == "Plastics Vallée – Oyonnax"
    image = page.locator("picture img").first
    image.scroll_into_view_if_needed()
    assert image.get_attribute("alt")
    page.goto(site + "/territoires/")
    page.select_option("select[name=region]", "84")
    page.get_by_role("button", name="Appliquer").click()
    assert "region=84" in page.url
    assert 0 < page.locator("#resultats tbody tr").count() < 183
    context.close()
