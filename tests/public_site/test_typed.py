"""What a person types or pastes for a territory to be, and the short address that holds it."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tandem.public_site
from tandem.core.errors import TandemError
from tandem.public_site import packing, project, typed

CODES = st.from_regex(r"(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97)[0-9]{3}", fullmatch=True).map(lambda text: text[:5])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("76540", ["76540"]),
        ("76540, 76057;27022", ["76540", "76057", "27022"]),
        ("76540 76057\n27022\r\n76540", ["76540", "76057", "27022"]),
        ("2a004, 2B033", ["2A004", "2B033"]),
        ("200023414", ["200023414"]),
        ("200 023 414", ["200023414"]),
        ('"76540";"76057"', ["76540", "76057"]),
        ("76540 Rouen", ["76540"]),
        ("Rouen (76540)", ["76540"]),
        ("Code\tCommune\tPopulation\n76540\tRouen\t114 000\n76057\tBarentin\t12000", ["76540", "76057"]),
        ("Commune;INSEE\nRouen;76540\nBarentin;76057", ["76540", "76057"]),
        ("1004\n76540", ["01004", "76540"]),
        ("76540\0", ["76540"]),
        ("", []),
        (" \n ;, \t", []),
    ],
)
def test_codes_are_read_however_they_come(text, codes):
    assert list(typed.read(text).codes) == codes


def test_a_row_of_codes_is_all_of_them_but_a_row_of_a_table_is_its_first():
    assert typed.read("76540\t76057\t27022").codes == ("76540", "76057", "27022")
    assert typed.read("76540\t11400\n76057\t12000").codes == ("76540", "76057")


def test_a_leading_zero_that_a_spreadsheet_dropped_is_counted():
    assert typed.read("1004\n1007\n76540").restored == 2


def test_what_is_no_code_is_a_name():
    assert typed.read("Rouen, Le Havre\nSaint-Denis (93)").names == ("Rouen", "Le Havre", "Saint-Denis (93)")


@pytest.mark.django_db
def test_names_mean_the_commune_or_the_group_that_has_them(django_assert_num_queries):
    with django_assert_num_queries(2):
        found = typed.understand("rouen\nMetropole Rouen Normandie\nSAINT-DENIS (93)\n76057")
    assert set(found.codes) == {"76057", "76540", "200023414", "93066"}
    assert found.faults == ()


@pytest.mark.django_db
def test_a_name_of_several_communes_asks_which():
    (fault,) = typed.understand("Saint-Denis").faults
    assert "plusieurs communes ont ce nom" in fault
    assert "Saint-Denis (93)" in fault


@pytest.mark.django_db
def test_unknown_names_are_told_and_cut_when_they_are_many():
    (fault,) = typed.understand("\n".join(f"Nullepart{letter}" for letter in "abcdefghij")).faults
    assert "10\u202fnoms inconnus" in fault
    assert "Nulleparta" in fault
    assert "Nullepartj" not in fault


def test_codes_alone_ask_no_query(django_assert_num_queries):
    assert typed.understand("76540, 200023414").codes == ("76540", "200023414")


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    found = typed.read(text)
    assert all(re.fullmatch(r"\d[\dAB]\d{3}|\d{9}", code) for code in found.codes)


@given(st.lists(CODES, min_size=1, max_size=40))
def test_what_is_packed_is_unpacked(codes):
    assert packing.unpack(packing.pack(codes)) == sorted(set(codes))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", packing.pack(codes))


@given(st.text(max_size=30) | st.binary(max_size=30).map(lambda raw: "1" + raw.hex()))
def test_any_text_is_a_list_or_is_refused(text):
    codes = []
    with suppress(packing.DamagedListError):
        codes = packing.unpack(text)
    if codes:
        assert packing.unpack(packing.pack(codes)) == codes


@pytest.mark.parametrize("text", ["", "1", "2AAAA", "1!!", "1_____w", "1gICAgICAgICAgA"])
def test_a_list_that_was_cut_says_what_to_do(text):
    with pytest.raises(packing.DamagedListError, match="abîmée") as caught:
        packing.unpack(text)
    assert "Demander à nouveau" in caught.value.hint


def test_two_thousand_communes_hold_in_an_address():
    from tandem import reference

    codes = [code for code in reference.load("communes")["code"].to_pylist() if code[:2] in ("14", "27", "50", "76")]
    assert len(codes) > 1900
    assert len(project.address_of("x" * project.LONGEST_NAME, codes[:2000])) < project.LONGEST_ADDRESS


def test_the_script_packs_as_the_server_does():
    """The same two codes, written by hand in both: the script's own test is in the browser."""
    source = (Path(tandem.public_site.__file__).parent / "static/public_site/project.js").read_text(encoding="utf-8")
    assert "parseInt(code, 36)" in source
    assert packing.pack(["76540", "76057"]) == "1u9reBaUy"


@pytest.mark.parametrize("codes", [["76540"], ["200023414", "76540"], ["01004", "01283", "2A004"]])
def test_a_short_set_of_communes_is_said_in_clear_and_read_back(codes):
    from django.http import QueryDict

    made = project.project(codes)
    address = project.address_of("Essai", made.communes)
    found = project.find(project.asked(QueryDict(address.partition("?")[2])))
    assert found.project is not None
    assert found.project.communes == made.communes
    assert "zone=" not in address


def test_whole_groups_are_named_and_the_rest_commune_by_commune():
    made = project.project(["200023414", "27022"])
    groups, others = project.composition(made.communes)
    assert groups == ("200023414",)
    assert others == ("27022",)


def test_the_paris_bodies_are_groups_too():
    made = project.project(["200057875"])
    assert project.composition(made.communes) == (("200057875",), ())


def test_a_set_too_large_is_refused_in_words():
    with pytest.raises(TandemError, match="un territoire en compte"):
        project.project([*_of("76"), *_of("62"), *_of("59")])


def _of(department: str) -> list[str]:
    from tandem import reference

    return [code for code in reference.load("communes")["code"].to_pylist() if code.startswith(department)]
