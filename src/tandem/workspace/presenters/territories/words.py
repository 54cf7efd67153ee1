"""Words for states of pairs, posts, agreements and activity, once for all pages."""

import datetime as dt
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem import programme
from tandem.core.typography import counted, date_long
from tandem.territories.activity import Signal
from tandem.territories.models import Agreement
from tandem.territories.pairs import COMPLETE, HALF, Pair, Seat
from tandem.territories.rules import ACTIVE, QUIET
from tandem.territories.staffing import Staffed
from tandem.theme import rendering

KINDS = {COMPLETE: "success", HALF: "warning", ACTIVE: "success", QUIET: "warning"}


def badge(label: str, kind: str = "") -> Any:
    """A state in words, for a cell."""
    return rendering.inline("ui/badge.html", label=label, kind=kind, small=True)


def pair_state(pair: Pair) -> str:
    if pair.state == COMPLETE:
        return _("complet")
    return _("à moitié") if pair.state == HALF else _("vacant")


def pair_badge(pair: Pair) -> Any:
    """Say how complete a pair is; one of which nothing was ever recorded is not said to be empty."""
    if not pair.recorded:
        return badge(_("non renseigné"))
    return badge(pair_state(pair), KINDS.get(pair.state, "error"))


def pair_line(pair: Pair) -> Any:
    """The state of a pair where nothing else says that it is one's."""
    state = pair_state(pair) if pair.recorded else _("non renseigné")
    name = str(programme.current().wording.lead_pair).capitalize()
    return badge(f"{name} {state}", KINDS.get(pair.state, "error") if pair.recorded else "")


def _length(days: int) -> str:
    if days < 60:
        return counted(days, _("jour"))
    return _("%d mois") % (days * 12 // 365) if days < 730 else counted(days // 365, _("an"))


def ago(since: dt.date, date: dt.date) -> str:
    """Say since when, and how long that is."""
    days = (date - since).days
    if days < 2:
        return _("depuis hier") if days else _("depuis aujourd’hui")
    return _("depuis le %(day)s (%(length)s)") % {"day": date_long(since), "length": _length(days)}


def when(on: dt.date, date: dt.date) -> str:
    """Say how long before a day something was done, as people do."""
    days = (date - on).days
    if days < 2:
        return _("hier") if days else _("aujourd’hui")
    return _("il y a %s") % _length(days)


def seat_holder(seat: Seat, date: dt.date) -> Any:
    if seat.vacant_since is not None:
        return format_html("{} {}", badge(_("vacant"), "error"), ago(seat.vacant_since, date))
    if seat.holder is None:
        return _("%s, en suppléance") % seat.stand_in.person.full_name
    return seat.holder.person.full_name


def seat_since(seat: Seat) -> str:
    held = seat.holder or seat.stand_in
    return date_long(held.validity.lower) if held and held.validity.lower else ""


def seat_stand_in(seat: Seat) -> str:
    if seat.stand_in is None or seat.holder is None:
        return ""
    last = seat.stand_in.last_day
    until = _(", jusqu’au %s") % date_long(last) if last else ""
    return f"{seat.stand_in.person.full_name}{until}"


def post_holder(staffed: Staffed, date: dt.date) -> Any:
    if staffed.holding is not None:
        return staffed.holding.mandate.person.full_name
    told = ago(staffed.vacant_since, date)
    if staffed.recruiting:
        opened = date_long(staffed.post.recruitment_opened_on)
        return format_html("{} {}", badge(_("recrutement en cours"), "info"), _("ouvert le %s") % opened + ", " + told)
    return format_html("{} {}", badge(_("vacant"), "error"), told)


def signal_badge(signal: Signal) -> Any:
    if signal.last is None:
        return badge(_("sans acte"))
    labels = {ACTIVE: _("actif"), QUIET: _("discret")}
    return badge(labels.get(signal.state, _("silencieux")), KINDS.get(signal.state, "error"))


def signal_line(signal: Signal, date: dt.date) -> Any:
    """Whether a territory lives, in a badge that says of what it speaks."""
    if signal.last is None:
        return badge(_("Territoire sans acte"))
    states = {ACTIVE: _("Territoire actif"), QUIET: _("Territoire discret")}
    said = _("%(state)s : dernier acte %(when)s") % {
        "state": states.get(signal.state, _("Territoire silencieux")), "when": when(signal.last.on, date)}  # fmt: skip
    return badge(said, KINDS.get(signal.state, "error"))


def signal_reason(signal: Signal, date: dt.date) -> str:
    if signal.last is None:
        return _("aucun acte enregistré")
    return _("dernier acte : %(what)s, %(when)s") % {"what": signal.last.what, "when": when(signal.last.on, date)}


def agreement_state(agreement: Agreement, date: dt.date) -> Any:
    """Say the state that an agreement had on a day, from its own days."""
    if agreement.signed_on is not None and agreement.signed_on <= date:
        if agreement.ends is not None and agreement.ends < date:
            return badge(_("échu"), "")
        return badge(_("signé"), "success")
    if agreement.ready_on is not None and agreement.ready_on <= date:
        return badge(_("prêt à signer"), "info")
    return badge(_("en préparation"), "new")
