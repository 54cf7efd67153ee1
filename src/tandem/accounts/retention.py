"""What is kept for a time only: the programme file says how long and what happens then, each room finds what is over.

::

    @kept("invitation")
    def _invitations(before: dt.datetime, actor: str) -> Over: ...

Nothing goes without its report: `due` counts, `purge` does it, in one transaction that the journal tells.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem import programme
from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Person
from tandem.accounts.usecases.personal_data import erase
from tandem.core import journal
from tandem.programme import Retention

LABELS = {
    "person": gettext_lazy("Personnes sans mandat"),
    "invitation": gettext_lazy("Invitations closes ou expirées"),
    "joining": gettext_lazy("Demandes tranchées pour rejoindre une organisation"),
    "session": gettext_lazy("Sessions de connexion"),
}
ENDS = {"erase": gettext_lazy("effacées"), "remove": gettext_lazy("supprimées")}
ERASURES = 500
"""How many people one purge erases at most: each is an act of its own, told in the journal."""


@dataclass(frozen=True, slots=True)
class Over:
    """What has passed its delay: how many, since when the oldest, and how it ends."""

    count: int
    oldest: dt.datetime | None
    end: Callable[[], object]


Finder = Callable[[dt.datetime, str], Over]

_finders: dict[str, Finder] = {}


def kept(kind: str) -> Callable[[Finder], Finder]:
    """Register how what is kept of a kind is found, from the moment before which it is over."""

    def register(find: Finder) -> Finder:
        if _finders.setdefault(kind, find) is not find:
            raise ValueError(f"{kind!r} is kept twice")
        return find

    return register


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the report."""

    rule: Retention
    before: dt.datetime
    over: Over

    @property
    def label(self) -> str:
        return str(LABELS[self.rule.kind])

    @property
    def then(self) -> str:
        return str(ENDS[self.rule.then])


def due(now: dt.datetime, actor: str = "") -> list[Due]:
    """Return, for each rule of the programme file, what is over (a query for each kind)."""
    lines = []
    for rule in programme.current().retention:
        before = months_before(now, rule.months)
        lines.append(Due(rule, before, _finders[rule.kind](before, actor)))
    return lines


@transaction.atomic
def purge(*, actor: str) -> list[Due]:
    """End what is over, and return what was done."""
    done = due(timezone.now(), actor)
    for line in done:
        if line.over.count:
            line.over.end()
    if counts := {line.rule.kind: line.over.count for line in done if line.over.count}:
        journal.record("accounts.purged", actor=actor, counts=counts)
    return done


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """Return the same day and hour some months earlier; the last day of a shorter month."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1, day=min(moment.day, 28))


@kept("person")
def _people(before: dt.datetime, actor: str) -> Over:
    day = timezone.localtime(before).date()
    held = Mandate.objects.filter(person=OuterRef("pk"))
    later = held.filter(Q(validity__upper_inf=True) | Q(validity__endswith__gt=day))
    found = Person.objects.filter(~Exists(later), erased_at__isnull=True, created_at__lt=before)
    found = found.order_by("created_at")[:ERASURES]
    people = list(found)

    def end() -> None:
        for person in people:
            erase(person, actor=actor, reason=_("durée de conservation dépassée"))

    return Over(len(people), people[0].created_at if people else None, end)


@kept("invitation")
def _invitations(before: dt.datetime, actor: str) -> Over:
    ended = Invitation.objects.annotate(over=Coalesce("settled_at", "expires_at")).filter(over__lt=before)
    return Over(ended.count(), ended.aggregate(at=Min("over"))["at"], ended.delete)


@kept("joining")
def _joining(before: dt.datetime, actor: str) -> Over:
    settled = JoiningRequest.objects.filter(settled_at__lt=before)
    return Over(settled.count(), settled.aggregate(at=Min("settled_at"))["at"], settled.delete)


@kept("session")
def _sessions(before: dt.datetime, actor: str) -> Over:
    seen = UserSession.objects.filter(last_seen_at__lt=before)
    stored = Session.objects.filter(expire_date__lt=before)

    def end() -> None:
        stored.delete()
        seen.delete()

    return Over(seen.count() + stored.count(), seen.aggregate(at=Min("last_seen_at"))["at"], end)
