"""Two people at one object: the second learns that it changed, and loses nothing of what they typed."""

from typing import Any

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError


class StaleError(TandemError):
    """It changed since it was shown; `latest` is what it is now."""

    def __init__(self, latest: Any) -> None:
        super().__init__(
            _("Quelqu’un l’a modifié depuis que cette page vous a été montrée."),
            _("Ce que vous avez écrit est gardé ci-dessous ; ce qui a changé est dit à côté. Enregistrer à nouveau."),
        )
        self.latest = latest


def refuse_stale(row: Any, version: int) -> None:
    """Go on only when a row is still the version that was shown.

    Raises
    ------
    StaleError
        With the row as it is now.
    """
    if row.version != version:
        raise StaleError(row)
