"""Write the documents: whole or not at all."""

import datetime as dt
from pathlib import Path

from django.utils.translation import gettext as _

from tandem.core.files import write_whole
from tandem.diagnosis.edition import Edition
from tandem.steering import addresses, payload
from tandem.steering.booklet import Booklet, booklet, booklet_of
from tandem.steering.report import report
from tandem.steering.typeset import TypesettingError, refusal, typeset


def report_pdf(date: dt.date, *, base: str | None = None) -> bytes:
    """Return the progress report at a date as PDF/UA-1.

    Parameters
    ----------
    base
        Root of the site that the links of the document lead to, without a final slash.

    Raises
    ------
    tandem.core.errors.TandemError
        No list of territories at that date, or the document cannot be made.
    """
    data, pictures = payload.of_report(report(date), (base or addresses.base()).rstrip("/"))
    return typeset("report", data, pictures, name=f"report-{date}")


def booklet_pdf(code: str, *, date: dt.date | None = None, base: str | None = None) -> bytes:
    """Return the booklet of a territory as PDF/UA-1, of today unless another date is given; see `report_pdf`.

    A territory that is no more is described as on the last day of its last perimeter.
    """
    return _booklet_pdf(booklet(code, date), base)


def booklet_pdf_of(edition: Edition, *, base: str | None = None) -> bytes:
    """Return the booklet of a diagnosis, a territory's or a project's, whose figures have their addresses on the site
    (`addresses.of_figure`)."""
    return _booklet_pdf(booklet_of(edition), base)


def _booklet_pdf(found: Booklet, base: str | None) -> bytes:
    data, pictures = payload.of_booklet(found, (base or addresses.base()).rstrip("/"))
    return typeset("booklet", data, pictures, name=f"booklet-{found.edition.code}-{found.date}")


def write_report(date: dt.date, path: Path, *, base: str | None = None) -> Path:
    """Write the progress report; the file appears under its name only once it is whole.

    Raises
    ------
    tandem.core.errors.TandemError
        As `report_pdf`, or the file cannot be written: nothing half-written is left.
    """
    return write_document(path, report_pdf(date, base=base))


def write_booklet(code: str, path: Path, *, date: dt.date | None = None, base: str | None = None) -> Path:
    """Write the booklet of a territory; see `write_report`."""
    return write_document(path, booklet_pdf(code, date=date, base=base))


def write_document(path: Path, content: bytes) -> Path:
    """Write a document under its name once it is whole.

    Raises
    ------
    tandem.core.errors.TandemError
        The folder is not there, the name is a folder's, the disk is full: nothing half-written is left.
    """
    path = Path(path)
    if path.is_dir():
        raise TypesettingError(_("« %(path)s » est un dossier.") % {"path": path}, _("Donner un nom de fichier."))
    if not path.parent.is_dir():
        raise TypesettingError(
            _("Le dossier « %(path)s » n’existe pas.") % {"path": path.parent}, _("Le créer, puis relancer.")
        )
    try:
        write_whole(path, content)
    except OSError as error:
        raise refusal(error) from error
    return path
