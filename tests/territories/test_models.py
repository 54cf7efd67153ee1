"""What the database itself refuses about territories, on the real rows."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.places.models import Commune
from tandem.territories.models import Member, Perimeter, PerimeterCommune, Succession, Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def oyonnax() -> Perimeter:
    return Perimeter.objects.get(territory="ti-8413")


@pytest.fixture
def elsewhere() -> Perimeter:
    """Another territory of the same phase."""
    return Perimeter.objects.get(territory="ti-8412")


def taken_by(perimeter: Perimeter) -> Commune:
    return Commune.objects.filter(territory_links__perimeter=perimeter).order_by("code").first()


def link(perimeter: Perimeter, commune: Commune, **values) -> PerimeterCommune:
    return PerimeterCommune(
        **{
            "perimeter": perimeter,
            "phase_id": perimeter.phase_id,
            "commune": commune,
            "member": perimeter.composition.order_by("pk").first(),
            "validity": perimeter.validity,
        }
        | values
    )


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_commune_in_two_territories_of_one_phase_at_one_date_is_refused(oyonnax, elsewhere):
    with refused("perimetercommune_one_territory_at_a_time"), transaction.atomic():
        link(elsewhere, taken_by(oyonnax)).save()


def test_moving_a_commune_onto_a_territory_that_has_it_is_refused(oyonnax, elsewhere):
    links = PerimeterCommune.objects.filter(perimeter=elsewhere)
    with refused("perimetercommune_one_territory_at_a_time"), transaction.atomic():
        links.filter(pk=links.first().pk).update(commune=taken_by(oyonnax))


def test_stretching_a_perimeter_over_the_next_list_is_refused():
    first = Perimeter.objects.get(territory="ti18-5305", list="2020-10")
    with refused("perimetercommune_one_territory_at_a_time"), transaction.atomic():
        first.validity = DateRange(dt.date(2020, 7, 20), dt.date(2023, 1, 1))
        first.save()


def test_a_territory_with_two_perimeters_on_one_day_is_refused(oyonnax):
    with refused("perimeter_one_at_a_time"), transaction.atomic():
        Perimeter.objects.create(
            territory_id="ti-8413",
            phase_id="2023-2027",
            list="2025-01",
            name="?",
            validity=DateRange(dt.date(2025, 1, 1), None),
            observed_on=dt.date(2025, 1, 1),
            source="?",
        )


def test_a_commune_may_be_in_territories_of_both_phases_or_of_following_lists():
    links = PerimeterCommune.objects.filter(commune="29019")
    assert set(links.values_list("perimeter__territory", flat=True)) == {"ti18-5305", "ti18-5313", "ti-5304"}


def test_a_territory_that_gives_up_a_commune_lets_another_take_it(oyonnax, elsewhere):
    commune = taken_by(oyonnax)
    PerimeterCommune.objects.filter(perimeter=oyonnax, commune=commune).delete()
    link(elsewhere, commune).save()
    connection.check_constraints()
    assert PerimeterCommune.objects.as_of(dt.date(2024, 9, 16)).get(commune=commune).perimeter == elsewhere


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("perimetercommune_phase_and_validity_of_perimeter", {"phase_id": "2018-2022"}),
        ("perimetercommune_phase_and_validity_of_perimeter", {"validity": DateRange(dt.date(2001, 1, 1), None)}),
        ("perimetercommune_phase_and_validity_of_perimeter", {"perimeter_id": 0}),
        ("perimetercommune_member_of_perimeter", {"member_id": 0}),
    ],
    ids=["another phase", "other dates", "no such perimeter", "no such member"],
)
def test_a_commune_cannot_disagree_with_its_perimeter(oyonnax, constraint, values):
    free = Commune.objects.filter(territory_links__isnull=True).first()
    link(oyonnax, free, **values).save()
    with refused(constraint):
        connection.check_constraints()


def test_a_commune_cannot_come_by_a_member_of_another_perimeter(oyonnax, elsewhere):
    free = Commune.objects.filter(territory_links__isnull=True).first()
    link(oyonnax, free, member=elsewhere.composition.order_by("pk").first()).save()
    with refused("perimetercommune_member_of_perimeter"):
        connection.check_constraints()


def test_a_perimeter_cannot_be_of_another_phase_than_its_territory(oyonnax):
    oyonnax.phase_id = "2018-2022"
    oyonnax.save()
    with refused("perimeter_phase_of_territory"):
        connection.check_constraints()


def test_communes_follow_their_perimeter_when_its_dates_are_corrected(oyonnax):
    oyonnax.validity = DateRange(dt.date(2023, 11, 10), None)
    oyonnax.save()
    connection.check_constraints()
    assert set(oyonnax.commune_links.values_list("validity", flat=True)) == {oyonnax.validity}


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("member_kind_matches_key", {"kind": "epci", "code": "200042935"}),
        ("member_kind_matches_key", {"kind": "epci", "code": "01283", "commune_id": "01283"}),
        ("member_kind_matches_key", {"kind": "commune", "code": "200042935", "intermunicipality_id": "200042935"}),
        ("member_kind_matches_key", {"kind": "commune", "code": "01283"}),
        ("member_kind_matches_key", {"kind": "epci", "code": "200029999", "intermunicipality_id": "200042935"}),
        ("member_kind_matches_key", {"kind": "pays", "code": "01283", "commune_id": "01283"}),
        (
            "member_communes_within_total",
            {"kind": "commune", "code": "01004", "commune_id": "01004", "communes": 2, "communes_total": 1},
        ),
        (
            "member_complete_when_all_communes",
            {"kind": "commune", "code": "01004", "commune_id": "01004", "communes": 1, "communes_total": 3},
        ),
        ("member_once_per_perimeter", None),
    ],
)
def test_a_member_that_makes_no_sense_is_refused(oyonnax, constraint, values):
    if values is None:
        same = oyonnax.composition.order_by("pk").first()
        values = {"kind": same.kind, "code": same.code, "intermunicipality_id": same.intermunicipality_id}
    defaults = {"perimeter": oyonnax, "name": "?", "complete": True, "communes": 1, "communes_total": 1}
    with refused(constraint), transaction.atomic():
        Member.objects.create(**defaults | values)


def test_a_perimeter_cannot_succeed_itself(oyonnax):
    with refused("succession_not_to_itself"), transaction.atomic():
        Succession.objects.create(predecessor=oyonnax, successor=oyonnax, communes=1, population=1)


def test_every_member_kind_is_there_and_partly_covered_ones_say_so():
    kinds = set(Member.objects.values_list("kind", flat=True))
    assert kinds == {"epci", "ept", "commune"}
    partial = Member.objects.filter(complete=False)
    assert partial.exists()
    assert all(member.communes < member.communes_total for member in partial)


def test_a_territory_is_valid_while_its_perimeters_are():
    for territory in Territory.objects.prefetch_related("perimeters"):
        ranges = [perimeter.validity for perimeter in territory.perimeters.all()]
        assert territory.validity.lower == min(each.lower for each in ranges)
        uppers = [each.upper for each in ranges]
        assert territory.validity.upper == (None if None in uppers else max(uppers))
