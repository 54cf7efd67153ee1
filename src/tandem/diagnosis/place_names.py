"""Which commune or intermunicipality of today a few words mean: its code, that of another year, its SIREN, its name."""

import re
from collections.abc import Iterable, Set
from functools import cache
from typing import Any, NamedTuple

from tandem import reference
from tandem.places.rules import fold

CODE = re.compile(r"[0-9]{5}|2[AB][0-9]{3}|[0-9]{3}\s?[0-9]{3}\s?[0-9]{3}", re.IGNORECASE)
"""A commune, or the SIREN of an intermunicipality."""
SHORT = re.compile(r"[1-9][0-9]{3}")
"""A commune whose zero a spreadsheet has eaten: 1283 for 01283."""
POSTAL = re.compile(r"[0-9]{4}0|750[0-2][0-9]")
"""What nearly all postal codes look like, and one commune's code in ten."""
_CITED = re.compile(rf"\b(?:{CODE.pattern}|{SHORT.pattern})\b", re.IGNORECASE)
_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_SHORTENED = {"st": "saint", "ste": "sainte"}
_ARTICLES = {"le", "la", "les", "l"}


class Place(NamedTuple):
    """A commune, or an intermunicipality when it has no department."""

    code: str
    name: str
    department: str = ""
    department_name: str = ""


@cache
def by_code() -> dict[str, Place]:
    """Return the communes and intermunicipalities of today by their code, and by those that they had."""
    departments = dict(_table("departments", "code", "name"))
    communes = _table("communes", "code", "name", "department")
    found = {code: Place(code, name, home, departments[home]) for code, name, home in communes}
    found |= {old: found[code] for old, code in _table("commune_codes", "old_code", "code")}
    groups = _table("intermunicipalities", "siren", "name", "attested_until")
    return found | {siren: Place(siren, name) for siren, name, until in groups if until is None}


def _table(name: str, *columns: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(reference.load(name)[each].to_pylist() for each in columns), strict=True)


@cache
def _by_name() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for code, place in by_code().items():
        if code == place.code:
            found.setdefault(" ".join(words_of(place.name)), []).append(place)
    return found


def words_of(text: str) -> list[str]:
    """Return the words of a text without accent, capital nor shortened saint."""
    return [_SHORTENED.get(word, word) for word in fold(text).split()]


def places_named(text: str) -> list[Place]:
    """Return the places that have a name; what stands in brackets after it tells their department.

    >>> [place.code for place in places_named("St-Denis (93)")]
    ['93066']
    """
    found = _by_name().get(" ".join(words_of(text)), [])
    bracketed = _BRACKETS.fullmatch(text)
    if found or not bracketed:
        return found
    hint, namesakes = fold(bracketed[2]), _by_name().get(" ".join(words_of(bracketed[1])), [])
    return [each for each in namesakes if hint in map(fold, (each.department, each.department_name, each.code))]


def codes_of(text: str) -> list[str]:
    """Return the codes that a text is made of, lost zeros restored; none when it holds anything else."""
    parts = [re.sub(r"\s", "", text)] if CODE.fullmatch(text) else re.split(r"[\s,;|]+", text)
    codes = [f"0{part}" if SHORT.fullmatch(part) else part.upper() for part in parts]
    return codes if all(map(CODE.fullmatch, codes)) else []


def cited(text: str) -> list[str]:
    """Return the codes that a text is made of, or those that stand in it beside the names of their places.

    >>> cited("Rouen (76540)"), cited("38110 38509 La Tour-du-Pin"), cited("76540 Barentin")
    (['76540'], ['38509'], [])
    """
    if found := codes_of(text):
        return found
    words = set(words_of(text))
    codes = [code for each in _CITED.findall(text) for code in codes_of(each)]
    meant = [code for code in codes if stands(code, words)]
    other = any(code in by_code() and not POSTAL.fullmatch(code) for code in codes if code not in meant)
    return [] if other else meant


def stands(code: str, words: Set[str]) -> bool:
    """Tell whether the name of a code's place is among words, but for its article; in part, for an earlier code."""
    place = by_code().get(code)
    name = set(words_of(place.name)) - _ARTICLES if place else set()
    return bool(name & words) if place and place.code != code else bool(name) and name <= words
