import datetime as dt
import math
import re
from decimal import Decimal
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core import typography
from tandem.core.typography import (
    counted,
    date_long,
    date_short,
    joined,
    no_break,
    number,
    percent,
    plural,
    printable,
    ratio_in_words,
    share,
    signed,
    significant,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)


def nb(text: str) -> str:
    """Ordinary spaces stand for narrow no-break ones, so that expectations can be read."""
    return text.replace("_", "\u202f")


def read(text: str) -> Decimal:
    return Decimal(text.replace("\u202f", "").replace("\u2212", "-").replace(",", "."))


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234.5, None, "1_234,5"),
        (34_969, None, "34_969"),
        (68_000_000, 0, "68_000_000"),
        (999, None, "999"),
        (0, None, "0"),
        (-3.25, 1, "−3,3"),
        (0.125, 2, "0,13"),
        (2.5, 0, "3"),
        (1.005, 2, "1,01"),
        (0.1 + 0.2, None, "0,3"),
        (0.00437, None, "0,0044"),
        (12.0, None, "12"),
        (12.0, 1, "12,0"),
        (-0.04, 1, "0,0"),
        (-0.0, None, "0"),
        (Decimal("1234567.891"), None, "1_234_567,89"),
        (10**24, None, "1_000_000_000_000_000_000_000_000"),
    ],
)
def test_numbers_are_written_the_french_way(value, decimals, expected):
    assert number(value, decimals) == nb(expected)


@pytest.mark.parametrize("value", [None, "12", True])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(TypeError):
        number(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        number(value)


@given(value=FINITE, decimals=st.integers(0, 6))
def test_a_written_number_reads_back_within_its_rounding(value, decimals):
    assert abs(read(number(value, decimals)) - Decimal(str(value))) <= Decimal(5).scaleb(-decimals - 1)


@given(st.integers())
def test_an_integer_is_written_exactly(value):
    assert int(read(number(value))) == value


@given(value=FINITE, decimals=st.none() | st.integers(0, 4))
def test_numbers_hold_no_ordinary_space_no_hyphen_no_point_and_no_negative_zero(value, decimals):
    text = number(value, decimals)
    assert not re.search(r"[ .\-\u00a0]", text)
    assert not re.fullmatch(r"\u2212[0,]+", text)
    assert re.fullmatch(r"\u2212?\d{1,3}(\u202f\d{3})*(,\d+)?", text)


@given(FINITE)
def test_signs_mirror_each_other(value):
    up, down = signed(abs(value), 1), signed(-abs(value), 1)
    assert up.lstrip("+") == down.lstrip("\u2212")
    assert up.startswith("+") == (read(down) < 0)


def test_changes_show_their_sign():
    assert (signed(3.2), signed(-3.2), signed(0), signed(0.01, 1)) == ("+3,2", "−3,2", "0", "0,0")


def test_rates_and_shares():
    assert percent(12.4) == nb("12,4_%")
    assert percent(7, 0) == nb("7_%")
    assert share(0.124) == nb("12,4_%")
    assert share(0.07) == nb("7,0_%")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (5_400_000_000, "€", "5,4_Md€"),
        (27_012, "", "27_000"),
        (27_012, "salariés", "27_000_salariés"),
        (1_234_567, "", "1,23_M"),
        (1_234_567, "habitants", "1,23_million d’habitants"),
        (12_345_678, "salariés", "12,3_millions de salariés"),
        (850_400, "€", "850_k€"),
        (9_500, "€", "9_500_€"),
        (999_999, "€", "1_M€"),
        (0, "€", "0_€"),
        (-1_500_000, "€", "−1,5_M€"),
        (0.04567, "", "0,0457"),
        (183, "territoires", "183_territoires"),
    ],
)
def test_prose_keeps_three_significant_digits(value, unit, expected):
    assert significant(value, unit=unit) == nb(expected)


