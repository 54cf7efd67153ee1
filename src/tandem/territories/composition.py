"""From codes that a candidacy names to intermunicipalities, communes, and who holds these already."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError
from tandem.core.typography import joined
from tandem.places.models import Commune, Intermunicipality
from tandem.territories.models import Member, PerimeterCommune

SAID = 4
"""Communes that a refusal names."""


@dataclass(frozen=True, slots=True)
class Part:
    """A member to be: its kind, code and name, and its communes by code and name."""

    kind: str
    code: str
    name: str
    communes: tuple[tuple[str, str], ...]


def parts_of(codes: Sequence[str]) -> list[Part]:
    """Return the members that codes name: SIREN of intermunicipalities in force, codes of single communes.

    Raises
    ------
    TandemError
        Naming each code that nobody knows, and each commune that two of them bring.
    """
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    grouped = {each.pk: each for each in Intermunicipality.objects.in_force().filter(pk__in=wanted)}
    alone = {each.pk: each for each in Commune.objects.in_force().filter(pk__in=wanted)}
    unknown = [code for code in wanted if code not in grouped and code not in alone]
    if unknown:
        raise TandemError(
            _("Aucune intercommunalité ni commune en vigueur sous le code %s.") % joined(unknown, _("ni")),
            _("Écrire le SIREN d’une intercommunalité (9 chiffres) ou le code d’une commune (5 caractères)."),
        )
    if not wanted:
        raise TandemError(_("Nommer au moins un membre."))
    inside: dict[str, list[tuple[str, str]]] = {code: [] for code in grouped}
    for column in ("epci", "ept"):
        rows = Commune.objects.in_force().filter(**{f"{column}__in": grouped}).order_by("pk")
        for code, name, group in rows.values_list("pk", "name", column):
            inside[group].append((code, name))
    parts = [
        _grouped(grouped[code], inside[code]) if code in grouped
        else Part(Member.Kind.COMMUNE, code, alone[code].name, ((code, alone[code].name),))
        for code in wanted
    ]  # fmt: skip
    _once_each(parts)
    return parts


def _grouped(group: Intermunicipality, communes: Iterable[tuple[str, str]]) -> Part:
    kind = Member.Kind.EPT if group.kind == Intermunicipality.Kind.EPT else Member.Kind.EPCI
    return Part(kind, group.pk, group.name, tuple(communes))


def _once_each(parts: Iterable[Part]) -> None:
    seen: dict[str, str] = {}
    for part in parts:
        for code, name in part.communes:
            if code in seen:
                raise TandemError(
                    _("%(commune)s vient deux fois : par %(first)s et par %(second)s.")
                    % {"commune": name, "first": seen[code], "second": part.name}
                )
            seen[code] = part.name


def communes_of(part: Part) -> list[str]:
    return [code for code, _name in part.communes]


def overlaps(parts: Collection[Part], phase: str, date: dt.date) -> list[str]:
    """Say which communes a territory of the phase holds already on a day, by their names; nothing when all are free."""
    codes = [code for part in parts for code in communes_of(part)]
    links = (
        PerimeterCommune.objects.filter(phase=phase, commune__in=codes)
        .as_of(date)
        .order_by("perimeter__territory", "commune__name")
    )
    held: dict[tuple[str, str], list[str]] = {}
    for territory, label, commune in links.values_list("perimeter__territory_id", "perimeter__name", "commune__name"):
        held.setdefault((territory, label), []).append(commune)
    return [
        _("%(communes)s : déjà dans le territoire « %(territory)s » (%(code)s).")
        % {"communes": _some(communes), "territory": label, "code": territory}
        for (territory, label), communes in held.items()
    ]


def _some(names: Sequence[str]) -> str:
    if len(names) <= SAID:
        return joined(names)
    return _("%(some)s et %(count)d autres") % {"some": ", ".join(names[:SAID]), "count": len(names) - SAID}
