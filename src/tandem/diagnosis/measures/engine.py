"""All indicators of all areas in one pass: values, ranks, peers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tandem.analytics.arrays import BoolArray, FloatArray, IntArray
from tandem.analytics.ranking import rank
from tandem.analytics.similarity import Neighbours, nearest
from tandem.diagnosis.measures.inputs import Inputs, Measure

PEERS = 5
# A similar territory shares at least this part of what is known of the other (decision 11).
SHARED = 0.8
# Values below which a median of the peers would be somebody's own figure, or the mean of two.
LEAST_PEERS = 3


class Feature(NamedTuple):
    """What an indicator counts for when two territories are compared."""

    indicator: str
    weight: float
    logarithm: bool


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What the engine found.

    Parameters
    ----------
    measures
        By indicator, over all areas (territories, then regions, then France).
    ranks, ranked
        By indicator, over the territories: rank within the list (0 = not ranked), and how many are ranked.
    peers
        The nearest territories of the same list, and what each feature adds to their distance.
    peer_values
        By indicator, over the territories: median of the five nearest, when three of them at least have a value.
    features
        The features of `peers`, in the order of its contributions.
    """

    measures: Mapping[str, Measure]
    ranks: Mapping[str, IntArray]
    ranked: Mapping[str, IntArray]
    peers: Neighbours
    peer_values: Mapping[str, FloatArray]
    features: Sequence[Feature]


def run(inputs: Inputs, measures: Mapping[str, Measure], ranked: Iterable[str], features: Sequence[Feature]) -> Result:
    """Rank and compare what was measured.

    Parameters
    ----------
    inputs
        The areas.
    measures
        Every indicator, measured over `inputs`.
    ranked
        The indicators for which a rank means something.
    features
        What makes two territories alike.
    """
    territories = slice(0, inputs.n_territories)
    rankings = {name: rank(measures[name].values[territories], group=inputs.list_of) for name in ranked}
    columns = [_as_feature(measures[feature.indicator].values[territories], feature.logarithm) for feature in features]
    peers = nearest(
        np.column_stack(columns),
        PEERS,
        weights=[feature.weight for feature in features],
        group=inputs.list_of,
        minimum_of_own=SHARED,
    )
    return Result(
        measures=measures,
        ranks={name: ranking.ranks for name, ranking in rankings.items()},
        ranked={name: ranking.ranked for name, ranking in rankings.items()},
        peers=peers,
        peer_values={name: _peer_median(measure.values[territories], peers) for name, measure in measures.items()},
        features=tuple(features),
    )


def _as_feature(values: FloatArray, logarithm: bool) -> FloatArray:
    if not logarithm:
        return values
    return np.where(values > 0, np.log(np.where(values > 0, values, 1.0)), np.nan)


def _peer_median(values: FloatArray, peers: Neighbours) -> FloatArray:
    """Return the median of each territory's peers that have a value, NaN when fewer than `LEAST_PEERS` have one."""
    found = np.where(peers.indices >= 0, values[peers.indices], np.nan)
    few: BoolArray = np.sum(~np.isnan(found), axis=1) < LEAST_PEERS
    return np.where(few, np.nan, np.nanmedian(np.where(few[:, np.newaxis], 0.0, found), axis=1))
