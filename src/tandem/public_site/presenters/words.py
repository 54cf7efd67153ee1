"""The words of a comparison: those of `tandem.steering.against`, which the documents use too."""

from tandem.steering.against import (
    Compared,
    caution,
    change,
    compared,
    finding,
    in_words,
    is_total,
    label_of,
    missing_in_words,
    rank_in_words,
)

__all__ = [
    "Compared",
    "caution",
    "change",
    "compared",
    "finding",
    "in_words",
    "is_total",
    "label_of",
    "missing_in_words",
    "rank_in_words",
]
