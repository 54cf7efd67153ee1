"""From slides as plain values to a PPTX file; the same slides give the same bytes."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt
from xlsxwriter import Workbook

from tandem.core.charts.palette import GRID, INK, SOFT_INK, THIS
from tandem.core.tables import Table
from tandem.core.typography import number
from tandem.steering.slides.content import Chart, Cloud, Kind, Line, Scatter, Slide
from tandem.steering.slides.template import CHART, TABLE, TEXT, TITLE, add_foot, empty, layout_named

LANGUAGE = "fr-FR"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SIZES = ((330, 18), (620, 16), (950, 14), (1500, 13))
"""Up to so many characters, a text is so large, in points; smaller beyond."""

_TYPES = {
    Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Kind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Kind.LINES: XL_CHART_TYPE.LINE_MARKERS,
}


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
            _fit(body.text_frame, 0.62 if name == CHART else 0.75 if name == TABLE else 1.6)
        else:
            body._element.getparent().remove(body._element)
        if wanted.chart:
            self._chart(places[2], wanted.chart)
        elif wanted.table:
            _table(places[1], wanted.table, under_text=bool(wanted.sentences))
        add_foot(slide, self._foot)
        _note(slide, wanted.notes)

    def _chart(self, place: Any, wanted: Chart | Scatter) -> None:
        with _made_on(self._date):
            if isinstance(wanted, Scatter):
                frame = place.insert_chart(XL_CHART_TYPE.XY_SCATTER, _points(wanted))
                _draw_scatter(frame.chart, wanted)
            else:
                frame = place.insert_chart(_TYPES[wanted.kind], _categories(wanted))
                _draw(frame.chart, wanted)
        _describe(frame, wanted.alt)

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


def _fit(frame: Any, room: float) -> None:
    """Size a text for its frame: `room` is how much more it holds than half a slide."""
    length = sum(len(paragraph.text) + 30 for paragraph in frame.paragraphs)
    size = next((size for most, size in _SIZES if length <= most * room), 12)
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
            properties = etree.Element(f"{space}rPr")
            run.insert(0, properties)
        properties.set("lang", LANGUAGE)


# -- tables ------------------------------------------------------------------------------------------------------------


def _table(place: Any, wanted: Table, *, under_text: bool) -> None:
    """Write a table of texts, its columns as wide as what they hold, its header row marked as such."""
    heads = [str(column.label) for column in wanted.columns]
    rows = [
        ["n.d." if cell is None else number(cell, column.decimals) if _is_number(cell) else str(cell)
         for column, cell in zip(wanted.columns, cells, strict=True)]
        for cells in wanted.cells()
    ]  # fmt: skip
    top, width = place.top, place.width
    frame = place.insert_table(len(rows) + 1, len(heads))
    if not under_text:
        frame.top = Inches(1.75)
    else:
        frame.top = top
    table = frame.table
    weights = [min(60, max(8, *(len(row[place]) for row in [heads, *rows]))) for place in range(len(heads))]
    for place_, weight in enumerate(weights):
        table.columns[place_].width = int(width * weight / sum(weights))
    size = 14 if len(rows) <= 8 and sum(weights) < 110 else 12 if len(rows) <= 11 else 11
    for at, texts in enumerate([heads, *rows]):
        table.rows[at].height = Inches(0.36)
        for place_, text in enumerate(texts):
            cell = table.cell(at, place_)
            cell.text_frame.text = text
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = Pt(size)
            paragraph.alignment = PP_ALIGN.RIGHT if wanted.columns[place_].numeric else PP_ALIGN.LEFT
    _describe(frame, str(wanted.title))


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


# -- charts ------------------------------------------------------------------------------------------------------------


def _categories(wanted: Chart) -> CategoryChartData:
    data = _CategoryData(number_format=_format(wanted))
    data.categories = wanted.categories
    for line in wanted.lines:
        data.add_series(line.name, line.values)
    return data


def _points(wanted: Scatter) -> XyChartData:
    data = _XyData()
    for cloud in wanted.clouds:
        series = data.add_series(cloud.name)
        for point in cloud.points:
            series.add_data_point(point.x, point.y)
    return data


def _format(wanted: Chart) -> str:
    digits = "#,##0" + ("." + "0" * wanted.decimals if wanted.decimals else "")
    suffix = f'"{wanted.suffix}"' if wanted.suffix else ""
    return f"+{digits}{suffix};\u2212{digits}{suffix};{digits}{suffix}" if wanted.signed else digits + suffix


def _draw(chart: Any, wanted: Chart) -> None:
    _frame(chart, wanted.title, legend=len(wanted.lines) > 1)
    plot = chart.plots[0]
    plot.vary_by_categories = False
    bars = wanted.kind is not Kind.LINES
    if bars:
        plot.gap_width, plot.overlap = 45, -5
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = _format(wanted), False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size, labels.font.color.rgb = Pt(12), _rgb(INK)
    for series, line in zip(plot.series, wanted.lines, strict=True):
        _paint(series, line, bars=bars)
    axis = chart.category_axis
    axis.tick_labels.font.size = Pt(12)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.has_major_gridlines = False
    axis.format.line.color.rgb = _rgb(SOFT_INK)
    axis.reverse_order = wanted.kind is Kind.BARS  # the first category on top, as it is read
    value = chart.value_axis
    value.visible = not bars
    value.has_major_gridlines = not bars
    if not bars:
        value.major_gridlines.format.line.color.rgb = _rgb(GRID)
        value.format.line.fill.background()
        value.tick_labels.font.size = Pt(11)
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "#,##0", False
        known = [each for line in wanted.lines for each in line.values if each is not None]
        span = max(known) - min(known) or 1
        value.minimum_scale = float(round(min(known) - 0.1 * span))


def _paint(series: Any, line: Line, *, bars: bool) -> None:
    if bars:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _rgb(line.colour)
        series.invert_if_negative = False
        for place, colour in enumerate(line.colours):
            fill = series.points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(colour)
        return
    series.smooth = False
    series.format.line.color.rgb = _rgb(line.colour)
    series.format.line.width = Pt(3 if line.colour == THIS else 2)
    if line.dashed:
        series.format.line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE
    last = len(line.values) - 1
    if line.values and line.values[last] is not None:
        label = series.points[last].data_label
        label.has_text_frame = False
        label.position = XL_LABEL_POSITION.ABOVE
        label.font.size, label.font.bold, label.font.color.rgb = Pt(12), True, _rgb(line.colour)


def _draw_scatter(chart: Any, wanted: Scatter) -> None:
    _frame(chart, wanted.title, legend=True)
    for series, cloud in zip(chart.plots[0].series, wanted.clouds, strict=True):
        _mark(series, cloud)
    for axis, title in ((chart.category_axis, wanted.x_title), (chart.value_axis, wanted.y_title)):
        axis.has_title = True
        axis.axis_title.text_frame.text = title
        axis.axis_title.text_frame.paragraphs[0].font.size = Pt(12)
        axis.axis_title.text_frame.paragraphs[0].font.bold = False
        axis.tick_labels.font.size = Pt(11)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0.0", False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.rgb = _rgb(GRID)
        axis.format.line.color.rgb = _rgb(SOFT_INK)


def _mark(series: Any, cloud: Cloud) -> None:
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 10
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _rgb(cloud.colour)
    series.marker.format.line.fill.background()
    for place, point in enumerate(cloud.points):
        if not point.labelled:
            continue
        label = series.points[place].data_label
        label.text_frame.text = point.name
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(10)
        label.position = XL_LABEL_POSITION.ABOVE


def _frame(chart: Any, title: str, *, legend: bool) -> None:
    chart.font.name, chart.font.size = "Arial", Pt(12)
    chart.font.color.rgb = _rgb(INK)
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    words = chart.chart_title.text_frame.paragraphs[0].font
    words.size, words.bold, words.color.rgb = Pt(13), False, _rgb(SOFT_INK)
    chart.chart_title.include_in_layout = False
    chart.has_legend = legend
    if legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(12)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


# -- the data behind a chart -------------------------------------------------------------------------------------------

_created: list[dt.datetime] = []


@contextmanager
def _made_on(date: dt.datetime) -> Iterator[None]:
    """Date the workbooks that are made inside."""
    _created.append(date)
    try:
        yield
    finally:
        _created.pop()


class _SafeWorkbook:
    """The workbook that opens when someone edits a chart: texts stay texts, and it is dated by its diagnosis."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Workbook, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        workbook.set_properties({"created": _created[-1]})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _CategoryWriter(_SafeWorkbook, CategoryWorkbookWriter):  # type: ignore[misc]
    pass


class _XyWriter(_SafeWorkbook, XyWorkbookWriter):  # type: ignore[misc]
    pass


class _CategoryData(CategoryChartData):  # type: ignore[misc]
    @property
    def _workbook_writer(self) -> _CategoryWriter:
        return _CategoryWriter(self)


class _XyData(XyChartData):  # type: ignore[misc]
    @property
    def _workbook_writer(self) -> _XyWriter:
        return _XyWriter(self)


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
