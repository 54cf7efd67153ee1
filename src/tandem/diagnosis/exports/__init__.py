"""A diagnosis in files: a record for programs (JSON), a workbook for people (XLSX), columns for analysts (Parquet).

All of them say what a page says, from the same figures: what is secret is « secret », what is not known says why.
"""

from tandem.diagnosis.exports.parquet import parquet_of, parquet_of_comparison
from tandem.diagnosis.exports.record import diagnosis_record, project_record
from tandem.diagnosis.exports.xlsx import xlsx_of, xlsx_of_comparison

__all__ = [
    "diagnosis_record",
    "parquet_of",
    "parquet_of_comparison",
    "project_record",
    "xlsx_of",
    "xlsx_of_comparison",
]
