"""Words that are searched, and which ones are near a mistyped one. Pure.

Two words are near when a few letters more, less, other or swapped make one of the other. They are found without
comparing them all: each word of the index keeps the texts left when one letter (two, for a long word) of its beginning
is taken out, and two near words have one of these in common. Source: W. Garbe, SymSpell (2012).
"""

from itertools import combinations

from tandem.places.rules import fold

BEGINNING = 8
"""Letters of a word whose variants are kept."""
SHORT, LONG = 4, 8
"""Below the first, a word must be typed as it is; from the second, two mistakes are forgiven."""
MOST = 8
"""Words of a question that are searched."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, each once; a letter alone is none.

    Examples
    --------
    >>> words_of("L’Haÿ-les-Roses, Saint-Étienne (Loire)")
    ['hay', 'les', 'roses', 'saint', 'etienne', 'loire']
    """
    return list(dict.fromkeys(word[:40] for word in fold(text).split() if len(word) > 1))


def mistakes(word: str) -> int:
    """Return how many mistakes are forgiven in a word; none in a number."""
    if len(word) < SHORT or word.isdigit():
        return 0
    return 1 if len(word) < LONG else 2


def variants(word: str) -> list[str]:
    """Return what is left of the beginning of a word when up to `mistakes` letters of it are taken out."""
    start = word[:BEGINNING]
    found = {start}
    for count in range(1, mistakes(word) + 1):
        found.update("".join(kept) for kept in combinations(start, len(start) - count))
    return sorted(found) if mistakes(word) else []


def distance(typed: str, word: str, *, whole: bool = True) -> int:
    """Return how many letters to add, take out, change or swap (side by side) make one word of the other.

    Source: optimal string alignment, Damerau (1964). Without `whole`, the word may go on after what was typed.
    """
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        current = [row]
        for column, other in enumerate(word, 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1] if whole else min(last)


def near(typed: str, word: str) -> bool:
    """Say whether a word is what somebody meant by another, or begins so; the first letter counts for short ones."""
    forgiven = mistakes(typed)
    if len(typed) < LONG and typed[:1] != word[:1] and typed[:2] != word[1::-1]:
        return False
    return distance(typed, word, whole=len(typed) < LONG) <= forgiven
