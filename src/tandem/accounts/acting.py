"""From a mandate in force to the person who acts under it, for rights and for the journal."""

import datetime as dt
from dataclasses import dataclass

from tandem.accounts.models import Mandate, Person
from tandem.accounts.rights import Acting
from tandem.core.access import Verdict
from tandem.core.errors import TandemError
from tandem.core.journal import Author


class RefusedError(TandemError):
    """Somebody may not do this; the message says which right is missing."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: the mandate under which they do, and whether they signed in with a second factor."""

    mandate: Mandate
    second_factor: bool = False

    @property
    def acting(self) -> Acting:
        return acting_under(self.mandate, second_factor=self.second_factor)

    @property
    def author(self) -> Author:
        return author_of(self.mandate)


def refuse_unless(verdict: Verdict) -> None:
    """Go on only with what rights allow.

    Raises
    ------
    RefusedError
        With the reason of the verdict.
    """
    if not verdict:
        raise RefusedError(str(verdict.reason))


def acting_under(mandate: Mandate, *, second_factor: bool) -> Acting:
    """Return who acts under a mandate."""
    return Acting(
        mandate=mandate.pk,
        person=mandate.person_id,
        organisation=mandate.organisation_id,
        role=mandate.role,
        scope=mandate.scope,
        second_factor=second_factor,
    )


def mandates_of(person: Person, date: dt.date) -> list[Mandate]:
    """Return the mandates under which somebody may act on a day, in a stable order (one query)."""
    return list(Mandate.objects.of(person).exercised_on(date).order_by("organisation__name", "role", "pk"))


def author_of(mandate: Mandate) -> Author:
    """Return what the journal keeps of who acts: references only."""
    return Author(
        name=f"person:{mandate.person.reference}",
        mandate=f"mandate:{mandate.pk}",
        organisation=f"organisation:{mandate.organisation_id}",
    )
