"""A list of communes as people have it: typed, pasted, from a spreadsheet, with its dirt, or not a list at all."""

import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem import reference
from tandem.diagnosis.commune_list import looks_postal, read, written

ROUEN, BARENTIN, AJACCIO, TOWER, BOURGOIN, METROPOLIS = "76540", "76057", "2A004", "38509", "38053", "200023414"

READ = {
    "one code": ("76540", [ROUEN]),
    "lines": ("76540\r\n2a004\n", [ROUEN, AJACCIO]),
    "separators": ("76540, 76057;2A004|76540\t200023414,", [ROUEN, BARENTIN, AJACCIO, METROPOLIS]),
    "spaces": ("\n  76540 76057\n\n2A004  ", [ROUEN, BARENTIN, AJACCIO]),
    "quotes": ("\"76540\"\n'2A004'", [ROUEN, AJACCIO]),
    "comments": ("# mes communes ; deux\n76540  # Rouen\n#76057\n2A004", [ROUEN, AJACCIO]),
    "characters that nobody sees": ("\ufeff76540\u200b\n\u00a076057\u202f\n2A004\0", [ROUEN, BARENTIN, AJACCIO]),
    "an intermunicipality": ("200 023 414", [METROPOLIS]),
    "lost zeros": ("1283\n1004 Ambérieu-en-Bugey", ["01283", "01004"]),
    "another year": ("01039\n01059", ["01039", "01059"]),
    "another year beside its name": ("01039 Béon", ["01039"]),
    # -- names
    "names": ("rouen, Barentin\nL’Île-Rousse", [ROUEN, BARENTIN, "2B134"]),
    "a name and its department": (
        "Saint-Denis (93); SAINT DENIS (la réunion)\nSt-Denis (30)",
        ["93066", "97411", "30247"],
    ),
    "a name with brackets of its own": ("Château-Chinon (Ville)", ["58062"]),
    "a group's name": ("Metropole Rouen Normandie", [METROPOLIS]),
    "codes and names": ("76540\nBarentin\n200023414\nAjaccio (2A)", [ROUEN, BARENTIN, METROPOLIS, AJACCIO]),
    "codes, postal codes and names": ("38110 38509 La Tour-du-Pin\n38053 Bourgoin-Jallieu (38300)", [TOWER, BOURGOIN]),
    "codes beside their names": ("76540 Rouen, 76057\nAjaccio (2A004)", [ROUEN, BARENTIN, AJACCIO]),
    "a commune named as a heading is": ("Ville (60)\nRouen", ["60676", ROUEN]),
    # -- tables with a header
    "postal code first": (
        "code_postal;code_insee;commune\n38110;38509;La Tour-du-Pin\n38300;38053;X",
        [TOWER, BOURGOIN],
    ),
    "population first": ("nom;population;insee\nBourgoin-Jallieu;22559;38053", [BOURGOIN]),
    "years and departments": ("DEP\tCODGEO\tLIBGEO\t2019\t2020\n76\t76540\tRouen\t11400\t11401", [ROUEN]),
    "two columns of codes": ("code;insee\n01283;76540\n01004;2A004", [ROUEN, AJACCIO]),
    "a heading in words": ("N°|Code Insee de la commune 2026\n01004|76540\n01007|2A004", [ROUEN, AJACCIO]),
    "a code, its group": ("epci,libepci,codgeo,libgeo\n200023414,Métropole Rouen Normandie,76540,Rouen", [ROUEN]),
    "groups": ("siren;nom\n200023414;La métropole", [METROPOLIS]),
    "code or name, by its values": ("Commune;Libellé\n76540;a\n2A004;b", [ROUEN, AJACCIO]),
    "name or code, by its values": ("commune;code\nRouen;76540\nAjaccio;2A004", [ROUEN, AJACCIO]),
    "postal codes called codes": ("code;commune\n38110;La Tour-du-Pin\n38300;Bourgoin-Jallieu", [TOWER, BOURGOIN]),
    "postal codes beside names": ("CP;Ville\n38110;La Tour-du-Pin\n38300;Bourgoin-Jallieu", [TOWER, BOURGOIN]),
    "names and a population": ("Ville,Habitants\nRouen,11400\nBarentin,12000", [ROUEN, BARENTIN]),
    "quoted cells": ('"insee_com","nom"\n"76540","Rouen"\n"2A004","Ajaccio, chef-lieu"\n', [ROUEN, AJACCIO]),
    "a heading of two lines": ('"Code\nINSEE";Nom\n76540;Rouen', [ROUEN]),
    "a column of numbers": ("#;code\n1;76540\n2;2A004", [ROUEN, AJACCIO]),
    "an empty first column": ("\tcode\tnom\n\t76540\tRouen\n\t2A004\tAjaccio", [ROUEN, AJACCIO]),
    "one heading": ("Communes\nRouen\n\n2A004", [ROUEN, AJACCIO]),
    "codes that look postal, said to be INSEE's": ("insee\n38110, 38300", ["38110", "38300"]),
    "codes of another year, said to be INSEE's": ("insee;nom\n01039;Béon\n76540;Rouen", ["01039", ROUEN]),
    "lost zeros in a table": ("insee;nom\n1004;Ambérieu-en-Bugey", ["01004"]),
    # -- tables without
    "code and name": ("76540;Rouen\n2A004;Ajaccio", [ROUEN, AJACCIO]),
    "name and code": ("Rouen\t76540\nAjaccio\t2A004", [ROUEN, AJACCIO]),
    "code, name, population": ("76540\tRouen\t11400\n76057\tBarentin\t12000", [ROUEN, BARENTIN]),
    "one line of a table": ("38110;38509;La Tour-du-Pin", [TOWER]),
    "postal code, code, name": ("38110;38509;La Tour-du-Pin\n38300;38053;Bourgoin-Jallieu", [TOWER, BOURGOIN]),
    "postal code, code": ("38110;38509\n38300;38053", [TOWER, BOURGOIN]),
    "postal code, name": ("38110;La Tour-du-Pin\n38300;Bourgoin-Jallieu", [TOWER, BOURGOIN]),
    "code, population": ("76540\t99400\n76057\t99000", [ROUEN, BARENTIN]),
    "name, department": ("Rouen;Seine-Maritime;114 083\nBarentin;Seine-Maritime;12 000", [ROUEN, BARENTIN]),
    "a first line that has a heading's word": ("Rouen;commune;12\nBarentin;commune;3", [ROUEN, BARENTIN]),
    "names on two columns": ("Rouen, Barentin\nAjaccio, Oyonnax", [ROUEN, BARENTIN, AJACCIO, "01283"]),
    "a commune and its group": ("200023414;76540\n200023414;76057", [ROUEN, BARENTIN]),
}

