"""Loading the official geography: the right counts, once, all or nothing."""

import datetime as dt
import signal

import pytest
from django.db.models import Sum

from tandem import reference
from tandem.core.models import JournalEntry
from tandem.places.models import (
    Commune,
    CommuneCode,
    Contiguity,
    Contour,
    Department,
    EmploymentZone,
    Intermunicipality,
    ReferenceTable,
    Region,
    ZonedCommune,
    Zoning,
)
from tandem.places.usecases import load_places
from tandem.reference import ReferenceTableError
from tests.altered_tables import copy_of_the_tables, setting, with_rows, without
from tests.scratch_database import finish, scratch_database

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)


def test_the_official_counts_hold():
    assert Commune.objects.in_force().count() == 34_969
    assert Intermunicipality.objects.in_force().exclude(kind="EPT").count() == 1_255
    assert Intermunicipality.objects.in_force().filter(kind="EPT").count() == 11
    assert (Region.objects.count(), Department.objects.count(), EmploymentZone.objects.count()) == (26, 109, 306)


@pytest.mark.parametrize(
    ("model", "table"),
    [
        (CommuneCode, "commune_codes"),
        (Contiguity, "contiguity"),
        (Zoning, "zoning_catalogue"),
        (ZonedCommune, "zonings"),
        (Intermunicipality, "intermunicipalities"),
    ],
)
def test_every_row_of_the_reference_tables_is_there(model, table):
    assert model.objects.count() == reference.load(table).num_rows


def test_every_area_has_its_contour():
    assert Contour.objects.filter(kind="region").count() == 18
    groups = set(Intermunicipality.objects.in_force().exclude(kind="EPT").values_list("siren", flat=True))
    assert set(Contour.objects.filter(kind="intermunicipality").values_list("code", flat=True)) == groups


def test_populations_are_those_of_the_tables():
    total = sum(filter(None, reference.load("communes")["population"].to_pylist()))
    assert Commune.objects.aggregate(total=Sum("population"))["total"] == total > 68_000_000


def test_validity_begins_with_the_oldest_vintage_that_attests_the_place():
    assert Commune.objects.get(pk="01283").validity.lower == dt.date(2022, 1, 1)
    assert Commune.objects.as_of(dt.date(2021, 12, 31)).count() == 0
    assert Commune.objects.as_of(TODAY).count() == 34_969
    gone = Intermunicipality.objects.get(siren="200067221")
    assert (gone.validity.lower, gone.validity.upper) == (dt.date(2020, 1, 1), dt.date(2022, 1, 1))
    assert Region.objects.get(pk="84").validity.lower == dt.date(2022, 1, 1)


def test_zonings_know_between_which_dates_they_hold():
    def zonings(date):
        return set(ZonedCommune.objects.as_of(date).values_list("zoning", flat=True).distinct())

    assert "ZRR2021" in zonings(dt.date(2023, 1, 1))
    assert {"ZRR2021", "AFR2014"}.isdisjoint(zonings(TODAY))
    assert {"FRR2025", "QPV"} <= zonings(TODAY)
    assert {"FRR2025", "QPV"}.isdisjoint(zonings(dt.date(2023, 1, 1)))
    signed = ZonedCommune.objects.get(zoning="ACV", commune="01004")
    assert signed.validity.lower == dt.date(2024, 11, 3)


def test_the_manifest_is_shown_for_every_table_even_those_that_stay_in_their_file():
    records = ReferenceTable.objects.in_bulk()
    manifest = reference.manifest()["tables"]
    assert records.keys() == manifest.keys()
    for name, entry in manifest.items():
        record = records[name]
        told = (record.title, record.producer, record.vintage, record.licence, record.rows, record.sha256)
        assert told == tuple(entry[key] for key in ("title", "producer", "vintage", "licence", "rows", "sha256"))
    assert records["communes"].loaded_sha256 == manifest["communes"]["sha256"]
    assert records["private_employees"].loaded_sha256 == ""
    assert set(ReferenceTable.objects.in_database()) == {each for each in records.values() if each.loaded_sha256}


def test_loading_again_writes_nothing_and_journals_nothing():
    entries = JournalEntry.objects.count()
    seen = []
    assert load_places(actor="tests", progress=lambda *step: seen.append(step)) == {}
    assert JournalEntry.objects.count() == entries
    assert seen[-1][1] == seen[-1][2]
    assert [done for _what, done, _total in seen] == sorted(done for _what, done, _total in seen)


def test_the_load_is_journalled_with_the_digests_of_its_tables():
    entry = JournalEntry.objects.get(code="places.reference_loaded")
    assert entry.data["tables"]["communes"] == reference.manifest()["tables"]["communes"]["sha256"]
    assert entry.data["rows"]["places.Commune"] == 34_969


