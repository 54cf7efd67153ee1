"""What the programme file in force says, and where the rights held today no longer follow from it."""

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem.accounts.models import Mandate, Organisation
from tandem.accounts.retention import ENDS, LABELS
from tandem.accounts.scopes import ScopeKind
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, joined
from tandem.programme import Phase, Programme, Role
from tandem.workspace.presenters.people.directory import kind_name
from tandem.workspace.presenters.people.sheets import mandates_table


def shown(programme: Programme, date: dt.date) -> dict[str, Any]:
    """Return the tables of the page (five queries, and one for each kind of perimeter)."""
    in_force = Mandate.objects.exercised_on(date)
    held = dict(in_force.order_by().values_list("role").annotate(Count("pk")))
    kinds = dict(Organisation.objects.current().order_by().values_list("kind").annotate(Count("pk")))
    return {
        "phases": _phases(programme, date),
        "roles": _roles(programme, held),
        "kinds": _kinds(programme, kinds),
        "retention": _retention(programme),
        "without_role": _out_of_step(programme, in_force, date),
        "unknown_kinds": joined(sorted(set(kinds) - {each.code for each in programme.organisation_kinds})),
        "days": programme.invitation_days,
    }


def _phases(programme: Programme, date: dt.date) -> Table:
    def dates(phase: Phase) -> str:
        first = date_long(phase.valid_from)
        if phase.valid_until is None:
            return _("depuis le %s") % first
        last = date_long(phase.valid_until - dt.timedelta(days=1))
        return _("du %(first)s au %(last)s") % {"first": first, "last": last}

    now = programme.phase_at(date)
    return Table(
        _("Phases"),
        [
            Column("name", _("Phase")),
            Column("dates", _("Dates"), dates),
            Column("pillars", _("Axes"), lambda phase: joined(pillar.name for pillar in phase.pillars)),
            Column("state", _("État"), lambda phase: _("en cours") if phase == now else _("hors de ses dates")),
        ],
        programme.phases,
    )


def _roles(programme: Programme, held: dict[str, int]) -> Table:
    names = {role.code: role.name for role in programme.roles}
    return Table(
        _("Rôles"),
        [
            Column("name", _("Rôle")),
            Column("scope", _("S’exerce sur"), lambda role: ScopeKind(role.scope).label),
            Column("kinds", _("Pour"), lambda role: joined(kind_name(code) for code in role.kinds)),
            Column("grants", _("Peut donner"), lambda role: joined(names[code] for code in role.grants) or _("aucun")),
            Column("factor", _("Second facteur"), lambda role: _("demandé") if role.binding else _("non demandé")),
            Column("held", _("Mandats en vigueur"), lambda role: held.get(role.code, 0), decimals=0),
        ],
        programme.roles,
    )


def _kinds(programme: Programme, known: dict[str, int]) -> Table:
    return Table(
        _("Natures d’organisations"),
        [
            Column("name", _("Nature")),
            Column("roles", _("Rôles qui s’y tiennent"), lambda kind: joined(
                role.name for role in programme.roles if kind.code in role.kinds) or _("aucun")),
            Column("known", _("Organisations connues"), lambda kind: known.get(kind.code, 0), decimals=0),
        ],
        programme.organisation_kinds,
    )  # fmt: skip


def _retention(programme: Programme) -> Table:
    return Table(
        _("Durées de conservation"),
        [
            Column("kind", _("Quoi"), lambda rule: str(LABELS[rule.kind])),
            Column("months", _("Gardé"), lambda rule: counted(rule.months, _("mois"), _("mois"))),
            Column("then", _("Ensuite"), lambda rule: str(ENDS[rule.then])),
            Column("ground", _("Compté")),
        ],
        programme.retention,
    )


def _out_of_step(programme: Programme, in_force: Any, date: dt.date) -> Table | None:
    """Mandates in force that the file no longer allows as they are: no such role, another perimeter, another kind."""
    roles = {role.code: role for role in programme.roles}
    wrong = [
        (mandate, why)
        for mandate in in_force.order_by("role", "pk").iterator(chunk_size=2_000)
        if (why := _why(mandate, roles.get(mandate.role)))
    ]
    if not wrong:
        return None
    reasons = {mandate.pk: why for mandate, why in wrong}
    table = mandates_table([mandate for mandate, _why_not in wrong[:200]], date, people=True)
    why = Column("why", _("Écart"), lambda mandate: format_html("{}", reasons[mandate.pk]))
    return Table(_("Mandats en écart avec le fichier"), [*table.columns, why], table.rows)


def _why(mandate: Mandate, role: Role | None) -> str:
    if role is None:
        return _("le fichier n’a plus ce rôle : ce mandat ne permet plus rien")
    if mandate.scope_kind != role.scope:
        return _("ce rôle s’exerce maintenant sur %(scope)s") % {"scope": ScopeKind(role.scope).label}
    if mandate.organisation.kind not in role.kinds:
        return _("ce rôle ne se tient plus pour cette nature d’organisation")
    return ""
