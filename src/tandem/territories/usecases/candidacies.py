"""Filing a candidacy, and taking it back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import Organisation
from tandem.accounts.rights import may
from tandem.accounts.scopes import Place
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save
from tandem.places.models import Region
from tandem.territories.composition import overlaps, parts_of
from tandem.territories.models import Candidacy, Phase
from tandem.territories.rules import candidacy_warnings


@dataclass(frozen=True, slots=True)
class Filed:
    """A candidacy, and what is unusual about it."""

    candidacy: Candidacy
    warnings: list[str]


def place_of(region: str) -> Place:
    """Where a candidacy lies, for rights: its region."""
    return Place(regions={region})


@transaction.atomic
def file_candidacy(
    by: By, *, name: str, phase: Phase, region: Region, lead: Organisation, filed_on: dt.date, members: Sequence[str]
) -> Filed:
    """File a candidacy for the label.

    Parameters
    ----------
    members
        SIREN of intermunicipalities, codes of single communes.

    Raises
    ------
    RefusedError
        The one who acts may not, in this region.
    TandemError
        A code is unknown, or a commune is in a territory of this phase already: it is named.
    """
    refuse_unless(may(by.acting, "governance.manage", place_of(region.pk), programme.current()))
    parts = parts_of(members)
    taken = overlaps(parts, phase.pk, filed_on)
    if taken:
        raise TandemError(" ".join(taken))
    candidacy = Candidacy(
        name=" ".join(name.split()), phase=phase, region=region, lead=lead, filed_on=filed_on,
        members=[part.code for part in parts],
    )  # fmt: skip
    save(candidacy)
    warnings = candidacy_warnings(candidacy.members, programme.current().phase(phase.pk).most_members)
    journal.record(
        "territories.candidacy_filed", actor=by.author, subject=f"candidacy:{candidacy.pk}", on=filed_on,
        members=candidacy.members, warnings=len(warnings),
    )  # fmt: skip
    return Filed(candidacy, warnings)


@transaction.atomic
def withdraw_candidacy(by: By, candidacy: Candidacy, *, reason: str) -> Candidacy:
    """Take a candidacy back before anything was decided.

    Raises
    ------
    RefusedError
        The one who acts may not, in this region.
    TandemError
        It is no longer only filed, or no reason is given.
    """
    locked = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    refuse_unless(may(by.acting, "governance.manage", place_of(locked.region_id), programme.current()))
    if not reason.strip():
        raise TandemError(_("Dire pourquoi la candidature est retirée."))
    if locked.status != Candidacy.Status.FILED:
        raise TandemError(_("Cette candidature est déjà %s.") % locked.get_status_display())
    locked.status = Candidacy.Status.WITHDRAWN
    save(locked)
    journal.record("territories.candidacy_withdrawn", actor=by.author, subject=f"candidacy:{locked.pk}", reason=reason)
    return locked
