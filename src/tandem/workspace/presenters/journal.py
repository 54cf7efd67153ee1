"""The journal as its page shows it: what is looked for, sentences, and how far the chain was verified."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.models import Person
from tandem.core.clock import parse_date
from tandem.core.errors import TandemError
from tandem.core.journal.partial import latest_verification
from tandem.core.journal.reading import Search
from tandem.core.journal.timeline import worded
from tandem.core.typography import date_long, number


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was typed, as it is understood, and what was not understood, by field."""

    typed: Mapping[str, str]
    search: Search
    faults: Mapping[str, str]


def asked(query: QueryDict) -> Asked:
    """Read a search; an author is an address here known, or a reference."""
    typed = {
        name: query.get(name, "").replace("\0", "").strip()[:120] for name in ("du", "au", "auteur", "objet", "acte")
    }
    faults = dict.fromkeys(typed, "")

    def day(name: str) -> dt.date | None:
        try:
            return parse_date(typed[name]) if typed[name] else None
        except TandemError as error:
            faults[name] = str(error)
            return None

    actor = typed["auteur"]
    if "@" in actor:
        reference = Person.objects.filter(email=actor.lower()).values_list("reference", flat=True).first()
        if reference is None:
            faults["auteur"] = _("Personne n’a de compte à cette adresse.")
        actor = f"person:{reference}"
    return Asked(typed, Search(day("du"), day("au"), actor, typed["objet"], typed["acte"]), faults)


def codes() -> list[tuple[str, str]]:
    return [("", _("Tous les actes")), *((code, code) for code in sorted(worded()))]


def verified() -> str:
    """How far the chain was verified from this page, in words."""
    entry = latest_verification()
    if entry is None:
        return _("La chaîne n’a pas encore été vérifiée depuis cette page.")
    words = {
        "first": number(entry.data["first"]),
        "last": number(entry.data["last"]),
        "day": date_long(timezone.localtime(entry.at).date()),
        "hour": f"{timezone.localtime(entry.at):%H:%M}",
    }
    if entry.data["broken"] is not None:
        words["broken"] = number(entry.data["broken"])
        return _("Vérifiée le %(day)s à %(hour)s : rompue à l’écriture %(broken)s.") % words
    return _("Vérifiée le %(day)s à %(hour)s, de l’écriture %(first)s à l’écriture %(last)s : entière.") % words