@given(st.floats(min_value=1e-6, max_value=1e14), st.integers(1, 5))
def test_prose_stays_within_its_significant_digits(value, digits):
    text = significant(value, digits)
    size = 10**9 if text.endswith("Md") else 10**6 if text.endswith("M") else 1
    told = read(text.rstrip("Md")) * size
    assert abs(told - Decimal(str(value))) <= Decimal(str(value)) * Decimal(10) ** (1 - digits) / 2 * Decimal("1.0001")


def test_prose_needs_a_digit():
    with pytest.raises(ValueError, match="digit"):
        significant(12, digits=0)


def test_dates():
    assert date_long(dt.date(2024, 9, 16)) == "16 septembre 2024"
    assert date_long(dt.date(2026, 1, 1)) == "1er janvier 2026"
    assert date_short(dt.date(2026, 1, 1)) == "01/01/2026"


@given(st.dates())
def test_a_long_date_names_its_day_and_month(day):
    written, month, year = date_long(day).split(" ")
    assert (int(written.removesuffix("er")), typography.MONTHS.index(month) + 1, int(year)) == (
        day.day,
        day.month,
        day.year,
    )


@pytest.mark.parametrize(
    ("n", "word"), [(0, "territoire"), (1, "territoire"), (1.9, "territoire"), (2, "territoires"), (-3, "territoires")]
)
def test_several_begins_at_two(n, word):
    assert plural(n, "territoire", "territoires") == word


def test_a_count_takes_its_word_along():
    assert counted(1234, "territoire") == nb("1_234_territoires")
    assert counted(2, "cheval", "chevaux") == nb("2_chevaux")


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A et B"), (["A", "B", "C"], "A, B et C")]
)
def test_enumerations(items, text):
    assert joined(items) == text


def test_an_enumeration_of_choices():
    assert joined("AB", last="ou") == "A ou B"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0, "rien"),
        (0.02, "moins d’un dixième de la part nationale"),
        (0.1, "un dixième de la part nationale"),
        (0.24, "près d’un quart de la part nationale"),
        (1 / 3, "un tiers de la part nationale"),
        (0.48, "près de la moitié de la part nationale"),
        (0.5, "la moitié de la part nationale"),
        (0.53, "un peu plus de la moitié de la part nationale"),
        (0.7, "un peu plus des deux tiers de la part nationale"),
        (0.86, "un peu moins que la part nationale"),
        (0.95, "à peu près la part nationale"),
        (1.08, "à peu près la part nationale"),
        (1.15, "un peu plus que la part nationale"),
        (1.25, "un quart de plus que la part nationale"),
        (1.20, "environ un quart de plus que la part nationale"),
        (1.40, "environ un tiers de plus que la part nationale"),
        (1.5, "une fois et demie la part nationale"),
        (1.9, "près de deux fois la part nationale"),
        (2.03, "deux fois la part nationale"),
        (2.2, "un peu plus de deux fois la part nationale"),
        (9.9, "dix fois la part nationale"),
        (25, "plus de dix fois la part nationale"),
    ],
)
def test_a_quotient_is_said_as_a_person_would(ratio, words):
    assert ratio_in_words(ratio) == words


def test_the_reference_contracts_with_its_preposition():
    assert ratio_in_words(0.5, "le taux régional") == "la moitié du taux régional"
    assert ratio_in_words(0.5, "les effectifs de 2019") == "la moitié des effectifs de 2019"


@given(st.floats(min_value=0.1, max_value=10))
def test_the_words_never_stray_from_the_quotient(ratio):
    words = ratio_in_words(ratio)
    if words.startswith(("à peu près", "un peu moins que", "un peu plus que")):
        assert 0.81 < ratio < 1.19
        return
    meant = max(
        (
            step
            for step in typography._RATIOS
            if any(form in words for form in (step[1], step[1].replace("les ", "des ")))
        ),
        key=lambda step: len(step[1]),
    )[0]
    assert abs(math.log(ratio / meant)) < 0.24
    assert not (words.startswith("près") and ratio > meant)
    assert not (words.startswith("un peu plus d") and ratio < meant)


