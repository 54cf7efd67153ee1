"""The reader refuses a table that is not the one the manifest describes, and says why in French."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tandem import reference
from tandem.reference import ReferenceTableError
from tandem.reference.reader import SHIPPED


@pytest.fixture
def copy(tmp_path):
    """Return a folder with one shipped table and its manifest, to break."""
    (tmp_path / "tables").mkdir()
    shutil.copy(SHIPPED / "tables" / "regions.parquet", tmp_path / "tables")
    shutil.copy(SHIPPED / "manifest.json", tmp_path)
    return tmp_path


def edit_manifest(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "manifest.json"
    content = json.loads(path.read_text())
    change(content["tables"]["regions"])
    path.write_text(json.dumps(content))


class TestRefusal:
    def test_an_intact_copy_is_read(self, copy):
        assert reference.load("regions", copy).equals(reference.load("regions"))

    def test_a_modified_file_is_refused(self, copy):
        with (copy / "tables" / "regions.parquet").open("ab") as file:
            file.write(b"\0")
        with pytest.raises(ReferenceTableError, match=r"« regions ».*a été modifiée.*octets"):
            reference.load("regions", copy)

    def test_a_missing_file_is_refused(self, copy):
        (copy / "tables" / "regions.parquet").unlink()
        with pytest.raises(ReferenceTableError, match=r"« regions » manque.*Réinstallez"):
            reference.load("regions", copy)

    def test_a_file_that_is_not_parquet_is_refused(self, copy):
        (copy / "tables" / "regions.parquet").write_bytes(b"code,name")
        edit_manifest(copy, lambda entry: entry.update(sha256=hashlib.sha256(b"code,name").hexdigest()))
        with pytest.raises(ReferenceTableError, match=r"« regions » n’est pas un fichier Parquet lisible"):
            reference.load("regions", copy)

    def test_a_missing_column_is_refused(self, copy):
        more = {"name": "surface", "type": "double", "label": "Surface", "unit": "km²"}
        edit_manifest(copy, lambda entry: entry["columns"].append(more))
        with pytest.raises(ReferenceTableError, match=r"« regions ».*il manque surface"):
            reference.load("regions", copy)

    def test_an_unexpected_column_is_refused(self, copy):
        edit_manifest(copy, lambda entry: entry["columns"].pop())
        with pytest.raises(ReferenceTableError, match=r"« regions ».*inattendues.*zone"):
            reference.load("regions", copy)

    def test_a_column_of_another_type_is_refused(self, copy):
        edit_manifest(copy, lambda entry: entry["columns"][0].update(type="int64"))
        with pytest.raises(ReferenceTableError, match=r"« regions ».*code \(string au lieu de int64\)"):
            reference.load("regions", copy)

    def test_another_number_of_rows_is_refused(self, copy):
        edit_manifest(copy, lambda entry: entry.update(rows=27))
        with pytest.raises(ReferenceTableError, match=r"« regions » compte 26 lignes, 27 attendues"):
            reference.load("regions", copy)

    def test_an_unknown_name_is_refused_with_the_nearest_ones(self):
        with pytest.raises(ReferenceTableError, match=r"« comunes ».*communes"):
            reference.load("comunes")

    def test_a_missing_or_broken_manifest_is_refused(self, tmp_path):
        with pytest.raises(ReferenceTableError, match=r"manque"):
            reference.manifest(tmp_path)
        (tmp_path / "manifest.json").write_text("{")
        with pytest.raises(ReferenceTableError, match=r"illisible"):
            reference.manifest(tmp_path)

    @pytest.mark.parametrize("content", ["null", "[]", "{}", '{"tables": []}', '{"tables": {}}'])
    def test_a_manifest_without_tables_is_refused(self, tmp_path, content):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(ReferenceTableError, match=r"ne cite aucune table"):
            reference.manifest(tmp_path)

    def test_a_table_described_in_part_is_refused_with_what_is_missing(self, copy):
        edit_manifest(copy, lambda entry: entry.pop("sha256"))
        with pytest.raises(ReferenceTableError, match=r"regions.*est mal décrite.*il manque sha256"):
            reference.load("regions", copy)

    def test_a_table_is_read_once(self):
        assert reference.load("regions") is reference.load("regions")

    def test_importing_the_reader_loads_neither_django_nor_arrow(self):
        code = "import sys, tandem.reference; print({'django', 'pyarrow', 'pandas'} & set(sys.modules))"
        assert (
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
        )
