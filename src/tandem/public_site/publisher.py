"""Who publishes this installation: what the law asks a site to say, as the operator gives it."""

from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

CONFORMITY = {
    "non": _("non conforme"),
    "partielle": _("partiellement conforme"),
    "totale": _("totalement conforme"),
}
"""States that the RGAA knows; without an audit in force, only the first may be declared."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """What the operator fills in; an empty field shows as such on the page, never as somebody else's name.

    Parameters
    ----------
    name, address, contact
        Who publishes the site, where, and how to write to them.
    director
        Director of publication.
    host
        Who hosts the site, with their address.
    data_protection
        Where to write about personal data.
    accessibility_contact
        Where to report an obstacle; `contact` when empty.
    accessibility
        A key of `CONFORMITY`.
    audit
        Who audited accessibility, when, and the share of criteria that are met; empty when nobody did.
    """

    name: str = ""
    address: str = ""
    contact: str = ""
    director: str = ""
    host: str = ""
    data_protection: str = ""
    accessibility_contact: str = ""
    accessibility: str = "non"
    audit: str = ""

    @property
    def conformity(self) -> Any:
        """State of conformity to declare: nothing better than « non conforme » without an audit."""
        return CONFORMITY[self.accessibility if self.audit else "non"]


def publisher() -> Publisher:
    """Return what the operator's file says (``TANDEM_PUBLISHER_FILE``)."""
    given = settings.TANDEM_PUBLISHER
    return Publisher(**{field.name: given[field.name] for field in fields(Publisher) if given.get(field.name)})
