"""The group of an enterprise: linked ones whole, from one to the next; partners for their share; nothing beyond."""

from decimal import Decimal

import pytest

from tandem.accounts.groups import Holding, group_of


def group(*told: tuple[int, int, str]):
    return group_of(1, [Holding(holder, held, Decimal(share)) for holder, held, share in told])


@pytest.mark.parametrize(
    ("told", "linked", "partners"),
    [
        ((), {1}, {}),
        (((2, 1, "50.01"),), {1, 2}, {}),
        (((2, 1, "50"),), {1}, {2: Decimal(50)}),
        (((2, 1, "25"),), {1}, {2: Decimal(25)}),
        (((2, 1, "24.99"),), {1}, {}),
        (((1, 2, "60"), (2, 3, "60")), {1, 2, 3}, {}),
        (((2, 1, "60"), (2, 3, "60")), {1, 2, 3}, {}),
        (((1, 2, "60"), (2, 3, "30")), {1, 2}, {3: Decimal(30)}),
        (((1, 2, "30"), (2, 3, "60")), {1}, {2: Decimal(30)}),
        (((1, 2, "60"), (2, 1, "60")), {1, 2}, {}),
        (((1, 3, "26"), (2, 1, "60"), (2, 3, "40")), {1, 2}, {3: Decimal(40)}),
    ],
)
def test_the_group(told, linked, partners):
    found = group(*told)
    assert (set(found.linked), found.partners) == (linked, partners)
