import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.places.rules import fold


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("SAINT-ÉTIENNE", "saint etienne"),
        ("Plastics Vallée – Oyonnax", "plastics vallee oyonnax"),
        ("  Le\u202fCreusot ", "le creusot"),
        ("Nœux-les-Mines (62)", "noeux les mines 62"),
        ("%_\\", ""),
    ],
)
def test_names_are_folded_to_what_their_spellings_share(name, folded):
    assert fold(name) == folded


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdeéèêàçœïô -’'", max_size=30))
def test_accents_composed_or_not_and_capitals_do_not_count(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text.upper())
