"""What other programs rely on: the verbs, their formats and their exit codes."""

import csv
import io
import json
import os

import pytest

from tandem.cli.output import FORMATS, ReaderGone, write
from tandem.cli.setup import fail
from tandem.diagnosis.catalogue import INDICATORS
from tandem.reference import ReferenceTableError


@pytest.mark.parametrize(("date", "count"), [("2020-10-15", 148), ("2022-12-31", 149), ("2024-09-16", 183)])
def test_the_list_of_territories_at_a_date(tandem, date, count):
    answer = tandem("territories", "--as-of", date, "--format", "csv")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "code,name,phase,region,members,communes,population"
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == count
    assert all(int(row["communes"]) > 0 for row in rows)


def test_a_diagnosis_as_json_has_the_promised_keys(tandem):
    found = json.loads(tandem("diagnosis", "ti-8413", "--format", "json").out)
    assert found["territory"]["code"] == "ti-8413"
    assert len(found["figures"]) == len(INDICATORS)
    for figure in found["figures"]:
        assert {"id", "label", "value", "unit", "scope", "source", "vintage"} <= set(figure)
        assert (figure["value"] is None) == (figure["availability"] in ("not_available", "secret"))
        assert figure["value"] is not None or figure["reason"]
    by_id = {figure["id"]: figure for figure in found["figures"]}
    assert by_id["industry-share"]["value"] == pytest.approx(34.57, abs=0.01)
    assert by_id["industry-share"]["rank"] == 2


def test_a_territory_that_is_no_more_is_read_on_its_last_day(tandem):
    found = json.loads(tandem("diagnosis", "ti18-5305", "--format", "json").out)
    assert (found["territory"]["phase"], found["list"], found["as_of"]) == ("2018-2022", "2020-10", "2022-12-30")


def test_the_programme_in_october_2021_stands_beside_what_was_declared(tandem):
    found = {
        each["id"]: each for each in json.loads(tandem("figures", "--as-of", "2021-10-12", "--format", "json").out)
    }
    territories = found["territories"]
    assert (territories["value"], territories["declared"], territories["lines"]) == (148, 146, 148)
    assert "12 octobre 2021" in territories["declared_source"]
    assert {"id", "label", "value", "declared", "declared_source", "unit", "as_of", "lines"} <= set(territories)
    undone = [each for each in found.values() if each["declared"] == 1400]
    assert undone
    assert all(each["value"] is None and each["reason"] for each in undone)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("verb", [["territories"], ["figures"], ["status"], ["diagnosis", "ti-8413"]])
def test_every_verb_that_gives_rows_gives_them_in_every_format(tandem, verb, form):
    answer = tandem(*verb, "--format", form)
    assert answer.code == 0
    assert answer.err == ""
    if form == "json":
        assert json.loads(answer.out)
    if form == "jsonl":
        assert all(json.loads(line) for line in answer.out.splitlines())
    assert len(answer.out.splitlines()) > 5 or form == "json"


def test_the_report_and_a_booklet_are_written(tandem, tmp_path):
    assert tandem("report", "--as-of", "2024-09-16", "--output", tmp_path / "rapport.pdf").code == 0
    assert tandem("diagnosis", "ti18-8408", "--format", "pdf", "--output", tmp_path / "carnet.pdf").code == 0
    for name in ("rapport.pdf", "carnet.pdf"):
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["diagnosis", "ti-841"], 3, "ti-8419"),
        (["diagnosis", "oyonnax"], 3, "ti-8413"),
        (["diagnosis", "ti-8413", "--as-of", "2020-10-15"], 3, "9 novembre 2023"),
        (["territories", "--as-of", "2018-11-22"], 3, "20 juillet 2020"),
        (["territories", "--as-of", "demain"], 2, "2024-09-16"),
        (["territories", "--as-of", "2024-02-30"], 2, "n’est pas une date"),
        (["territoire"], 2, "Commande inconnue"),
        (["territories", "--froid"], 2, "Option inconnue"),
        (["diagnosis"], 2, "Il manque"),
        (["report", "--output", "/nulle/part/rapport.pdf"], 1, "/nulle/part"),
        (["serve", "--port", "70000"], 2, "--port"),
        (["serve", "--workers", "0"], 2, "--workers"),
    ],
)
def test_a_refusal_says_what_to_do_and_has_its_exit_code(tandem, arguments, code, said):
    answer = tandem(*arguments)
    assert answer.code == code
    assert said in answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err


def test_an_unusable_reference_table_has_the_exit_code_of_a_configuration(capsys):
    assert fail(ReferenceTableError("La table manque.")) == 4
    assert "La table manque." in capsys.readouterr().err


def test_an_unknown_environment_is_refused_by_name(tandem, monkeypatch):
    monkeypatch.setenv("TANDEM_ENV", "prod")
    answer = tandem("territories")
    assert answer.code == 4
    assert "TANDEM_ENV='prod'" in answer.err
    assert "Traceback" not in answer.err


def test_a_reader_who_goes_away_is_no_failure(monkeypatch):
    """``tandem territories | head``: click on its own would exit with 1."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", buffering=1) as closed:
        monkeypatch.setattr("sys.stdout", closed)
        with pytest.raises(ReaderGone):
            write("code,name\n")
        monkeypatch.undo()
        os.dup2(os.open(os.devnull, os.O_WRONLY), closed.fileno())


def test_the_journal_tells_the_loads_and_is_whole(tandem):
    from tandem.core.models import JournalEntry

    answer = tandem("journal", "verify")
    assert answer.code == 0
    assert "Journal entier" in answer.out
    codes = set(JournalEntry.objects.values_list("code", flat=True))
    assert {"places.reference_loaded", "territories.perimeters_loaded", "diagnosis.computed"} <= codes


def test_a_second_load_changes_nothing(tandem):
    answer = tandem("load")
    assert answer.code == 0
    assert "inchangées" in answer.err
    assert "480 inchangés" in answer.err
