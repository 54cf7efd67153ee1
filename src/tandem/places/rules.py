"""Pure rules on names of places."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return what two spellings of one name have in common: no accent, no capital, one space between words.

    Examples
    --------
    >>> fold("L’Haÿ-les-Roses"), fold("Œuilly"), fold("  SAINT ÉTIENNE ")
    ('l hay les roses', 'oeuilly', 'saint etienne')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _NOT_A_WORD.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()
