"""From slides as plain values to a PPTX file; the same slides give the same bytes."""

import datetime as dt
import io
import math
import zipfile
from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from tandem.core.tables import Table
from tandem.core.typography import number
from tandem.steering.slides import charts
from tandem.steering.slides.content import Slide
from tandem.steering.slides.template import CHART, TABLE, TEXT, TITLE, add_foot, empty, layout_named

LANGUAGE = "fr-FR"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SIZES = {
    CHART: ((420, 18), (620, 16), (860, 14)),
    TEXT: ((1250, 18), (1600, 16), (2000, 14)),
    TABLE: ((300, 16), (420, 14)),
}
"""By layout: up to so many characters, a text is so large, in points; `SMALLEST` beyond."""
SMALLEST = 12
TABLE_SIZES = (16, 14, 12, 11, 10)
MOST_WIDE = 7.0
"""Inches that a column is given at most for its longest text; beyond, it takes more lines."""
LETTER, WIDE, CELL_MARGINS = 0.53, 0.66, 0.22
"""Width of a letter in a text, as a part of its height, and in a single bold word; margins of a cell, in inches."""
BREAK = 25
"""Characters that the end of a paragraph leaves empty, more or less."""


class Deck:
    """A presentation being made.

    Parameters
    ----------
    title, author
        Its properties.
    date
        The day that it tells of: what it says of its creation, so that it can be made again.
    foot
        Repeated at the foot of every slide.
    """

    def __init__(self, title: str, author: str, date: dt.date, foot: str) -> None:
        self._deck = empty()
        self._date = dt.datetime.combine(date, dt.time(), dt.UTC).replace(tzinfo=None)
        self._foot = foot
        known = self._deck.core_properties
        known.title, known.author, known.last_modified_by, known.language = title, author, author, LANGUAGE
        known.subject, known.keywords, known.comments = title, "", "Fait par Tandem"
        known.created = known.modified = self._date
        known.revision = 1

    def add_title(self, title: str, subtitle: Sequence[str], notes: str = "") -> None:
        slide = self._deck.slides.add_slide(layout_named(self._deck, TITLE))
        slide.shapes.title.text_frame.text = title
        _write(slide.placeholders[1].text_frame, subtitle)
        _note(slide, notes)

    def add(self, wanted: Slide) -> None:
        """Add a slide in the layout that its content asks for."""
        name = CHART if wanted.chart else TABLE if wanted.table else TEXT
        slide = self._deck.slides.add_slide(layout_named(self._deck, name))
        slide.shapes.title.text_frame.text = wanted.title
        places = {each.placeholder_format.idx: each for each in slide.placeholders}
        body = places[2] if name == TABLE else places[1]
        if wanted.sentences:
            _write(body.text_frame, wanted.sentences)
            _fit(body.text_frame, name)
        else:
            body._element.getparent().remove(body._element)
        if wanted.chart:
            _describe(charts.insert(places[2], wanted.chart, self._date), wanted.chart.alt)
        elif wanted.table:
            _table(places[1], wanted.table, under_text=bool(wanted.sentences))
        add_foot(slide, self._foot)
        _note(slide, wanted.notes)

    def save(self) -> bytes:
        for slide in self._deck.slides:
            for part in (slide._element, slide.notes_slide._element):
                _say_language(part)
        out = io.BytesIO()
        self._deck.save(out)
        return _settled(out.getvalue())


# -- texts -------------------------------------------------------------------------------------------------------------


def _write(frame: Any, sentences: Sequence[str]) -> None:
    frame.text = sentences[0]
    for sentence in sentences[1:]:
        frame.add_paragraph().text = sentence


def _fit(frame: Any, layout: str) -> None:
    """Size a text for the frame that its layout gives it."""
    length = sum(len(paragraph.text) + BREAK for paragraph in frame.paragraphs)
    size = next((size for most, size in _SIZES[layout] if length <= most), SMALLEST)
    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(size)


def _note(slide: Any, notes: str) -> None:
    slide.notes_slide.notes_text_frame.text = notes


