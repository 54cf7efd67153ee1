"""Whether a territory lives: its last dated act, whatever part of the programme it was done in.

A room that holds acts of territories says so::

    @acts
    def _meetings(codes: Collection[str], date: dt.date) -> Iterable[Act]: ...

A source asks a fixed number of queries for any number of territories.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import ScopeKind
from tandem.core.models import JournalEntry
from tandem.territories.models import ActivityReport, Agreement, Holding, Post
from tandem.territories.rules import activity


@dataclass(frozen=True, slots=True)
class Act:
    """Something done for a territory on a day, in a few words."""

    territory: str
    on: dt.date
    what: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Whether a territory lives on a day (`tandem.territories.rules.activity`), and its last act, if it has any."""

    state: str
    last: Act | None


Source = Callable[[Collection[str], dt.date], Iterable[Act]]

_sources: list[Source] = []


def acts(source: Source) -> Source:
    """Register a source of dated acts."""
    _sources.append(source)
    return source


def signals_of(codes: Collection[str], date: dt.date) -> dict[str, Signal]:
    """Return the activity of each territory on a day."""
    last: dict[str, Act] = {}
    for source in _sources:
        for act in source(codes, date):
            known = last.get(act.territory)
            if act.on <= date and (known is None or act.on > known.on):
                last[act.territory] = act
    held = programme.current().governance
    return {
        code: Signal(
            activity(last[code].on if code in last else None, date, held.quiet_after, held.silent_after), last.get(code)
        )
        for code in codes
    }


@acts
def _mandates(codes: Collection[str], date: dt.date) -> Iterable[Act]:
    found = Mandate.objects.filter(
        scope_kind=ScopeKind.TERRITORY, scope_code__in=codes, validity__startswith__lte=date
    ).values_list("scope_code", "validity")
    return (Act(code, validity.lower, _("prise d’un mandat")) for code, validity in found if validity.lower)


@acts
def _posts(codes: Collection[str], date: dt.date) -> Iterable[Act]:
    found = Holding.objects.filter(post__territory__in=codes, validity__startswith__lte=date)
    for code, validity in found.values_list("post__territory_id", "validity"):
        yield Act(code, validity.lower, _("prise de poste d’un chef de projet"))
        if validity.upper and validity.upper <= date:
            yield Act(code, validity.upper, _("départ d’un chef de projet"))


@acts
def _reports(codes: Collection[str], date: dt.date) -> Iterable[Act]:
    found = ActivityReport.objects.filter(post__territory__in=codes, submitted_on__lte=date)
    return (
        Act(code, on, _("compte rendu d’activité déposé"))
        for code, on in found.values_list("post__territory_id", "submitted_on")
    )


@acts
def _agreements(codes: Collection[str], date: dt.date) -> Iterable[Act]:
    found = Agreement.objects.filter(territory__in=codes).values_list(
        "territory_id", "title", "drafted_on", "ready_on", "signed_on"
    )
    for code, title, drafted, ready, signed in found:
        for on, what in (
            (drafted, _("« %s » en préparation")), (ready, _("« %s » prêt à signer")), (signed, _("« %s » signé")),
        ):  # fmt: skip
            if on is not None and on <= date:
                yield Act(code, on, what % title)


@acts
def _journal(codes: Collection[str], date: dt.date) -> Iterable[Act]:
    """Entries of the journal about territories and what they hold."""
    subjects = subjects_of(codes)
    entries = JournalEntry.objects.filter(subject__in=subjects, at__date__lte=date)
    for subject, on in entries.order_by().values_list("subject").annotate(on=Max(TruncDate("at"))):
        yield Act(subjects[subject], on, _("acte au journal"))


def subjects_of(codes: Collection[str]) -> dict[str, str]:
    """Return the references of territories, of their posts and agreements, each with its territory (two queries)."""
    found = {f"territory:{code}": code for code in codes}
    for kind, model in (("post", Post), ("agreement", Agreement)):
        rows = model.objects.filter(territory__in=codes).order_by().values_list("pk", "territory_id")
        found |= {f"{kind}:{pk}": code for pk, code in rows}
    return found
