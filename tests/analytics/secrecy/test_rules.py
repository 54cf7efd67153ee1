import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.analytics.secrecy import Reason, Rules, primary
from tandem.analytics.secrecy.rules import protection

NAN = np.nan
PUBLISHED, FREQUENCY, DOMINANCE, SOURCE = (
    Reason.PUBLISHED,
    Reason.PRIMARY_FREQUENCY,
    Reason.PRIMARY_DOMINANCE,
    Reason.PRIMARY_SOURCE,
)


def reasons(*arguments, **options):
    return primary(*arguments, **options).reason.tolist()


def test_fewer_than_three_units_are_secret():
    assert reasons([10.0, 10.0, 10.0, 10.0], units=[1, 2, 3, 4]) == [FREQUENCY, FREQUENCY, PUBLISHED, PUBLISHED]


def test_eleven_units_for_natural_persons():
    assert reasons([10.0, 10.0], units=[10, 11], rules=Rules.natural_persons()) == [FREQUENCY, PUBLISHED]


def test_one_unit_above_85_percent_is_secret_and_exactly_85_is_not():
    assert reasons([100.0, 100.0], units=[9, 9], largest=[85.0, 85.5]) == [PUBLISHED, DOMINANCE]


def test_dominance_compares_the_unweighted_unit_with_the_weighted_total():
    # A unit of 90 in a sample that weighs 120 in all: 90 <= 0.85 x 120.
    assert reasons([120.0, 100.0], units=[9, 9], largest=[90.0, 90.0]) == [PUBLISHED, DOMINANCE]


def test_a_zero_without_unit_is_public_and_a_zero_of_one_unit_is_not():
    assert reasons([0.0, 0.0, 0.0], units=[0, 1, NAN]) == [PUBLISHED, FREQUENCY, PUBLISHED]


def test_the_secret_of_the_source_stays_whatever_the_value():
    secret = [True, True, False]
    assert reasons([NAN, 10.0, 10.0], units=[NAN, 50, 50], source_secret=secret) == [SOURCE, SOURCE, PUBLISHED]


def test_what_cannot_be_checked_is_said():
    found = primary([10.0, 10.0, 0.0, 10.0], units=[NAN, 9, NAN, 9], largest=[NAN, NAN, NAN, 5.0])
    assert found.reason.tolist() == [PUBLISHED] * 4
    assert found.frequency_unchecked.tolist() == [True, False, False, False]
    assert found.dominance_unchecked.tolist() == [True, True, False, False]
    assert primary([10.0]).frequency_unchecked.all()


def test_the_protection_slides_with_the_value_and_stops_at_zero():
    below, above = protection([0.0, 1.0, 2.0, 100.0], Rules())
    assert above.tolist() == [1.0, 1.0, 1.0, 15.0]
    assert below.tolist() == [0.0, 1.0, 1.0, 15.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"values": [NAN]}, "values: expected a value in each cell that the source does not keep secret"),
        ({"values": [-1.0]}, "values: negative"),
        ({"values": [np.inf]}, "values: infinite"),
        ({"values": [1.0], "units": [0]}, "units: expected at least one unit behind each value"),
        ({"values": [1.0], "units": [1, 2]}, r"units: expected shape \(1,\), got \(2,\)"),
        ({"values": [1.0], "largest": [[1.0]]}, r"largest: expected shape \(1,\)"),
        ({"values": [1.0], "largest": [-1.0]}, "largest: negative"),
        ({"values": [1.0], "source_secret": [1.0]}, "source_secret: expected booleans"),
    ],
)
def test_wrong_figures_are_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        primary(**arguments)


@pytest.mark.parametrize("wrong", [{"min_units": 0}, {"dominance": 0.0}, {"protection": -1.0}, {"least_protection": 0}])
def test_rules_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))}: expected"):
        Rules(**wrong)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 100)), max_size=20), st.integers(1, 12))
def test_a_cell_is_judged_alike_alone_and_in_a_table(cells, threshold):
    rules = Rules(min_units=threshold)
    units = np.array([count for count, _ in cells], dtype=float)
    values = np.array([value if count else 0 for count, value in cells], dtype=float)
    together = primary(values, units=units, largest=values, rules=rules).reason
    alone = [primary([v], units=[n], largest=[v], rules=rules).reason[0] for v, n in zip(values, units, strict=True)]
    assert together.tolist() == alone