def _describe(frame: Any, alt: str) -> None:
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)


def _say_language(element: Any) -> None:
    """Say that every run is French, for spelling and for voices."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for run in element.iter(f"{space}r", f"{space}fld"):
        properties = run.find(f"{space}rPr")
        if properties is None:
            properties = run.makeelement(f"{space}rPr")
            run.insert(0, properties)
        properties.set("lang", LANGUAGE)


# -- tables ------------------------------------------------------------------------------------------------------------


def _table(place: Any, wanted: Table, *, under_text: bool) -> None:
    """Write a table of texts, its columns as wide as what they hold, its header row marked as such."""
    heads = [str(column.label) for column in wanted.columns]
    rows = [heads, *_texts(wanted)]
    width, top = place.width, place.top if under_text else Inches(1.75)
    room = (place.top + place.height - top) / Inches(1)
    frame = place.insert_table(len(rows), len(heads))
    frame.top = top
    for size in TABLE_SIZES:
        widths = _widths(rows, width / Inches(1), size)
        if widths is not None and _height(rows, widths, size) <= room:
            break
    widths = widths or [width / Inches(1) / len(heads)] * len(heads)
    for at, each in enumerate(widths):
        frame.table.columns[at].width = Inches(each)
    for at, texts in enumerate(rows):
        frame.table.rows[at].height = Inches(_row_height(size))
        for column, text in enumerate(texts):
            _cell(frame.table.cell(at, column), text, size, right=wanted.columns[column].numeric)
    _describe(frame, str(wanted.title))


def _texts(wanted: Table) -> list[list[str]]:
    return [
        ["n.d." if cell is None else number(cell, column.decimals) if _is_number(cell) else str(cell)
         for column, cell in zip(wanted.columns, cells, strict=True)]
        for cells in wanted.cells()
    ]  # fmt: skip


def _widths(rows: Sequence[Sequence[str]], width: float, size: int) -> list[float] | None:
    """Share a width, in inches, between columns so that no word is cut; None when they do not fit in that size."""
    columns = list(zip(*rows, strict=True))
    heads, *cells = ([max(text.split(" "), key=len) for text in row] for row in rows)
    least = [
        max([_length(head, size, WIDE), *(_length(word, size) for word in words)])
        for head, words in zip(heads, zip(*cells, strict=True) if cells else [()] * len(heads), strict=True)
    ]
    spare = width - sum(least)
    if spare < 0:
        return None
    wished = [max(0.0, min(MOST_WIDE, _length(max(texts, key=len), size)) - low)
              for texts, low in zip(columns, least, strict=True)]  # fmt: skip
    total = sum(wished)
    return [low + spare * (more / total if total else 1 / len(least)) for low, more in zip(least, wished, strict=True)]


def _length(text: str, size: int, letter: float = LETTER) -> float:
    """Width of a cell that holds a text on one line, in inches, from that of a letter as a part of its height."""
    return len(text) * size * letter / 72 + CELL_MARGINS


def _height(rows: Sequence[Sequence[str]], widths: Sequence[float], size: int) -> float:
    """Height of a table in a size of letters, in inches."""
    line = size * 1.2 / 72
    lines = [
        max(
            math.ceil((_length(text, size) - CELL_MARGINS) / (width - CELL_MARGINS))
            for text, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]
    return sum(max(_row_height(size), each * line + 0.08) for each in lines)


def _row_height(size: int) -> float:
    return 0.42 if size >= 14 else 0.34


def _cell(cell: Any, text: str, size: int, *, right: bool) -> None:
    cell.text_frame.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size = Pt(size)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _settled(content: bytes) -> bytes:
    """Return a package without the hour at which it was zipped."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in read.infolist():
            kept = zipfile.ZipInfo(entry.filename, _EPOCH)
            kept.compress_type = zipfile.ZIP_DEFLATED
            kept.external_attr = 0o600 << 16
            written.writestr(kept, read.read(entry))
    return out.getvalue()
