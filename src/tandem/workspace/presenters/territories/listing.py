"""My territories: how each is led and whether it lives."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from tandem import programme
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long
from tandem.places.rules import fold
from tandem.territories.activity import signals_of
from tandem.territories.models import Agreement, Territory
from tandem.territories.pairs import pairs_of
from tandem.territories.staffing import posts_at
from tandem.workspace.presenters.territories import words

STATES = {
    "": _("tous"), "pair": _("binôme à compléter"), "post": _("poste à pourvoir"), "silent": _("silencieux"),
    "unsigned": _("sans contrat signé"),
}  # fmt: skip


def shown(territories: QuerySet[Territory], date: dt.date, text: str, state: str, query: str) -> Table:
    """Return the territories that a filter keeps, led as of a day, in a fixed number of queries."""
    found = [
        each for each in territories.with_perimeter_at(date).select_related("region").order_by("search_name", "code")
        if not fold(text) or fold(text) in f"{each.search_name} {each.code} {fold(each.region.name)}"
    ]  # fmt: skip
    codes = [each.pk for each in found]
    pairs = pairs_of(codes, date, {each.pk: each.validity for each in found})
    signals, posts, contracts = signals_of(codes, date), {}, {}
    for staffed in posts_at(codes, date):
        posts.setdefault(staffed.post.territory_id, []).append(staffed)
    counting = [kind.code for kind in programme.current().governance.agreements if kind.counts]
    signed = Agreement.objects.filter(territory__in=codes, kind__in=counting, signed_on__lte=date)
    for agreement in signed.order_by("signed_on"):
        if agreement.ends is None or agreement.ends >= date:
            contracts[agreement.territory_id] = agreement
    kept = {
        "pair": lambda code: pairs[code].state != "complete",
        "post": lambda code: any(each.holding is None for each in posts.get(code, ())),
        "silent": lambda code: signals[code].state == "silent",
        "unsigned": lambda code: code not in contracts,
    }.get(state, lambda code: True)
    columns = (
        Column("name", _("Territoire"), lambda row: _named(row, query)),
        Column("region", _("Région"), lambda row: row.region.name),
        Column("pair", str(programme.current().wording.lead_pair).capitalize(),
               lambda row: words.pair_badge(pairs[row.pk])),
        Column("manager", _("Chef de projet"), lambda row: _managers(posts.get(row.pk, ()), date)),
        Column("contract", _("Contrat"), lambda row: _contract(contracts.get(row.pk))),
        Column("activity", _("Activité"), lambda row: format_html(
            '{} <span class="td-under">{}</span>', words.signal_badge(signals[row.pk]),
            words.signal_reason(signals[row.pk], date))),
    )  # fmt: skip
    return Table(_("Mes territoires au %s") % date_long(date), columns, [row for row in found if kept(row.pk)])


def _named(row: Territory, query: str) -> Any:
    return format_html(
        '<a href="{}{}">{}</a>', reverse("workspace:territory", args=[row.pk]), query, row.listed_as
    )  # fmt: skip


def _managers(posts: Any, date: dt.date) -> Any:
    if not posts:
        return _("aucun poste financé")
    return format_html("{}", words.post_holder(posts[0], date)) if len(posts) == 1 else _joined(posts, date)


def _joined(posts: Any, date: dt.date) -> Any:
    return format_html_join(" ; ", "{}", ((words.post_holder(each, date),) for each in posts))


def _contract(agreement: Agreement | None) -> str:
    return _("signé le %s") % date_long(agreement.signed_on) if agreement else _("aucun contrat signé")
