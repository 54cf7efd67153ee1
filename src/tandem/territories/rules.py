"""Rules of the life of territories, of their posts and agreements: pure functions of plain values."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.typography import date_long

CANDIDATE, LABELLED, RENEWED, LEFT = "candidate", "labelled", "renewed", "left"

NEXT: Mapping[str, frozenset[str]] = {
    "": frozenset({CANDIDATE, LABELLED}),
    CANDIDATE: frozenset({LABELLED}),
    LABELLED: frozenset({RENEWED, LEFT}),
    RENEWED: frozenset({RENEWED, LEFT}),
    LEFT: frozenset(),
}
"""What may follow a step; after the last one a territory comes back under another code, by another candidacy."""


def refused_step(last: str, wanted: str, last_on: dt.date | None, on: dt.date) -> str:
    """Say why a step may not follow another; empty when it may."""
    if wanted not in NEXT[last]:
        return {
            "": _("Ce territoire n’est pas labellisé."),
            CANDIDATE: _("Ce territoire n’est encore que candidat."),
            LEFT: _("Ce territoire est déjà sorti du programme."),
        }.get(last, _("Ce territoire est déjà labellisé."))
    if last_on is not None and on <= last_on:
        return _("Cette décision doit suivre la précédente, du %s.") % date_long(last_on)
    return ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A territory on published lists.

    Parameters
    ----------
    since, until
        First day on a list, and first day on none (None while it is on one).
    population
        Inhabitants of its first and of its last perimeter.
    came
        Inhabitants of the first that other territories held the day before.
    went
        Inhabitants of the last that other territories held from `until` on.
    """

    territory: str
    since: dt.date
    until: dt.date | None
    population: tuple[int, int]
    came: int
    went: int


def published_steps(listed: Iterable[Listed]) -> list[tuple[str, str, dt.date]]:
    """Return the steps that published lists show: territory, step, day.

    Most of its inhabitants (more than half) decide whether a territory carries others on, and whether others carry it
    on: it is then renewed rather than labelled, and has not left.
    """
    steps = []
    for each in listed:
        steps.append((each.territory, RENEWED if 2 * each.came > each.population[0] else LABELLED, each.since))
        if each.until is not None and 2 * each.went <= each.population[1]:
            steps.append((each.territory, LEFT, each.until))
    return steps


def next_code(region: str, codes: Collection[str]) -> str:
    """Return the code of the next territory of a region: ``ti-`` region, then the first number after those given."""
    prefix = f"ti-{region}"
    numbers = [int(code[len(prefix) :]) for code in codes if code.startswith(prefix) and code[len(prefix) :].isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def candidacy_warnings(members: Sequence[str], most: int | None) -> list[str]:
    """Say what is unusual about the members of a candidacy, which does not prevent it."""
    grouped = [code for code in members if len(code) == 9]
    if most is None or len(grouped) <= most:
        return []
    return [
        _("%(count)d intercommunalités : la phase en prévoit %(most)d au plus.") % {"count": len(grouped), "most": most}
    ]


def amount_due(invoiced: int, rate: int, cap: int, already: int) -> int:
    """Return what the funder owes on an invoice, in cents: the rate of it, up to what is left of the cap.

    Parameters
    ----------
    invoiced
        Cost invoiced, in cents.
    rate
        In hundredths of a percent; the fraction of a cent is dropped.
    cap, already
        Most for the whole post, and what was granted before, in cents.
    """
    return max(0, min(invoiced * rate // 10_000, cap - already))


ACTIVE, QUIET, SILENT = "active", "quiet", "silent"


def activity(last: dt.date | None, date: dt.date, quiet_after: int, silent_after: int) -> str:
    """Say whether a territory lives, from the day of its last act: ``active``, ``quiet`` or ``silent``."""
    if last is None or (date - last).days >= silent_after:
        return SILENT
    return QUIET if (date - last).days >= quiet_after else ACTIVE


PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Signer:
    """A party as the rules of signing see it; `deliberates` when its kind of organisation votes on what it signs."""

    name: str
    capacity: str
    signatory: str
    quality: str
    power: str
    deliberation: str
    deliberates: bool


def missing_to_be_ready(
    signers: Sequence[Signer], sections: Mapping[str, str], wanted: Sequence[str], starts: dt.date | None, *,
    amends: bool, amended: bool,
) -> list[str]:  # fmt: skip
    """Say all that an agreement lacks before it can be signed."""
    lacks = []
    if len(signers) < 2:
        lacks.append(_("Il faut au moins deux parties."))
    if not any(each.capacity == PUBLIC for each in signers):
        lacks.append(_("Il faut au moins un partenaire public."))
    for each in signers:
        if not each.signatory:
            lacks.append(_("%s : dire qui signe.") % each.name)
        if not each.quality:
            lacks.append(_("%s : dire la fonction de qui signe.") % each.name)
        if each.capacity == PUBLIC and each.deliberates and not each.deliberation:
            lacks.append(_("%s : il manque la délibération qui autorise à signer.") % each.name)
        if each.capacity == PUBLIC and not each.deliberates and not each.power:
            lacks.append(_("%s : dire en vertu de quel pouvoir la signature est donnée.") % each.name)
    lacks += [_("Le chapitre « %s » est vide.") % title for title in wanted if not sections.get(title, "").strip()]
    if starts is None:
        lacks.append(_("Il manque la date de prise d’effet."))
    if amends and not amended:
        lacks.append(_("Dire quel acte est modifié."))
    return lacks


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two agreements do not share, as each has it."""

    field: str
    before: str
    after: str


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """Return the fields that differ, in the order of the first, then those that only the second has."""
    fields = [*before, *(field for field in after if field not in before)]
    return [
        Difference(field, before.get(field, ""), after.get(field, ""))
        for field in fields
        if before.get(field, "").strip() != after.get(field, "").strip()
    ]


def vacant_since(ends: Iterable[dt.date | None], start: dt.date, date: dt.date) -> dt.date:
    """Return since when a seat that nobody holds on a day is empty.

    Parameters
    ----------
    ends
        First day after each time that it was held, whenever that was.
    start
        First day of what the seat belongs to: a seat never held is empty since then.
    """
    return max((end for end in ends if end is not None and end <= date), default=start)