def test_a_later_edition_changes_only_what_it_changes(tmp_path):
    tables = copy_of_the_tables(
        tmp_path / "later", communes=setting({"code": "01283"}, population=12), commune_codes=without(old_code="01039")
    )
    loaded = load_places(actor="tests", directory=tables)
    assert (loaded["places.Commune"].updated, loaded["places.Commune"].inserted) == (1, 0)
    assert (loaded["places.CommuneCode"].deleted, loaded["places.CommuneCode"].changed) == (1, 1)
    assert "places.ZonedCommune" not in loaded
    assert Commune.objects.get(pk="01283").population == 12
    entry = JournalEntry.objects.order_by("sequence").last()
    assert entry.code == "places.reference_loaded"
    assert entry.data["tables"].keys() == {"communes", "commune_codes"}
    assert load_places(actor="tests", directory=tables) == {}


def test_a_commune_that_a_later_edition_no_longer_lists_ends_with_it_and_is_kept(tmp_path):
    table = without(code="01283")
    tables = copy_of_the_tables(tmp_path / "later", communes=table, zonings=without(commune="01283"))
    load_places(actor="tests", directory=tables)
    gone = Commune.objects.get(pk="01283")
    assert gone.validity.upper == dt.date(2026, 1, 1)
    assert Commune.objects.in_force().count() == 34_968


def test_a_damaged_file_is_named_and_nothing_changes(tmp_path):
    tables = copy_of_the_tables(tmp_path / "damaged", communes=setting({"code": "01283"}, population=12))
    path = tables / "tables" / "zonings.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    entries = JournalEntry.objects.count()
    with pytest.raises(ReferenceTableError, match="zonings"):
        load_places(actor="tests", directory=tables)
    assert Commune.objects.get(pk="01283").population != 12
    assert JournalEntry.objects.count() == entries


def test_a_damaged_file_is_refused_even_when_its_table_stays_out_of_the_database(tmp_path):
    tables = copy_of_the_tables(tmp_path / "damaged")
    (tables / "tables" / "income.parquet").unlink()
    with pytest.raises(ReferenceTableError, match="income"):
        load_places(actor="tests", directory=tables)


def test_rows_that_the_database_refuses_leave_everything_as_before(tmp_path):
    from tandem.core.bulk import LoadError

    tables = copy_of_the_tables(
        tmp_path / "wrong",
        communes=setting({"code": "01283"}, population=12),
        contiguity=with_rows(lambda rows: [{"epci_a": "999999999", "epci_b": "200000172", "border": 1.0}, *rows]),
    )
    with pytest.raises(LoadError, match="le plus petit SIREN d’abord"):
        load_places(actor="tests", directory=tables)
    assert Commune.objects.get(pk="01283").population != 12
    assert ReferenceTable.objects.get(pk="communes").sha256 == reference.manifest()["tables"]["communes"]["sha256"]


LOAD = "from tandem.places.usecases import load_places\nprint(len(load_places(actor='tests')))"
STOPPED = """
import sys, time
from tandem.places.usecases import load_places

def stop(what, done, total):
    if what.endswith("communes zonées"):
        print("half-way", flush=True)
        time.sleep(600)

load_places(actor="tests", progress=stop)
"""
HELD = (
    "SELECT (SELECT count(*) FROM places_commune), (SELECT count(*) FROM places_referencetable),"
    " (SELECT count(*) FROM core_journalentry)"
)


@pytest.mark.slow
def test_a_load_killed_half_way_leaves_nothing_and_the_next_one_succeeds():
    with scratch_database("killed_places") as scratch:
        process = scratch.start(STOPPED)
        assert process.stdout.readline() == "half-way\n"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        scratch.wait_until_alone()
        assert scratch.query(HELD) == [(0, 0, 0)]
        assert int(scratch.run(LOAD)) == 10
        assert scratch.query(HELD) == [(34_969, len(reference.names()), 1)]


@pytest.mark.slow
def test_two_loads_at_once_take_turns_and_the_second_finds_the_work_done():
    with scratch_database("two_places") as scratch:
        processes = [scratch.start(LOAD), scratch.start(LOAD)]
        assert sorted(int(finish(process)) for process in processes) == [0, 10]
        assert scratch.query(HELD) == [(34_969, len(reference.names()), 1)]


CUT_OFF = """
from django.db import connection
from tandem.core.bulk import LoadError
from tandem.places.usecases import load_places

def cut(what, done, total):
    if what.endswith("zonages"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

try:
    load_places(actor="tests", progress=cut)
except LoadError as error:
    print(error)
"""


@pytest.mark.slow
def test_a_server_that_stops_in_the_middle_is_told_plainly_and_nothing_is_kept():
    with scratch_database("cut_places") as scratch:
        assert "s’est arrêtée pendant le chargement" in scratch.run(CUT_OFF)
        assert scratch.query(HELD) == [(0, 0, 0)]
