"""The codes of a list of communes as people have it: typed, pasted, or exported from a spreadsheet."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError
from tandem.core.typography import counted

HEADINGS = (
    "code", "codes", "insee", "insee_com", "code_insee", "codeinsee", "codgeo", "code_commune", "codecommune", "com",
    "commune_code", "commune", "communes", "depcom", "codcom", "citycode", "siren", "epci", "siren_epci", "code_epci",
)  # fmt: skip
"""What a column of codes is called, as folded by `_folded`; the first one of this list that is there is read."""

MOST_BYTES = 5_000_000
CODE = re.compile(r"(?:\d{5}|2[AB]\d{3}|\d{9})", re.IGNORECASE)
"""A commune, or the SIREN of an intermunicipality."""
SHORT = re.compile(r"\d{4}")
"""A commune whose zero a spreadsheet has eaten: 1283 for 01283."""


@dataclass(frozen=True, slots=True)
class CommuneCodes:
    """The codes of a list, in its order, each once; how many had lost their zero, and how many lines were read."""

    codes: tuple[str, ...]
    mended: int
    lines: int


def codes_in(content: bytes | str) -> CommuneCodes:
    """Read the codes of communes, or of intermunicipalities (SIREN), of a text or of a CSV file.

    One code a line; or several, separated by spaces, commas or semicolons; or a CSV with a header, of which the column
    that is called as columns of codes are is read. What follows ``#`` on a line is a comment.

    Raises
    ------
    TandemError
        Nothing in it, no text (a workbook, an image), too large, a header without a known column, or something that is
        no code, with its line.
    """
    text = _decoded(content) if isinstance(content, bytes) else content
    lines = [line.partition("#")[0].strip() for line in text.lstrip("\ufeff").splitlines()]
    if not any(lines):
        raise TandemError(
            _("La liste est vide."), _("Donner un code de commune ou le SIREN d’une intercommunalité par ligne : 76540")
        )
    cells = _column(lines)
    if cells is None:
        cells = _listed(lines)
    found: dict[str, None] = {}
    mended = 0
    for number, cell in cells:
        code = cell.upper()
        if SHORT.fullmatch(code):
            code, mended = f"0{code}", mended + 1
        if not CODE.fullmatch(code):
            raise TandemError(
                _("Ligne %(line)s : « %(cell)s » n’est pas un code de commune.") % {"line": number, "cell": cell[:40]},
                _("Un code a cinq caractères (76540, 2A004) ; le SIREN d’une intercommunalité, neuf chiffres."),
            )
        found[code] = None
    if not found:
        raise TandemError(
            _("La colonne des codes est vide."), _("Vérifier que le fichier est bien celui des communes.")
        )
    return CommuneCodes(tuple(found), mended, sum(map(bool, lines)))


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise TandemError(
            _("La liste pèse plus de 5 Mo : ce n’est pas une liste de communes."),
            _("La France en compte 35 000 : une colonne de codes tient en 250 ko."),
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise _no_text() from None
    if content.startswith(b"PK") or b"\0" in content:
        raise _no_text()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    # What is not French text in the encoding of old spreadsheets is no text at all.
    if "\ufffd" in text or any(character < " " and character not in "\t\r\n\f\v" for character in text):
        raise _no_text()
    return text


def _no_text() -> TandemError:
    return TandemError(
        _("Ce fichier n’est pas un texte."),
        _("Depuis un tableur : enregistrer la feuille au format CSV, puis donner ce fichier."),
    )


def _column(lines: Sequence[str]) -> list[tuple[int, str]] | None:
    """Return the cells of the column of codes, each with its line; None when the lines have no columns."""
    start = next(place for place, line in enumerate(lines) if line)
    separator = next((each for each in (";", "\t", ",", "|") if each in lines[start]), ";")
    reader = csv.reader(io.StringIO("\n".join(lines[start:])), delimiter=separator)
    try:
        rows = [(start + reader.line_num, row) for row in reader]
    except csv.Error:
        raise _no_text() from None
    first = rows[0][1]
    if any(_is_code(cell) for cell in first):
        if all(_is_code(word) for cell in first for word in cell.split()):
            return None
        place = next(place for place, cell in enumerate(first) if _is_code(cell))  # 76540;Rouen, without a header
    elif any(character.isalpha() for character in lines[start]):
        place = _headed(first, [row for _line, row in rows[1:]])
        rows = rows[1:]
    else:
        return None
    return [(line, row[place].strip()) for line, row in rows if len(row) > place and row[place].strip()]


def _headed(first: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    heads = [_folded(cell) for cell in first]
    known = [heads.index(each) for each in HEADINGS if each in heads]
    if not known:
        raise TandemError(
            _("Aucune colonne de codes : les colonnes sont %(names)s.")
            % {"names": ", ".join(f"« {cell.strip()[:30]} »" for cell in first[:8])},
            _("Nommer la colonne des codes « code » ou « insee_com », ou donner un code par ligne, sans en-tête."),
        )
    return _most_codes(rows, known)


def _most_codes(rows: Sequence[Sequence[str]], places: Sequence[int]) -> int:
    """Return the column that holds codes: « commune » may be a column of names, beside one of codes."""
    sample = rows[:50]
    return max(places, key=lambda place: sum(len(row) > place and _is_code(row[place]) for row in sample))


def _is_code(cell: str) -> bool:
    return bool(CODE.fullmatch(cell.strip()) or SHORT.fullmatch(cell.strip()))


def _listed(lines: Sequence[str]) -> list[tuple[int, str]]:
    return [
        (number, each.strip("\"'"))
        for number, line in enumerate(lines, start=1)
        for each in re.split(r"[\s,;|]+", line)
        if each.strip("\"'")
    ]


def _folded(cell: str) -> str:
    """A heading in small letters, its words joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_")


def told(found: CommuneCodes) -> str:
    """Say what was mended on the way; empty when nothing was."""
    if not found.mended:
        return ""
    return _("%(count)s du zéro qu’un tableur avait ôté : 1283 est lu 01283.") % {
        "count": counted(found.mended, _("code complété"), _("codes complétés"))
    }
