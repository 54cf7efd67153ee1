"""What is in service: read, replaced, withdrawn, damaged and mended."""

import json

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.datasets.samples import ROWS, SAMPLES, URSSAF, urssaf

from tandem import reference
from tandem.core.errors import NotFoundError
from tandem.datasets import codes, kinds
from tandem.datasets.store import DamagedDatasetError, Store


def test_a_store_that_was_never_used_has_nothing(store):
    assert store.datasets() == []
    assert store.current("urssaf") == {}
    assert store.find("urssaf") is None
    assert store.latest("urssaf") == {}
    with pytest.raises(NotFoundError, match="tandem data import urssaf FICHIER"):
        store.get("urssaf")


def test_rows_are_small_numbers_and_decoded_for_people(store, bring):
    bring("urssaf", URSSAF)
    dataset = store.get("urssaf")
    stored = dataset.rows(["commune", "activity"])
    assert [str(field.type) for field in stored.schema] == ["int32", "int32"]
    communes = dataset.codes("commune").take(stored["commune"])
    assert sorted(set(communes.to_pylist())) == ["76005", "76540"]
    decoded = dataset.decoded()
    assert decoded.column_names == dataset.manifest["columns"]
    assert decoded["activity"].to_pylist() == ["4399A", "4399C", "1071C", "1071C", "2511Z"]
    assert dataset.decoded("activity = '1071C' AND year = 2022").to_pylist() == [
        {"commune": "76540", "activity": "1071C", "year": 2022, "establishments": 13, "employees": 35,
         "employees_secret": False},
    ]  # fmt: skip
    assert dataset.decoded(limit=2)["activity"].to_pylist() == ["4399A", "4399C"]
    assert dataset.decoded("employees > 8", limit=1)["activity"].to_pylist() == ["4399C"]


def test_a_choice_is_decoded_to_the_word_of_the_file(store, bring):
    bring("flores", SAMPLES["flores", "DS_FLORES_A38_2024_data.csv"])
    dataset = store.get("flores")
    assert set(dataset.rows(["measure"])["measure"].to_pylist()) == {0, 1}
    assert set(dataset.decoded()["measure"].to_pylist()) == {"UNIT_LOC", "EMPL3112"}


def test_rows_are_sorted_by_the_key_and_there_once(store, bring):
    bring("urssaf", "\n".join([URSSAF.splitlines()[0], *reversed(ROWS)]))
    rows = store.get("urssaf").rows()
    key = [(row["commune"], row["activity"], row["year"]) for row in rows.to_pylist()]
    assert key == sorted(set(key))


def test_the_manifest_says_where_the_rows_come_from_and_what_became_of_the_others(store, bring):
    report = bring("urssaf", urssaf("99999;1071D;2022;1;1", "76540;1071D;2022;1;"), name="urssaf_2022.csv", tolerated=1)
    manifest = store.get("urssaf").manifest
    assert manifest["sources"][0]["name"] == "urssaf_2022.csv"
    assert len(manifest["sources"][0]["sha256"]) == 64
    counts = {name: manifest[name] for name in ("rows", "read", "refused", "secret", "moved", "merged")}
    assert counts == {"rows": 6, "read": 7, "refused": 1, "secret": 1, "moved": 0, "merged": 0}
    assert (manifest["vintage"], manifest["part"]) == ("2022", "")
    assert manifest["cog"] == codes.COG
    assert manifest["importer"].endswith(kinds.version(report.kind)[:12])
    assert manifest["coverage"]["communes"] == 2
    assert manifest["codes"] == {"commune": "commune", "activity": "activity"}
    assert manifest["caveats"]
    path = store.get("urssaf").path
    assert manifest["bytes"] == path.stat().st_size
    assert pq.ParquetFile(path).metadata.num_rows == 6


def test_the_latest_vintage_is_read_unless_another_is_asked_for(store, bring):
    for year in (2022, 2019, 2024):
        bring("urssaf", URSSAF.replace(";2022;", f";{year};").replace(";2021;", ";2018;"))
    assert list(store.current("urssaf")) == ["2019", "2022", "2024"]
    assert store.get("urssaf").vintage == "2024"
    assert store.get("urssaf", "2019").vintage == "2019"
    assert [dataset.vintage for dataset in store.datasets()] == ["2019", "2022", "2024"]
    with pytest.raises(NotFoundError, match="2019, 2022, 2024"):
        store.get("urssaf", "2020")


def test_a_withdrawn_vintage_is_no_longer_read(store, bring):
    bring("urssaf", URSSAF)
    bring("urssaf", URSSAF.replace(";2022;", ";2023;"))
    store.withdraw("urssaf", "2023")
    assert store.get("urssaf").vintage == "2022"
    with pytest.raises(NotFoundError):
        store.withdraw("urssaf", "2023")


def test_a_replaced_dataset_stays_for_who_reads_it_then_goes(store, bring):
    bring("urssaf", URSSAF)
    reader = store.get("urssaf")
    versions = {reader.version}
    for employees in (1, 2, 3):
        bring("urssaf", urssaf(f"76540;1071D;2022;1;{employees}"))
        versions.add(store.get("urssaf").version)
        if employees == 1:
            assert reader.rows().num_rows == 5
    assert len(versions) == 4
    assert len(list((store.root / "urssaf").glob("*/manifest.json"))) == 2
    assert not reader.path.exists()


def test_a_damaged_dataset_is_named_and_mended_by_the_same_import(store, bring):
    bring("urssaf", URSSAF)
    path = store.get("urssaf").path
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(DamagedDatasetError, match="tandem data import urssaf"):
        store.get("urssaf")
    assert not bring("urssaf", URSSAF).unchanged
    assert store.get("urssaf").rows().num_rows == 5


def test_a_damaged_list_is_named(store, bring):
    bring("urssaf", URSSAF)
    (store.root / "urssaf" / "current.json").write_text("{")
    with pytest.raises(DamagedDatasetError, match=r"current\.json"):
        store.current("urssaf")


def test_the_version_changes_with_the_content_only(store, bring, tmp_path):
    bring("urssaf", URSSAF)
    other = Store(tmp_path / "other")
    from tandem.datasets.importing import import_files

    path = tmp_path / "autre.csv"
    path.write_text(URSSAF)
    import_files("urssaf", [path], other)
    assert store.get("urssaf").version == other.get("urssaf").version
    assert json.loads((other.root / "urssaf" / "current.json").read_text()) == other.current("urssaf")


def test_code_lists_are_sorted_and_hold_every_code_of_today():
    for name, places in codes.NOMENCLATURES.items():
        listed = codes.nomenclature(name)
        assert listed.to_pylist() == sorted(set(listed.to_pylist())), name
        for table, column in places:
            known = pc.unique(reference.load(table)[column].combine_chunks())
            assert set(known.to_pylist()) <= set(listed.to_pylist()), (name, table)
