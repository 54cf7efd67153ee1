"""From data and pictures to an accessible PDF (PDF/UA-1), through Typst.

The document is compiled in a folder of its own: the templates of the package, the data as JSON, the pictures as SVG. A
digest of all that decides the result names the compiled file, so that an unchanged document is not compiled again.
"""

import contextlib
import errno
import functools
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

import tandem
from tandem.core.errors import TandemError
from tandem.core.files import write_whole
from tandem.steering.fonts import families, fonts

TEMPLATES = Path(__file__).parent / "documents"
MOST_KEPT = 600
"""Documents kept on disk: every booklet of every list and some reports, about 180 MB; any day may be asked for."""


class TypesettingError(TandemError):
    """A document that could not be compiled or written; nothing half-made is left."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a document.

    Parameters
    ----------
    alt
        What it shows, for who does not see it.
    content
        All that decides the picture, cheap to make: it goes into the digest.
    draw
        Returns its SVG; called only when the document has to be compiled.
    """

    alt: str
    content: str
    draw: Callable[[], str]


def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, Picture], *, name: str) -> bytes:
    """Return a document as PDF/UA-1.

    Parameters
    ----------
    template
        Name of a Typst file of the package, without its extension.
    data
        What it shows, as JSON; pictures are called there by their key.
    pictures
        By key.
    name
        Names the document among those kept: one version of each is.

    Raises
    ------
    TypesettingError
        Typst refuses the document (a picture without alternative text, for instance), or the disk is full.
    """
    theme = settings.TANDEM_THEME
    text = json.dumps({**data, "fonts": families(theme)}, ensure_ascii=False, sort_keys=True, default=str)
    digest = _digest(template, text, pictures, theme)
    kept = _folder() / f"{name}.{digest[:16]}.pdf"
    if kept.is_file():
        with contextlib.suppress(OSError):
            kept.touch()  # what is asked for again is forgotten last
        return kept.read_bytes()
    try:
        compiled = _displayable(template, text, pictures, theme)
    except OSError as error:
        raise refusal(error) from error
    _keep(kept, name, compiled)
    return compiled


def refusal(error: OSError) -> TypesettingError:
    """Say what the operating system refused, and what to do."""
    undone = _("Aucun fichier incomplet n’a été laissé.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TypesettingError(_("Le disque est plein."), _("Libérer de la place puis relancer.") + " " + undone)
    where = f" ({error.filename})" if error.filename else ""
    return TypesettingError(
        _("Écriture impossible%(where)s : %(why)s.") % {"where": where, "why": error.strerror or error}, undone
    )


UNDISPLAYED = re.compile(r'the text `"(.+)"` could not be displayed', re.S)
STAND_IN = "?"
MOST_UNDISPLAYED = 40
SYMBOLS = "\u2200"
"""From here on, symbols and scripts that the fonts hold here and there only; below, what French is written with."""


def _displayable(template: str, text: str, pictures: Mapping[str, Picture], theme: str) -> bytes:
    """Compile a document; a character that its fonts lack (an emoji in a title) becomes a question mark.

    An accessible PDF may not hold one: Typst would refuse the whole document for it, and names it.
    """
    for _round in range(MOST_UNDISPLAYED):
        try:
            return _compiled(template, text, pictures, theme)
        except TypesettingError as error:
            lacking = UNDISPLAYED.search(error.message)
            if lacking is None or lacking[1] not in text:
                raise
            text = text.replace(lacking[1], STAND_IN)
    plain = "".join(each if each < SYMBOLS else STAND_IN for each in text)
    return _compiled(template, plain, pictures, theme)


def _compiled(template: str, text: str, pictures: Mapping[str, Picture], theme: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="tandem-") as scratch:
        folder = Path(scratch)
        for source in TEMPLATES.glob("*.typ"):
            (folder / source.name).write_bytes(source.read_bytes())
        (folder / "data.json").write_text(text, encoding="utf-8")
        for key, picture in pictures.items():
            (folder / f"{key}.svg").write_text(picture.draw(), encoding="utf-8")
        try:
            pdf = typst.compile(
                str(folder / f"{template}.typ"),
                root=str(folder),
                font_paths=fonts(theme, settings.TANDEM_HOME),
                format="pdf",
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            raise TypesettingError(
                _("Typst refuse le document « %(name)s » : %(why)s") % {"name": template, "why": error.message},
                " ".join(error.hints),
            ) from error
    if not isinstance(pdf, bytes):
        raise TypesettingError(_("Typst n’a rien rendu pour « %(name)s ».") % {"name": template})
    return pdf


def _digest(template: str, text: str, pictures: Mapping[str, Picture], theme: str) -> str:
    digest = hashlib.sha256(f"{template}\0{theme}\0{_code()}\0{text}".encode())
    for key in sorted(pictures):
        digest.update(f"\0{key}\0{pictures[key].content}".encode())
    return digest.hexdigest()


@functools.cache
def _code() -> str:
    """Digest of the code that decides how a document looks: templates, charts, maps, and Typst's version."""
    package = Path(tandem.__file__).parent
    digest = hashlib.sha256(typst.__version__.encode())
    sources = [*TEMPLATES.glob("*.typ"), *Path(__file__).parent.rglob("*.py")]
    for folder in ("charts", "maps"):
        sources += (package / "core" / folder).glob("*.py")
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _folder() -> Path:
    return settings.TANDEM_HOME / "documents"


def _keep(kept: Path, name: str, compiled: bytes) -> None:
    """Keep the document, forget its earlier version and those not asked for since long.

    Without room, it is merely compiled again next time.
    """
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, compiled)
        for earlier in kept.parent.glob(f"{name}.????????????????.pdf"):
            if earlier != kept:
                earlier.unlink(missing_ok=True)
        _forget(kept.parent)
    except OSError:
        return


def _forget(folder: Path) -> None:
    """Remove the files beyond `MOST_KEPT`, least lately used first; a killed process leaves some half-written."""
    ages = {}
    for each in folder.iterdir():
        if each.is_dir():  # signed copies live in one, and are not made again
            continue
        with contextlib.suppress(FileNotFoundError):  # another process forgets too
            ages[each] = each.stat().st_mtime_ns
    for each in sorted(ages, key=ages.__getitem__, reverse=True)[MOST_KEPT:]:
        each.unlink(missing_ok=True)
