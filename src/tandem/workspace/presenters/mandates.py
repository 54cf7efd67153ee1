"""Mandates in words: as what, for whom, over what, from when to when."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long
from tandem.places.models import Department, Region
from tandem.programme import Role
from tandem.territories.models import Territory

NAMED_BY = {
    ScopeKind.REGION: Region,
    ScopeKind.DEPARTMENT: Department,
    ScopeKind.TERRITORY: Territory,
    ScopeKind.ORGANISATION: Organisation,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A mandate as a page says it."""

    key: int
    role: str
    organisation: str
    scope: str


def held_by(person: Person) -> list[Mandate]:
    """Return all mandates of somebody, the latest first (one query)."""
    return list(Mandate.objects.of(person).select_related("organisation").order_by("-validity", "pk"))


def role_of(mandate: Mandate | None) -> Role | None:
    """Return the role that a mandate gives; None for one that the programme file no longer has."""
    if mandate is None:
        return None
    return next((role for role in programme.current().roles if role.code == mandate.role), None)


def shown(mandates: Sequence[Mandate], names: dict[Scope, str] | None = None) -> list[Shown]:
    """Put mandates in words (one query for each kind of perimeter among them, unless their names are given)."""
    names = scope_names({mandate.scope for mandate in mandates}) if names is None else names
    return [
        Shown(mandate.pk, _role_name(mandate), mandate.organisation.name, names[mandate.scope]) for mandate in mandates
    ]


def scope_names(scopes: Collection[Scope]) -> dict[Scope, str]:
    """Name perimeters (one query at most); one whose object is no longer known keeps its code."""
    text, queries = CharField(), []
    for kind, model in NAMED_BY.items():
        if codes := {scope.code for scope in scopes if scope.kind == kind}:
            rows = model.objects.filter(pk__in=codes).order_by()
            queries.append(rows.values_list(Value(str(kind), text), Cast("pk", text), Cast("name", text)))
    rows = queries[0].union(*queries[1:], all=True) if queries else ()
    found = {Scope(ScopeKind(kind), code): name for kind, code, name in rows}
    return {scope: found.get(scope, scope.code or _("toute la France")) for scope in scopes}


def table(mandates: Sequence[Mandate], date: dt.date, names: dict[Scope, str] | None = None) -> Table:
    """Return the mandates of somebody with their dates."""
    words = {each.key: each for each in shown(mandates, names)}
    return Table(
        _("Mes mandats"),
        [
            Column("role", _("Rôle"), lambda mandate: words[mandate.pk].role),
            Column("organisation", _("Pour"), lambda mandate: words[mandate.pk].organisation),
            Column("scope", _("Périmètre"), lambda mandate: words[mandate.pk].scope),
            Column("dates", _("Dates"), dates_of),
            Column("state", _("État"), lambda mandate: state_of(mandate, date)),
        ],
        mandates,
    )


def dates_of(mandate: Mandate) -> str:
    first, last = mandate.validity.lower, mandate.last_day
    if first is None:
        return _("jusqu’au %s") % date_long(last) if last else _("sans terme")
    if last is None:
        return _("depuis le %s") % date_long(first)
    return _("du %(first)s au %(last)s") % {"first": date_long(first), "last": date_long(last)}


def state_of(mandate: Mandate, date: dt.date) -> str:
    """To come, in force or over."""
    if mandate.validity.lower is not None and date < mandate.validity.lower:
        return _("à venir")
    return _("terminé") if mandate.last_day is not None and mandate.last_day < date else _("en vigueur")


def _role_name(mandate: Mandate) -> str:
    role = role_of(mandate)
    return role.name if role else mandate.role
