"""The pages in a real Chromium: nothing serious for axe, no error, no third party; with and without script."""

from itertools import pairwise
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
    "many-members": "/territoires/ti-7506/",
    "without-list": "/territoires/?date=2015-01-01",
    "project-empty": "/diagnostic/",
    "project-choosing": "/diagnostic/?etape=choix&dep=76&epci=200023414&epci=242700276",
    "project-faults": "/diagnostic/?communes=Saint-Denis%0A00000",
    "project": "/diagnostic/?nom=Bas%20de%20Seine&epci=200023414&communes=27022",
    "project-figure": "/diagnostic/opportunities/?epci=200023414",
    "project-compare": "/comparer/?t=ti-8413&epci=200023414",
    "sorted-lines": "/territoires/ti-8413/population/?q=a&tri=-population_2023",
    "waiting": "/chiffres/class-change/",
    "official-file": "/donnees/urssaf/",
    "report": "/rapport/",
    "data": "/donnees/",
    "table": "/donnees/territories/",
    "downloads": "/telechargements/",
    "glossary": "/glossaire/",
    "legal": "/mentions-legales/",
    "accessibility": "/accessibilite/",
    "sitemap": "/plan-du-site/",
}

OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((title) => Number(title.tagName[1]))"""
UNNAMED_FIGURES = """() => [...document.querySelectorAll("figure")].filter((figure) =>
  figure.getAttribute("role") !== "figure" || !figure.getAttribute("aria-label") || !figure.querySelector("figcaption")
).length"""
# The text spacing that a reader may set (WCAG 1.4.12).
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const ringed = [null, "::before", "::after"].some((part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  const box = element.getBoundingClientRect();
  return {
    name: element.outerHTML.slice(0, 90),
    ringed: ringed || parseFloat(getComputedStyle(element).strokeWidth) >= 4,
    inside: box.bottom > 0 && box.top < window.innerHeight,
  };
}"""


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
    outline = page.evaluate(OUTLINE)
    unnamed = page.evaluate(UNNAMED_FIGURES)
    page.close()
    assert serious == []
    assert faults == []
    assert wide <= width + 1
    assert outline.count(1) == 1
    assert outline[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(outline)), outline
    assert unnamed == 0


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_holds_in_320_pixels_even_with_its_text_spaced(site, browser, path):
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    plain = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(
        "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); "
        "document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }",
        SPACED,
    )
    spaced = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert (plain, spaced) == (320, 320)


@pytest.mark.parametrize("path", ["/", "/territoires/?region=84", "/territoires/ti-8413/", "/territoires/ti-0601/"])
def test_the_keyboard_reaches_everything_and_is_seen_where_it_is(site, browser, path):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    stops = []
    for _press in range(400):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUSED)) is None:
            break
        if not (stop["ringed"] and stop["inside"]):
            # A drawing that comes in above may move the page for a moment.
            page.wait_for_timeout(500)
            stop = page.evaluate(FOCUSED)
        stops.append(stop)
    page.close()
    assert 20 < len(stops) < 400, "a trap, or nothing to reach"
    assert [stop["name"] for stop in stops if not (stop["ringed"] and stop["inside"])] == []


def test_the_map_is_passed_in_one_step_and_its_focus_says_the_territory(site, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(site + "/territoires/")
    page.locator(".td-skip a").focus()
    page.keyboard.press("Tab")
    page.locator("a.map-shape").first.focus()
    expect(page.locator(".td-atlas__name")).to_contain_text("Aa – Dunkerque – Flandre")
    page.locator(".td-skip a").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#liste').contains(document.activeElement)")
    page.close()


def test_a_figure_of_a_territory_holds_in_a_row_and_unfolds(site, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(site + "/territoires/ti-8413/")
    row = page.locator("#chiffre-unemployment")
    row.scroll_into_view_if_needed()
    expect(row.locator(".td-figure__body svg.td-drawing")).to_be_visible()
    assert row.bounding_box()["height"] < 260
    expect(row.locator(".td-picture")).to_be_hidden()
    row.locator("summary").first.press("Enter")
    expect(row.locator(".td-picture")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 800})
    expect(row.locator(".td-figure__body .td-figure__strip")).to_be_hidden()
    expect(row.locator(".td-figure__strip--narrow")).to_be_visible()
    page.emulate_media(media="print")
    expect(row.locator(".td-figure__body .td-figure__strip")).to_be_visible()
    page.close()


def test_the_list_answers_as_one_types_and_the_address_follows(site, browser):
    page = browser.new_page()
    page.goto(site + "/territoires/")
    page.locator("input[type=search]").press_sequentially("bellignat")
    page.wait_for_url("**/territoires/?q=bellignat")
    assert page.locator("#resultats tbody tr").count() == 1
    expect(page.get_by_role("status")).to_contain_text("1\u202fterritoire sur 183")
    expect(page).to_have_title("Territoires – «\u202fbellignat\u202f» – Tandem")
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
    # Out of the map in three steps: itself, then its two buttons.
    for _press in range(3):
        page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('.leaflet-container').contains(document.activeElement)")
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
    assert "2e valeur la plus forte sur 173" in drawn.get_attribute("aria-label")
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
    expect(page.locator("#resultats tbody tr").first).to_be_visible()
    assert 0 < page.locator("#resultats tbody tr").count() < 183
    context.close()
