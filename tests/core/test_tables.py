import csv
import io
import json

import pytest

from tandem.core.tables import Column, Table

COLUMNS = (
    Column("code", "Code"),
    Column("jobs", "Emplois", decimals=0),
    Column("double", "Double", value=lambda row: row["jobs"] and row["jobs"] * 2, decimals=0),
)


def test_csv_and_json_carry_the_same_cells():
    table = Table("", COLUMNS, [{"code": "01", "jobs": 1.5}, {"code": "2A", "jobs": None}])
    rows = list(csv.DictReader(io.StringIO(table.as_csv())))
    assert rows == [{"code": "01", "jobs": "1.5", "double": "3.0"}, {"code": "2A", "jobs": "", "double": ""}]
    assert json.loads(table.as_json())[1] == {"code": "2A", "jobs": None, "double": None}
    assert [json.loads(line) for line in table.as_json_lines().splitlines()] == json.loads(table.as_json())


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-cmd", "@SUM(A1)", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell):
    table = Table("", (Column("name", "Nom"),), [{"name": cell}])
    assert list(csv.reader(io.StringIO(table.as_csv())))[1] == ["'" + cell]


def test_a_negative_number_keeps_its_sign():
    assert Table("", (Column("jobs", "", decimals=1),), [{"jobs": -2.5}]).as_csv() == "jobs\n-2.5\n"


def test_columns_read_attributes_too():
    class Row:
        code = "ti-8413"

    assert Table("", (Column("code", "Code"),), [Row()]).records() == [{"code": "ti-8413"}]
