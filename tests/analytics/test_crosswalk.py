import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tandem.analytics.crosswalk import Crosswalk, CrosswalkError

NAN = np.nan


def test_hand_worked():
    # The second code goes for a quarter to the first target, for three quarters to the second.
    crosswalk = Crosswalk([0, 1, 1, 2], [0, 0, 1, 1], n_sources=3, n_targets=3, weight=[1.0, 0.25, 0.75, 1.0])
    np.testing.assert_array_equal(crosswalk.carry([10.0, 4.0, 1.0]).values, [11.0, 4.0, NAN])
    result = crosswalk.carry([[10.0, 4.0, 1.0], [NAN, 4.0, 1.0]])
    np.testing.assert_array_equal(result.values, [[11.0, 4.0, NAN], [1.0, 4.0, NAN]])
    np.testing.assert_array_equal(result.missing, [[0, 0, 0], [1, 0, 0]])
    np.testing.assert_array_equal(result.places, [[2, 2, 0], [2, 2, 0]])


def test_without_weights_each_code_has_one_target():
    assert Crosswalk([0, 1], [1, 1], 2, 2).carry([3.0, 4.0]).values[1] == 7.0
    with pytest.raises(CrosswalkError, match=r"not for 0 \(2\)"):
        Crosswalk([0, 0, 1], [0, 1, 1], 2, 2)


def test_a_code_that_would_be_lost_or_counted_twice_is_named():
    with pytest.raises(CrosswalkError, match=r"parts that sum to 1 for each source code, not for 1 \(0\), 2 \(0.9\)"):
        Crosswalk([0, 2, 2], [0, 0, 1], 3, 2, weight=[1.0, 0.4, 0.5])
    with pytest.raises(CrosswalkError, match="and 2 more"):
        Crosswalk([], [], 7, 2)


def test_links_are_checked():
    with pytest.raises(ValueError, match="listed twice"):
        Crosswalk([0, 0], [1, 1], 1, 2, weight=[0.5, 0.5])
    with pytest.raises(ValueError, match="above zero"):
        Crosswalk([0, 0], [0, 1], 1, 2, weight=[1.0, 0.0])
    with pytest.raises(ValueError, match="values: expected 2 columns, got 3"):
        Crosswalk([0, 1], [0, 0], 2, 1).carry([1.0, 2.0, 3.0])


def test_published_weights_may_be_rounded():
    thirds = Crosswalk([0, 0, 0], [0, 1, 2], 1, 3, weight=[0.333333, 0.333333, 0.333334])
    assert thirds.carry([300.0]).values.sum() == pytest.approx(300.0)


def test_evenly_parts_each_code_among_its_targets():
    crosswalk = Crosswalk.evenly([0, 0, 1], [0, 1, 1], n_sources=2, n_targets=2)
    np.testing.assert_array_equal(crosswalk.carry([10.0, 1.0]).values, [5.0, 6.0])


@st.composite
def crosswalks(draw):
    reached = draw(hnp.arrays(np.bool_, (5, 4)))
    reached[np.arange(5), draw(hnp.arrays(np.intp, 5, elements=st.integers(0, 3)))] = True
    parts = np.where(reached, draw(hnp.arrays(np.float64, (5, 4), elements=st.integers(1, 9).map(float))), 0.0)
    parts /= parts.sum(axis=1, keepdims=True)
    source, target = np.nonzero(reached)
    return Crosswalk(source, target, 5, 4, weight=parts[reached]), parts


@given(crosswalks(), hnp.arrays(np.float64, (3, 5), elements=st.integers(0, 999).map(float) | st.just(NAN)))
def test_totals_are_kept_and_each_part_goes_where_it_should(crosswalk, values):
    crosswalk, parts = crosswalk
    carried = crosswalk.carry(values).values
    np.testing.assert_allclose(np.nansum(carried, axis=1), np.nansum(values, axis=1))
    np.testing.assert_allclose(np.nan_to_num(carried), np.nan_to_num(values) @ parts)
    nothing_known = (~np.isnan(values)).astype(int) @ (parts > 0) == 0
    np.testing.assert_array_equal(np.isnan(carried), nothing_known)
