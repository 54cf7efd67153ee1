"""The programme file: what it says, and what a faulty one is told, line by line."""

import datetime as dt
import os

import pytest
from django.conf import settings

from tandem import programme
from tandem.core.errors import ConfigurationError
from tandem.programme.lines import line_numbers

SHIPPED = settings.TANDEM_PROGRAMME.read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path):
    """Read the shipped programme with some of its text replaced."""

    def read(*replaced: tuple[str, str], text: str = SHIPPED) -> programme.Programme:
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "programme.toml"
        path.write_text(text, encoding="utf-8")
        return programme.load(path)

    return read


def line_of(text: str, *, after: str = "") -> int:
    """Line of the shipped file that begins with a text, the first one after another."""
    lines = SHIPPED.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(after))
    return next(number for number, line in enumerate(lines, 1) if number > start and line.startswith(text))


def test_the_shipped_programme_has_two_phases_of_four_pillars():
    read = programme.current()
    assert [phase.code for phase in read.phases] == ["2018-2022", "2023-2027"]
    assert [[pillar.code for pillar in phase.pillars] for phase in read.phases] == [
        ["attirer", "recruter", "simplifier", "innover"],
        ["competences", "transition", "innovation", "foncier"],
    ]
    assert [(each.code, each.phase) for each in read.lists] == [
        ("2020-10", "2018-2022"),
        ("2022-12", "2018-2022"),
        ("2024-07", "2023-2027"),
    ]
    assert read.figures["territories"].unit == "territoires"


@pytest.mark.parametrize(
    ("date", "phase"),
    [
        ("2018-11-21", None),
        ("2018-11-22", "2018-2022"),
        ("2023-11-08", "2018-2022"),
        ("2023-11-09", "2023-2027"),
        ("2027-12-31", "2023-2027"),
        ("2028-01-01", None),
    ],
)
def test_a_day_falls_in_one_phase_at_most(date, phase):
    found = programme.current().phase_at(dt.date.fromisoformat(date))
    assert (found.code if found else None) == phase


def test_every_pillar_of_the_first_phase_is_carried_on_in_the_second():
    read = programme.current()
    carried = {p.code: [s.code for s in read.successors_of("2018-2022", p.code)] for p in read.phases[0].pillars}
    assert carried["recruter"] == ["competences"]
    assert set(carried["innover"]) == {"innovation", "transition"}
    assert {code for codes in carried.values() for code in codes} == {p.code for p in read.phases[1].pillars}
    assert read.successors_of("2023-2027", "foncier") == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('name = "Recruter"', "name = 12", line_of('name = "Recruter"'), "doit être un texte"),
        ('name = "Recruter"', 'name = "  "', line_of('name = "Recruter"'), "non vide"),
        (
            'name = "Recruter"',
            'nane = "Recruter"',
            line_of('name = "Recruter"'),
            "clé inconnue « nane », peut-être « name »",
        ),
        ("launched_on = 2018-11-22", 'launched_on = "hier"', line_of("launched_on"), "doit être une date"),
        ("launched_on = 2018-11-22", "launched_on = 2018-11-22T10:00:00", line_of("launched_on"), "doit être une date"),
        (
            'becomes = ["competences"]',
            'becomes = ["compétence"]',
            line_of('becomes = ["competences"]'),
            "n’est pas un axe de la phase suivante (competences)",
        ),
        (
            'becomes = ["competences"]',
            "becomes = []",
            line_of('becomes = ["competences"]'),
            "l’axe « recruter » ne dit pas ce qu’il devient",
        ),
        (
            'becomes = ["competences"]',
            'becomes = "competences"',
            line_of('becomes = ["competences"]'),
            "liste de textes",
        ),
        ("valid_until = 2028-01-01", "valid_until = 2023-01-01", line_of("valid_until = 2028"), "postérieure"),
        (
            "valid_until = 2023-11-09",
            "valid_until = 2024-01-01",
            line_of("valid_until = 2023"),
            "finit après le début de « 2023-2027 »",
        ),
        ("valid_until = 2023-11-09\n", "", line_of('code = "2018-2022"') - 1, "seule la dernière phase"),
        (
            'phase = "2023-2027"',
            'phase = "2023"',
            line_of('phase = "2023-2027"'),
            "n’est pas une phase (2018-2022, 2023-2027)",
        ),
        ('code = "2022-12"', 'code = "2020-10"', line_of('code = "2022-12"'), "sert deux fois"),
        ('code = "innover"', 'code = "attirer"', line_of('code = "innover"'), "le code « attirer » sert deux fois"),
        ("[wording]\n", "[words]\n", line_of("[wording]"), "clé inconnue « words »"),
        ("[figures.members]", "[figures.membres]", line_of("[figures.members]"), "clé inconnue « membres »"),
        ('pillar = "axe"\n', "", line_of("[wording]"), "il manque « wording.pillar »"),
    ],
)
def test_a_fault_is_told_with_its_line(read, old, new, line, told):
    with pytest.raises(ConfigurationError) as error:
        read((old, new))
    faults = error.value.message.replace("\u202f", " ").splitlines()
    assert any(fault.startswith(f"programme.toml, ligne {line} : ") and told in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = "Attirer"', 'name = "Attirer', line_of('name = "Attirer"')),
        ("launched_on = 2018-11-22", "launched_on = 2018-13-45", line_of("launched_on")),
        ("[[lists]]", "[[lists]", line_of("[[lists]]")),
        ('code = "2020-10"', 'code = "2020-10"\ncode = "2020-11"', line_of('code = "2020-10"') + 1),
    ],
    ids=["quote left open", "no such day", "bracket left open", "key twice"],
)
def test_an_error_of_writing_is_told_with_its_line(read, old, new, line):
    with pytest.raises(ConfigurationError, match=f"ligne {line}\u202f: écriture TOML incorrecte"):
        read((old, new))


