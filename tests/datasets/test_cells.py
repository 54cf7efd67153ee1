"""How a cell becomes a value, and why it is refused."""

import datetime as dt
from collections.abc import Sequence

import duckdb

from tandem.datasets.errors import DatasetError
from tandem.datasets.kind import NAMED, Field, Form, column_like, plain, readable
from tandem.datasets.readings import Choice, Code, Date, Number, Reading, Text, Year, hides
from tandem.datasets.reshaping import told_period
from tandem.datasets.sources import distinct


def read(reading: Reading, cells: Sequence[str]) -> dict[str, tuple[object, str | None]]:
    """Return the value and the fault of each cell."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT cell, {reading.value('cell')}, {reading.fault('cell')} FROM (SELECT unnest($1) AS cell)",
            [list(cells)],
        ).fetchall()
    return {cell: (value, fault) for cell, value, fault in rows}


def test_a_date_that_does_not_exist_is_refused():
    cells = ("31/02/2024", "2024-02-30", "epoch", "infinity", "1/2/24", "0001-01-01", "99999-01-01", "20240131", "2024")
    reason = "n’est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA)"
    assert read(Date(), cells) == dict.fromkeys(cells, (None, reason))


def test_a_date_is_read_both_ways():
    cells = ("2024-01-31", "31/01/2024", "2024-01-31 00:00:00", "31/01/2024 10:30", "2024-01-31T10:30:00", "2024/01/31")
    assert read(Date(), cells) == dict.fromkeys(cells, (dt.date(2024, 1, 31), None))


def test_a_year_is_alone_or_starts_a_date():
    found = read(Year(), ["2022", "2022-12-31", "2022.0", "1899", "2101", "22", "2022a", "-2022", "2022,5"])
    assert [value for value, _fault in found.values()] == [2022, 2022, 2022, None, None, None, None, None, None]
    assert {fault for value, fault in found.values() if value is None} == {"n’est pas une année"}


def test_a_secret_and_an_absent_value_are_neither_numbers_nor_faults():
    reading = Number(secret=("*", "s"), absent=("nd",), whole=False)
    found = read(reading, ["*", "s", "nd", "1,5", "S"])
    assert [found[mark] for mark in ("*", "s", "nd")] == [(None, None)] * 3
    assert (found["1,5"], found["S"]) == ((1.5, None), (None, "n’est pas un nombre"))
    with duckdb.connect() as connection:
        marks = connection.execute(
            f"SELECT {reading.hidden('cell')} FROM (SELECT unnest(['*', 'nd', '1', NULL]) AS cell)"
        )
        assert marks.fetchall() == [(True,), (False,), (False,), (False,)]
    assert hides(reading)
    assert hides(Text(secret=("_X_",)))
    assert not hides(Number())


def test_bounds_codes_and_choices_say_what_was_expected():
    assert read(Number(1, 5), ["0", "6", "3"]) == {
        "0": (None, "moins que 1"), "6": (None, "trop grand pour être vrai (plus de 5)"), "3": (3, None),
    }  # fmt: skip
    assert read(Code(r"[A-N]\d{4}", "un code ROME"), ["A1101", "Z9"]) == {
        "A1101": ("A1101", None), "Z9": (None, "n’est pas un code ROME"),
    }  # fmt: skip
    assert read(Choice({"COM": 0, "ARM": 1}), ["ARM", "X"]) == {
        "ARM": (1, None), "X": (None, "inconnu\u202f; attendu\u202f: COM, ARM"),
    }  # fmt: skip
    assert read(Text(3), ["abcd"]) == {"abcd": ("abcd", "plus de 3 caractères")}


def test_an_apostrophe_or_a_quote_in_a_mark_stays_text():
    assert read(Number(secret=("n'a",)), ["n'a", "'; DROP TABLE x; --"]) == {
        "n'a": (None, None), "'; DROP TABLE x; --": (None, "n’est pas un nombre"),
    }  # fmt: skip


def test_columns_are_compared_without_accents_capitals_or_punctuation():
    assert plain("\ufeffNombre d'établissements 2006 ") == "nombre_d_etablissements_2006"
    assert distinct(["A", "a", "", "Line", "a_2"]) == ("a", "a_2", "colonne_3", "line_4", "a_2_5")
    assert len(set(distinct(["a"] * 50 + [""] * 50))) == 100


def test_a_column_is_found_by_its_name_or_by_the_pattern_of_its_year():
    columns = ("annee", "be25", "nombe25", "met")
    assert column_like(r"be\d\d", columns) == "be25"
    assert column_like("be", columns) is None
    assert Field("basin", ("bassin", r"be\d\d"), Text()).found_in(columns) == "be25"
    assert readable(r"p(\d\d)_emplt") == "pAA_emplt"
    assert readable("insee_com|codgeo") == "insee_com ou codgeo"
    form = Form(
        "essai", (Field("a", ("absent",), Text()), Field("b", ("facultatif",), Text(), required=False)), marks=("met",)
    )
    assert form.missing(columns) == ["absent"]
    assert form.likeness(columns) == 1
    assert form.vintage == NAMED


def test_the_period_of_a_column_is_a_year_or_a_quarter():
    assert [told_period(told) for told in ("22", "99", "2021", "2021_t1", "t4_2003")] == [
        "2022", "1999", "2021", "2021-T1", "2003-T4",
    ]  # fmt: skip


def test_a_refusal_takes_its_no_break_spaces():
    error = DatasetError("Le fichier « a » est vide : voilà !", "Le télécharger ; puis ?")
    assert str(error) == ("Le fichier «\u202fa\u202f» est vide\u202f: voilà\u202f! Le télécharger\u202f; puis\u202f?")
