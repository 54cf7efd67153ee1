"""``tandem data``: from a file to the diagnosis, in words, with its exit codes."""

import csv
import hashlib
import io
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.datasets.samples import SAMPLES, URSSAF, urssaf
from tests.datasets.sirene_files import as_csv, establishment

from tandem.core.models import JournalEntry
from tandem.core.typography import NNBSP

WRONG = ("99999;1071C;2022;1;1", "76540;1071C;2022;-3;1", "76540;1071C;2020;deux;1")


@pytest.fixture
def home(settings, tmp_path) -> Path:
    """An installation with a store of its own."""
    settings.TANDEM_HOME = tmp_path / "home"
    settings.TANDEM_HOME.mkdir()
    settings.TANDEM_EMBEDDED_DATABASE = False  # the tests' own database, not one in this home
    return settings.TANDEM_HOME


@pytest.fixture
def given(tmp_path):
    def write(content: str | bytes, name: str = "fichier.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def plain(text: str) -> str:
    return text.replace(NNBSP, " ")


def listed(tandem) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(tandem("data", "list", "--format", "csv").out))
    return {row["kind"]: row for row in rows}


def test_an_import_is_told_in_words_and_comes_into_service(home, tandem, given):
    answer = tandem("data", "import", "urssaf", given(URSSAF), "--no-diagnose")
    assert answer.code == 0
    said = plain(answer.out)
    assert "Établissements et salariés du privé par commune et activité (Urssaf), millésime 2022" in said
    assert "5  lignes lues" in said
    assert "0  refusée" in said
    assert "En service. Il apporte : salariés et établissements" in said
    assert "tandem load" in answer.err
    row = listed(tandem)["urssaf"]
    assert (row["vintage"], row["rows"], row["producer"]) == ("2022", "5", "Urssaf")
    assert len(row["sha256"]) == 64


def test_refused_rows_are_told_by_reason_with_their_first_line_and_value(home, tandem, given):
    answer = tandem("data", "import", "urssaf", given(urssaf(*WRONG)), "--no-diagnose", "--tolerate", "1")
    said = plain(answer.out)
    assert "3  refusées" in said
    assert "commune inconnue du code officiel géographique — 1 ligne (ligne 7, « 99999 »)" in said
    assert "nombre négatif — 1 ligne (ligne 8, « -3 »)" in said
    [refused] = (home / "data" / "urssaf" / "refused").glob("*.csv")
    assert str(refused) in answer.out
    assert "tandem data import urssaf FICHIER LIGNES_CORRIGÉES" in said


def test_too_many_refused_rows_leave_everything_as_it_was(home, tandem, given):
    answer = tandem("data", "import", "urssaf", given(urssaf(*WRONG)))
    assert answer.code == 1
    assert "n’est pas mis en service" in answer.err
    assert answer.out == ""
    assert listed(tandem)["urssaf"]["vintage"] == ""


def test_a_trial_run_changes_nothing(home, tandem, given):
    answer = tandem("data", "import", "urssaf", given(URSSAF), "--dry-run")
    assert "Essai seulement" in answer.out
    assert listed(tandem)["urssaf"]["vintage"] == ""
    assert not JournalEntry.objects.filter(code="data.imported").exists()


def test_the_kind_of_a_file_is_recognised(home, tandem, given):
    answer = tandem("data", "import", "auto", given(URSSAF), "--no-diagnose")
    assert answer.code == 0
    assert "(urssaf)" in answer.err
    assert listed(tandem)["urssaf"]["vintage"] == "2022"


def test_a_file_of_no_known_kind_is_refused_with_those_that_are(home, tandem, given):
    answer = tandem("data", "import", "auto", given("a;b\n1;2\n"))
    assert answer.code == 1
    assert "urssaf" in answer.err


def test_the_same_file_again_changes_nothing_and_is_not_journalled_twice(home, tandem, given):
    path = given(URSSAF)
    tandem("data", "import", "urssaf", path, "--no-diagnose")
    answer = tandem("data", "import", "urssaf", path)
    assert "déjà en service, inchangé" in answer.out
    assert "Diagnostics" not in answer.err
    assert JournalEntry.objects.filter(code="data.imported").count() == 1


