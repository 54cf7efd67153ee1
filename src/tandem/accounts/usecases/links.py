"""Which enterprise holds which: what sizes and aids are added up by."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.acting import By, refuse_unless
from tandem.accounts.models import EnterpriseLink, Organisation
from tandem.accounts.placing import seat_of
from tandem.accounts.rights import may
from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.saving import save


@transaction.atomic
def link_enterprises(
    by: By, *, holder: Organisation, held: Organisation, share: Decimal, first: dt.date, source: str
) -> EnterpriseLink:
    """Say that an enterprise holds a part of another from a day on; their earlier share ends the day before.

    Raises
    ------
    RefusedError
        The one who acts may manage neither of them.
    TandemError
        A share out of bounds, an enterprise and itself, no source, or a day that is not after the earlier share's.
    """
    locked = {each.pk: each for each in Organisation.objects.select_for_update().filter(pk__in=(holder.pk, held.pk))
              .order_by("pk")}  # fmt: skip
    _may_manage_one(by, *locked.values())
    if not source.strip():
        raise TandemError(_("Donner la source : comptes déposés, déclaration du groupe, extrait du registre."))
    earlier = EnterpriseLink.objects.filter(holder=holder, held=held, validity__upper_inf=True).first()
    if earlier is not None:
        if earlier.validity.lower is not None and earlier.validity.lower >= first:
            raise TandemError(_("Une part est déjà dite à partir de ce jour ou d’un jour suivant."))
        earlier.validity = DateRange(earlier.validity.lower, first)
        save(earlier)
    made = EnterpriseLink(
        holder=holder, held=held, share=share, validity=DateRange(first, None), source=" ".join(source.split())
    )
    save(made)
    journal.record(
        "accounts.enterprises_linked",
        actor=by.author,
        subject=f"organisation:{held.pk}",
        reason=made.source,
        holder=holder.pk,
        held=held.pk,
        share=str(share),
        first=first,
    )
    return made


@transaction.atomic
def end_link(by: By, link: EnterpriseLink, *, last: dt.date, reason: str) -> EnterpriseLink:
    """End a link after a day.

    Raises
    ------
    RefusedError
        The one who acts may manage neither of the two.
    TandemError
        It has ended already, or would before it begins, or no reason is given.
    """
    locked = EnterpriseLink.objects.select_for_update(of=("self",)).select_related("holder", "held").get(pk=link.pk)
    _may_manage_one(by, locked.holder, locked.held)
    if not reason.strip():
        raise TandemError(_("Dire pourquoi ce lien prend fin."))
    if locked.validity.upper is not None:
        raise TandemError(_("Ce lien a déjà pris fin."))
    if locked.validity.lower is not None and last < locked.validity.lower:
        raise TandemError(_("Un lien ne prend pas fin avant de commencer."))
    locked.validity = DateRange(locked.validity.lower, last + dt.timedelta(days=1))
    save(locked)
    journal.record(
        "accounts.enterprise_link_ended",
        actor=by.author,
        subject=f"organisation:{locked.held_id}",
        reason=reason,
        holder=locked.holder_id,
        held=locked.held_id,
        last=last,
    )
    return locked


def _may_manage_one(by: By, *enterprises: Organisation) -> None:
    verdicts = [may(by.acting, "organisations.manage", seat_of(each), programme.current()) for each in enterprises]
    refuse_unless(next(filter(None, verdicts), verdicts[0]))
