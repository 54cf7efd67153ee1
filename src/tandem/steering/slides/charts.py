"""Charts that people can edit, drawn from plain values in the colours of the site."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from tandem.core.charts.palette import GRID, INK, SOFT_INK, THIS
from tandem.steering.slides.content import Chart, Cloud, Kind, Line, Point, Scatter
from tandem.steering.slides.data import CategoryData, XyData
from tandem.steering.slides.labels import Place, label_places, span
from tandem.steering.slides.template import FONT

_TYPES = {
    Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Kind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Kind.LINES: XL_CHART_TYPE.LINE_MARKERS,
}


_POSITIONS = {
    Place.ABOVE: XL_LABEL_POSITION.ABOVE,
    Place.BELOW: XL_LABEL_POSITION.BELOW,
    Place.RIGHT: XL_LABEL_POSITION.RIGHT,
    Place.LEFT: XL_LABEL_POSITION.LEFT,
}


def insert(place: Any, wanted: Chart | Scatter, date: dt.datetime) -> Any:
    """Put a chart into its placeholder and return its frame; `date` is that of the workbook behind it."""
    if isinstance(wanted, Scatter):
        frame = place.insert_chart(XL_CHART_TYPE.XY_SCATTER, _points(wanted, date))
        _draw_scatter(frame.chart, wanted)
    else:
        frame = place.insert_chart(_TYPES[wanted.kind], _categories(wanted, date))
        _draw(frame.chart, wanted)
    return frame


def _categories(wanted: Chart, date: dt.datetime) -> CategoryData:
    data = CategoryData(date, _format(wanted))
    data.categories = wanted.categories
    for line in wanted.lines:
        data.add_series(line.name, line.values)
    return data


def _points(wanted: Scatter, date: dt.datetime) -> XyData:
    data = XyData(date)
    for cloud in _longest_first(wanted):
        series = data.add_series(cloud.name)
        for point in cloud.points:
            series.add_data_point(point.x, point.y)
    return data


def _longest_first(wanted: Scatter) -> list[Cloud]:
    """LibreOffice loses the points of a series that a longer one follows."""
    return sorted(wanted.clouds, key=lambda cloud: -len(cloud.points))


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
    axis.major_tick_mark = XL_TICK_MARK.NONE
    value = chart.value_axis
    value.visible = not bars
    if bars:
        _make_room(value, [each for line in wanted.lines for each in line.values if each is not None])
    value.has_major_gridlines = not bars
    if not bars:
        value.major_gridlines.format.line.color.rgb = _rgb(GRID)
        value.format.line.fill.background()
        value.tick_labels.font.size = Pt(11)
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "#,##0", False
        known = [each for line in wanted.lines for each in line.values if each is not None]
        span = max(known) - min(known) or 1
        value.minimum_scale = float(round(min(known) - 0.1 * span))


def _make_room(axis: Any, values: list[float]) -> None:
    """Start bars at zero, and leave room for the labels of those that go below it."""
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    axis.minimum_scale = low - 0.2 * span if low < 0 else 0.0
    axis.maximum_scale = high + 0.12 * span


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
        label.position = XL_LABEL_POSITION.RIGHT
        label.font.size, label.font.bold, label.font.color.rgb = Pt(12), True, _rgb(line.colour)


def _draw_scatter(chart: Any, wanted: Scatter) -> None:
    _frame(chart, wanted.title, legend=True)
    points = [point for cloud in wanted.clouds for point in cloud.points]
    places = label_places(points)
    for series, cloud in zip(chart.plots[0].series, _longest_first(wanted), strict=True):
        _mark(series, cloud, places)
    for axis, title, values in (
        (chart.category_axis, wanted.x_title, [point.x for point in points]),
        (chart.value_axis, wanted.y_title, [point.y for point in points]),
    ):
        low, high = axis.minimum_scale, axis.maximum_scale = span(values)
        written = "0.0" if high - low >= 1 else "0.00"
        axis.has_title = True
        axis.axis_title.text_frame.text = title
        axis.axis_title.text_frame.paragraphs[0].font.size = Pt(12)
        axis.axis_title.text_frame.paragraphs[0].font.bold = False
        axis.tick_labels.font.size = Pt(11)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = written, False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.rgb = _rgb(GRID)
        axis.format.line.color.rgb = _rgb(SOFT_INK)


def _mark(series: Any, cloud: Cloud, places: Mapping[Point, Place]) -> None:
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 10
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _rgb(cloud.colour)
    series.marker.format.line.fill.background()
    for place, point in enumerate(cloud.points):
        if point not in places:
            continue
        label = series.points[place].data_label
        label.text_frame.text = point.name
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(10)
        label.position = _POSITIONS[places[point]]


def _frame(chart: Any, title: str, *, legend: bool) -> None:
    chart.font.name, chart.font.size = FONT, Pt(12)
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
