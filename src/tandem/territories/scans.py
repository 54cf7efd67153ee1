"""From a file that somebody uploads to the codes on its pages."""

import io
import struct
import tempfile
import warnings
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import puremagic
import pypdfium2
import zxingcpp
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from tandem.core.errors import TandemError
from tandem.core.typography import octets
from tandem.documents.checking import checked
from tandem.documents.scanning import UnreachableError, configured
from tandem.territories.codes import Code, code_in

MOST_BYTES = 40 * 1024 * 1024
MOST_PAGES = 200
MOST_PIXELS = 40_000_000
MOST_DRAWN = 2_500_000_000
"""Pixels in which all pages may be drawn together: two hundred A4 pages take 2,000 million."""
MOST_UNFOLDED = 150_000_000
"""Pixels that the pictures of a page may hold together: an A3 page at 600 dots per inch has 70 million."""
MEDIA = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_SCALES = (2.0, 4.0)  # 144 then 288 dots per inch: most codes are read at the first


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was looked at: its type, its pages, the codes that were read, pages without any."""

    media_type: str
    pages: int
    codes: tuple[Code, ...]
    unread: int


def read_scan(content: bytes) -> Scan:
    """Return what a scan holds.

    Raises
    ------
    TandemError
        It is too big, or is neither PDF, PNG nor JPEG whatever its name says, is two files at once, would unfold into
        far more than it weighs, harms according to the antivirus, or cannot be read.
    """
    media_type = media_type_of(content)
    _check(content, media_type)
    try:
        pages = _pdf(content) if media_type == MEDIA[".pdf"] else [_codes([_picture(content)])]
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, struct.error, zlib.error) as error:
        raise TandemError(
            _("Ce fichier ne peut pas être lu."), _("Le numériser à nouveau, en PDF, PNG ou JPEG.")
        ) from error
    return Scan(media_type, len(pages), tuple(code for page in pages for code in page), sum(not page for page in pages))


def _check(content: bytes, media_type: str) -> None:
    """Check what comes in as documents are checked: one file only, and nothing that the antivirus knows.

    Raises
    ------
    TandemError
        With the reason.
    """
    ending = next(ending for ending, media in MEDIA.items() if media == media_type)
    scanner = configured(settings.TANDEM_ANTIVIRUS)
    with tempfile.NamedTemporaryFile(suffix=ending) as kept:
        kept.write(content)
        kept.flush()
        checked(f"acte{ending}", Path(kept.name))
        try:
            threat = scanner.scan(Path(kept.name)).threat if scanner else ""
        except UnreachableError as error:
            raise TandemError(_("L’antivirus ne répond pas."), _("Garder ce fichier, et recommencer.")) from error
    if threat:
        raise TandemError(_("L’antivirus a refusé ce fichier : rien n’en a été gardé."))


def media_type_of(content: bytes) -> str:
    """Return the type that a file's first bytes show.

    Raises
    ------
    TandemError
        It is empty, too big, or of no type that is accepted.
    """
    if not content:
        raise TandemError(_("Ce fichier est vide."))
    if len(content) > MOST_BYTES:
        raise TandemError(
            _("Ce fichier pèse %(size)s : %(most)s au plus.")
            % {"size": octets(len(content)), "most": octets(MOST_BYTES)}
        )
    try:
        kind = MEDIA.get(puremagic.from_string(content[:4096]).lower())
    except (puremagic.PureError, ValueError):
        kind = None
    if kind is None:
        raise TandemError(
            _("Ce fichier n’est ni un PDF, ni une image PNG ou JPEG."), _("Un exemplaire signé se joint numérisé.")
        )
    return kind


def _pdf(content: bytes) -> list[list[Code]]:
    document = pypdfium2.PdfDocument(content)
    try:
        if len(document) > MOST_PAGES:
            raise TandemError(_("Ce fichier a %(pages)d pages : %(most)d au plus.") % {
                "pages": len(document), "most": MOST_PAGES})  # fmt: skip
        if _weight(document.get_page_size(number) for number in range(len(document))) > MOST_DRAWN:
            raise TandemError(_("Ces pages sont trop grandes."), _("Les numériser au format A4 ou A3."))
        return [_codes(_renderings(document[number])) for number in range(len(document))]
    finally:
        document.close()


def _weight(sizes: Iterable[tuple[float, float]]) -> float:
    """Return how many pixels pages of these sizes are drawn in, at most."""
    drawn = (width * height * scale * scale for width, height in sizes for scale in _SCALES)
    return sum(each for each in drawn if each <= MOST_PIXELS)


def _renderings(page: pypdfium2.PdfPage):
    """Draw a page, small then large; pictures in it are measured first, since drawing unfolds them."""
    pictures = (each.get_px_size() for each in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
    if sum(width * height for width, height in pictures) > MOST_UNFOLDED:
        raise TandemError(_("Une image de ce fichier est trop grande."), _("Numériser à 300 points par pouce."))
    width, height = page.get_size()
    for scale in _SCALES:
        if width * height * scale * scale <= MOST_PIXELS:
            yield page.render(scale=scale, grayscale=True).to_pil()


def _picture(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise TandemError(_("Cette image est trop grande.")) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise TandemError(_("Cette image est trop grande."))
    return picture.convert("L")


def _codes(pictures) -> list[Code]:
    """Codes of a page: the first rendering on which one is read."""
    for picture in pictures:
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        codes = [code for code in (code_in(each.text) for each in found) if code is not None]
        if codes:
            return codes
    return []
