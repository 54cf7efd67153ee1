"""SIREN and SIRET: nine and fourteen digits of which the last one checks the others."""

import re

LA_POSTE = "356000000"
"""Its thousands of post offices ran out of numbers that pass the check: theirs add up to a multiple of five."""


def plain(typed: str) -> str:
    """Return an identifier as it is kept: its digits, without the blanks and dots that people put between them."""
    return re.sub(r"[\s.\u00a0\u202f-]", "", typed)


def is_siren(number: str) -> bool:
    """Say whether a text is a SIREN that its own check digit allows."""
    return re.fullmatch(r"[0-9]{9}", number) is not None and _luhn(number)


def is_siret(number: str) -> bool:
    """Say whether a text is a SIRET that its own check digits allow, those of La Poste's offices included."""
    if re.fullmatch(r"[0-9]{14}", number) is None or not is_siren(number[:9]):
        return False
    if number[:9] == LA_POSTE and sum(map(int, number)) % 5 == 0:
        return True
    return _luhn(number)


def _luhn(number: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right counts double, its own digits added up."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
