"""What may come in, how long it is kept, and how a file may be called. Pure."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError

NAME_LENGTH = 150
FORBIDDEN = re.compile(r'[/\\<>:"|?*]')


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is taken: its extension, its media type, and its name on screen."""

    extension: str
    media: str
    name: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
FORMATS = {
    each.extension: each
    for each in (
        Format("pdf", "application/pdf", "PDF"),
        Format("png", "image/png", "PNG"),
        Format("jpg", "image/jpeg", "JPEG"),
        Format("docx", _OFFICE + "wordprocessingml.document", "DOCX"),
        Format("xlsx", _OFFICE + "spreadsheetml.sheet", "XLSX"),
        Format("pptx", _OFFICE + "presentationml.presentation", "PPTX"),
        Format("odt", _OPEN + "text", "ODT"),
        Format("ods", _OPEN + "spreadsheet", "ODS"),
        Format("csv", "text/csv", "CSV"),
        Format("txt", "text/plain", "TXT"),
    )
}
ALIASES = {"jpeg": "jpg"}
TAKEN = "PDF, PNG, JPEG, DOCX, XLSX, PPTX, ODT, ODS, CSV, TXT"


def name_as_kept(name: str) -> str:
    """Return the name of a file as it is kept: composed letters, single spaces.

    Raises
    ------
    TandemError
        It is empty, too long, or holds a path, a control character or one that turns the reading around.
    """
    kept = " ".join(filter(None, unicodedata.normalize("NFC", name).split(" ")))
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for letter in kept):
        raise TandemError(_("Le nom du fichier contient un caractère invisible."), _("Le renommer, puis recommencer."))
    if FORBIDDEN.search(kept) or kept.startswith("."):
        raise TandemError(
            _("Le nom « %(name)s » contient un chemin ou un signe réservé.") % {"name": kept[:NAME_LENGTH]},
            _("Le renommer avec des lettres, des chiffres, des espaces et des tirets."),
        )
    if not kept.rpartition(".")[0]:
        raise TandemError(_("Ce fichier n’a pas de nom, ou pas d’extension."), _("Formats acceptés : %s.") % TAKEN)
    if len(kept) > NAME_LENGTH:
        raise TandemError(_("Le nom du fichier dépasse %d caractères.") % NAME_LENGTH)
    return kept


def format_of(name: str) -> Format:
    """Return the format that a file's extension announces.

    Raises
    ------
    TandemError
        It is not one that is taken.
    """
    extension = name.rpartition(".")[2].lower()
    found = FORMATS.get(ALIASES.get(extension, extension))
    if found is None:
        raise TandemError(
            _("Le format « %(extension)s » n’est pas accepté.") % {"extension": f".{extension}"},
            _("Formats acceptés : %s.") % TAKEN,
        )
    return found


YEARS = {"working": 3, "decision": 10, "public": 10}
"""How many years each kind of document is kept after its last version."""


def keep_until(retention: str, last_version: dt.date) -> dt.date:
    """Return the first day on which a document may be purged."""
    year = last_version.year + YEARS[retention]
    try:
        return last_version.replace(year=year)
    except ValueError:  # 29 February
        return dt.date(year, 3, 1)
