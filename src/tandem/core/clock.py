"""Dates as people type them, and today's date in one place."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.core.errors import TandemError


def today() -> dt.date:
    return timezone.localdate()


def parse_date(text: str) -> dt.date:
    """Read ``2024-09-16`` or ``16/09/2024``.

    Raises
    ------
    TandemError
        When the text is not a date; the message shows the two forms that are.
    """
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    raise TandemError(
        _("« %(text)s » n’est pas une date.") % {"text": text}, _("Écrire par exemple 2024-09-16 ou 16/09/2024.")
    )
