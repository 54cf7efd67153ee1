"""The short address that holds a territory to be."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tandem.public_site
from tandem.core.errors import TandemError
from tandem.public_site import packing, project

CODES = st.from_regex(r"(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97)[0-9]{3}", fullmatch=True).map(lambda text: text[:5])


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


@pytest.mark.parametrize(
    "codes", [["76540"], ["200023414", "76540"], ["01004", "01283", "2A004"], ["38110", "38300"], ["01004", "2A004"]]
)
def test_a_short_set_of_communes_is_said_in_clear_and_read_back(codes):
    from django.http import QueryDict

    made = project.project(codes)
    address = project.address_of("Essai", made.communes)
    found = project.find(project.asked(QueryDict(address.partition("?")[2])))
    assert found.project is not None
    assert found.project.communes == made.communes
    assert "zone=" not in address
    assert not found.notices


def test_postal_codes_that_a_browser_packed_are_refused_all_the_same():
    from django.http import QueryDict

    found = project.find(project.asked(QueryDict("zone=" + packing.pack(["38110", "38300"]))))
    assert "codes postaux" in found.faults[0]


def test_a_list_too_long_is_refused_rather_than_cut():
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query["communes"] = "76540 " * 10_000 + "76057"
    (fault,) = project.find(project.asked(query)).faults
    assert "trop longue" in fault
    query["communes"] = "76540 " * 9_999 + "76057"
    assert project.find(project.asked(query)).project.communes == ("76057", "76540")


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
