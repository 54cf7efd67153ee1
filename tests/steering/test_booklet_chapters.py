"""The chapters of a booklet as its template receives them: nothing said twice, nothing that means nothing."""

import datetime as dt

import pytest

from tandem.core.figures import Availability, Comparison, Figure, Scope
from tandem.diagnosis.catalogue import CHAPTERS, INDICATORS
from tandem.diagnosis.queries import ChapterFigures
from tandem.steering.payload.chapters import MOST_ROWS, lacks_of, notes_of, of_chapter

FRANCE = Scope("country", "FR", "France")


def figure(code: str, value: float | None, country: float | None = None, **more: object) -> Figure:
    more.setdefault("availability", Availability.NOT_AVAILABLE if value is None else Availability.VALUE)
    more.setdefault("reason", "donnée non publiée" if value is None else "")
    return Figure(
        definition=INDICATORS[code].definition,
        scope=Scope("territory", "ti-1", "Val d’Ici"),
        as_of=dt.date(2024, 9, 16),
        value=value,
        comparisons=() if country is None else (Comparison(FRANCE, country),),
        **more,  # type: ignore[arg-type]
    )


def chapter(code: str, *figures: Figure) -> ChapterFigures:
    return ChapterFigures(next(each for each in CHAPTERS if each.id == code), figures)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def row_of(one: Figure) -> dict[str, object]:
    shown = of_chapter(chapter("industry", one), (), (), "")
    assert shown is not None
    return shown["rows"][0]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("industry-jobs", ""),
        ("private-employees", ""),
        ("unemployment", "%"),
        ("industry-establishment-size", "postes"),
    ],
)
def test_a_unit_that_the_label_says_is_not_said_again(code, unit):
    assert row_of(figure(code, 12.0))["unit"] == unit


def test_a_change_has_its_sign_here_and_elsewhere():
    shown = of_chapter(chapter("employment", figure("employees-change", 4.4, 6.65)), (), (), "")
    assert shown is not None
    assert (shown["rows"][0]["value"], shown["rows"][0]["others"]) == ("+4,4", ["+6,7"])


def test_a_count_of_zero_has_no_rank():
    shown = of_chapter(chapter("land", figure("industrial-brownfields", 0.0, rank=90, ranked=183)), (), (), "")
    assert shown is not None
    assert shown["heads"] == []


def test_a_value_that_some_communes_lack_is_marked_as_partial():
    assert row_of(figure("industry-jobs", 12.0, availability=Availability.PARTIAL))["mark"] == " (partiel)"


def test_what_is_not_available_is_a_note_and_not_a_row():
    absent = figure("industry-share", None, reason="outre-mer absent de la source")
    shown = of_chapter(chapter("industry", absent, figure("industry-establishments", 300.0)), (), (), "")
    assert shown is not None
    assert [row["label"] for row in shown["rows"]] == ["Établissements industriels"]
    assert [plain(note) for note in shown["notes"]] == [
        "Non disponible : Part de l’industrie dans l’emploi (outre-mer absent de la source)."
    ]


def test_reasons_that_differ_by_their_number_of_communes_are_one_note():
    why = "\u202fcommunes sur 481 sans valeur (moins de 1 % du territoire)\u202f: donnée non diffusée"
    counts = {"private-employees": "16", "private-employees-growth": "29", "employees-change": "24"}
    figures = [figure("census-jobs", 1.0), *(figure(code, 1.0, reason=size + why) for code, size in counts.items())]
    assert [plain(note) for note in notes_of(figures)] == [
        "Salariés du privé, évolution des salariés du privé et évolution des salariés du privé, 2019-2024 : sans "
        "valeur pour 16 à 29 communes sur 481 (moins de 1 % du territoire ; donnée non diffusée)."
    ]


def test_two_reasons_of_a_figure_are_two_notes():
    part = "400\u202fcommunes sur 481 sans valeur\u202f: hors du fichier"
    figures = [
        figure("class-change", 1.0, reason=part),
        figure("class-local-effect", 1.0, reason=f"{part} ; comparé à une zone"),
    ]
    assert [plain(note) for note in notes_of(figures)] == [
        "Évolution de l’emploi privé sur toute la période et effet local sur toute la période : sans valeur pour "
        "400 communes sur 481 (hors du fichier).",
        "Effet local sur toute la période : comparé à une zone.",
    ]


