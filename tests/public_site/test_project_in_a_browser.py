"""The form of a territory to be in a real Chromium: boxes, map, long lists, keyboard, with and without script."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROUEN = "200023414"


@pytest.fixture
def page(site, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce", locale="fr-FR")
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(site) else None)
    yield page
    page.close()
    assert faults == []


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_with_the_keyboard_alone_a_department_then_a_group_then_the_diagnosis(site, page):
    page.goto(site + "/diagnostic/")
    page.locator("select[name=dep]").focus()
    page.keyboard.type("Seine-Mar")
    page.keyboard.press("Enter")
    box = page.get_by_label("Métropole Rouen Normandie")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(page.get_by_role("status")).to_contain_text("Métropole Rouen Normandie choisie")
    expect(page.locator("[data-count]")).to_have_text("1\u202fintercommunalité choisie")
    page.locator("input[name=nom]").focus()
    page.keyboard.type("Mon territoire")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mon territoire")
    assert query(page)["epci"] == [ROUEN]
    expect(page.locator(".td-summary p").first).to_contain_text("Mon territoire compte")


def test_what_is_ticked_stays_when_the_department_changes(site, page):
    page.goto(site + f"/diagnostic/?etape=choix&dep=76&epci={ROUEN}&communes=01004")
    page.select_option("select[name=dep]", "27")
    expect(page.get_by_text("Choisies dans d’autres départements")).to_be_visible()
    expect(page.get_by_label("Métropole Rouen Normandie")).to_be_checked()
    page.locator("label", has_text="CC Lyons Andelle").click()
    page.get_by_role("button", name="Établir le diagnostic").click()
    page.wait_for_url("**/diagnostic/?**communes=01004**")
    assert sorted(query(page)["epci"][0].split(",")) == [ROUEN, "200070142"]


def test_the_map_adds_and_removes_what_is_clicked(site, page):
    page.goto(site + "/diagnostic/?etape=choix&dep=76")
    page.get_by_role("button", name="Choisir sur une carte").click()
    frame = page.locator(".td-map.leaflet-container")
    expect(frame).to_be_focused()
    shapes = page.locator("path.leaflet-interactive")
    assert shapes.count() > page.locator("input[name=epci]").count()  # those around are there too
    said = page.get_by_role("status")
    box = frame.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(*middle)
    expect(said).to_contain_text("choisie. 1\u202fintercommunalité choisie")
    (chosen,) = page.locator("input[name=epci]:checked").all()
    siren = chosen.get_attribute("value")
    page.mouse.click(*middle)
    expect(said).to_contain_text("retirée")
    expect(page.locator(f"input[name=epci][value='{siren}']")).not_to_be_checked()
    page.get_by_role("button", name="Fermer la carte").click()
    expect(page.locator(".leaflet-container")).to_have_count(0)
    expect(page.get_by_role("button", name="Choisir sur une carte")).to_be_focused()


def test_the_map_obeys_the_keyboard_and_is_left_in_three_steps(site, page):
    page.goto(site + "/diagnostic/?etape=choix&dep=76")
    page.get_by_role("button", name="Choisir sur une carte").press("Enter")
    expect(page.locator(".leaflet-container")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("input[name=epci]:checked")).to_have_count(1)
    pane = page.locator(".leaflet-map-pane")
    before = pane.get_attribute("style")
    page.keyboard.press("ArrowRight")
    expect(pane).not_to_have_attribute("style", before)
    for _press in range(3):
        page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('.leaflet-container').contains(document.activeElement)")


def test_a_group_of_another_department_taken_on_the_map_gets_a_box_of_its_own(site, page):
    page.goto(site + "/diagnostic/?etape=choix&dep=76")
    known = set(page.locator("input[name=epci]").evaluate_all("boxes => boxes.map((box) => box.value)"))
    page.get_by_role("button", name="Choisir sur une carte").click()
    expect(page.locator(".leaflet-container")).to_be_focused()
    # A shape of the ground around, which is lighter than those of the department.
    outside = page.locator("path.leaflet-interactive[fill='#f4f4f4']").first
    outside.dispatch_event("click")
    (chosen,) = page.locator("input[name=epci]:checked").all()
    assert chosen.get_attribute("value") not in known
    label = page.locator(f"label[for='{chosen.get_attribute('id')}']")
    expect(label).to_be_visible()
    label.click()
    expect(page.locator("input[name=epci]:checked")).to_have_count(0)


def test_a_list_pasted_from_a_spreadsheet_makes_a_short_address(site, page):
    from tandem import reference

    codes = [code for code in reference.load("communes")["code"].to_pylist() if code.startswith("76")]
    assert len(codes) > 600
    page.goto(site + "/diagnostic/")
    page.locator("textarea[name=communes]").fill("\r\n".join(codes))
    page.get_by_role("button", name="Établir le diagnostic").click()
    page.wait_for_url("**/diagnostic/?zone=**")
    assert len(page.url) < 1500
    expect(page.locator(".td-facts")).to_contain_text(f"{len(codes)}")


def test_a_list_that_no_address_holds_is_kept_and_said(site, page):
    page.goto(site + "/diagnostic/")
    text = "\n".join(f"Commune au nom long numéro {number}" for number in range(400))
    page.locator("textarea[name=communes]").fill(text)
    page.get_by_role("button", name="Établir le diagnostic").click()
    expect(page.get_by_role("alert")).to_contain_text("ne tient pas dans une adresse")
    assert page.locator("textarea[name=communes]").input_value() == text


def test_everything_but_the_map_works_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/diagnostic/")
    page.locator("textarea[name=communes]").fill("76540 Rouen\n1004")
    page.select_option("select[name=dep]", "27")
    page.get_by_role("button", name="Afficher ses intercommunalités").click()
    expect(page.get_by_text("sans zéro de tête")).to_be_visible()
    page.locator("label", has_text="CC Lyons Andelle").click()
    page.locator("input[name=nom]").fill("Sans script")
    page.get_by_role("button", name="Établir le diagnostic").click()
    expect(page.locator("h1")).to_have_text("Sans script")
    page.locator("#modifier summary").click()
    expect(page.get_by_label("CC Lyons Andelle")).to_be_checked()
    assert page.locator("textarea[name=communes]").input_value().split() == ["01004", "76540"]
    context.close()
