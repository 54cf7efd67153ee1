"""A list of communes as people have it: from a spreadsheet, with its dirt, or not a list at all."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core.errors import TandemError
from tandem.diagnosis.commune_list import codes_in, told

TWO = ("76540", "2A004")


@pytest.mark.parametrize(
    "content",
    [
        b"76540\n2A004\n",
        b"76540\r\n2a004\r\n",
        b"\xef\xbb\xbf76540\n2A004",
        b"76540;2A004",
        b"76540, 2A004,\n",
        b"76540 2A004\t76540",
        b"# mes communes\n76540  # Rouen\n\n2A004",
        b"code\n76540\n2A004\n",
        b"Code INSEE;Nom\r\n76540;Rouen\r\n2A004;Ajaccio\r\n",
        b"nom,codgeo\nRouen,76540\nAjaccio,2A004\n",
        b'"insee_com","nom"\n"76540","Rouen"\n"2A004","Ajaccio, chef-lieu"\n',
        b"76540;Rouen\n2A004;Ajaccio\n",
        b"Rouen\t76540\nAjaccio\t2A004",
        b"commune;code\nRouen;76540\nAjaccio;2A004",
        "commune;nom\n76540;Saint-Étienne\n2A004;Évisa".encode("cp1252"),
        "code;nom\n76540;Saint-Étienne\n2A004;Évisa".encode("utf-16"),
        b"\n\n  76540\n\n2A004  \n\n",
    ],
)
def test_the_codes_are_found_however_they_are_written(content):
    assert codes_in(content).codes == TWO


def test_intermunicipalities_stand_in_their_own_column():
    assert codes_in(b"siren;nom\n200023414;Rouen\n").codes == ("200023414",)
    assert codes_in("200023414 76540").codes == ("200023414", "76540")


def test_a_zero_that_a_spreadsheet_ate_is_given_back_and_told():
    found = codes_in(b"insee\n1283\n76540\n1004\n")
    assert found.codes == ("01283", "76540", "01004")
    assert found.mended == 2
    assert told(found).startswith("2\u202fcodes complétés")
    assert told(codes_in("76540")) == ""


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "La liste est vide"),
        (b"\n \n\r\n", "La liste est vide"),
        (b"# rien\n", "La liste est vide"),
        (b"code\n", "La colonne des codes est vide"),
        (b"nom;population\nRouen;114083\n", "Aucune colonne de codes : les colonnes sont « nom », « population »"),
        (b"76540\nRouen\n", "Ligne 2 : « Rouen » n’est pas un code de commune"),
        (b"code;nom\n76540;Rouen\n7654X;Faux\n", "Ligne 3 : « 7654X »"),
        (b"76540\n123456\n", "Ligne 2 : « 123456 »"),
        (b"76540\n-76540\n", "Ligne 2"),
        (workbook(), "n’est pas un texte"),
        (b"PAR1\x00\x15\x04", "n’est pas un texte"),
        (b"\x89PNG\r\n\x1a\n\x01\x02\xff", "n’est pas un texte"),
        (b"\xff\xfe7", "n’est pas un texte"),
        (b"code;" + b'"' + b"x" * 200_000, "n’est pas un texte"),
        (b"76540\n" * 1_000_000, "pèse plus de 5 Mo"),
    ],
)
def test_what_is_no_list_is_refused_in_words_that_say_what_to_do(content, said):
    with pytest.raises(TandemError) as refusal:
        codes_in(content)
    assert said in refusal.value.message
    assert refusal.value.hint


def test_a_hundred_thousand_lines_are_read():
    found = codes_in(b"76540\n" * 99_999 + b"2A004\n")
    assert found.codes == TWO
    assert found.lines == 100_000


def found_or_refused(content: bytes | str) -> tuple[str, ...] | str:
    try:
        return codes_in(content).codes
    except TandemError as refusal:
        return refusal.message


@given(st.binary(max_size=300))
def test_whatever_the_bytes_codes_are_found_or_refused_in_words(content):
    found = found_or_refused(content)
    assert found
    assert isinstance(found, str) or all(len(code) in (5, 9) for code in found)


@given(st.text(alphabet="76540 2A\n;,\t\"'#abcdeé", max_size=80))
def test_whatever_the_text_codes_are_found_or_refused_in_words(text):
    assert found_or_refused(text)