def test_a_reason_that_all_the_figures_of_a_chapter_share_names_none_of_them():
    why = "\u202fcommune sur 3 sans valeur\u202f: hors du fichier"
    figures = [
        figure(code, 1.0, reason="1" + why) for code in ("industry-births", "industry-closures", "largest-share")
    ]
    assert [plain(note) for note in notes_of(figures)] == [
        "Tous ces chiffres : sans valeur pour 1 commune sur 3 (hors du fichier)."
    ]


def test_a_chapter_that_waits_for_one_file_is_said_in_one_line():
    why = "le fichier n’est pas encore importé ici"
    rows = lacks_of(
        [
            chapter("fabric", figure("industry-births", None, reason=why), figure("largest-share", None, reason=why)),
            chapter("classes", figure("class-change", None, reason=why)),
            chapter("risks"),
        ]
    )
    assert [plain(row[0]) for row in rows] == [
        "Tissu industriel : tout le chapitre",
        "Activités et trajectoire : Évolution de l’emploi privé sur toute la période",
        "Risques",
    ]
    assert plain(rows[0][1]) == "« Stock des établissements » : le fichier n’est pas encore importé ici."


def test_a_file_that_a_reason_names_already_is_not_named_again():
    why = "le fichier « Stock des établissements » (Insee) n’est pas encore importé ici"
    rows = lacks_of([chapter("fabric", figure("industry-births", None, reason=why), figure("industry-closures", 3.0))])
    assert [plain(each) for each in rows[0]] == [
        "Tissu industriel : Créations d’établissements industriels",
        "Le fichier « Stock des établissements » (Insee) n’est pas encore importé ici.",
    ]


def test_a_chapter_of_which_nothing_is_known_is_not_printed():
    assert of_chapter(chapter("risks"), (), (), "") is None
    assert of_chapter(chapter("fabric", figure("industry-births", None)), (), (), "") is None


def test_a_chapter_without_any_value_is_among_what_the_booklet_does_not_say():
    absent = [figure(code, None, reason="outre-mer absent") for code in ("industry-share", "industry-jobs")]
    other = figure("industry-establishment-size", None, reason="Mayotte absente")
    assert of_chapter(chapter("industry", *absent, other), (), (), "") is None
    assert [[plain(each) for each in row] for row in lacks_of([chapter("industry", *absent, other)])] == [
        ["Industrie : Part de l’industrie dans l’emploi et emplois industriels", "Outre-mer absent."],
        ["Industrie : Taille moyenne d’un établissement industriel", "Mayotte absente."],
    ]
    known = figure("industry-establishments", 3.0)
    assert lacks_of([chapter("industry", *absent, known)]) == []


def table_of(one: Figure) -> dict[str, object]:
    shown = of_chapter(chapter("schemes", one), (), (), "")
    assert shown is not None
    return shown["tables"][0]


def test_sizes_of_establishments_stop_at_the_largest_there_is():
    counts = [("01", 5), ("02", 0), ("03", 2), ("11", 0), ("12", 0)]
    rows = tuple({"band": band, "establishments": count} for band, count in counts)
    assert [row[1] for row in table_of(figure("industry-employers", 7.0, details=rows))["rows"]] == ["5", "0", "2"]


def test_few_inhabitants_are_not_none():
    rows = tuple(
        {"name": str(share), "vintage": "2024", "communes": 3, "population_share": share} for share in (0.0, 0.4, 36.2)
    )
    assert [row[-1] for row in table_of(figure("schemes", 3.0, details=rows))["rows"]] == ["0", "< 1", "36"]


def test_classes_are_under_their_years_and_the_rest_is_counted():
    row = {"label": "Mécanique", "establishments": 4, "before": 10.0, "after": 20.0, "quotient": 1.5, "secret": []}
    rows = tuple({**row, "first_year": 2006, "last_year": 2022} for _ in range(MOST_ROWS + 2))
    table = table_of(figure("class-industry-employees", 20.0, details=rows))
    assert table["heads"][2:] == ["Salariés en 2006", "en 2022", "Quotient"]
    assert plain(table["more"]) == "2 autres lignes"


def test_a_column_without_any_value_is_not_printed():
    row = {"label": "Mécanique", "establishments": 4, "before": 10.0, "after": 20.0, "quotient": None, "secret": []}
    rows = ({**row, "first_year": 2006, "last_year": 2022},)
    heads = table_of(figure("class-industry-employees", 20.0, details=rows))["heads"]
    assert heads == ["Classe d’activité", "Établissements", "Salariés en 2006", "en 2022"]
