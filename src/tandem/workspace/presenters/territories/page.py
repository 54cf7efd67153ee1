"""A territory as of a day: who leads it, who works for it, what was signed, what became of it."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.rights import Acting, may_grant
from tandem.accounts.scopes import Place
from tandem.core.journal.timeline import timeline
from tandem.core.models import JournalEntry
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long, joined, percent
from tandem.territories.activity import signals_of, subjects_of
from tandem.territories.contents import kind_name
from tandem.territories.correspondents import correspondents_of
from tandem.territories.journal_words_of_acts import euros
from tandem.territories.lineage import lineage_of
from tandem.territories.models import ActivityReport, Territory
from tandem.territories.pairs import Pair, pairs_of
from tandem.territories.staffing import posts_at
from tandem.workspace.presenters.territories import words

LINES = 30
"""Lines of the timeline that the page shows."""


def content(territory: Territory, place: Place, date: dt.date, query: str, acting: Acting) -> dict[str, Any]:
    """Return all that the page says of a territory on a day, in a fixed number of queries."""
    pair = pairs_of([territory.pk], date, {territory.pk: territory.validity})[territory.pk]
    signal = signals_of([territory.pk], date)[territory.pk]
    posts = posts_at([territory.pk], date)
    perimeter = territory.perimeters.as_of(date).first()
    return {
        "territory": territory,
        "object": f"territory:{territory.pk}",
        "date": date,
        "perimeter": perimeter,
        "life": lineage_of(territory, date),
        "pair": _pair(pair, date),
        "vacant": _to_name(pair, territory, place, acting),
        "posts": _posts(posts, date),
        "staffed": posts,
        "reports": _reports(territory, date),
        "correspondents": _correspondents(place, date),
        "agreements": _agreements(territory, date),
        "pair_state": words.pair_state(pair) if pair.recorded else _("non renseigné"),
        "pair_line": words.pair_line(pair),
        "signal_line": words.signal_line(signal, date),
        "signal_reason": words.signal_reason(signal, date),
        "timeline": _timeline(territory, date),
        "query": query,
    }


def _to_name(pair: Pair, territory: Territory, place: Place, acting: Acting) -> list[tuple[str, str]]:
    """What to name to the empty seats, each with its form, for who may give these mandates here."""
    return [
        (_("Nommer : %s") % seat.role.name,
         reverse("workspace:give", query={"role": seat.role.code, "scope": territory.pk}))
        for seat in pair.seats
        if not seat.held and may_grant(acting, seat.role.code, place, programme.current())
    ]  # fmt: skip


def _pair(pair: Any, date: dt.date) -> Table:
    columns = (
        Column("role", _("Siège"), lambda seat: seat.role.name),
        Column("holder", _("Tenu par"), lambda seat: words.seat_holder(seat, date)),
        Column("organisation", _("Pour"),
               lambda seat: (seat.holder or seat.stand_in).organisation.name if seat.held else ""),
        Column("since", _("Depuis le"), words.seat_since),
        Column("stand_in", _("Suppléance"), words.seat_stand_in),
    )  # fmt: skip
    return Table(_("Binôme au %s") % date_long(date), columns, pair.seats)


def _posts(posts: list[Any], date: dt.date) -> Table:
    columns = (
        Column("employer", _("Employeur"), lambda row: row.post.employer.name),
        Column("holder", _("Tenu par"), lambda row: words.post_holder(row, date)),
        Column("since", _("Depuis le"), lambda row: date_long(row.holding.validity.lower) if row.holding else ""),
        Column("funded", _("Financé"), lambda row: _("du %(first)s au %(last)s") % {
            "first": date_long(row.post.validity.lower), "last": date_long(row.post.last_day)}),
        Column("rate", _("Taux et plafond"), lambda row: _("%(rate)s, %(cap)s au plus") % {
            "rate": percent(row.post.rate / 100, None), "cap": euros(row.post.cap)}),
        Column("time", _("Temps de travail"), lambda row: percent(row.post.working_time, 0)),
    )  # fmt: skip
    return Table(_("Postes financés au %s") % date_long(date), columns, posts)


def _reports(territory: Territory, date: dt.date) -> Table:
    found = ActivityReport.objects.filter(post__territory=territory, first_day__lte=date).order_by("-first_day", "pk")
    columns = (
        Column("period", _("Période"), lambda row: format_html(
            '<a href="{}">{}</a>', reverse("workspace:report", args=[row.pk]), _("du %(first)s au %(last)s") % {
                "first": date_long(row.first_day), "last": date_long(row.last_day)})),
        Column("state", _("État"), lambda row: row.get_status_display()),
        Column("invoiced", _("Facturé"), lambda row: euros(row.invoiced)),
        Column("due", _("Dû par le financeur"),
               lambda row: _("à l’acceptation") if row.due is None else euros(row.due)),
    )  # fmt: skip
    return Table(_("Comptes rendus d’activité"), columns, list(found))


def _correspondents(place: Place, date: dt.date) -> Table:
    columns = (
        Column("name", _("Correspondant"), lambda row: "\u202f: ".join(filter(None, (row.name, row.organisation)))),
        Column("who", _("Qui"), lambda row: words.badge(_("absent"), "warning") if row.absent
               else joined(f"{each.person.full_name} ({each.organisation.name})" for each in row.mandates)),
    )  # fmt: skip
    return Table(_("Correspondants au %s") % date_long(date), columns, correspondents_of(place, date))


def _agreements(territory: Territory, date: dt.date) -> Table:
    found = territory.agreements.filter(drafted_on__lte=date).order_by("drafted_on", "pk")
    columns = (
        Column("title", _("Acte"), lambda row: format_html(
            '<a href="{}">{}</a>', reverse("workspace:agreement", args=[row.pk]), row.title)),
        Column("kind", _("Nature"), lambda row: kind_name(row.kind)),
        Column("state", _("État"), lambda row: words.agreement_state(row, date)),
        Column("signed", _("Signé le"),
               lambda row: date_long(row.signed_on) if row.signed_on and row.signed_on <= date else ""),
        Column("ends", _("Prend fin le"), lambda row: date_long(row.ends) if row.ends else _("sans terme")),
    )  # fmt: skip
    return Table(_("Actes au %s") % date_long(date), columns, list(found))


def _timeline(territory: Territory, date: dt.date) -> list[Any]:
    its = Q(subject=f"territory:{territory.pk}") | Q(subject__in=subjects_of(territory.pk))
    return timeline(JournalEntry.objects.filter(its, at__date__lte=date).order_by("-sequence")[:LINES])
