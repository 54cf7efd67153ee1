"""What an agreement says, field by field: for its digest, and to compare it with what it amends."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from tandem import programme
from tandem.core.typography import date_long
from tandem.territories.models import Agreement, Party
from tandem.territories.rules import Signer

DELIBERATING = frozenset({"region", "intermunicipality", "association"})
"""Kinds of organisations whose assembly votes on what they sign; the others sign by virtue of a power."""


def digest_of(agreement: Agreement, parties: Iterable[Party]) -> str:
    """Return the SHA-256 of all that is signed."""
    signed: dict[str, Any] = {
        "agreement": agreement.pk,
        "territory": agreement.territory_id,
        "kind": agreement.kind,
        "title": agreement.title,
        "amends": agreement.amends_id,
        "starts": agreement.starts,
        "ends": agreement.ends,
        "sections": agreement.sections,
        "parties": [
            [
                party.organisation_id, party.capacity, party.signs, party.quality, party.power, party.deliberation,
                party.deliberated_on,
            ]
            for party in parties
        ],
    }  # fmt: skip
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def fields_of(agreement: Agreement, parties: Iterable[Party]) -> dict[str, str]:
    """Return an agreement field by field, in words, in the order of its reading."""
    dates = {_("Prend effet le"): agreement.starts, _("Prend fin le"): agreement.ends}
    fields = {name: date_long(day) if day else _("sans terme") for name, day in dates.items()}
    fields |= {_("Partie : %s") % party.organisation.name: party_in_words(party) for party in parties}
    return fields | {title: agreement.sections.get(title, "") for title in chapters_of(agreement)}


def chapters_of(agreement: Agreement) -> list[str]:
    """Return the titles of its chapters: those of its kind, then others that it has (a kind may change later)."""
    kind = next((each for each in programme.current().governance.agreements if each.code == agreement.kind), None)
    wanted = list(kind.sections) if kind else []
    return wanted + [title for title in agreement.sections if title not in wanted]


def party_in_words(party: Party) -> str:
    """Say a party as the document does: who signs, as what, by virtue of what."""
    said = [" ".join(filter(None, (party.signs, f"({party.quality})" if party.quality else "")))]
    if party.deliberation:
        said.append(
            _("délibération %(number)s du %(day)s")
            % {"number": party.deliberation, "day": date_long(party.deliberated_on)}
            if party.deliberated_on
            else _("délibération %s") % party.deliberation
        )
    if party.power:
        said.append(party.power)
    return ", ".join(filter(None, (str(party.get_capacity_display()), *said)))


def signer_of(party: Party) -> Signer:
    return Signer(
        party.organisation.name, party.capacity, party.signs, party.quality, party.power, party.deliberation,
        party.organisation.kind in DELIBERATING,
    )  # fmt: skip


def kind_name(code: str) -> str:
    """Name a kind of agreement; one that the programme file no longer has keeps its code."""
    return next((each.name for each in programme.current().governance.agreements if each.code == code), code)
