"""From a file that somebody uploads to the codes on its pages."""

import io
import warnings
from dataclasses import dataclass

import puremagic
import pypdfium2
import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image

from tandem.core.errors import TandemError
from tandem.core.typography import octets
from tandem.territories.codes import Code, code_in

MOST_BYTES = 40 * 1024 * 1024
MOST_PAGES = 200
MOST_PIXELS = 40_000_000
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
        It is too big, or is neither PDF, PNG nor JPEG whatever its name says, or cannot be read.
    """
    media_type = media_type_of(content)
    try:
        pages = _pdf(content) if media_type == MEDIA[".pdf"] else [_codes([_picture(content)])]
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        raise TandemError(
            _("Ce fichier ne peut pas être lu."), _("Le numériser à nouveau, en PDF, PNG ou JPEG.")
        ) from error
    return Scan(media_type, len(pages), tuple(code for page in pages for code in page), sum(not page for page in pages))


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
        return [_codes(_renderings(document[number])) for number in range(len(document))]
    finally:
        document.close()


def _renderings(page: pypdfium2.PdfPage):
    width, height = page.get_size()
    for scale in _SCALES:
        if width * height * scale * scale <= MOST_PIXELS:
            yield page.render(scale=scale, grayscale=True).to_pil()


def _picture(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        except Image.DecompressionBombWarning as error:
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
