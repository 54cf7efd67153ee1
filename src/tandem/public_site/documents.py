"""The documents that a diagnosis is given in: a workbook, slides, columns for analysts, a booklet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from tandem.diagnosis.comparison import Row
from tandem.diagnosis.edition import Edition
from tandem.public_site.answers import file_answer


def _xlsx(edition: Edition, base: str) -> bytes:
    from tandem.diagnosis.exports import xlsx_of

    return xlsx_of(edition)


def _pptx(edition: Edition, base: str) -> bytes:
    from tandem.steering.slides import pptx_of

    return pptx_of(edition)


def _parquet(edition: Edition, base: str) -> bytes:
    from tandem.diagnosis.exports import parquet_of

    return parquet_of(edition)


def _pdf(edition: Edition, base: str) -> bytes:
    from tandem.steering.usecases import booklet_pdf_of

    return booklet_pdf_of(edition, base=base)


@dataclass(frozen=True, slots=True)
class Document:
    """One form of the same diagnosis.

    Parameters
    ----------
    label
        What a person reads beside its link.
    content_type
        As the answer says it.
    make
        From the edition and the root of the site to the bytes; what it needs is only loaded by who asks.
    rooted
        Whether it puts the root of the site before the figures' addresses itself.
    """

    label: Any
    content_type: str
    make: Callable[[Edition, str], bytes]
    rooted: bool = False


def _compared_xlsx(editions: Sequence[Edition], rows: Sequence[Row]) -> bytes:
    from tandem.diagnosis.exports import xlsx_of_comparison

    return xlsx_of_comparison(editions, rows)


def _compared_pptx(editions: Sequence[Edition], rows: Sequence[Row]) -> bytes:
    from tandem.steering.slides import pptx_of_comparison

    return pptx_of_comparison(editions, rows)


COMPARISONS = {"xlsx": _compared_xlsx, "pptx": _compared_pptx}
"""The forms of a comparison."""

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS = {
    "pdf": Document(_("Livret, à lire et à imprimer"), "application/pdf", _pdf, rooted=True),
    "pptx": Document(_("Diapositives, à modifier"), f"{OFFICE}.presentationml.presentation", _pptx),
    "xlsx": Document(_("Classeur, avec les détails et les sources"), f"{OFFICE}.spreadsheetml.sheet", _xlsx),
    "parquet": Document(_("Colonnes, pour l’analyse"), "application/vnd.apache.parquet", _parquet),
}


def answer(form: str, content: bytes, name: str) -> HttpResponse:
    """Answer with a document under the name of whose diagnosis it is."""
    return file_answer(content, DOCUMENTS[form].content_type, f"{name}.{form}")
