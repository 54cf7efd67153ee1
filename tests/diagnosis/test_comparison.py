"""Territories side by side: when a gap is told, and what is said of the values."""

from dataclasses import replace

import pytest

from tandem.diagnosis import comparison
from tandem.diagnosis.models import IndicatorValue
from tandem.diagnosis.queries import figures_of
from tandem.territories.models import Perimeter

LIST = "2024-07"


@pytest.mark.parametrize(
    ("spread", "known", "told"),
    [
        (2.0, 183, True),
        (2.0, 10, True),
        (2.0, 9, False),  # two territories of one zone have no spread to speak of
        (None, 0, False),
        (0.05, 183, True),
        (0.04, 183, False),  # a share is shown to a tenth: nearly all are the same on screen
        (0.0, 183, False),
    ],
)
def test_a_gap_is_told_of_enough_values_that_differ_on_screen(spread, known, told):
    assert comparison.tells("industry-share", spread, known) is told


@pytest.mark.django_db
def test_what_few_territories_have_does_not_set_them_apart():
    rows = IndicatorValue.objects.filter(indicator="industry-share", diagnosis__perimeter__list=LIST)
    assert "industry-share" in comparison.spreads(LIST)
    kept = rows.filter(value__isnull=False).values_list("pk", flat=True)[:9]
    rows.exclude(pk__in=list(kept)).update(value=None, availability="not_available")
    spreads = comparison.spreads(LIST)
    assert "industry-share" not in spreads
    found = [figures_of(Perimeter.objects.get(territory=code, list=LIST)) for code in _two_of(kept)]
    row = next(each for each in comparison.compared(found, spreads) if each.indicator.id == "industry-share")
    assert row.known == 2
    assert (row.gap, row.words) == (None, "")


def _two_of(kept):
    rows = IndicatorValue.objects.filter(pk__in=list(kept)[:2]).select_related("diagnosis__perimeter")
    return [row.diagnosis.perimeter.territory_id for row in rows]


@pytest.mark.django_db
def test_what_a_value_is_compared_with_is_said_once_a_territory():
    chapters = figures_of(Perimeter.objects.get(territory="ti-8413", list=LIST))
    rows = comparison.compared([chapters], {})
    changed = [replace(row, figures=(_with(row, 12.0, "en partie ; comparé à une zone"),)) for row in rows]
    said = ("Oyonnax\u202f: en partie.", "Oyonnax\u202f: comparé à une zone.")
    assert comparison.caveats(["Oyonnax"], changed) == said
    missing = [replace(row, figures=(_with(row, None, "pas de fichier"),)) for row in rows]
    assert comparison.caveats(["Oyonnax"], missing) == ()


def _with(row, value, reason):
    state = "not_available" if value is None else "value"
    availability = type(row.figures[0].availability)(state)
    return replace(row.figures[0], value=value, availability=availability, reason=reason)
