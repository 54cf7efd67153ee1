"""Checking a row and writing it, once for all use cases."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext as _

from tandem.core.errors import TandemError
from tandem.core.plain_text import plain_text


def save(row: Model) -> None:
    """Check and write, in a transaction; what the rules refuse is told in words.

    What somebody else wrote between the check and the writing is refused by the database, in the same words.

    Raises
    ------
    TandemError
        With the messages of the fields and constraints that refuse it.
    """
    for field in row._meta.concrete_fields:
        if isinstance(typed := getattr(row, field.attname), str):
            setattr(row, field.attname, plain_text(typed))
    try:
        row.full_clean(validate_unique=True, validate_constraints=True)
        row.save()
    except ValidationError as error:
        raise TandemError(" ".join(error.messages)) from error
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name is None:
            raise
        known = {each.name: each for each in row._meta.constraints}
        told = str(known[name].get_violation_error_message()) if name in known else ""
        raise TandemError(
            told or _("Quelqu’un a écrit la même chose au même moment."),
            _("Recharger la page pour voir ce qu’il en est."),
        ) from error