def test_the_journal_tells_what_came_and_what_went(home, tandem, given):
    tandem("data", "import", "urssaf", given(URSSAF), "--no-diagnose")
    entry = JournalEntry.objects.get(code="data.imported")
    assert entry.subject == "urssaf"
    assert (entry.data["vintage"], entry.data["rows"], entry.data["refused"]) == ("2022", 5, 0)
    assert entry.data["dataset"].startswith("2022-")
    answer = tandem("data", "withdraw", "urssaf", "2022", "--no-diagnose")
    assert answer.code == 0
    assert JournalEntry.objects.get(code="data.withdrawn").data["dataset"] == entry.data["dataset"]
    assert listed(tandem)["urssaf"]["vintage"] == ""
    assert tandem("journal", "verify").code == 0


def test_what_is_not_in_service_cannot_be_withdrawn(home, tandem):
    answer = tandem("data", "withdraw", "urssaf", "2022")
    assert answer.code == 3
    assert "Aucun fichier" in answer.err
    assert not JournalEntry.objects.filter(code="data.withdrawn").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["import", "ursaf", "x.csv"], 3, "urssaf"),
        (["import", "urssaf", "/nulle/part.csv"], 1, "aucun fichier à cette adresse"),
        (["import", "urssaf"], 2, "FICHIER"),
        (["import", "urssaf", "x.csv", "--tolerate", "2"], 2, "--tolerate"),
        (["show", "ursaf"], 3, "urssaf"),
        (["show", "urssaf", "--vintage", "1999"], 3, "1999"),
        (["download", "ursaf"], 3, "urssaf"),
        (["import", "urssaf", "x.csv", "--vintage", "vingt"], 1, "x.csv"),
    ],
)
def test_a_refusal_says_what_to_do_and_has_its_exit_code(home, tandem, arguments, code, said):
    answer = tandem("data", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in plain(answer.err)
    assert "Traceback" not in answer.err


def test_every_kind_is_described_before_it_is_imported(home, tandem):
    from tandem.datasets import kinds

    for kind in kinds.KINDS.values():
        answer = tandem("data", "show", kind.id)
        assert answer.code == 0
        assert kind.page in answer.out
        assert f"tandem data import {kind.id} FICHIER" in plain(answer.out)


def test_what_is_in_service_is_described_with_its_file_and_its_reservations(home, tandem, given):
    tandem("data", "import", "urssaf", given(URSSAF), "--no-diagnose")
    said = plain(tandem("data", "show", "urssaf").out)
    assert hashlib.sha256(URSSAF.encode()).hexdigest() in said
    assert "À savoir pour lire les chiffres :" in said
    assert "commune, activity, year" in said
    manifest = json.loads(tandem("data", "show", "urssaf", "--format", "json").out)
    assert manifest["rows"] == 5


def test_a_kind_with_several_parts_is_listed_and_withdrawn_by_part(home, tandem, given):
    content = SAMPLES["flores", "DS_FLORES_A38_2024_data.csv"]
    tandem("data", "import", "flores", given(content, "DS_FLORES_A38_2024_data.csv"), "--no-diagnose")
    [slot] = [slot for slot in (home / "data" / "flores" / "current.json").read_text().split('"') if "2024" in slot][:1]
    assert tandem("data", "withdraw", "flores", slot, "--no-diagnose").code == 0
    assert listed(tandem)["flores"]["vintage"] == ""


def test_a_file_of_one_zone_says_that_it_covers_no_more(home, tandem, tmp_path):
    gathered = Path(__file__).parents[2] / "../shared/data/emploi/urssaf_commune_ape_ze_rouen_2006_2022.parquet"
    if not gathered.exists():
        pytest.skip("the gathered data sets are not beside the repository")
    answer = tandem("data", "import", "urssaf", gathered, "--no-diagnose")
    assert "Ce fichier ne couvre que 217 communes sur 34 969, de la zone d’emploi de Rouen." in plain(answer.out)


@pytest.mark.slow
def test_diagnoses_are_made_again_with_what_was_imported(home, tandem, given):
    answer = tandem("data", "import", "urssaf", given(URSSAF))
    assert answer.code == 0
    assert "Les diagnostics sont refaits avec ces données." in answer.err
    assert "480 calculés" in answer.err
    again = tandem("data", "withdraw", "urssaf", "2022")
    assert "480" in again.err


def test_nothing_moves_on_a_stream_that_is_no_terminal(home, tandem, given):
    answer = tandem("data", "import", "urssaf", given(URSSAF), "--no-diagnose")
    assert "\x1b" not in answer.out + answer.err
    assert "lecture" not in answer.err


def test_a_person_at_a_terminal_sees_each_step_and_its_time(monkeypatch):
    from tandem.cli import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for quiet, shown in ((False, True), (True, False)):
        screen = Terminal()
        monkeypatch.setattr("sys.stderr", screen)
        with progress.steps(quiet) as begin:
            begin("lecture de stock.csv")
            begin("rangement")
        with progress.transfer("Stock", quiet) as received:
            received(512_000_000, 2_100_000_000)
        assert ("lecture de stock.csv" in screen.getvalue()) is shown
        assert ("0:00:00" in screen.getvalue()) is shown
        assert ("Stock : 512 Mo sur 2,1 Go" in plain(screen.getvalue())) is shown


# -- download ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def address():
    """Address of an Urssaf file on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(URSSAF.encode())))
            self.end_headers()
            self.wfile.write(URSSAF.encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/exports/csv"
        server.shutdown()
        thread.join()


def test_a_file_is_downloaded_into_the_home_and_its_path_is_given(home, tandem, address):
    answer = tandem("data", "download", "urssaf", "--address", address)
    assert answer.code == 0
    path = Path(answer.out.strip())
    assert path == home / "data" / "downloads" / "urssaf" / "urssaf.csv"
    assert path.read_text("utf-8") == URSSAF
    assert hashlib.sha256(URSSAF.encode()).hexdigest() in answer.err
    assert listed(tandem)["urssaf"]["vintage"] == ""  # the folder of downloads is no dataset


def test_a_file_is_downloaded_and_imported_in_one_go(home, tandem, address, tmp_path):
    answer = tandem("data", "download", "urssaf", "--address", address, "--to", tmp_path, "--import", "--no-diagnose")
    assert answer.code == 0
    assert (tmp_path / "urssaf.csv").is_file()
    assert listed(tandem)["urssaf"]["vintage"] == "2022"


def test_an_address_that_is_not_encrypted_is_refused(home, tandem):
    answer = tandem("data", "download", "urssaf", "--address", "http://data.example/f.csv")
    assert answer.code == 1
    assert "https" in answer.err


# -- persons -----------------------------------------------------------------------------------------------------------


def test_nothing_of_a_person_who_may_not_be_named_comes_out_of_any_verb(home, tandem, given):
    rows = [
        establishment("73282932000074"),
        establishment("81234567800018", statutDiffusion="P", denominationUsuelle="DUPONT MARTINE"),
    ]
    path = given(as_csv(rows), "StockEtablissement_utf8.csv")
    said = ""
    for arguments in (["import", "sirene", path, "--no-diagnose"], ["show", "sirene"], ["list", "--format", "json"],
                      ["show", "sirene", "--format", "json"]):  # fmt: skip
        answer = tandem("data", *arguments)
        assert answer.code == 0
        said += answer.out + answer.err
    assert "DUPONT" not in said
    assert "812345678" not in said
    assert "Porte sur des personnes" in said
    told = json.dumps(list(JournalEntry.objects.values_list("data", flat=True)))
    assert "812345678" not in told


def test_the_share_that_is_tolerated_is_that_of_the_import():
    from tandem.cli.datasets import import_
    from tandem.datasets.importing import TOLERATED

    assert next(each.default for each in import_.params if each.name == "tolerated") == TOLERATED


def test_a_store_that_cannot_be_written_is_told(home, tandem, given, monkeypatch):
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "move", full)
    answer = tandem("data", "import", "urssaf", given(URSSAF), "--no-diagnose")
    assert answer.code == 1
    assert "place" in answer.err
