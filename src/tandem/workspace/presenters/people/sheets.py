"""A person, a mandate, an organisation: what their pages show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem.accounts.groups import Holding, group_of
from tandem.accounts.journal_words import called
from tandem.accounts.models import EnterpriseLink, Invitation, JoiningRequest, Mandate, Organisation, OrganisationState
from tandem.accounts.models.organisations import PARTNER
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long, joined, percent
from tandem.places.models import Department, Region
from tandem.workspace.presenters import mandates
from tandem.workspace.presenters.people.directory import kind_name, number_of, organisation_link, person_link

GROUP_STEPS = 6
"""How far a group is followed from one enterprise to the next: one query each."""


def mandates_table(held: Iterable[Mandate], date: dt.date, *, people: bool) -> Table:
    """Mandates of a person, or of an organisation with who holds them; each opens its page."""
    held = list(held)
    words = {each.key: each for each in mandates.shown(held)}

    def role(mandate: Mandate) -> str:
        href = reverse("workspace:mandate", args=[mandate.pk])
        return format_html('<a href="{}">{}</a>', href, words[mandate.pk].role)

    who = Column("person", _("Personne"), lambda mandate: person_cell(mandate))
    whom = Column("organisation", _("Pour"), lambda mandate: organisation_link(mandate.organisation))
    return Table(
        _("Mandats"),
        [
            Column("role", _("Rôle"), role),
            who if people else whom,
            Column("scope", _("Périmètre"), lambda mandate: words[mandate.pk].scope),
            Column("dates", _("Dates"), mandates.dates_of),
            Column("state", _("État"), lambda mandate: mandates.state_of(mandate, date)),
        ],
        held,
    )


def person_cell(mandate: Mandate) -> str:
    return person_link(mandate.person, called(mandate.person))


def mandate_facts(mandate: Mandate, date: dt.date) -> list[tuple[str, Any]]:
    (words,) = mandates.shown([mandate])
    facts: list[tuple[str, Any]] = [
        (_("Personne"), person_cell(mandate)),
        (_("Rôle"), words.role),
        (_("Pour"), organisation_link(mandate.organisation)),
        (_("Périmètre"), words.scope),
        (_("Dates"), f"{mandates.dates_of(mandate)} ({mandates.state_of(mandate, date)})"),
        (_("Fondement"), mandate.ground),
        (_("Donné par"), called(mandate.granted_by) if mandate.granted_by else _("l’installation")),
    ]
    if mandate.stands_in_for:
        facts.append((_("Supplée"), person_cell(mandate.stands_in_for)))
    return facts


def organisation_facts(organisation: Organisation) -> list[tuple[str, Any]]:
    return _facts(
        organisation.name,
        organisation.kind,
        number_of(organisation),
        organisation.department.name if organisation.department else "",
        organisation.region.name if organisation.region else "",
    )


def organisation_as_of(organisation: Organisation, date: dt.date) -> list[tuple[str, Any]] | None:
    """Return what was known of an organisation at the end of a day; None when nothing was."""
    moment = timezone.make_aware(dt.datetime.combine(date + dt.timedelta(days=1), dt.time.min))
    state = OrganisationState.objects.as_of(moment).filter(of=organisation.pk).first()
    if state is None:
        return None
    return _facts(
        state.name,
        state.kind,
        number_of(Organisation(siren=state.siren, siret=state.siret)),
        str(Department.objects.filter(pk=state.department_id).first() or ""),
        str(Region.objects.filter(pk=state.region_id).first() or ""),
    )


def _facts(name: str, kind: str, number: str, department: str, region: str) -> list[tuple[str, Any]]:
    seat = ", ".join(filter(None, [department, region])) or _("non dit")
    return [(_("Nom"), name), (_("Nature"), kind_name(kind)), (_("Numéro"), number), (_("Siège"), seat)]


@dataclass(frozen=True, slots=True)
class GroupShown:
    """The group of an enterprise in words, and the links that make it."""

    linked: str
    partners: str
    links: Table
    open_links: list[EnterpriseLink]


def group_shown(organisation: Organisation, date: dt.date) -> GroupShown | None:
    """Return the group of an enterprise on a day; None when no link of it was ever told (a query for each step)."""
    told = list(_links({organisation.pk}))
    if not told:
        return None
    seen, ahead, links = set(), {organisation.pk}, {each.pk: each for each in told}
    for _step in range(GROUP_STEPS):
        seen |= ahead
        found = {each.pk: each for each in _links(ahead).filter(validity__contains=date, share__gte=PARTNER)}
        links |= found
        ahead = {key for each in found.values() for key in (each.holder_id, each.held_id)} - seen
        if not ahead:
            break
    in_force = [each for each in links.values() if date in each.validity]
    group = group_of(organisation.pk, [Holding(each.holder_id, each.held_id, each.share) for each in in_force])
    names = {each.holder_id: each.holder.name for each in links.values()}
    names |= {each.held_id: each.held.name for each in links.values()}
    shares = [f"{names[key]} ({percent(float(share))})" for key, share in group.partners.items()]
    return GroupShown(
        joined(sorted(names[key] for key in group.linked if key != organisation.pk)),
        joined(sorted(shares)),
        _links_table(told, date),
        [each for each in told if each.validity.upper is None],
    )


def _links(keys: set[int]) -> Any:
    held = EnterpriseLink.objects.filter(Q(holder__in=keys) | Q(held__in=keys))
    return held.select_related("holder", "held").order_by("validity", "pk")


def _links_table(links: list[EnterpriseLink], date: dt.date) -> Table:
    return Table(
        _("Liens avec d’autres entreprises"),
        [
            Column("holder", _("Détentrice"), lambda link: organisation_link(link.holder)),
            Column("held", _("Détenue"), lambda link: organisation_link(link.held)),
            Column("share", _("Part"), lambda link: percent(float(link.share))),
            Column("kind", _("Lien"), lambda link: _kind(link)),
            Column("dates", _("Dates"), lambda link: _dates(link)),
            Column("source", _("Source")),
        ],
        links,
    )


def _kind(link: EnterpriseLink) -> str:
    if link.linked:
        return _("liée")
    return _("partenaire") if link.share >= PARTNER else _("autonome")


def _dates(link: EnterpriseLink) -> str:
    first, upper = link.validity.lower, link.validity.upper
    if upper is None:
        return _("depuis le %s") % date_long(first)
    last = date_long(upper - dt.timedelta(days=1))
    return _("du %(first)s au %(last)s") % {"first": date_long(first), "last": last}


def invitation_facts(invitation: Invitation) -> list[tuple[str, Any]]:
    mandate = Mandate(
        organisation=invitation.organisation,
        role=invitation.role,
        scope_kind=invitation.scope_kind,
        scope_code=invitation.scope_code,
        validity=invitation.validity,
    )
    (words,) = mandates.shown([mandate])
    return [
        (_("Rôle"), words.role),
        (_("Pour"), invitation.organisation.name),
        (_("Périmètre"), words.scope),
        (_("Dates du mandat"), mandates.dates_of(mandate)),
        (_("Fondement"), invitation.ground),
        (_("Invitation de"), called(invitation.invited_by)),
    ]


def invitation_state(invitation: Invitation) -> tuple[str, str]:
    """Return the state of an invitation in words, and the look of its badge."""
    if invitation.expired(timezone.now()):
        return _("expirée"), "warning"
    looks = {"sent": "info", "accepted": "success", "to_send": "warning", "proposed": "new"}
    return str(invitation.get_state_display()), looks.get(invitation.state, "")


def invitations_table(rows: Iterable[Invitation]) -> Table:
    rows = list(rows)

    def address(invitation: Invitation) -> str:
        href = reverse("workspace:invitation", args=[invitation.reference])
        return format_html('<a href="{}">{}</a>', href, invitation.email)

    words = mandates.shown([
        Mandate(pk=each.pk, organisation=each.organisation, role=each.role, scope_kind=each.scope_kind,
                scope_code=each.scope_code) for each in rows
    ])  # fmt: skip
    shown = {each.key: each for each in words}
    return Table(
        _("Invitations"),
        [
            Column("email", _("Adresse"), address),
            Column("role", _("Rôle"), lambda each: shown[each.pk].role),
            Column("organisation", _("Pour"), lambda each: each.organisation.name),
            Column("scope", _("Périmètre"), lambda each: shown[each.pk].scope),
            Column("state", _("État"), lambda each: invitation_state(each)[0]),
            Column("expires", _("Expire le"), lambda each: date_long(timezone.localtime(each.expires_at).date())),
        ],
        rows,
    )


def requests_table(rows: Iterable[JoiningRequest]) -> Table:
    def person(request: JoiningRequest) -> str:
        href = reverse("workspace:joining", args=[request.reference])
        return format_html('<a href="{}">{}</a>', href, called(request.person))

    return Table(
        _("Demandes pour rejoindre une organisation"),
        [
            Column("person", _("Personne"), person),
            Column("organisation", _("Organisation"), lambda each: each.organisation.name),
            Column("asked", _("Demandé le"), lambda each: date_long(timezone.localtime(each.asked_at).date())),
        ],
        list(rows),
    )
