"""One way of loading rows: what differs is written, what does not is left alone."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.scratch_database import scratch_database

from tandem.core import bulk
from tandem.places.models import Contour, Region, Zoning

pytestmark = pytest.mark.django_db

COLUMNS = ("kind", "code", "geometry")
KEY = ("kind", "code")


@pytest.fixture(autouse=True)
def no_contours():
    Contour.objects.all().delete()


def load(*rows, **options):
    return bulk.upsert(Contour, COLUMNS, rows, KEY, **options)


def held() -> set[tuple[str, str, str]]:
    return set(Contour.objects.values_list(*COLUMNS))


def test_new_rows_are_inserted():
    assert load(("region", "11", "{}"), ("region", "24", "{}")) == bulk.Counts(inserted=2)
    assert held() == {("region", "11", "{}"), ("region", "24", "{}")}


def test_only_rows_that_differ_are_written():
    load(("region", "11", "old"), ("region", "24", "same"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, ctid::text FROM places_contour")
        places = dict(cursor.fetchall())
        counts = load(("region", "11", "new"), ("region", "24", "same"), ("region", "27", "more"))
        cursor.execute("SELECT code, ctid::text FROM places_contour")
        after = dict(cursor.fetchall())
    assert counts == bulk.Counts(inserted=1, updated=1, unchanged=1)
    assert after["24"] == places["24"]
    assert after["11"] != places["11"]
    assert held() == {("region", "11", "new"), ("region", "24", "same"), ("region", "27", "more")}


def test_absent_rows_stay_unless_asked():
    load(("region", "11", "{}"), ("region", "24", "{}"))
    assert load(("region", "11", "{}")) == bulk.Counts(unchanged=1)
    assert load(("region", "11", "{}"), delete_absent=True) == bulk.Counts(unchanged=1, deleted=1)
    assert held() == {("region", "11", "{}")}


def test_a_row_may_take_the_place_of_one_that_leaves():
    load(("region", "11", "{}"))
    assert load(("region", "24", "{}"), delete_absent=True) == bulk.Counts(inserted=1, deleted=1)


def test_no_row_at_all_is_a_load_too():
    load(("region", "11", "{}"))
    assert load() == bulk.Counts()
    assert load(delete_absent=True) == bulk.Counts(deleted=1)


def test_fields_left_out_keep_their_value():
    bulk.upsert(Region, ("code", "name", "zone", "validity"), [("zz", "Avant", "metro", "[2020-01-01,)")], ("code",))
    counts = bulk.upsert(
        Region,
        ("code", "name", "zone", "validity"),
        [("zz", "Après", "metro", DateRange("2020-01-01", None))],
        ("code",),
    )
    assert counts == bulk.Counts(updated=1)
    region = Region.objects.get(pk="zz")
    assert (region.name, region.zone, region.validity.lower.year) == ("Après", "metro", 2020)


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "back\\slash", "\\N", "", "« l’été », œuvre", '{"a": "b"}', "'; DROP TABLE"]
)
def test_any_text_comes_through_unchanged(text):
    load(("region", "11", text))
    assert held() == {("region", "11", text)}
    assert load(("region", "11", text)) == bulk.Counts(unchanged=1)


def test_an_empty_value_is_not_an_empty_text():
    columns = ("code", "name", "kind", "vintage", "producer", "source", "note", "validity")
    row = ("ZZ", "Zonage", "zonage", "2024", "Insee", "source", "", "[2024-01-01,)")
    bulk.upsert(Zoning, columns, [row], ("code",))
    assert Zoning.objects.get(pk="ZZ").note == ""
    with pytest.raises(IntegrityError, match="note"), transaction.atomic():
        bulk.upsert(Zoning, columns, [(*row[:6], None, row[7])], ("code",))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("region", "11", "a"), ("region", "11", "b")], "11"),
        ([("region", None, "a")], "code"),
        ([("region", "code beyond nine letters", "a")], "character varying"),
    ],
    ids=["key twice", "key missing", "cell that does not fit"],
)
def test_unusable_rows_are_refused_in_french_with_the_value(rows, told):
    load(("region", "24", "{}"))
    with (
        pytest.raises(bulk.LoadError, match="Données inutilisables pour «\u202fcontours\u202f»") as refusal,
        transaction.atomic(),
    ):
        load(*rows)
    assert told in str(refusal.value)
    assert held() == {("region", "24", "{}")}


def test_a_failure_while_rows_are_made_leaves_nothing():
    def rows():
        yield "region", "11", "{}"
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"), transaction.atomic():
        bulk.upsert(Contour, COLUMNS, rows(), KEY)
    assert held() == set()
    assert load(("region", "11", "{}")) == bulk.Counts(inserted=1)


def test_a_load_refused_by_a_named_constraint_says_it_in_french_and_keeps_nothing():
    def refused_half_way():
        with bulk.whole_load(1):
            load(("region", "11", "{}"))
            bulk.upsert(Region, ("code", "name", "zone", "validity"), [("zz", "?", "lune", "[2020-01-01,)")], ("code",))

    with pytest.raises(bulk.LoadError, match="La zone d’une région est métropole, DROM ou COM") as refusal:
        refused_half_way()
    assert "la base est comme avant" in refusal.value.hint
    assert held() == set()


def test_a_foreign_key_that_leads_nowhere_is_refused_at_the_end_of_the_load():
    from tandem.places.models import CommuneCode

    with pytest.raises(bulk.LoadError, match="ZZZZZ"), bulk.whole_load(1):
        bulk.upsert(CommuneCode, ("old_code", "commune", "origin"), [("YYYYY", "ZZZZZ", "test")], ("old_code",))
    assert not CommuneCode.objects.filter(pk="YYYYY").exists()


def test_a_load_outside_a_transaction_is_refused():
    with scratch_database("bulk") as scratch:
        process = scratch.start(
            "from tandem.core import bulk\nfrom tandem.places.models import Contour\n"
            "bulk.upsert(Contour, ('kind', 'code', 'geometry'), [('region', '11', '{}')], ('kind', 'code'))"
        )
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "must run inside a transaction" in err
        assert scratch.query("SELECT count(*) FROM places_contour") == [(0,)]
