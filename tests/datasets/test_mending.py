"""Texts published in the wrong encoding, put right; the others untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.datasets.mending import mended

FRENCH = st.text(st.sampled_from("aàâeéèêëiîïoôuùûcçæœ’« »–… -'AÉÈÀÇŒ"), max_size=40)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@given(text=FRENCH)
def test_what_was_read_in_the_wrong_encoding_is_put_right(encoding, text):
    broken = text.encode().decode(encoding, "replace")
    if "\ufffd" not in broken:
        assert mended(broken) == text


@given(text=FRENCH)
def test_a_right_text_is_left_as_it_is(text):
    assert mended(text) == text


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("zone U2 mixte Ã  vocation d’habitat", "zone U2 mixte à vocation d’habitat"),
        ("secteur dâ\u0080\u0099activité", "secteur d’activité"),
        ("ÃNGELO", "ÃNGELO"),
        ("Ã", "Ã"),
        ("", ""),
    ],
)
def test_what_producers_publish(broken, right):
    assert mended(broken) == right