REFUSED = {
    "nothing": ("", "La liste est vide"),
    "blank lines": (" \n ;, \t\r\n# rien", "La liste est vide"),
    "headings only": ("code;commune\n", "n’a que les titres"),
    "postal codes": ("38110\n38300", "Ce sont des codes postaux"),
    "postal codes of Paris": ("75001 75008", "Ce sont des codes postaux"),
    "postal codes by their heading": ("Code postal\n38110", "Ce sont des codes postaux"),
    "a table of postal codes": ("cp;habitants\n38110;1\n38300;2", "Ce sont des codes postaux"),
    "postal codes called codes, alone": ("code;habitants\n38110;1\n38300;2", "Ce sont des codes postaux"),
    "a postal code beside a name": ("38110;La Tour-du-Pin", "38110 est le code INSEE de Chuzelles"),
    "a code beside another name": (
        "insee;nom\n76540;Barentin",
        "Ligne 2, « 76540 Barentin » : 76540 est le code INSEE de Rouen",
    ),
    "a code beside another name, below": (
        "76540;Rouen\n76057;Ajaccio",
        "Ligne 2, « 76057 Ajaccio » : 76057 est le code",
    ),
    "no heading": ("altitude;habitants\nhaute;3", "ligne 1, « altitude » ; ligne 1, « habitants » ; ligne 2"),
    "the same with a figure": ("Rouenn;commune;114083\nBarentin;commune;12000", "« Rouenn »"),
    "columns beyond reason": ("76540;Rouen" + ";x" * 200 + "\n76057" * 50, "Plus de 100 colonnes"),
    "a heading without values": ("nom du maire;code\nX;a", "Aucune colonne de codes INSEE ni de noms"),
    "two columns of codes": ("76540;76057\n2A004;01283", "Plusieurs colonnes"),
    "a name of several communes": ("76540\nSaint-Denis", "1 nom à préciser (plusieurs communes ont ce nom) : ligne 2"),
    "an unknown name": ("76540\nRouenn", "1 passage non compris (code ou nom inconnu) : ligne 2, « Rouenn »"),
    "a damaged code": ("code;nom\n76540;Rouen\n7654X;Faux", "ligne 3, « 7654X »"),
    "too many figures": ("76540\n123456", "ligne 2, « 123456 »"),
    "a negative number": ("76540\n-76540", "ligne 2, « -76540 »"),
    "a total": ("insee;nom;habitants\n76540;Rouen;3\n\n;Total;3", "ligne 4, « … Total 3 »"),
    "a total below a list": ("76540\nTotal 11400", "ligne 2, « Total 11400 »"),
    "a line half understood": ("76540 Rouen 76057 Barantin", "ligne 1, « 76540 Rouen 76057 Barantin »"),
    "another name than the code's": ("76540 Barentin", "ligne 1, « 76540 Barentin »"),
    "a number beside an unknown name": ("Rouenn;11400", "ligne 1, « Rouenn »"),
    "figures of other scripts": ("７６５４０", "ligne 1, « ７６５４０ »"),
    "markup": ("<script>alert(1)</script>", "ligne 1, « <script>alert(1)</script> »"),
    "many": ("\n".join("abcdefgh"), "ligne 5, « e » ; 3 autres. "),
    "a quote never closed": ('code;"' + "x" * 200_000, "guillemet"),
}


