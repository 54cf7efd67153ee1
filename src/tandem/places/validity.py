"""Validity as a range of dates: from a day on, until another day that is no longer part of it."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    """Rows that hold a `validity`."""

    def as_of(self, date: dt.date):
        return self.filter(validity__contains=date)

    def in_force(self):
        """Rows whose end is not known: what the latest vintage lists."""
        return self.filter(validity__upper_inf=True)


def not_empty(name: str, field: str = "validity") -> models.CheckConstraint:
    """Constraint that refuses a validity without a single day."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isempty": False}),
        name=name,
        violation_error_message=_("La période de validité doit compter au moins un jour : son début précède sa fin."),
    )


def span(lower: dt.date | None, upper: dt.date | None = None) -> str:
    """Return the range ``[lower, upper)`` as PostgreSQL reads it; None leaves the side open."""
    return f"[{lower or ''},{upper or ''})"


def same(*columns: str) -> tuple[Func, str]:
    """Term of an exclusion: the same text in each of these columns, joined into one range for a smaller index."""
    terms = [F(columns[0])]
    for column in columns[1:]:
        terms += [Value("/"), F(column)]
    # Options by order of the alphabet, as migrations write them: their order counts when Django compares the two.
    joined = Func(*terms, arg_joiner=" || ", output_field=models.TextField(), template="(%(expressions)s)")
    code_range = Func(joined, joined, Value("[]"), function="code_range", output_field=models.TextField())
    return code_range, RangeOperators.OVERLAPS


def same_row(column: str) -> tuple[Func, str]:
    """Term of an exclusion: the same row of another table, by its number."""
    key = Cast(F(column), models.TextField())
    return (
        Func(key, key, Value("[]"), function="code_range", output_field=models.TextField()),
        RangeOperators.OVERLAPS,
    )


def overlapping_validity() -> tuple[Func, str]:
    """Term of an exclusion: a day in common.

    An expression rather than the column: the planner takes any two ranges for different, and would look the composite
    keys up by their validity, in the exclusion's index, at ten times the cost.
    """
    ends = (Func(F("validity"), function=side, output_field=models.DateField()) for side in ("lower", "upper"))
    return Func(*ends, function="daterange", output_field=DateRangeField()), RangeOperators.OVERLAPS
