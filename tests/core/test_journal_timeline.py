"""What a human reads of the journal."""

import ast
import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps

from tandem.core.journal import timeline as module
from tandem.core.journal.timeline import names, says, sentence, timeline, worded
from tandem.core.typography import no_break

SOURCE = Path(module.__file__).parents[2]


def entry(code: str, **changes: object) -> SimpleNamespace:
    told = {"code": code, "actor": "cli:lou", "organisation": "", "subject": "", "reason": "", "data": {},
            "at": dt.datetime(2026, 11, 24, tzinfo=dt.UTC)}  # fmt: skip
    return SimpleNamespace(**told | changes)


@pytest.fixture
def registered(monkeypatch):
    """Registers of our own: what the rooms say stays out."""
    monkeypatch.setattr(module, "_makers", {})
    monkeypatch.setattr(module, "_namers", {})
    asked: list[list[str]] = []

    @names("person")
    def _people(keys):
        asked.append(sorted(keys))
        return {"1": "camille Fictif"}

    @names("place")
    def _places(keys):
        return {key: f"lieu {key}" for key in keys}

    @says("tests.moved")
    def _moved(told):
        return f"a déplacé {told.subject} vers {told.name('place', told.data['to'])}"

    return asked


def test_a_sentence_says_who_did_what_to_what_by_their_names(registered):
    moved = entry("tests.moved", actor="person:1", subject="place:a", organisation="place:b", data={"to": 9})
    (line,) = timeline([moved])
    assert line.sentence == "Camille Fictif, pour lieu b, a déplacé lieu a vers lieu 9."
    assert (line.at, line.entry) == (moved.at, moved)


def test_names_are_asked_for_all_at_once(registered):
    timeline([entry("tests.moved", actor=f"person:{n % 3}", subject="place:a", data={"to": 1}) for n in range(50)])
    assert registered == [["0", "1", "2"]]


def test_what_nobody_can_name_keeps_its_reference(registered):
    (line,) = timeline([entry("tests.moved", actor="tests", subject="ship:3", data={"to": 1})])
    assert line.sentence == "Tests a déplacé ship:3 vers lieu 1."


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("place:a", "Camille Fictif : acte « tests.unknown » sur lieu a."),
        ("", "Camille Fictif : acte « tests.unknown »."),
    ],
)
def test_a_code_that_nobody_has_worded_is_told_as_it_is(registered, subject, told):
    (line,) = timeline([entry("tests.unknown", actor="person:1", subject=subject)])
    assert line.sentence == no_break(told)


def test_a_code_is_worded_once(registered):
    with pytest.raises(ValueError, match=r"tests\.moved"):
        says("tests.moved")(lambda told: "autrement")


def test_a_command_is_named_with_its_user():
    assert sentence(entry("x.y"), lambda kind, key: {"cli": f"la commande de {key}"}[kind]).startswith("La commande de")
    (line,) = timeline([entry("tests.unknown")])
    assert line.sentence.startswith("La commande tandem lancée par lou")


def codes_in(tree: ast.AST, room: str) -> set[str]:
    """The journal codes that a module of a room names."""
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if re.fullmatch(rf"{room}\.[a-z_]+", text)}


def test_every_code_that_is_recorded_has_its_words():
    """Found in the sources, so that a new use case without words fails here."""
    written = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "journal.record":
                continue
            if isinstance(node.args[0], ast.Constant):
                written.add(node.args[0].value)
            else:  # a code that several use cases of the module share the writing of
                written |= codes_in(tree, path.relative_to(SOURCE).parts[0])
    assert len(written) >= 9
    assert written - worded() == set()
    assert worded() - written == set()


@pytest.mark.django_db
def test_what_the_rooms_record_is_told_in_french():
    from tandem.core.journal.exports import lines

    by_code = {line.entry.code: line.sentence for line in lines()}
    assert no_break("a chargé la géographie officielle : ") in by_code["places.reference_loaded"]
    assert "lignes écrites." in by_code["places.reference_loaded"]
    assert (
        no_break("a chargé les territoires du programme et leurs périmètres : ")
        in by_code["territories.perimeters_loaded"]
    )
    assert "a calculé 480\u202fdiagnostics de " in by_code["diagnosis.computed"]


def test_files_that_come_and_go_are_called_by_their_titles():
    from tandem.datasets.kinds import KINDS

    title = KINDS["urssaf"].title
    came = entry("data.imported", data={
        "kind": "urssaf", "vintage": "2022", "part": "A88", "dataset": "x", "rows": 12000, "refused": 1})  # fmt: skip
    went = entry("data.withdrawn", data={"kind": "urssaf", "vintage": "2022", "dataset": "x"})
    old = entry("data.withdrawn", data={"kind": "no-more", "vintage": "2022", "dataset": "x"})
    told = [line.sentence for line in timeline([came, went, old])]
    who = "La commande tandem lancée par lou"
    assert told == [
        no_break(f"{who} a mis en service « {title} », 2022 A88 : ")
        + "12\u202f000\u202flignes gardées, 1\u202frefusée.",
        no_break(f"{who} a retiré du service « {title} », 2022."),
        no_break(f"{who} a retiré du service « no-more », 2022."),
    ]


def test_tables_that_stay_in_their_files_are_told_without_rows():
    loaded = entry("places.reference_loaded", data={"tables": {"a": "…", "b": "…"}, "rows": {}})
    assert timeline([loaded])[0].sentence.endswith("a chargé la géographie officielle\u202f: 2\u202ftables.")


def test_a_computation_without_its_files_says_so():
    lost = entry("diagnosis.computed", data={"diagnoses": 480, "indicators": 90, "lost": ["Flores", "BMO"]})
    assert no_break("sans « Flores » et « BMO », qui n’étaient plus en service.") in timeline([lost])[0].sentence


def test_the_words_of_each_room_are_loaded_at_the_start():
    rooms = {path.parent.name for path in SOURCE.glob("*/journal_words.py")}
    assert {"accounts", "places", "territories", "diagnosis"} <= rooms
    assert rooms <= {config.label for config in apps.get_app_configs()}
