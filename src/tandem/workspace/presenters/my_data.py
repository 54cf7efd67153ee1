"""One's own data in words: the same as the file, for reading."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import about_people
from tandem.accounts.models import InvitationState, JoiningState
from tandem.core.typography import date_long
from tandem.workspace.presenters import browsers


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is kept: what it is, and its lines."""

    title: str
    lines: Sequence[str]


def sections(data: Mapping[str, Any]) -> list[Section]:
    """Return what is kept about somebody, part by part; mandates are shown as their own table."""
    account = data["account"]
    factors = {"totp": _("application de codes"), "webauthn": _("clé ou empreinte"),
               "recovery_codes": _("codes de secours")}  # fmt: skip
    return [
        Section(_("Compte"), [
            _("Nom : %s") % f"{account['first_name']} {account['last_name']}".strip(),
            _("Adresse : %s") % account["email"],
            _("Numéro au journal : %s") % account["reference"],
            _("Créé le %s") % _day(account["created_at"]),
            _("Mot de passe : %s") % (_("oui, sous forme d’empreinte") if account["password"] else _("aucun")),
        ]),
        Section(_("Second facteur"), [factors.get(each["type"], each["type"]) for each in data["second_factors"]]),
        Section(_("Fournisseur d’identité"), [
            f"{each['provider']}, {_day(each['last_login'])}" for each in data["providers"]
        ]),
        Section(_("Sessions"), [
            _("ouverte le %(day)s depuis %(ip)s, %(browser)s")
            % {"day": _day(each["created_at"]), "ip": each["ip"], "browser": browsers.named(each["user_agent"])}
            for each in data["sessions"]
        ]),
        Section(_("Invitations reçues"), [
            f"{each['organisation__name']}, {_day(each['created_at'])}, {InvitationState(each['state']).label}"
            for each in data["invitations_received"]
        ]),
        Section(_("Invitations faites"), [
            f"{each['organisation__name']}, {_day(each['created_at'])}, {InvitationState(each['state']).label}"
            for each in data["invitations_made"]
        ]),
        Section(_("Demandes pour rejoindre une organisation"), [
            f"{each['organisation__name']}, {_day(each['asked_at'])}, {JoiningState(each['state']).label}"
            for each in data["joining_requests"]
        ]),
        *(Section(str(part.label), [each["summary"] for each in data[part.key]]) for part in about_people.parts()),
        Section(_("Vos actes au journal"), [_line(each) for each in reversed(data["acts"])]),
        Section(_("Ce que d’autres ont écrit de vous au journal"), [
            _line(each) for each in reversed(data["written_about_me"])
        ]),
    ]  # fmt: skip


def _line(told: Mapping[str, Any]) -> str:
    return f"{_day(told['at'])} : {told['sentence']}"


def _day(moment: dt.datetime | None) -> str:
    return date_long(timezone.localtime(moment).date()) if moment else _("jamais")
