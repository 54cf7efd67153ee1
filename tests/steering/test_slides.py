"""The slides as who presents, edits or hears them finds them; their charts hold the figures of the page."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from tandem.core.figures import Availability, Figure
from tandem.core.tables import Column, Table
from tandem.diagnosis import comparison, edition
from tandem.diagnosis.catalogue import CHAPTERS
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.details import lacks_of
from tandem.diagnosis.projects import project
from tandem.steering import addresses
from tandem.steering.narrative import for_the_pair
from tandem.steering.pictures import leading_sectors
from tandem.steering.slides import diagnosis, drawings, pptx_of, pptx_of_comparison, titles
from tandem.steering.slides.content import Chart, Kind, Line, Point, Slide, kept
from tandem.steering.slides.deck import Deck
from tandem.steering.slides.labels import label_places, span

pytestmark = pytest.mark.django_db

DATE = dt.date(2024, 9, 16)
BASE = "https://tandem.example"


def read(code: str) -> Edition:
    return edition.of_territory(code, DATE, lambda figure: BASE + addresses.of_figure(figure))


@pytest.fixture(scope="module")
def oyonnax(django_db_setup, django_db_blocker) -> Edition:
    with django_db_blocker.unblock():
        return read("ti-8413")


@pytest.fixture(scope="module")
def content(oyonnax) -> bytes:
    return pptx_of(oyonnax)


@pytest.fixture
def deck(content):
    return Presentation(io.BytesIO(content))


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def chart_titled(deck, begins: str):
    return next(each for each in charts(deck) if each.chart_title.text_frame.text.startswith(begins))


def texts(slide) -> str:
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


# -- a deck ------------------------------------------------------------------------------------------------------------


def test_a_deck_has_eight_to_twelve_slides_in_the_shape_of_todays_screens(deck):
    assert 8 <= len(deck.slides) <= diagnosis.MOST
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_every_slide_says_something_in_its_title_and_the_title_is_read_first(deck):
    found = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(found)
    assert len(set(found)) == len(found)
    for slide in deck.slides:
        first = slide.shapes[0]
        assert first.is_placeholder
        assert first.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    assert found[1] == "L’essentiel : l’industrie y représente trois fois la part nationale"
    assert "34,6\u202f% des emplois sont industriels, trois fois la part nationale" in found


def test_every_chart_and_every_table_has_an_alternative_text(deck):
    pictured = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert len(pictured) >= 8
    for shape in pictured:
        assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 15


def test_the_header_row_of_every_table_is_marked_as_such(deck):
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert all(table.first_row for table in tables)


def test_it_tells_its_title_its_author_its_language_and_its_date(deck, oyonnax):
    told = deck.core_properties
    assert told.title == oyonnax.title
    assert told.author
    assert told.language == "fr-FR"
    assert told.created.date() == DATE
    runs = [run for slide in deck.slides for run in slide._element.iter("{*}rPr")]
    assert runs
    assert {run.get("lang") for run in runs} == {"fr-FR"}


def test_the_slide_of_the_essential_says_the_sentences_of_the_page(deck, oyonnax):
    said = for_the_pair(oyonnax.chapters, oyonnax.name)[: diagnosis.TOLD]
    body = deck.slides[1].placeholders[1].text_frame
    assert [paragraph.text for paragraph in body.paragraphs] == [each.text for each in said]
    assert all(each.rule in deck.slides[1].notes_slide.notes_text_frame.text for each in said)


def test_every_slide_is_numbered_and_dated_at_its_foot(deck, oyonnax):
    for slide in list(deck.slides)[1:]:
        kinds = {shape.placeholder_format.type for shape in slide.placeholders}
        assert {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER} <= kinds
        assert f"{oyonnax.title} · état au 16 septembre 2024" in texts(slide)


def test_no_placeholder_is_left_empty(deck):
    for slide in deck.slides:
        for shape in slide.placeholders:
            assert not shape.has_text_frame or shape.text_frame.text, (slide.shapes.title.text_frame.text, shape.name)


def test_the_notes_of_a_chart_give_its_method_its_source_and_its_address(deck, oyonnax):
    share = oyonnax.figure("industry-share")
    slide = next(each for each in deck.slides if "emplois sont industriels" in each.shapes.title.text_frame.text)
    notes = slide.notes_slide.notes_text_frame.text
    assert str(share.definition.method)[:60] in notes
    assert share.source[:40] in notes
    assert f"{BASE}/territoires/ti-8413/industry-share/?date=2024-09-16" in notes


# -- charts ------------------------------------------------------------------------------------------------------------


def test_the_charts_hold_the_figures(deck, oyonnax):
    share = oyonnax.figure("industry-share")
    bars = chart_titled(deck, "Part de l’industrie dans l’emploi").plots[0]
    assert list(bars.categories) == [oyonnax.name, oyonnax.region.name, "France", "Territoires semblables"]
    assert list(bars.series[0].values) == [
        share.value,
        *(share.compared_with(each) for each in ("region", "country", "peers")),
    ]

    rows = leading_sectors(oyonnax.figure("industry-employees"))
    quotients = chart_titled(deck, "Part du secteur").plots[0]
    assert list(quotients.categories) == [row["label"] for row in rows]
    assert list(quotients.series[0].values) == [row["quotient"] for row in rows]

    employees = oyonnax.figure("private-employees")
    lines = chart_titled(deck, "Salariés du privé, indice 100").plots[0]
    first = employees.series[0][1]
    assert list(lines.categories) == [period for period, _value in employees.series]
    assert list(lines.series[0].values) == pytest.approx([100 * value / first for _period, value in employees.series])


def test_the_parts_of_a_change_add_up_to_it(deck, oyonnax):
    columns = chart_titled(deck, "Évolution des salariés du privé").plots[0]
    national, structural, local, total = columns.series[0].values
    assert total == oyonnax.figure("employees-change").value
    assert (structural, local) == (oyonnax.figure("structural-effect").value, oyonnax.figure("local-effect").value)
    assert national + structural + local == pytest.approx(total)
    region = [each.compared_with("region") for each in map(oyonnax.figure, drawings.PARTS)]
    assert columns.series[1].values[3] == region[0]
    # The national trend is the same for all: it is France's change.
    assert national == pytest.approx(oyonnax.figure("employees-change").compared_with("country"), abs=0.01)


def test_the_cloud_of_what_it_could_become_holds_every_sector_in_its_quarter(deck, oyonnax):
    details = oyonnax.figure("opportunities").details
    cloud = chart_titled(deck, "Les secteurs industriels où le territoire n’est pas spécialisé").plots[0]
    found = {
        (float(x.text), y)
        for series in cloud.series
        for x, y in zip(series._element.xpath("c:xVal//c:pt/c:v"), series.values, strict=True)
    }
    assert found == {(row["density"], row["complexity"]) for row in details}
    sizes = [len(list(series.values)) for series in cloud.series]
    assert sizes == sorted(sizes, reverse=True)


def test_people_can_edit_the_charts_and_no_text_of_theirs_is_a_formula(oyonnax):
    attack = replace(oyonnax, name='=HYPERLINK("http://evil.example")')
    package = zipfile.ZipFile(io.BytesIO(pptx_of(attack)))
    books = [name for name in package.namelist() if name.startswith("ppt/embeddings/")]
    assert len(books) >= 4
    for name in books:
        found = openpyxl.load_workbook(io.BytesIO(package.read(name)))
        assert found.properties.created.date() == DATE
        cells = [cell for row in found.active.iter_rows() for cell in row]
        assert [cell for cell in cells if cell.data_type == "f"] == []
        assert any(cell.data_type == "n" and cell.value is not None for cell in cells)


def test_the_same_diagnosis_makes_the_same_bytes(content):
    assert pptx_of(read("ti-8413")) == content


# -- what is missing ---------------------------------------------------------------------------------------------------


def test_what_is_missing_is_on_a_slide_with_what_would_fill_it(deck, oyonnax):
    slide = next(each for each in deck.slides if "compléteraient ce diagnostic" in each.shapes.title.text_frame.text)
    said = texts(slide)
    for chapter in CHAPTERS:
        if chapter.lacks:
            assert str(chapter.lacks) in said
    waiting = next(each for each in oyonnax.figures if each.value is None)
    assert str(waiting.reason)[1:] in said


def test_a_territory_of_which_little_is_known_has_a_deck_that_says_so():
    mayotte = read("ti-0601")
    found = Presentation(io.BytesIO(pptx_of(mayotte)))
    assert len(found.slides) >= 5
    said = "\n".join(texts(slide) for slide in found.slides)
    assert "Pas de donnée sur la part de l’industrie dans l’emploi" in said
    assert "non disponible" in said
    assert "autres raisons, dites dans le classeur" in said
    assert not any(word in said for word in ("None", "nan ", "%("))


def with_figure(of: Edition, made: Figure) -> Edition:
    """The same diagnosis with one figure changed, or found at last."""
    chapters = tuple(
        replace(each, figures=tuple(made if f.definition.id == made.definition.id else f for f in each.figures))
        for each in of.chapters
    )
    return replace(of, chapters=chapters)


def known(of: Edition, code: str, value: float, **more: object) -> Edition:
    found = replace(of.figure(code), value=value, availability=Availability.VALUE, reason="", **more)
    return with_figure(of, found)


def titles_of(of: Edition) -> list[str]:
    slides = Presentation(io.BytesIO(pptx_of(of))).slides
    return [slide.shapes.title.text_frame.text.replace("\u202f", " ") for slide in slides]


def test_a_file_that_covers_a_part_of_the_territory_is_said_to(oyonnax):
    series = (("2006", 1000.0), ("2014", 800.0), ("2022", 767.0))
    whole = known(oyonnax, "class-industry-employees", 767.0, series=series)
    assert "L’emploi industriel perd 23,3 % de 2006 à 2022" in titles_of(whole)
    figure = replace(
        whole.figure("class-industry-employees"), availability=Availability.PARTIAL, reason="une zone seule"
    )
    part = with_figure(whole, figure)
    assert "Dans la partie couverte, l’emploi industriel perd 23,3 % de 2006 à 2022" in titles_of(part)
    assert any(each.reason == "une zone seule" and each.to_bring for each in lacks_of(part))


def test_the_establishments_are_drawn_by_size_once_their_file_is_imported(oyonnax):
    details = ({"band": "00", "establishments": 40}, {"band": "11", "establishments": 12})
    found = known(oyonnax, "industry-employers", 52.0, details=details)
    deck = Presentation(io.BytesIO(pptx_of(found)))
    assert "52 établissements industriels employeurs, selon leur taille" in titles_of(found)
    bars = chart_titled(deck, "Établissements industriels employeurs").plots[0]
    assert list(bars.series[0].values) == [40, 12]
    assert len(deck.slides) <= diagnosis.MOST


def test_a_project_has_a_deck_without_peers():
    found = edition.of_project(project(["200023414"], "Rouen élargi"), DATE)
    slides = Presentation(io.BytesIO(pptx_of(found))).slides
    assert slides[0].shapes.title.text_frame.text == "Rouen élargi"
    assert not any("le plus semblable" in slide.shapes.title.text_frame.text for slide in slides)


@pytest.mark.slow
def test_every_territory_has_a_deck_whose_texts_are_whole():
    from tandem.territories.models import Perimeter

    for code in Perimeter.objects.as_of(DATE).values_list("territory_id", flat=True)[::9]:
        found = Presentation(io.BytesIO(pptx_of(read(code))))
        assert 4 <= len(found.slides) <= diagnosis.MOST
        said = "\n".join(texts(slide) for slide in found.slides)
        assert not any(word in said for word in ("None", " nan", "%(", "  "))


# -- a comparison ------------------------------------------------------------------------------------------------------


def test_the_deck_of_a_comparison_shows_what_separates_the_territories(oyonnax):
    editions = [oyonnax, read("ti-2802"), read("ti-0601")]
    rows = comparison.compared([each.chapters for each in editions], comparison.spreads("2024-07"))
    made = pptx_of_comparison(editions, rows)
    found = Presentation(io.BytesIO(made))
    assert (
        found.slides[0].shapes.title.text_frame.text == "Comparaison de Plastics Vallée – Oyonnax, Axe Seine et Mayotte"
    )
    bars = chart_titled(found, "Part de l’industrie dans l’emploi").plots[0]
    shares = [each.figure("industry-share") for each in editions[:2]]
    assert list(bars.categories) == ["Plastics Vallée – Oyonnax", "Axe Seine", "France"]
    assert list(bars.series[0].values) == [*(each.value for each in shares), shares[0].compared_with("country")]
    said = "\n".join(texts(slide) for slide in found.slides)
    assert "Mayotte : outre-mer absent de la source" in said.replace("\u202f", " ")
    assert pptx_of_comparison(editions, rows) == made


# -- rules -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (-1.3, "L’emploi privé perd 1,3 % depuis 2019 (France : +6,6 %)"),
        (2.0, "L’emploi privé gagne 2,0 % depuis 2019 (France : +6,6 %)"),
        (0.04, "L’emploi privé est stable depuis 2019 (France : +6,6 %)"),
    ],
)
def test_the_title_of_employment_says_gain_loss_or_stability(oyonnax, change, said):
    found = {each.definition.id: each for each in oyonnax.figures}
    found["employees-change"] = replace(found["employees-change"], value=change)
    assert titles.employment(found).replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("structural", "local", "said"),
    [
        (-3.7, -4.2, "tient d’abord à ce qui lui est propre (−4,2 points)"),
        (-3.7, 1.0, "tient d’abord à ses secteurs (−3,7 points)"),
        (0.05, 0.02, "tient autant"),
    ],
)
def test_the_title_of_the_trajectory_names_the_larger_effect(structural, local, said):
    assert said in titles.trajectory(structural, local).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("quotient", "said"),
    [(18.3, "18 fois sa part nationale"), (4.53, "4,5 fois sa part nationale"), (1.05, "Aucun secteur industriel")],
)
def test_the_title_of_specialisations_has_a_threshold(quotient, said):
    assert said in titles.specialisation([{"label": "Industrie chimique", "quotient": quotient}])


@pytest.mark.parametrize(
    ("leads", "near", "others", "said"),
    [
        (1, 2, 5, "Un secteur proche et complexe est à étudier d’abord"),
        (3, 3, 5, "Trois secteurs proches et complexes sont à étudier d’abord"),
        (0, 0, 6, "Parmi les 6 secteurs où il n’est pas spécialisé, aucun n’est à la fois proche et complexe"),
        (0, 3, 6, "Aucune de ses industries ne mène à un secteur proche et complexe"),
        (0, 0, 0, "Le territoire a déjà tous les secteurs industriels mesurés"),
    ],
)
def test_the_title_of_what_it_could_become_counts_the_sectors(leads, near, others, said):
    assert titles.potential(leads, near, others) == said


@pytest.mark.parametrize(
    ("schemes", "sites", "said"),
    [
        (1, None, "Un zonage ou dispositif couvre déjà le territoire"),
        (8, 57.0, "Huit zonages ou dispositifs couvrent déjà le territoire ; 57 sites y sont recensés comme friches"),
        (None, None, "Foncier, recrutement et appuis"),
    ],
)
def test_the_title_of_the_levers_counts_schemes_and_sites(schemes, sites, said):
    assert titles.levers(schemes, sites).replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "Ce que ce diagnostic ne dit pas encore"),
        (1, "Une source compléterait"),
        (4, "Quatre sources compléteraient"),
        (14, "14 sources"),
    ],
)
def test_the_title_of_what_is_missing_counts_the_sources_to_bring(count, said):
    assert titles.lacks(count).startswith(said)


def test_the_slides_left_out_are_those_that_matter_least():
    slides = [Slide(str(n), rank=rank) for n, rank in enumerate((0, 3, 1, 5, 0, 2))]
    assert [each.title for each in kept(slides, 4)] == ["0", "2", "4", "5"]
    assert kept(slides, 9) == slides


def test_a_gap_in_a_series_stays_a_gap_in_the_chart():
    made = Deck("Essai", "Tandem", DATE, "pied")
    made.add(
        Slide(
            "Titre",
            ("Une phrase.",),
            Chart(Kind.LINES, "t", "alternative", ("a", "b", "c"), (Line("s", (1.0, None, 3.0), "#000091"),)),
        )
    )
    found = Presentation(io.BytesIO(made.save()))
    assert list(charts(found)[0].plots[0].series[0].values) == [1.0, None, 3.0]


def test_a_long_table_is_written_small_enough_to_stay_on_its_slide():
    rows = [{"a": f"ligne {n} " + "mot " * 12, "b": float(n)} for n in range(14)]
    made = Deck("Essai", "Tandem", DATE, "pied")
    made.add(Slide("Titre", table=Table("Table", (Column("a", "Texte"), Column("b", "Nombre", decimals=1)), rows)))
    found = Presentation(io.BytesIO(made.save()))
    frame = next(shape for shape in found.slides[0].shapes if shape.has_table)
    assert frame.table.cell(1, 0).text_frame.paragraphs[0].font.size.pt <= 12
    assert frame.table.cell(14, 1).text == "13,0"
    assert sum(column.width for column in frame.table.columns) <= frame.width + 20


names = st.text(alphabet="abcdefgh ", min_size=1, max_size=30)
points = st.lists(
    st.builds(Point, names, st.floats(0, 1).map(lambda x: round(x, 3)), st.floats(-3, 3).map(lambda y: round(y, 3))),
    min_size=1,
    max_size=12,
    unique=True,
)


@given(points)
def test_the_first_points_have_their_names_and_an_axis_goes_beyond_its_values(found):
    assert set(label_places(found)) <= set(found)
    assert not label_places([replace(point, labelled=False) for point in found])
    low, high = span([point.y for point in found])
    assert low < min(point.y for point in found) <= max(point.y for point in found) < high


def test_two_points_at_one_place_do_not_have_names_over_each_other():
    twins = [
        Point("Industrie chimique", 0.5, 0.5),
        Point("Industrie pharmaceutique", 0.5, 0.5),
        Point("Loin", 0.0, 0.0),
    ]
    places = label_places(twins)
    assert len({places.get(each) for each in twins[:2]}) == 2
