"""Validity as a range of dates: from a day on, until another day that is no longer part of it."""

import datetime as dt

from django.db import models
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
