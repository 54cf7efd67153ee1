"""The directory: people by name, organisation or role, with what they are today."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import Scope
from tandem.core.tables import Column, Table
from tandem.workspace.presenters import mandates
from tandem.workspace.presenters.people.perimeters import organisations_within, people_within


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: words, and the code of a role or a kind."""

    words: str = ""
    role: str = ""
    kind: str = ""


def people(within: Scope, wanted: Wanted, date: dt.date) -> QuerySet[Person]:
    """Search among the people that a perimeter holds: each word in the name or in an organisation's."""
    found = people_within(within)
    today = Mandate.objects.as_of(date).filter(person=OuterRef("pk"))
    if wanted.role:
        found = found.filter(Exists(today.filter(role=wanted.role)))
    for word in wanted.words.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found = found.filter(named | Exists(today.filter(organisation__name__icontains=word)))
    return found.order_by("last_name", "first_name", "pk")


def people_table(rows: Sequence[Person], date: dt.date) -> Table:
    """One line for each, with the mandates in force (two queries, and one for each kind of perimeter)."""
    held = list(Mandate.objects.as_of(date).filter(person__in=rows).select_related("organisation").order_by("pk"))
    shown: dict[int, list[mandates.Shown]] = defaultdict(list)
    for mandate, words in zip(held, mandates.shown(held), strict=True):
        shown[mandate.person_id].append(words)
    return Table(
        _("Personnes"),
        [
            Column("name", _("Nom"), _person_link),
            Column("mandates", _("Mandats en vigueur"), lambda person: _lines(shown[person.pk])),
        ],
        rows,
    )


def organisations(within: Scope, wanted: Wanted) -> QuerySet[Organisation]:
    found = organisations_within(within).select_related("region", "department")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    digits = "".join(wanted.words.split())
    if digits.isdigit():
        return found.filter(Q(siren__startswith=digits) | Q(siret__startswith=digits)).order_by("name", "pk")
    for word in wanted.words.split():
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def organisations_table(rows: Sequence[Organisation]) -> Table:
    return Table(
        _("Organisations"),
        [
            Column("name", _("Nom"), organisation_link),
            Column("kind", _("Nature"), lambda each: kind_name(each.kind)),
            Column("number", _("Numéro"), number_of),
            Column("seat", _("Siège"), seat),
        ],
        rows,
    )


def kind_name(code: str) -> str:
    return next((each.name for each in programme.current().organisation_kinds if each.code == code), code)


def number_of(organisation: Organisation) -> str:
    if organisation.siret:
        number = organisation.siret
        return f"SIRET {number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    if organisation.siren:
        number = organisation.siren
        return f"SIREN {number[:3]} {number[3:6]} {number[6:]}"
    return _("sans numéro")


def seat(organisation: Organisation) -> str:
    if organisation.department_id:
        return str(organisation.department.name)
    return str(organisation.region.name) if organisation.region_id else _("non dit")


def organisation_link(organisation: Organisation) -> str:
    return format_html(
        '<a href="{}">{}</a>', reverse("workspace:organisation", args=[organisation.pk]), organisation.name
    )


def person_link(person: Person, name: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse("workspace:person", args=[person.reference]), name)


def _person_link(person: Person) -> str:
    return person_link(person, person.full_name)


def _lines(shown: Sequence[mandates.Shown]) -> str:
    if not shown:
        return _("aucun")
    lines = ((f"{each.role}, {each.scope}, pour {each.organisation}",) for each in shown)
    return format_html_join("", '<div class="pe-line">{}</div>', lines)
