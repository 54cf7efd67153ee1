"""A long list of communes in a short address: their codes as numbers, in order, each as its distance to the one before.

A code is read in base 36, so that Corsica's letters are digits like the others; distances are written seven bits to the
byte (LEB128), and the bytes in URL-safe base64. Neighbours of one department then take a byte each: two thousand
communes hold in less than three thousand characters. ``project.js`` writes the same.
"""

import base64
import binascii
from collections.abc import Iterable

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError

FORM = "1"
"""First character: the way of writing, should another come."""

_LONGEST = 36**5


class DamagedListError(TandemError):
    """A packed list of communes that was cut or altered."""

    def __init__(self) -> None:
        super().__init__(
            _("L’adresse de ce territoire en projet est abîmée : sa liste de communes ne se lit plus."),
            _("Demander à nouveau l’adresse entière à qui l’a donnée, ou redonner la liste ci-dessous."),
        )


def pack(codes: Iterable[str]) -> str:
    """Return the codes of communes as a short text; their order and repetitions are lost.

    >>> pack(["76540", "76057"])
    '1u9reBaUy'
    """
    written = bytearray()
    before = 0
    for number in sorted({int(code, 36) for code in codes}):
        gap, before = number - before, number
        while gap > 127:
            written.append(gap & 127 | 128)
            gap >>= 7
        written.append(gap)
    return FORM + base64.urlsafe_b64encode(written).decode().rstrip("=")


def unpack(text: str) -> list[str]:
    """Return the codes that `pack` wrote, in order.

    Raises
    ------
    DamagedListError
        The text is not one that `pack` writes.
    """
    if not text.startswith(FORM):
        raise DamagedListError
    body = text.removeprefix(FORM)
    try:
        written = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise DamagedListError from None
    codes: list[str] = []
    number = gap = shift = 0
    for byte in written:
        gap |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            number += gap
            if number >= _LONGEST or (codes and not gap):
                raise DamagedListError
            codes.append(_written(number))
            gap = shift = 0
        elif shift > 28:
            raise DamagedListError
    if shift or not codes:
        raise DamagedListError
    return codes


def _written(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text.rjust(5, "0")
