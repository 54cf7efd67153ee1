"""What the journal's entries about people and organisations say."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person
from tandem.accounts.scopes import ScopeKind
from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted, date_long, de, percent


@names("person")
def _people(keys: Collection[str]) -> dict[str, str]:
    references = [key for key in keys if is_uuid(key)]
    return {str(each.reference): called(each) for each in Person.objects.filter(reference__in=references)}


@names("organisation")
def _organisations(keys: Collection[str]) -> dict[str, str]:
    return {str(each.pk): each.name for each in Organisation.objects.filter(pk__in=_numbers(keys))}


@names("mandate")
def _mandates(keys: Collection[str]) -> dict[str, str]:
    found = Mandate.objects.filter(pk__in=_numbers(keys)).select_related("person")
    return {
        str(each.pk): _("mandat « %(role)s » %(of_person)s")
        % {"role": _role(each.role), "of_person": de(called(each.person))}
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


@names("invitation")
def _invitations(keys: Collection[str]) -> dict[str, str]:
    found = Invitation.objects.filter(reference__in=[key for key in keys if is_uuid(key)])
    return {
        str(each.reference): _("invitation au rôle « %(role)s » pour %(organisation)s")
        % {"role": _role(each.role), "organisation": each.organisation.name}
        for each in found.select_related("organisation")
    } | dict.fromkeys(set(keys) - {str(each.reference) for each in found}, _("invitation supprimée"))


@names("joining")
def _joining(keys: Collection[str]) -> dict[str, str]:
    found = JoiningRequest.objects.filter(reference__in=[key for key in keys if is_uuid(key)])
    return {
        str(each.reference): _("demande %(of_person)s") % {"of_person": de(called(each.person))}
        for each in found.select_related("person")
    } | dict.fromkeys(set(keys) - {str(each.reference) for each in found}, _("demande supprimée"))


@says("accounts.invited")
def _invited(told: Told) -> str:
    return _("a invité quelqu’un au rôle « %(role)s », sur %(scope)s, pour %(organisation)s") % _proposed(told)


@says("accounts.invitation_proposed")
def _invitation_proposed(told: Told) -> str:
    return _("a proposé d’inviter quelqu’un au rôle « %(role)s », sur %(scope)s, pour %(organisation)s") % _proposed(
        told
    )


def _proposed(told: Told) -> dict[str, str]:
    scope = told.data["scope"]
    return {
        "role": _role(told.data["role"]),
        "scope": told.named(scope if ":" in scope else f"{scope}:"),
        "organisation": told.name("organisation", told.data["organisation"]),
    }


@says("accounts.invitation_approved")
def _invitation_approved(told: Told) -> str:
    return _("a approuvé : %(invitation)s") % {"invitation": told.subject}


@says("accounts.invitation_refused")
def _invitation_refused(told: Told) -> str:
    return _("a refusé : %(invitation)s") % {"invitation": told.subject}


@says("accounts.invitation_withdrawn")
def _invitation_withdrawn(told: Told) -> str:
    return _("a retiré : %(invitation)s") % {"invitation": told.subject}


@says("accounts.invitation_accepted")
def _invitation_accepted(told: Told) -> str:
    return _("a accepté : %(invitation)s") % {"invitation": told.subject}


@says("accounts.joining_asked")
def _joining_asked(told: Told) -> str:
    return _("a demandé à rejoindre %(organisation)s") % {
        "organisation": told.name("organisation", told.data["organisation"])}  # fmt: skip


@says("accounts.joining_approved")
def _joining_approved(told: Told) -> str:
    return _("a accepté %(person)s pour %(organisation)s") % {
        "person": told.name("person", told.data["person"]),
        "organisation": told.name("organisation", told.data["organisation"]),
    }


@says("accounts.joining_refused")
def _joining_refused(told: Told) -> str:
    return _("a refusé à %(person)s de rejoindre %(organisation)s") % {
        "person": told.name("person", told.data["person"]),
        "organisation": told.name("organisation", told.data["organisation"]),
    }


@says("accounts.joining_withdrawn")
def _joining_withdrawn(told: Told) -> str:
    return _("a retiré sa demande pour rejoindre %(organisation)s") % {
        "organisation": told.name("organisation", told.data["organisation"])}  # fmt: skip


@says("accounts.organisation_corrected")
def _corrected(told: Told) -> str:
    labels = {"name": _("nom"), "kind": _("nature"), "siren": _("SIREN"), "siret": _("SIRET"), "region": _("région"),
              "department": _("département")}  # fmt: skip
    changes = [
        _("%(what)s « %(before)s » devient « %(after)s »")
        % {"what": labels[key], "before": told.data["before"][key] or "–", "after": after or "–"}
        for key, after in told.data["after"].items()
    ]
    return _("a corrigé l’organisation « %(name)s » : %(changes)s") % {
        "name": told.subject, "changes": ", ".join(changes)}  # fmt: skip


@says("accounts.enterprises_linked")
def _linked(told: Told) -> str:
    return _("a écrit que %(holder)s détient %(share)s de %(held)s à partir du %(first)s") % {
        "holder": told.name("organisation", told.data["holder"]),
        "held": told.name("organisation", told.data["held"]),
        "share": percent(float(told.data["share"])),
        "first": _day(told.data["first"]),
    }


@says("accounts.enterprise_link_ended")
def _link_ended(told: Told) -> str:
    return _("a écrit que la part de %(holder)s dans %(held)s prend fin le %(last)s") % {
        "holder": told.name("organisation", told.data["holder"]),
        "held": told.name("organisation", told.data["held"]),
        "last": _day(told.data["last"]),
    }


@says("accounts.person_erased")
def _erased(told: Told) -> str:
    if told.entry.actor == told.entry.subject:
        return _("a effacé son compte")
    return _("a effacé un compte à la demande de son titulaire ou au terme de sa conservation")


@says("accounts.purged")
def _purged(told: Told) -> str:
    from tandem.accounts.retention import LABELS

    counts = [f"{LABELS[kind]} : {count}" for kind, count in told.data["counts"].items()]
    return _("a mené la purge des données dont la durée est passée (%(counts)s)") % {"counts": " ; ".join(counts)}


def mandate_called(mandate: Mandate) -> str:
    """« mandat « Chef de projet » de Camille Fictif »."""
    return _("mandat « %(role)s » %(of_person)s") % {
        "role": _role(mandate.role), "of_person": de(called(mandate.person))}  # fmt: skip


def called(person: Person) -> str:
    """A person's name; that they were erased when they were."""
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


def is_uuid(key: str) -> bool:
    try:
        return bool(uuid.UUID(key))
    except ValueError:
        return False
