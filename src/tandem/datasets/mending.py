"""Put right the texts that were read in the wrong encoding before they were published: « Ã©tang » for « étang ».

Only sequences that are the two to four bytes of one character, read one by one, are changed: no French word holds one.
"""

import re

import duckdb

# What the bytes 0x80 to 0x9F become when they are read as Windows-1252 rather than kept as control characters.
_WINDOWS = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
_WINDOWS.pop("", None)
_TAIL = "[\u0080-\u00bf" + re.escape("".join(_WINDOWS)) + "]"
# Â, Ã and Å begin the letters and signs of Western Europe, â the dashes, quotes and points; « Ã » alone is « à » whose
# no-break space has become a space.
_BROKEN = re.compile(f"[\u00c2\u00c3\u00c5]{_TAIL}|\u00e2{_TAIL}{{2}}|\u00c3 (?= )|\u00c3(?= )")
_BESIDE_WINDOWS = "\u202f\u2011\u2212"

SUSPECT = "[\u00c2\u00c3\u00c5\u00e2][^ -~\u00c0-\u00ff]|\u00c3 "
"""Pattern, for the engine, of the cells worth a closer look."""


def mended(text: str) -> str:
    """Return a text with each broken character put right.

    Examples
    --------
    >>> mended("zone d\u00e2\u0080\u0099habitat \u00c3\u00a0 vocation \u00e9conomique")
    'zone d’habitat à vocation économique'
    """
    return _BROKEN.sub(_whole, text)


def _whole(match: re.Match[str]) -> str:
    found = match.group()
    if found.strip() == "\u00c3":
        return "à"
    try:
        text = bytes(_WINDOWS.get(character, ord(character)) for character in found).decode("utf-8")
        return text if text in _BESIDE_WINDOWS or text.encode("cp1252") else found
    except (UnicodeError, ValueError):
        return found


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the function ``mended(text)``; texts without anything suspect do not leave the engine."""
    connection.create_function("mend_text", mended, ["VARCHAR"], "VARCHAR")
    connection.execute(
        f"CREATE OR REPLACE TEMP MACRO mended(cell) AS CASE WHEN regexp_matches(cell, '{SUSPECT}') "
        "THEN mend_text(cell) ELSE cell END"
    )