@pytest.mark.parametrize("ratio", [-0.1, math.nan, math.inf])
def test_what_is_not_a_quotient_is_refused(ratio):
    with pytest.raises(ValueError, match="ratio"):
        ratio_in_words(ratio)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Votre commune ?", "Votre commune_?"),
        ("Votre commune?", "Votre commune_?"),
        ("Source : Insee ; calculs", "Source_: Insee_; calculs"),
        ("Source: Insee", "Source_: Insee"),
        ("« à livre ouvert »", "«_à livre ouvert_»"),
        ("«à livre ouvert»", "«_à livre ouvert_»"),
        ("12,4 % des emplois", "12,4_% des emplois"),
        ("12,4% (hors Mayotte)", "12,4_% (hors Mayotte)"),
        ("Vraiment ?!", "Vraiment_?!"),
        ("https://exemple.fr/?a=b", "https://exemple.fr/?a=b"),
        ("à 12:30", "à 12:30"),
        ("rien à changer.", "rien à changer."),
    ],
)
def test_punctuation_is_set_apart_without_a_break(text, expected):
    assert no_break(text) == nb(expected)


@given(st.text(alphabet="ab1 «»;:!?%.,()\u00a0\u202f", max_size=30))
def test_setting_apart_twice_changes_nothing_more(text):
    once = no_break(text)
    assert no_break(once) == once
    assert not re.search(r"[ \u00a0](?=[;:!?%»])", once)


@given(st.text(max_size=40))
def test_setting_apart_changes_nothing_but_blanks(text):
    strip = re.compile(r"[ \u00a0\u2009\u202f]")
    assert strip.sub("", no_break(text)) == strip.sub("", text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\b", "a"),
        ("\0Bas\x1f de\x0b Seine\ufffe\uffff", "Bas de Seine"),
        ("half \ud800 a pair \udfff", "half  a pair "),
        ("tab\tend\r\nL’Haÿ\u202f: 𝄞\ufffd\x85", "tab\tend\r\nL’Haÿ\u202f: 𝄞\ufffd\x85"),
        ("", ""),
    ],
)
def test_what_no_xml_document_may_hold_is_dropped_and_nothing_else(text, kept):
    assert printable(text) == kept


@given(st.text(st.characters(codec=None)))
def test_a_printable_text_is_read_back_from_xml(text):
    kept = printable(text)
    read_back = ElementTree.fromstring(f"<a>{escape(kept)}</a>".encode()).text or ""
    assert read_back == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_each_character_is_dropped_exactly_when_xml_refuses_it():
    for character in map(chr, (*range(0x120), *range(0xD7F0, 0xE010), *range(0xFFF0, 0x10010), 0x1FFFE, 0x10FFFF)):
        try:
            ElementTree.fromstring(f"<a>{escape(character)}</a>".encode())
        except (ElementTree.ParseError, UnicodeEncodeError):
            assert printable(character) == ""
        else:
            assert printable(character) == character


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("L'adresse n'est pas bonne !", "L’adresse n’est pas bonne\u202f!"),
        ('Cliquer sur "Suivant" : voir', "Cliquer sur «\u202fSuivant\u202f»\u202f: voir"),
        ("https://exemple.fr/a?b='c'&d=1", "https://exemple.fr/a?b='c'&d=1"),
        ("à 12:30", "à 12:30"),
    ],
)
def test_french_written_by_others_gets_our_typography(written, shown):
    assert typography.french(written) == shown


def test_french_in_html_leaves_tags_and_entities_alone():
    written = '<a title="d\'ici" href="/a?b=1&amp;c=2">l&#x27;adresse</a> &amp; l\'autre ?'
    shown = '<a title="d\'ici" href="/a?b=1&amp;c=2">l’adresse</a> &amp; l’autre\u202f?'
    assert typography.french_html(written) == shown
