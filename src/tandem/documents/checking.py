"""Whether a file is what its name says, and nothing else besides: read before it is kept.

A file is refused when its content is of another format than its extension, when it is two formats at once (a PDF that
is also an archive, a picture with a page inside), when it brings a program (macros), or when it would unfold into far
more than it weighs.
"""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

import puremagic
from django.utils.translation import gettext as _

from tandem.core.errors import TandemError
from tandem.documents.rules import Format, format_of, name_as_kept

HEAD, TAIL = 4096, 2048
UNFOLDED = 200 * 2**20
"""What an archive may hold at most once unfolded, in octets."""
RATIO, ENTRIES = 200, 5_000
SMALL = 2**20
"""An archive that unfolds into less is never a bomb, whatever its ratio."""
PAGE = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe|object|embed)\b|<\?xml", re.I)
PROGRAM = re.compile(
    r"(vbaproject\.bin|vbadata\.xml|\.(exe|dll|js|vbs|scr|bat|cmd|hta|jar|ps1))$|^(basic|scripts)/", re.I
)
STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
ENDS = {"pdf": b"%%EOF", "png": b"IEND\xaeB`\x82", "jpg": b"\xff\xd9"}
OFFICE = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
TEXTS = ("csv", "txt")


def checked(name: str, path: Path) -> Format:
    """Return the format of a file that may be kept.

    Raises
    ------
    TandemError
        With the reason, and what to do about it.
    """
    wanted = format_of(name_as_kept(name))
    size = path.stat().st_size
    if not size:
        raise TandemError(_("Ce fichier est vide."))
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, size - TAIL))
        tail = file.read()
        if wanted.extension in TEXTS:
            _check_text(file, wanted)
        elif wanted.extension in STARTS:
            _check_signed(path, head, tail, wanted)
        else:
            _check_archive(path, head, wanted)
    return wanted


def _disguised(wanted: Format) -> TandemError:
    return TandemError(
        _("Le contenu de ce fichier n’est pas celui d’un %s.") % wanted.name,
        _("L’ouvrir avec son logiciel et l’enregistrer de nouveau dans ce format."),
    )


def _doubled(wanted: Format) -> TandemError:
    return TandemError(
        _("Ce %s contient un second fichier d’un autre format.") % wanted.name,
        _("L’enregistrer de nouveau, ou en faire un PDF."),
    )


def _check_signed(path: Path, head: bytes, tail: bytes, wanted: Format) -> None:
    """A format known by its first octets, and by its last ones."""
    if not head.startswith(STARTS[wanted.extension]) or wanted.media not in _guesses(head):
        raise _disguised(wanted)
    rest = tail.rpartition(ENDS[wanted.extension])
    if not rest[1]:
        raise TandemError(_("Ce %s est incomplet.") % wanted.name, _("L’envoyer de nouveau."))
    if rest[2].strip(b"\r\n\0 ") or zipfile.is_zipfile(path) or PAGE.search(_bare(head, wanted)):
        raise _doubled(wanted)


def _bare(head: bytes, wanted: Format) -> bytes:
    """The first octets without what describes a picture or a document in XML (XMP), which is no page."""
    return re.sub(rb"<\?xpacket.*|<x:xmpmeta.*|<\?xml[^>]*\?>\s*<x:xmpmeta.*", b"", head, flags=re.S)


def _guesses(head: bytes) -> set[str]:
    try:
        return {guess.mime_type for guess in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _check_text(file: IO[bytes], wanted: Format) -> None:
    file.seek(0)
    start = b""
    while piece := file.read(2**20):
        start = start or piece[:HEAD]
        if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", piece):
            raise _disguised(wanted)
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if PAGE.match(opening) or PAGE.search(opening) or opening.startswith((b"%PDF", b"%!PS", b"{\\rtf", b"#!", b"MZ")):
        raise _disguised(wanted)


def _check_archive(path: Path, head: bytes, wanted: Format) -> None:
    if not head.startswith(b"PK\x03\x04"):
        raise _disguised(wanted)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if archive.comment or min((each.header_offset for each in entries), default=1):
                raise _doubled(wanted)
            _check_weight(entries, path.stat().st_size)
            for each in entries:
                if each.flag_bits & 1:
                    raise TandemError(_("Ce fichier est protégé par un mot de passe."), _("L’enregistrer sans."))
                if each.filename.startswith("/") or ".." in each.filename.split("/") or "\\" in each.filename:
                    raise _disguised(wanted)
            if any(PROGRAM.search(each.filename) for each in entries):
                raise _with_program(wanted)
            _check_unfolds(archive, entries)
            _check_kind(archive, wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, KeyError) as error:
        raise _disguised(wanted) from error


def _with_program(wanted: Format) -> TandemError:
    return TandemError(
        _("Ce %s contient un programme (des macros).") % wanted.name,
        _("L’enregistrer sans macros, ou en faire un PDF."),
    )


def _bomb() -> TandemError:
    return TandemError(
        _("Ce fichier, une fois ouvert, pèserait bien plus que ce qu’il annonce."), _("En faire un PDF.")
    )


def _check_weight(entries: list[zipfile.ZipInfo], size: int) -> None:
    unfolded = sum(each.file_size for each in entries)
    if len(entries) > ENTRIES or unfolded > UNFOLDED or (unfolded > SMALL and unfolded > RATIO * size):
        raise _bomb()


def _check_unfolds(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unfold everything, counting: an archive may lie about what it holds."""
    total = 0
    for each in entries:
        with archive.open(each) as opened:
            while piece := opened.read(2**20):
                total += len(piece)
                if total > UNFOLDED:
                    raise _bomb()


def _check_kind(archive: zipfile.ZipFile, wanted: Format) -> None:
    if wanted.extension in OFFICE:
        types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
        if "macroEnabled" in types:
            raise _with_program(wanted)
        if OFFICE[wanted.extension] not in types:
            raise _disguised(wanted)
    elif archive.read("mimetype").decode("ascii", "replace").strip() != wanted.media:
        raise _disguised(wanted)
