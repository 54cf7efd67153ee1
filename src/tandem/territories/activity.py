"""Whether a territory lives: its last dated act, whatever part of the programme it was done in.

A room that holds acts of territories says so::

    @acts
    def _meetings(codes: Collection[str], date: dt.date) -> Iterable[QuerySet]: ...

A source gives queries made by `rows`; those of all the sources are asked as one.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateField, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Lower, Substr, TruncDate, Upper
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


Source = Callable[[Collection[str], dt.date], Iterable[QuerySet[Any]]]

_sources: list[Source] = []


def acts(source: Source) -> Source:
    """Register a source of dated acts."""
    _sources.append(source)
    return source


def rows(found: QuerySet[Any], *, territory: Any, on: Any, what: str, title: Any = "") -> QuerySet[Any]:
    """Return a query of acts: whose, on what day, in what words (`%s` is the title), and the title."""
    text = CharField()
    return found.order_by().values_list(
        Cast(territory, text), Cast(on, DateField()), Value(what, text), Cast(title or Value(""), text)
    )


def signals_of(codes: Collection[str], date: dt.date) -> dict[str, Signal]:
    """Return the activity of each territory on a day (one query)."""
    last: dict[str, Act] = {}
    first, *others = [query for source in _sources for query in source(codes, date)]
    for territory, on, what, title in first.union(*others, all=True) if codes else ():
        known = last.get(territory)
        if on is not None and on <= date and (known is None or on > known.on):
            last[territory] = Act(territory, on, what % title if title else what)
    held = programme.current().governance
    return {
        code: Signal(
            activity(last[code].on if code in last else None, date, held.quiet_after, held.silent_after), last.get(code)
        )
        for code in codes
    }


@acts
def _mandates(codes: Collection[str], date: dt.date) -> Iterable[QuerySet[Any]]:
    found = Mandate.objects.filter(
        scope_kind=ScopeKind.TERRITORY, scope_code__in=codes, validity__startswith__lte=date
    )  # fmt: skip
    yield rows(found, territory=F("scope_code"), on=Lower("validity"), what=_("prise d’un mandat"))


@acts
def _posts(codes: Collection[str], date: dt.date) -> Iterable[QuerySet[Any]]:
    found = Holding.objects.filter(post__territory__in=codes, validity__startswith__lte=date)
    where = F("post__territory_id")
    yield rows(found, territory=where, on=Lower("validity"), what=_("prise de poste d’un chef de projet"))
    left = found.filter(validity__endswith__lte=date)
    yield rows(left, territory=where, on=Upper("validity"), what=_("départ d’un chef de projet"))


@acts
def _reports(codes: Collection[str], date: dt.date) -> Iterable[QuerySet[Any]]:
    found = ActivityReport.objects.filter(post__territory__in=codes, submitted_on__lte=date)
    yield rows(
        found, territory=F("post__territory_id"), on=F("submitted_on"), what=_("compte rendu d’activité déposé")
    )  # fmt: skip


@acts
def _agreements(codes: Collection[str], date: dt.date) -> Iterable[QuerySet[Any]]:
    for field, what in (
        ("drafted_on", _("« %s » en préparation")),
        ("ready_on", _("« %s » prêt à signer")),
        ("signed_on", _("« %s » signé")),
    ):
        found = Agreement.objects.filter(territory__in=codes, **{f"{field}__lte": date})
        yield rows(found, territory=F("territory_id"), on=F(field), what=what, title=F("title"))


@acts
def _journal(codes: Collection[str], date: dt.date) -> Iterable[QuerySet[Any]]:
    """Entries of the journal about territories and what they hold."""
    what, entries = _("acte au journal"), JournalEntry.objects.filter(at__date__lte=date)
    own = entries.filter(subject__in=[f"territory:{code}" for code in codes]).order_by().values("subject")
    name = Substr("subject", len("territory:") + 1)
    yield rows(own.annotate(on=Max(TruncDate("at"))), territory=name, on=F("on"), what=what)
    for kind, model in (("post", Post), ("agreement", Agreement)):
        told = entries.filter(subject=Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField())))
        day = Subquery(told.annotate(on=TruncDate("at")).order_by("-at").values("on")[:1])
        yield rows(model.objects.filter(territory__in=codes), territory=F("territory_id"), on=day, what=what)


def subjects_of(code: str) -> QuerySet[Any]:
    """Return the references of the posts, agreements and mandates of a territory, as a query that others filter by."""

    def named(kind: str, found: QuerySet[Any]) -> QuerySet[Any]:
        return found.order_by().values_list(Concat(Value(f"{kind}:"), Cast("pk", CharField())))

    mandates = Mandate.objects.filter(scope_kind=ScopeKind.TERRITORY, scope_code=code)
    return named("post", Post.objects.filter(territory=code)).union(
        named("agreement", Agreement.objects.filter(territory=code)), named("mandate", mandates), all=True
    )
