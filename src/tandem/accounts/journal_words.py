"""What the journal's entries about people and organisations say."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import ScopeKind
from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted, date_long, de


@names("person")
def _people(keys: Collection[str]) -> dict[str, str]:
    references = [key for key in keys if _is_uuid(key)]
    return {str(each.reference): _called(each) for each in Person.objects.filter(reference__in=references)}


@names("organisation")
def _organisations(keys: Collection[str]) -> dict[str, str]:
    return {str(each.pk): each.name for each in Organisation.objects.filter(pk__in=_numbers(keys))}


@names("mandate")
def _mandates(keys: Collection[str]) -> dict[str, str]:
    found = Mandate.objects.filter(pk__in=_numbers(keys)).select_related("person")
    return {
        str(each.pk): _("mandat « %(role)s » %(of_person)s")
        % {"role": _role(each.role), "of_person": de(_called(each.person))}
        for each in found
    }


@names("nation")
def _nation(keys: Collection[str]) -> dict[str, str]:
    return dict.fromkeys(keys, str(ScopeKind.NATION.label))


@says("accounts.mandate_granted")
def _granted(told: Told) -> str:
    data = told.data
    text = _("a donné à %(person)s le mandat « %(role)s » sur %(scope)s, pour %(organisation)s, %(dates)s") % {
        "person": told.name("person", data["person"]),
        "role": _role(data["role"]),
        "scope": told.named(data["scope"] if ":" in data["scope"] else f"{data['scope']}:"),
        "organisation": told.name("organisation", data["organisation"]),
        "dates": _dates(data["first"], data["last"]),
    }
    if not data.get("stands_in_for"):
        return text
    return _("%(text)s, en suppléance du %(mandate)s") % {
        "text": text, "mandate": told.name("mandate", data["stands_in_for"])}  # fmt: skip


@says("accounts.demo_people_made")
def _demo_people(told: Told) -> str:
    return _("a créé les personnes fictives de la démonstration")


@says("accounts.first_mandate")
def _first(told: Told) -> str:
    return _("a donné à %(person)s le premier mandat de cette installation, « %(role)s »") % {
        "person": told.name("person", told.data["person"]),
        "role": _role(told.data["role"]),
    }


@says("accounts.mandate_ended")
def _ended(told: Told) -> str:
    text = _("a mis fin le %(day)s au %(mandate)s") % {"day": _day(told.data["last"]), "mandate": told.subject}
    if not told.data["stand_ins"]:
        return text
    count = counted(len(told.data["stand_ins"]), _("suppléance"))
    return _("%(text)s et à %(stand_ins)s") % {"text": text, "stand_ins": count}


@says("accounts.organisation_registered")
def _registered(told: Told) -> str:
    data = told.data
    number = f"SIRET {data['siret']}" if data["siret"] else f"SIREN {data['siren']}"
    return _("a enregistré l’organisation « %(name)s » (%(number)s)") % {"name": told.subject, "number": number}


@says("accounts.organisations_merged")
def _merged(told: Told) -> str:
    data = told.data
    return _("a fondu « %(duplicate)s » dans « %(into)s » : %(mandates)s et %(links)s ont suivi") % {
        "duplicate": told.name("organisation", data["duplicate"]),
        "into": told.subject,
        "mandates": counted(data["mandates"], _("mandat")),
        "links": counted(data["links"], _("lien")),
    }


def _called(person: Person) -> str:
    return _("une personne effacée") if person.erased_at else person.full_name


def _role(code: str) -> str:
    """The role's name in today's programme file; its code when the file no longer has it."""
    return next((role.name for role in programme.current().roles if role.code == code), code)


def _dates(first: str, last: str | None) -> str:
    if last is None:
        return _("à partir du %(first)s") % {"first": _day(first)}
    return _("du %(first)s au %(last)s") % {"first": _day(first), "last": _day(last)}


def _day(text: str) -> str:
    return date_long(dt.date.fromisoformat(text))


def _numbers(keys: Collection[Any]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def _is_uuid(key: str) -> bool:
    try:
        return bool(uuid.UUID(key))
    except ValueError:
        return False
