"""Sheets of a workbook that people open, filter, print and hear read: one way to write them all."""

import datetime as dt
import io
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tandem.core.charts.palette import Role
from tandem.core.tables import Column, Table
from tandem.diagnosis.exports.wording import NOT_AVAILABLE

FONT = "Arial"
NAME_LENGTH = 31
"""What Excel allows."""
CELL_LENGTH = 32_767
WIDEST, CLIPPED, NARROWEST = 60, 36, 9
LINE = 13.5
ADDRESS = "url"
"""Key of the column whose texts are links; no other text becomes one."""


class Style(NamedTuple):
    """How a number is shown; the cell holds all its digits."""

    decimals: int = 0
    signed: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    """A chart of some columns of a sheet over its first one, each in the colour of what it is of."""

    title: str
    alt: str
    columns: tuple[tuple[int, Role], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under its own tab.

    Parameters
    ----------
    name
        Of the tab, as wished: it is shortened and made unique.
    table
        Its `title` is printed on each page; its rows are read once.
    frozen
        Columns that stay in sight when the others scroll.
    printed
        How many columns are printed; all of them when None.
    clipped
        Whether a long text is cut on the screen by the next cell, so that a row keeps one line.
    style
        Says how the number of a row and a column is shown, where it is not by the column's own decimals.
    chart
        Drawn beside the table; None for no chart.
    """

    name: str
    table: Table
    frozen: int = 1
    printed: int | None = None
    clipped: bool = False
    style: Callable[[Any, Column], Style] | None = None
    chart: LineChart | None = None


class Cell(NamedTuple):
    """A cell as it is written: its value, the text that it shows, its format."""

    value: float | str | dt.date
    text: str
    format: Format
    wraps: bool = False
    link: bool = False


@dataclass
class Book:
    """A workbook being written; the same content gives the same bytes.

    Parameters
    ----------
    title, author
        Its properties.
    date
        The day that its diagnosis is read at: what it says of its creation, so that it can be made again.
    """

    title: str
    author: str
    date: dt.date
    content: io.BytesIO = field(default_factory=io.BytesIO)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook: Workbook = xlsxwriter.Workbook(self.content, options)
        self.formats: dict[tuple[Any, ...], Format] = {}
        self.workbook.set_properties(
            {
                "title": self.title,
                "author": self.author,
                "company": self.author,
                "created": dt.datetime.combine(self.date, dt.time(), dt.UTC).replace(tzinfo=None),
                "comments": _("Fait par Tandem"),
            }
        )
        self.workbook.set_custom_property("Language", "fr-FR", "text")

    def format(self, **properties: Any) -> Format:
        """Return a cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "top", **properties}
            )
        return self.formats[key]

    def number_format(self, decimals: int, signed: bool) -> Format:
        digits = "#,##0" + ("." + "0" * decimals if decimals else "")
        return self.format(num_format=f"+{digits};-{digits};{digits}" if signed else digits, align="right")

    def tab(self, wished: str) -> tuple[Worksheet, str]:
        """Add a tab; return it with the name that it got."""
        name = unique_name(wished, self.names.values())
        self.names[wished] = name
        return self.workbook.add_worksheet(name), name

    def add(self, sheet: Sheet) -> None:
        """Write a table: header row, filter, frozen header, one page wide in landscape."""
        tab, name = self.tab(sheet.name)
        columns = sheet.table.columns
        rows = [[self._cell(sheet, row, column) for column in columns] for row in sheet.table.rows]
        heads = _unique([heading(each) for each in columns])
        most = CLIPPED if sheet.clipped else WIDEST
        widths = [_width(head, [row[place] for row in rows], most) for place, head in enumerate(heads)]
        for place, width in enumerate(widths):
            tab.set_column(place, place, width, self.format())
        tab.set_row(0, _height(heads, widths))
        for at, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._write(tab, at, place, cell)
            wrapped = [cell.text if cell.wraps else "" for cell in row]
            if not sheet.clipped and _height(wrapped, widths) > LINE:
                tab.set_row(at, _height(wrapped, widths))
        self._head(tab, name, sheet, heads, len(rows))
        if sheet.chart is not None:
            self._draw(sheet.chart, tab, name, len(rows), len(columns))

    def _cell(self, sheet: Sheet, row: Any, column: Column) -> Cell:
        """Read a cell, and say how it is shown: a missing one is « n.d. », text is never a formula."""
        value = column.read(row)
        if value is None:
            value = str(NOT_AVAILABLE)
        if isinstance(value, bool):
            value = _("oui") if value else _("non")
        if isinstance(value, int | float):
            style = sheet.style(row, column) if sheet.style else Style(column.decimals or 0)
            return Cell(value, f"{value:,.{style.decimals}f}", self.number_format(*style))
        if isinstance(value, dt.date):
            return Cell(value, value.isoformat(), self.format(num_format="dd/mm/yyyy", align="left"))
        text = str(value)[:CELL_LENGTH]
        if column.key == ADDRESS and text:
            return Cell(text, text, self.link, link=True)
        if column.numeric:
            return Cell(text, text, self.format(align="right", italic=True))
        return Cell(text, text, self.format(text_wrap=not sheet.clipped, indent=1), wraps=not sheet.clipped)

    def _write(self, tab: Worksheet, row: int, place: int, cell: Cell) -> None:
        if isinstance(cell.value, str):
            # XlsxWriter refuses an address that is too long for a link: it stays a text.
            if not cell.link or tab.write_url(row, place, cell.value, cell.format, cell.text) != 0:
                tab.write_string(row, place, cell.value, cell.format)
        elif isinstance(cell.value, dt.date):
            tab.write_datetime(row, place, cell.value, cell.format)
        else:
            tab.write_number(row, place, cell.value, cell.format)

    @property
    def link(self) -> Format:
        return self.format(font_color=Role.THIS.colour, underline=1)

    def _head(self, tab: Worksheet, name: str, sheet: Sheet, heads: Sequence[str], rows: int) -> None:
        bold = self.format(bold=True, font_color="#FFFFFF", bg_color=Role.THIS.colour, text_wrap=True)
        if rows:
            tab.add_table(
                0, 0, rows, len(heads) - 1,
                {
                    "name": f"Tableau_{len(self.names)}",
                    "style": "Table Style Light 1",
                    "columns": [{"header": each, "header_format": bold} for each in heads],
                    "title": str(sheet.table.title) or name,
                    "description": str(sheet.table.note) or str(sheet.table.title) or name,
                },
            )  # fmt: skip
        else:
            for place, each in enumerate(heads):
                tab.write_string(0, place, each, bold)
            tab.write_string(1, 0, _("aucune ligne"), self.format(italic=True))
        tab.freeze_panes(1, sheet.frozen)
        tab.repeat_rows(0)
        if sheet.printed is not None and rows:
            tab.print_area(0, 0, rows, sheet.printed - 1)
        printed(tab, str(sheet.table.title) or name)

    def _draw(self, wanted: LineChart, tab: Worksheet, name: str, rows: int, columns: int) -> None:
        chart = self.workbook.add_chart({"type": "line"})
        assert chart is not None, "XlsxWriter knows line charts"
        for place, role in wanted.columns:
            line = {"color": role.colour, "width": 2.25 if role is Role.THIS else 1.5}
            chart.add_series(
                {
                    "name": [name, 0, place],
                    "categories": [name, 1, 0, rows, 0],
                    "values": [name, 1, place, rows, place],
                    "line": {**line, "dash_type": "dash"} if role.dash else line,
                }
            )
        chart.set_title({"name": wanted.title, "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.show_na_as_empty_cell()
        chart.set_size({"width": 640, "height": 340})
        tab.insert_chart(1, columns + 1, chart, {"description": wanted.alt})

    def close(self) -> bytes:
        self.workbook.close()
        return self.content.getvalue()


def printed(tab: Worksheet, title: str) -> None:
    """Set a sheet for paper: A4, landscape, one page wide, its title above and the page number below."""
    tab.set_landscape()
    tab.set_paper(9)
    tab.fit_to_pages(1, 0)
    tab.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    # In a header & begins a code.
    tab.set_header("&L&9" + title[:200].replace("&", "&&"))
    tab.set_footer("&R&9" + _("page %(page)s sur %(pages)s") % {"page": "&P", "pages": "&N"})
    tab.hide_gridlines(2)


def heading(column: Column) -> str:
    unit = str(column.unit)
    return f"{column.label} ({unit})" if unit else str(column.label)


def _width(head: str, cells: Sequence[Cell], most: int) -> int:
    """Width of a column, in characters: that of its longest text, within bounds; a heading may break between words."""
    wanted = [len(word) + 3 for word in head.split()] + [len(cell.text) + 2 for cell in cells]
    return min(most, max(NARROWEST, *wanted))


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Height of a row, in points: not every program works it out from the texts that wrap."""
    lines = max(len(textwrap.wrap(text, int(1.1 * width))) for text, width in zip(texts, widths, strict=True))
    return LINE * max(1, lines)


def unique_name(wished: str, taken: Sequence[str] | Any) -> str:
    """Return a name that Excel accepts for a tab: short, without ``[]:*?/\\``, unlike the others in any case."""
    clean = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wished)).strip().strip("'’ ") or "Feuille"
    known = {each.casefold() for each in taken} | {"history"}  # Excel keeps that one for itself
    name, count = _cut(clean, NAME_LENGTH), 1
    while name.casefold() in known:
        count += 1
        name = _cut(clean, NAME_LENGTH - len(str(count)) - 1) + f" {count}"
    return name


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    head = text[: length - 1]
    whole = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return whole.rstrip(" ,;:–-('’") + "…"


def _unique(heads: list[str]) -> list[str]:
    """Headings that differ, as a table wants them."""
    found: list[str] = []
    for each in heads:
        count, head = 1, each
        while head.casefold() in {other.casefold() for other in found}:
            count += 1
            head = f"{each} ({count})"
        found.append(head)
    return found