def test_all_faults_are_told_at_once_by_line(read):
    with pytest.raises(ConfigurationError) as error:
        read(('name = "Attirer"', "name = 1"), ('unit = "habitants"', 'units = "h"'), ("[wording]", "[words]"))
    lines = [int(each.split("ligne ")[1].split("\u202f")[0]) for each in error.value.message.splitlines()]
    assert lines == sorted(lines)
    assert len(lines) >= 4
    assert "programme.toml" in error.value.hint


def test_an_empty_file_is_told_what_it_needs(read):
    with pytest.raises(ConfigurationError) as error:
        read(text="")
    missing = {each.split("«\u202f")[1].split("\u202f»")[0] for each in error.value.message.splitlines()}
    assert missing == {
        "programme", "organisation", "wording", "phases", "lists", "organisation_kinds", "roles", "figures",
        "invitations", "retention", "processings",
    }  # fmt: skip


def test_a_missing_file_is_told_by_its_path(tmp_path):
    with pytest.raises(ConfigurationError, match=r"introuvable.*absent\.toml") as error:
        programme.load(tmp_path / "absent.toml")
    assert "TANDEM_PROGRAMME" in error.value.hint


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_bytes(SHIPPED.encode("utf-16"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        programme.load(path)


def test_the_file_is_read_again_only_when_it_has_changed(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    first = programme.load(path)
    assert programme.load(path) is first
    path.write_text(SHIPPED.replace("Première phase", "Phase initiale"), encoding="utf-8")
    os.utime(path, (1, 1))
    assert programme.load(path).phases[0].name == "Phase initiale"


def test_a_programme_of_one_open_phase_is_a_programme(read):
    lines = SHIPPED.splitlines()
    start = lines.index("[[phases]]")
    second = lines.index("[[phases]]", start + 1)
    text = "\n".join(lines[:start] + lines[second:]).replace("valid_until = 2028-01-01\n", "")
    text = text.replace('phase = "2018-2022"', 'phase = "2023-2027"')
    read = read(text=text)
    assert [phase.code for phase in read.phases] == ["2023-2027"]
    assert read.phase_at(dt.date(2040, 1, 1)).code == "2023-2027"


def test_lines_are_found_after_values_of_several_lines_and_inside_nested_arrays():
    text = '''a = """
b = 1
"""
c = [
  "d = 2", # ]
  "]",
]
e.f = 1
[[g]]
h = 1
[[g.i]]
j = 1
[[g]]
[[g.i]]
[[g.i]]
"k l" = { m = 1 }
'''
    lines = line_numbers(text)
    assert ("b",) not in lines
    assert ("d",) not in lines
    expected = {
        ("a",): 1, ("c",): 4, ("e", "f"): 8, ("g", 0): 9, ("g", 0, "h"): 10, ("g", 0, "i", 0): 11,
        ("g", 0, "i", 0, "j"): 12, ("g", 1): 13, ("g", 1, "i", 0): 14, ("g", 1, "i", 1): 15,
        ("g", 1, "i", 1, "k l"): 16,
    }  # fmt: skip
    assert {path: lines[path] for path in expected} == expected


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("days = 21", "days = 0", "nombre entier, au moins 1"),
        ('kind = "session"', 'kind = "sesion"', "peut-être «\u202fsession\u202f»"),
        ('kind = "session"', 'kind = "joining"', "le code «\u202fjoining\u202f» sert deux fois"),
        ('kind = "session"', 'kind = "joining"', "aucune durée pour"),
        ('then = "erase"', 'then = "remove"', "une personne s’efface"),
        ('then = "erase"', 'then = "burn"', "«\u202fburn\u202f» n’est pas"),
        ("months = 36", 'months = "trois ans"', "nombre entier"),
        ('legal_basis = "Mission', 'fondement = "Mission', "il manque «\u202fprocessings.legal_basis\u202f»"),
    ],
)
def test_invitations_retention_and_processings_are_checked(read, old, new, told):
    with pytest.raises(ConfigurationError) as error:
        read((old, new))
    assert told in error.value.message


def test_the_shipped_programme_says_what_becomes_of_each_kind_of_personal_data():
    held = programme.current()
    assert {rule.kind: (rule.months, rule.then) for rule in held.retention} == {
        "person": (36, "erase"), "invitation": (3, "remove"), "joining": (12, "remove"), "session": (12, "remove"),
    }  # fmt: skip
    assert all(each.legal_basis and each.retention for each in held.processings)
