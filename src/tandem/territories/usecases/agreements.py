"""Agreements: drafted, corrected, made ready, signed; the scan of what was signed attached to them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Organisation
from tandem.accounts.rights import may
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.saving import save
from tandem.territories import papers
from tandem.territories.codes import faults_of
from tandem.territories.contents import digest_of, signer_of
from tandem.territories.models import Agreement, Party, SignedCopy, Territory
from tandem.territories.placing import places_of
from tandem.territories.rules import missing_to_be_ready
from tandem.territories.scans import read_scan
from tandem.territories.versions import refuse_stale

PREPARE, SIGN = "contracts.prepare", "contracts.sign"
DRAFT, READY, SIGNED = Agreement.State.DRAFT, Agreement.State.READY, Agreement.State.SIGNED


@transaction.atomic
def draft_agreement(
    by: By, *, territory: Territory, kind: str, title: str, amends: Agreement | None = None
) -> Agreement:
    """Begin an agreement; an amendment begins with the text and the parties of what it amends.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        The programme has no such kind, or what is amended is not a signed agreement of the same territory.
    """
    _allowed(by, territory.pk, PREPARE)
    known = {each.code: each for each in programme.current().governance.agreements}
    if kind not in known:
        raise TandemError(_("Le programme n’a pas d’acte de cette nature."))
    if known[kind].amends != (amends is not None):
        raise TandemError(
            _("Dire quel acte est modifié.") if amends is None else _("Cet acte n’en modifie pas un autre.")
        )
    if amends is not None and (amends.territory_id != territory.pk or amends.state != SIGNED):
        raise TandemError(_("On ne modifie qu’un acte signé de ce territoire."))
    agreement = Agreement(
        territory=territory, kind=kind, title=" ".join(title.split()), amends=amends, drafted_on=today(),
        sections=dict(amends.sections) if amends else {},
        starts=amends.starts if amends else None, ends=amends.ends if amends else None,
    )  # fmt: skip
    save(agreement)
    for party in amends.parties.all() if amends else ():
        party.pk, party._state.adding, party.agreement = None, True, agreement
        party.deliberation, party.deliberated_on = "", None  # each assembly votes again
        save(party)
    _journal("territories.agreement_drafted", by, agreement, kind=kind, amends=agreement.amends_id)
    return agreement


@transaction.atomic
def edit_agreement(
    by: By, agreement: Agreement, *, version: int, title: str, starts: dt.date | None, ends: dt.date | None,
    sections: Mapping[str, str],
) -> Agreement:  # fmt: skip
    """Write a draft again.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    StaleError
        Somebody else wrote it meanwhile.
    TandemError
        It is no longer a draft, or ends before it starts.
    """
    held = _locked(by, agreement, PREPARE, DRAFT)
    refuse_stale(held, version)
    before = dict(held.sections)
    held.title, held.starts, held.ends = " ".join(title.split()), starts, ends
    held.sections = {name: text.strip() for name, text in sections.items() if text.strip()}
    held.version += 1
    save(held)
    changed = sorted(name for name in {*before, *held.sections} if before.get(name) != held.sections.get(name))
    _journal("territories.agreement_edited", by, held, chapters=changed)
    return held


@transaction.atomic
def set_party(by: By, agreement: Agreement, *, organisation: Organisation, **said: Any) -> Party:
    """Add a party to a draft, or say again what is known of it.

    Parameters
    ----------
    said
        Fields of `Party`: capacity, signatory or person, quality, power, deliberation, deliberated_on.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It is no longer a draft.
    """
    held = _locked(by, agreement, PREPARE, DRAFT)
    party = held.parties.filter(organisation=organisation).first() or Party(agreement=held, organisation=organisation)
    for field, value in said.items():
        setattr(party, field, value)
    save(party)
    _touched(held)
    _journal("territories.party_set", by, held, organisation=organisation.pk, deliberation=party.deliberation)
    return party


@transaction.atomic
def remove_party(by: By, party: Party) -> None:
    """Take a party out of a draft.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It is no longer a draft.
    """
    held = _locked(by, party.agreement, PREPARE, DRAFT)
    organisation = party.organisation_id
    Party.objects.filter(pk=party.pk, agreement=held).delete()
    _touched(held)
    _journal("territories.party_removed", by, held, organisation=organisation)


@transaction.atomic
def make_ready(by: By, agreement: Agreement, *, version: int) -> Agreement:
    """Close the text: what is printed from now on is what will be signed.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    StaleError
        Somebody else wrote it meanwhile.
    TandemError
        It is no longer a draft, or lacks something: all that it lacks is said.
    """
    held = _locked(by, agreement, PREPARE, DRAFT)
    refuse_stale(held, version)
    parties = list(held.parties.select_related("organisation", "person"))
    kind = programme.current().governance.agreement(held.kind)
    lacks = missing_to_be_ready(
        [signer_of(party) for party in parties], held.sections, kind.sections, held.starts,
        amends=kind.amends, amended=held.amends_id is not None,
    )  # fmt: skip
    if lacks:
        raise TandemError(" ".join(lacks))
    held.state, held.ready_on, held.digest = READY, today(), digest_of(held, parties)
    held.version += 1
    save(held)
    _journal("territories.agreement_ready", by, held, digest=held.digest)
    return held


@transaction.atomic
def reopen(by: By, agreement: Agreement, *, reason: str) -> Agreement:
    """Open the text of an agreement that is not signed yet: what was printed of it no longer counts.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    TandemError
        It is not ready, a signed copy is attached, or no reason is given.
    """
    held = _locked(by, agreement, PREPARE, READY)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi le texte est rouvert."))
    if held.copies.exists():
        raise TandemError(_("Un exemplaire signé est joint : le texte ne change plus."))
    held.state, held.ready_on, held.digest = DRAFT, None, ""
    held.version += 1
    save(held)
    _journal("territories.agreement_reopened", by, held, reason=reason)
    return held


@transaction.atomic
def sign(by: By, agreement: Agreement, *, on: dt.date) -> Agreement:
    """Write that an agreement was signed by all its parties on a day.

    Raises
    ------
    RefusedError
        The one who acts may not sign there, or signed in without a second factor.
    TandemError
        Who acts does not act for one of its parties, it is not ready, the day is to come,
        or precedes a deliberation that allows it.
    """
    held = _locked(by, agreement, SIGN, READY)
    if not held.parties.filter(organisation=by.mandate.organisation_id).exists():
        raise TandemError(
            _("Votre organisation n’est pas partie à cet acte."), _("Seule une des parties en écrit la signature.")
        )
    if on > today():
        raise TandemError(_("Une signature ne s’écrit pas d’avance."))
    late = held.parties.filter(deliberated_on__gt=on).select_related("organisation").first()
    if late is not None:
        raise TandemError(_("%s n’avait pas encore délibéré ce jour-là.") % late.organisation.name)
    held.state, held.signed_on = SIGNED, on
    held.version += 1
    save(held)
    _journal("territories.agreement_signed", by, held, on=on, digest=held.digest)
    return held


@transaction.atomic
def attach_copy(by: By, territory: Territory, content: bytes) -> SignedCopy:
    """Attach the scan of a signed agreement of a territory: the codes of its pages say which one.

    Raises
    ------
    RefusedError
        The one who acts may not, in this territory.
    NotFoundError
        No code is read, or its agreement is not of this territory.
    TandemError
        The file is not accepted, pages of several agreements are mixed, a page is missing or of another version.
    """
    _allowed(by, territory.pk, PREPARE)
    scan = read_scan(content)
    agreements = {code.agreement for code in scan.codes}
    if not agreements:
        raise NotFoundError(
            _("Aucun code n’a été lu sur ces pages."),
            _("Numériser les pages entières, à 200 points par pouce."),
        )
    if len(agreements) > 1:
        raise TandemError(_("Ce fichier mêle les pages de plusieurs actes."), _("Joindre un fichier par acte."))
    found = Agreement.objects.select_for_update(of=("self",)).filter(pk=agreements.pop(), territory=territory).first()
    if found is None:
        raise NotFoundError(_("Ces pages sont celles d’un acte qui n’est pas de ce territoire."))
    if found.state == DRAFT:
        raise TandemError(_("Le texte de « %s » a été rouvert : ces pages ne sont plus les siennes.") % found.title)
    faults = faults_of(scan.codes, found.digest, scan.unread)
    if faults:
        raise TandemError(" ".join(faults))
    copy = SignedCopy(
        agreement=found, sha256=papers.keep(content), media_type=scan.media_type, size=len(content), pages=scan.pages,
        added_by=by.mandate,
    )  # fmt: skip
    save(copy)
    _journal("territories.copy_attached", by, found, sha256=copy.sha256, pages=copy.pages)
    return copy


def _allowed(by: By, territory: str, operation: str) -> None:
    refuse_unless(may(by.acting, operation, places_of([territory])[territory], programme.current()))


def _locked(by: By, agreement: Agreement, operation: str, state: str) -> Agreement:
    held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    _allowed(by, held.territory_id, operation)
    if held.state != state:
        raise TandemError(
            _("« %(title)s » est %(state)s.") % {"title": held.title, "state": held.get_state_display().lower()}
        )
    return held


def _touched(agreement: Agreement) -> None:
    agreement.version += 1
    agreement.save(update_fields=["version"])


def _journal(code: str, by: By, agreement: Agreement, *, reason: str = "", **data: Any) -> None:
    journal.record(code, actor=by.author, subject=f"agreement:{agreement.pk}", reason=reason, **data)
