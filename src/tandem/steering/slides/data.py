"""The workbook that opens when someone edits a chart: its texts stay texts, and it is dated by its diagnosis."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook


class _Safe:
    """Replaces the workbook that python-pptx opens, which would run a name that begins with « = »."""

    _chart_data: Any

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Workbook, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        workbook.set_properties({"created": self._chart_data.date})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _CategoryWriter(_Safe, CategoryWorkbookWriter):
    pass


class _XyWriter(_Safe, XyWorkbookWriter):
    pass


class CategoryData(CategoryChartData):
    """Values over categories."""

    def __init__(self, date: dt.datetime, number_format: str) -> None:
        super().__init__(number_format)
        self.date = date

    @property
    def _workbook_writer(self) -> _CategoryWriter:
        return _CategoryWriter(self)


class XyData(XyChartData):
    """Points of a plane."""

    def __init__(self, date: dt.datetime) -> None:
        super().__init__()
        self.date = date

    @property
    def _workbook_writer(self) -> _XyWriter:
        return _XyWriter(self)
