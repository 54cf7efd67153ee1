"""From a report or a booklet to the plain texts that a Typst template lays out: the last step, without a rule."""

from tandem.steering.payload.booklet import of_booklet
from tandem.steering.payload.report import of_report

__all__ = ["of_booklet", "of_report"]
