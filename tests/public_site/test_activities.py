"""The chapters that an official file fills: before it is imported, and after."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from tandem.core.tables import SECRET
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.projects import figures_of_project, project
from tandem.public_site.presenters import cards, classes, details, effects, figure_page, quadrant
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.figure_page import Wish

pytestmark = pytest.mark.django_db
THERE = Pages("/diagnostic/", "?communes=01283")


def get(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def section(page: str, name: str) -> str:
    return page.split(f'id="{name}"', 1)[1].split('<section class="td-chapter"', 1)[0]


@pytest.fixture
def part(employees, zone) -> str:
    """The query of a project that is a part of the zone of the file, two fifths of its employees."""
    return "?communes=" + ",".join(zone[:5])


@pytest.fixture
def figures(employees, zone) -> dict:
    found = figures_of_project(project(zone[:5], "La vallée"))
    return {figure.definition.id: figure for each in found for figure in each.figures}


def test_without_the_file_the_chapter_is_one_block(client, home):
    chapter = section(get(client, "/diagnostic/?communes=01283"), "classes")
    assert chapter.count("Il manque un fichier pour le dire") == 1
    assert "td-picture" not in chapter


def test_with_the_file_the_chapter_has_its_pictures_its_figures_and_its_table(client, part):
    chapter = section(get(client, "/diagnostic/" + part), "classes")
    assert "Il manque un fichier" not in chapter
    titles = re.findall(r'td-chart__title">([^<]+)', chapter)
    assert len(titles) == 3
    assert "de 2006 à 2022" in titles[0]
    assert "Fabrication de pièces techniques à base de matières plastiques" in chapter
    assert "Salariés fin 2006" in chapter
    assert "Salariés fin 2022" in chapter
    assert "par rapport à l’ensemble (35 communes de la zone d’emploi" in chapter
    for code in ("class-change", "resistance-2008", "recovery-2020"):
        assert f'id="chiffre-{code}"' in chapter


def test_what_a_territory_lacks_and_is_compared_with_is_said_once(client, employees, zone):
    from tandem import reference

    elsewhere = [code for code in reference.load("communes")["code"].to_pylist() if code.startswith("01")][:30]
    query = "?communes=" + ",".join(dict.fromkeys(["01283", *zone[:5], *elsewhere]))
    chapter = section(get(client, "/diagnostic/" + query), "classes")
    assert len(re.findall(r"communes sur \d+ sans valeur", chapter)) == 1
    assert "le fichier importé couvre seulement" in chapter
    assert len(re.findall(r"Comparé à ce que le fichier couvre \(35 communes", chapter)) == 1
    assert re.search(r"dont le territoire pèse \d\d\s% des salariés", chapter)
    assert chapter.count("Valeur partielle") > 5


def test_a_territory_that_is_what_the_file_covers_is_told_so(client, employees, zone):
    chapter = section(get(client, "/diagnostic/?communes=" + ",".join(zone)), "classes")
    assert "Il manque un fichier" not in chapter  # its figures are there, with the reason of each that has no value
    assert chapter.count("Non comparable, car le territoire pèse 100\u202f% des salariés") == 7
    assert "td-chart__title" in chapter  # its employees over time are drawn, without quotients nor effects
    assert "Fabrication de pièces techniques" in chapter  # the table of its classes stays
    assert "dessin=intervalles" not in chapter
    assert "dessin=effets" not in chapter


def test_a_territory_that_the_file_does_not_reach_waits_for_it(client, employees):
    chapter = section(get(client, "/diagnostic/?communes=76540,76057"), "classes")
    assert "Le fichier importé couvre seulement" in chapter
    assert 'class="td-figure"' not in chapter


@pytest.mark.parametrize(
    "path",
    [
        "class-industry-employees.svg{}&dessin=evolution",
        "class-industry-employees.svg{}&dessin=intervalles",
        "class-industry-employees.svg{}&dessin=intervalles&largeur=etroite",
        "class-change.svg{}&dessin=effets",
        "opportunities.svg{}&dessin=quadrant",
        "opportunities.svg{}&dessin=quadrant&largeur=etroite",
    ],
)
def test_every_drawing_has_the_words_of_the_page_and_obeys_the_policy(client, part, path):
    page = get(client, "/diagnostic/" + part)
    answer = client.get("/diagnostic/" + path.format(part))
    root = ElementTree.fromstring(answer.content)
    assert root.get("aria-label") in page
    assert b"style=" not in answer.content


def test_a_secret_cell_is_said_on_the_page_and_in_the_file(client, part):
    page = get(client, "/diagnostic/class-industry-employees/" + part)
    row = page.split("3030Z", 1)[1].split("</tr>", 1)[0]
    assert row.count(f'class="td-secret">{SECRET}<') >= 2
    assert "900" not in row
    assert 'href="/donnees/#secret"' in page
    lines = client.get("/diagnostic/class-industry-employees.csv" + part).content.decode().splitlines()
    (line,) = [each for each in lines if each.startswith("3030Z")]
    assert f",{SECRET}" in line
    assert "900" not in line


def test_a_secret_class_is_never_drawn(figures):
    drawn = classes.draw(figures[classes.FIGURE], 640)
    labels = {row["label"] for each in drawn.spec["layer"] for row in each["data"]["values"] if "label" in row}
    assert labels
    assert not any("aéronautique" in label for label in labels)
    assert "« secret »" in classes.picture(figures[classes.FIGURE], THERE).subtitle.replace("\u202f", " ")


def test_sorting_puts_what_is_secret_last_both_ways(figures):
    table = figure_page.lines(figures[classes.FIGURE])
    for order in ("after", "-after"):
        cells = [table.columns[4].read(row) for row in figure_page.shown(table, Wish(order=order)).rows]
        known = [cell for cell in cells if cell != SECRET]
        assert cells[: len(known)] == known == sorted(known, reverse=order.startswith("-"))


def test_a_search_looks_into_every_word_of_a_row(figures):
    table = figure_page.lines(figures[classes.FIGURE])
    found = [row["label"] for row in figure_page.shown(table, Wish("PLASTIQUES")).rows]
    assert found
    assert all("plastiques" in label for label in found)


def test_the_parts_of_a_change_add_up_and_say_what_they_are_set_against(figures):
    found = effects.of("class-change", figures)
    assert sum(value for _label, value, _colour in found.parts) == pytest.approx(figures["class-change"].value)
    assert "communes de la zone d’emploi" in found.whole
    assert (found.first, found.last) == ("2006", "2022")
    shipped = effects.of("employees-change", figures)
    assert shipped.whole == "la France"
    assert effects.of("population-growth", figures) is None


def test_only_what_lacks_its_file_waits(figures, home):
    assert not any(
        cards.waits(figure) for figure in figures.values() if INDICATORS[figure.definition.id].imported == "urssaf"
    )
    assert cards.waits(figures["industry-births"])
    assert not cards.waits(figures["population"])


def test_a_picture_shows_the_first_rows_and_leads_to_the_others(figures):
    figure = figures[quadrant.FIGURE]
    picture = quadrant.picture(figure, THERE, {})
    assert len(list(picture.table.rows)) <= details.FEW
    assert bool(picture.more) == (len(figure.details) > details.FEW)


def test_the_quarters_hold_every_sector_once_in_words_or_in_the_table(figures):
    figure = figures[quadrant.FIGURE]
    quarters = quadrant.quarters(figure, {})
    left = sum(int(each.others.split()[1].split("\u202f")[0]) for each in quarters if each.others)
    assert sum(len(each.sectors) for each in quarters) + left == len(figure.details)
    for quarter in quarters:
        start = "Proche parce que" if quarter.id.startswith("near") else "Ce qui en rapproche"
        assert all(each.why.startswith(start) for each in quarter.sectors)


def test_names_of_territories_are_links_and_an_unknown_code_stays_text():
    written = details.links(["ti-0001", "ti-0002"], {"ti-0001": ("A & B", "/territoires/ti-0001/")})
    assert '<a href="/territoires/ti-0001/">A &amp; B</a>' in written
    assert "ti-0002" in written


@pytest.mark.slow
def test_a_stored_diagnosis_shows_what_the_file_brings(client, employees, zone):
    """The page of a territory of the list, its indicator pages, the map and the files."""
    from tandem.diagnosis.usecases import compute_diagnoses

    compute_diagnoses(actor="tests")
    page = get(client, "/territoires/ti-8413/")
    assert "Fabrication de pièces techniques" in section(page, "classes")
    indicator = get(client, "/chiffres/class-change/")
    assert "Peu de territoires ont une valeur" in indicator
    assert "map-shape" in indicator
    assert 'value="class-change"' in get(client, "/territoires/")
    changes = section(page, "changements")
    assert "Nouvelle source" in changes
    assert "maintenant connu" in changes
    assert "sans valeur, pour une autre raison" in changes  # it is nearly all that the file covers
    values = {each["code"]: each["value"] for each in client.get("/chiffres/class-change.json").json()["territories"]}
    assert values["ti-8413"] is not None
    assert sum(value is not None for value in values.values()) < 10


def test_hundreds_of_classes_make_a_light_drawing_and_few_words(figures):
    from dataclasses import replace

    quarters = list(quadrant.QUADRANTS)
    rows = [
        {
            "sector": f"{i:04}Z",
            "label": f"Classe numéro {i}",
            "quadrant": quarters[i % 4],
            "density": 0.5 + (0.1 if i % 4 in (0, 2) else -0.1) + i / 10_000,
            "complexity": (1 if i % 4 < 2 else -1) * (0.5 + i / 1000),
            "gain": 1.0,
            "because": ["Bois et papier"],
            "held_by": ["ti-8413"],
        }
        for i in range(400)
    ]
    figure = replace(figures[quadrant.FIGURE], details=tuple(rows))
    drawn = quadrant.draw(figure, 343)
    assert len(drawn.svg().encode()) < 25_000
    assert len(drawn.alt) < 1500
    told = quadrant.quarters(figure, {})
    assert {len(each.sectors) for each in told} == {quadrant.TOLD}
    assert "et 394" not in told[0].others
    assert "94\u202fautres secteurs" in told[0].others
    assert quadrant.picture(figure, THERE, {}).more.endswith("#lignes")
