"""The fonts of the documents: those in Typst's own wheel, and Marianne from the design system's wheel.

Typst reads TrueType, the wheel ships WOFF: the same tables, each packed by zlib (W3C, WOFF File Format 1.0). They are
unpacked once into the installation's folder. Marianne is reserved to State services, so the neutral theme does without.
"""

import functools
import os
import struct
import tempfile
import zlib
from importlib import resources
from pathlib import Path

import typst

MARIANNE = "Marianne"
EMBEDDED = "Libertinus Serif"
_FACES = ("Light", "Regular", "Regular_Italic", "Medium", "Bold", "Bold_Italic")
_HEADER = struct.Struct(">4sIIHHI")
_ENTRY = struct.Struct(">4sIIII")


def unpack_woff(data: bytes) -> bytes:
    """Return the TrueType or OpenType font inside a WOFF 1.0 file.

    Raises
    ------
    ValueError
        When `data` is not WOFF 1.0.
    """
    if data[:4] != b"wOFF":
        raise ValueError("not a WOFF 1.0 font")
    _signature, flavor, _length, count, _reserved, _size = _HEADER.unpack_from(data)
    tables = []
    for i in range(count):
        tag, offset, packed, size, checksum = _ENTRY.unpack_from(data, 44 + i * _ENTRY.size)
        raw = data[offset : offset + packed]
        tables.append((tag, checksum, zlib.decompress(raw) if packed < size else raw))
    power = count.bit_length() - 1
    head = [struct.pack(">IHHHH", flavor, count, 16 << power, power, 16 * (count - (1 << power)))]
    body, position = [], 12 + 16 * count
    for tag, checksum, raw in tables:
        head.append(struct.pack(">4sIII", tag, checksum, position, len(raw)))
        padded = raw + b"\0" * (-len(raw) % 4)
        body.append(padded)
        position += len(padded)
    return b"".join(head + body)


def families(theme: str) -> list[str]:
    """Return the font families of a theme, the preferred one first."""
    return [MARIANNE, EMBEDDED] if theme == "dsfr" else [EMBEDDED]


@functools.lru_cache(maxsize=4)
def fonts(theme: str, home: Path) -> typst.Fonts:
    """Return the fonts that a theme's documents may use, never those of the machine: the same PDF everywhere."""
    paths = [str(_marianne(home))] if theme == "dsfr" else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def _marianne(home: Path) -> Path:
    """Unpack Marianne under `home` unless it is there already; several processes may do it at once."""
    folder = home / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    source = resources.files("dsfr") / "static" / "dsfr" / "dist" / "fonts"
    for face in _FACES:
        target = folder / f"Marianne-{face}.ttf"
        if target.exists():
            continue
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as out:
            out.write(unpack_woff((source / f"Marianne-{face}.woff").read_bytes()))
        Path(temporary).replace(target)
    return folder
