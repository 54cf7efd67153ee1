"""What the database itself refuses, with the sentence that a person would be shown."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tandem.places.models import (
    Commune,
    CommuneCode,
    Contiguity,
    Contour,
    EmploymentZone,
    Intermunicipality,
    ReferenceTable,
    Region,
    ZonedCommune,
    Zoning,
)

pytestmark = pytest.mark.django_db
OPEN = "[2026-01-01,)"
EMPTY = "[2026-01-01,2026-01-01)"


@pytest.mark.parametrize(
    ("constraint", "model", "values"),
    [
        ("region_validity_not_empty", Region, {"code": "zz", "name": "?", "zone": "metro", "validity": EMPTY}),
        ("region_zone_known", Region, {"code": "zz", "name": "?", "zone": "lune", "validity": OPEN}),
        ("employmentzone_validity_not_empty", EmploymentZone, {"code": "zzzz", "name": "?", "validity": EMPTY}),
        (
            "intermunicipality_siren_nine_digits",
            Intermunicipality,
            {"siren": "12345", "name": "?", "kind": "CC", "validity": OPEN},
        ),
        (
            "intermunicipality_kind_known",
            Intermunicipality,
            {"siren": "123456789", "name": "?", "kind": "SAN", "validity": OPEN},
        ),
        ("commune_code_official", Commune, {"code": "1234", "name": "?", "validity": OPEN}),
        (
            "commune_coordinates_possible",
            Commune,
            {"code": "99998", "name": "?", "longitude": 200, "latitude": 45, "validity": OPEN},
        ),
        ("communecode_differs_from_commune", CommuneCode, {"old_code": "01283", "commune_id": "01283", "origin": "?"}),
        ("contour_once_per_area", Contour, {"kind": "region", "code": "11", "geometry": "{}"}),
        (
            "contiguity_lower_siren_first",
            Contiguity,
            {"first_id": "200042935", "second_id": "200029999", "border": 1.0},
        ),
        (
            "zoning_kind_known",
            Zoning,
            {"code": "ZZ", "name": "?", "kind": "?", "vintage": "?", "producer": "?", "source": "?", "validity": OPEN},
        ),
        (
            "zonedcommune_once_per_zoning",
            ZonedCommune,
            {"zoning_id": "ACV", "commune_id": "01004", "status": "intégral", "validity": OPEN},
        ),
        (
            "referencetable_sha256_hexadecimal",
            ReferenceTable,
            {"name": "zz", "sha256": "not a digest", "rows": 1, "size": 1},
        ),
    ],
)
def test_the_database_refuses(constraint, model, values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**values)


def test_a_commune_cannot_be_in_an_area_that_does_not_exist():
    Commune.objects.filter(pk="01283").update(epci_id="999999999")
    with pytest.raises(IntegrityError, match="999999999"):
        connection.check_constraints()


def test_every_named_constraint_has_a_sentence_of_its_own():
    from django.db.models.constraints import BaseConstraint

    constraints = [
        constraint
        for label in ("places", "territories")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    ]
    assert len(constraints) > 30
    without = [
        c.name for c in constraints if c.violation_error_message == BaseConstraint.default_violation_error_message
    ]
    assert without == []