def plain(sentences: tuple[str, ...]) -> str:
    return " ".join(sentences).replace("\u202f", " ")


@pytest.mark.parametrize(("text", "codes"), READ.values(), ids=READ)
def test_the_communes_are_found_however_they_are_written(text, codes):
    found = read(text)
    assert found.faults == ()
    assert list(found.codes) == codes


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_told_with_its_line_and_what_to_do(text, said):
    assert said in plain(read(text).faults)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_as_what_is_pasted(encoding):
    for text, codes in READ.values():
        if encoding.startswith("utf") or not re.search("[^\x01-\u00ff’œ]", text):
            content = text.replace("\0", "").encode(encoding)
            assert list(read(content).codes) == codes, text
    assert "est vide" in plain(read("# é\n".encode(encoding)).faults)


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook(), "n’est pas un texte"),
        (b"PAR1\x00\x15\x04", "n’est pas un texte"),
        (b"\x89PNG\r\n\x1a\n\x01\x02\xff", "n’est pas un texte"),
        (b"\xff\xfe7", "n’est pas un texte"),
        (b"76540\n" * 1_000_000, "plus de 5 Mo"),
    ],
)
def test_what_is_no_text_is_refused(content, said):
    assert said in plain(read(content).faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("insee\n1283\n76540\n1004\n1004", "2 codes sans zéro de tête, remis : 1283 est lu 01283"),
        ("38110;38509\n38300;38053", "Une seule colonne est lue : celle de « 38509 »"),
        ("code;commune\n38110;La Tour-du-Pin\n38300;Bourgoin-Jallieu", "celle de « La Tour-du-Pin »"),
        ("76540\n01283\nRouen", ""),
        ("nom;population;insee\nRouen;22559;76540", ""),
    ],
)
def test_what_is_mended_or_left_aside_is_said(text, said):
    notices = plain(read(text).notices)
    assert said in notices
    assert bool(said) == bool(notices)


def test_all_the_communes_of_today_are_read_by_code_by_name_and_in_a_table():
    columns = ("code", "name", "department", "population")
    rows = list(zip(*(reference.load("communes")[each].to_pylist() for each in columns), strict=True))
    codes = [row[0] for row in rows]
    assert list(read("\n".join(codes)).codes) == codes
    assert list(read("\n".join(f"{name} ({code})" for code, name, *_rest in rows)).codes) == codes
    table = "\n".join(f"{people};{name};{code}" for code, name, _home, people in rows)
    assert list(read(table).codes) == codes
    assert list(read(("habitants;nom;insee\n" + table).encode("cp1252")).codes) == codes


def test_a_hundred_thousand_lines_are_read():
    assert read(b"76540\n" * 99_999 + b"2A004\n").codes == (ROUEN, AJACCIO)


def test_codes_are_written_so_that_they_are_read_back():
    assert written(["76540", "76057"], ",") == "76540,76057"
    for codes in (["38110", "38300"], ["76540"], ["01004", "2A004"]):
        assert list(read(written(codes, ",")).codes) == list(read(written(codes, "\n")).codes) == codes


def test_communes_seldom_look_as_postal_codes_do():
    codes = reference.load("communes")["code"].to_pylist()
    neighbours = [codes[place : place + 20] for place in range(0, len(codes) - 20, 20)]
    assert not any(map(looks_postal, neighbours))
    assert looks_postal(["38110", "38300", "38080", "38510", "38350", "38113"])


@given(st.binary(max_size=300) | st.text(max_size=80) | st.text("76540 2AB\n;,\t\"'#()abcé", max_size=80))
def test_whatever_is_given_is_read_or_refused_in_words(content):
    found = read(content)
    assert found.codes or found.faults
    assert all(re.fullmatch(r"[0-9]{5}|2[AB][0-9]{3}|[0-9]{9}", code) for code in found.codes)
