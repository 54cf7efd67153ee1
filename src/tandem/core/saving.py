"""Checking a row and writing it, once for all use cases."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from tandem.core.errors import TandemError


def save(row: Model) -> None:
    """Check and write; what the rules refuse is told in words.

    Raises
    ------
    TandemError
        With the messages of the fields and constraints that refuse it.
    """
    try:
        row.full_clean(validate_unique=True, validate_constraints=True)
        row.save()
    except ValidationError as error:
        raise TandemError(" ".join(error.messages)) from error
