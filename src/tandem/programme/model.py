"""What a programme file says, once read and checked. Texts are the file's own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tandem.programme.operations import OPERATIONS


@dataclass(frozen=True, slots=True)
class Pillar:
    """An aim of a phase; `becomes` lists the codes of the pillars that carry it on in the next phase."""

    code: str
    name: str
    description: str
    becomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase; `valid_until` is the first day after it, None when it is open."""

    code: str
    name: str
    valid_from: dt.date
    valid_until: dt.date | None
    pillars: tuple[Pillar, ...]


@dataclass(frozen=True, slots=True)
class PerimeterList:
    """A published list of territories."""

    code: str
    phase: str
    name: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs the programme."""

    name: str
    attached_to: str
    committee: str


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """A kind of organisation that takes part in the programme: an intermunicipality, an operator, a company."""

    code: str
    name: str


SCOPES = ("nation", "region", "department", "territory", "organisation")
"""What a role is exercised over, the widest first."""


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is in the programme, for an organisation and over a perimeter.

    Parameters
    ----------
    code, name
        Stable code, and name on screen.
    kinds
        Codes of the kinds of organisations for which it may be held.
    scope
        What it is exercised over, one of `SCOPES`.
    may
        Codes of the operations that it allows (`tandem.programme.operations`).
    grants
        Codes of the roles that who holds it may give, within its own perimeter; all of them need ``mandates.grant``.
    """

    code: str
    name: str
    kinds: tuple[str, ...]
    scope: str
    may: tuple[str, ...]
    grants: tuple[str, ...]

    @property
    def binding(self) -> bool:
        """Whether it decides or pays, so that who holds it signs in with a second factor."""
        return any(OPERATIONS[code].binding for code in self.may)


@dataclass(frozen=True, slots=True)
class Wording:
    """The programme's own words for what Tandem handles."""

    territory: str
    territories: str
    lead_pair: str
    pillar: str
    report: str
    booklet: str


@dataclass(frozen=True, slots=True)
class FigureWording:
    """How a figure of the programme is named, counted and defined."""

    code: str
    label: str
    unit: str
    definition: str


RETAINED = ("person", "invitation", "joining", "session")
"""What is kept for a time only: people without a mandate, invitations and requests that are over, sign-ins."""
ENDS = ("erase", "remove")
"""What happens at the end: emptied of what names somebody and kept, or removed."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something is kept after it served last (`months`), what then happens to it, and by which rule."""

    kind: str
    months: int
    then: str
    ground: str


@dataclass(frozen=True, slots=True)
class Processing:
    """A processing of personal data, as the register of the General Data Protection Regulation (article 30) says it."""

    code: str
    name: str
    purpose: str
    legal_basis: str
    people: str
    data: str
    recipients: str
    retention: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme and everything that differs from one programme to another."""

    code: str
    name: str
    summary: str
    launched_on: dt.date
    organisation: Organisation
    wording: Wording
    phases: tuple[Phase, ...]
    lists: tuple[PerimeterList, ...]
    organisation_kinds: tuple[OrganisationKind, ...]
    roles: tuple[Role, ...]
    figures: Mapping[str, FigureWording]
    invitation_days: int
    retention: tuple[Retention, ...]
    processings: tuple[Processing, ...]

    def role(self, code: str) -> Role:
        """Return a role by its code (KeyError when there is none)."""
        return {role.code: role for role in self.roles}[code]

    @property
    def steering_role(self) -> Role:
        """The role that conducts the programme: the first mandate of an installation is one."""
        return next(role for role in self.roles if "programme.manage" in role.may)

    def organisation_kind(self, code: str) -> OrganisationKind:
        """Return a kind of organisation by its code (KeyError when there is none)."""
        return {kind.code: kind for kind in self.organisation_kinds}[code]

    def phase(self, code: str) -> Phase:
        """Return a phase by its code (KeyError when there is none)."""
        return {phase.code: phase for phase in self.phases}[code]

    def phase_at(self, date: dt.date) -> Phase | None:
        """Return the phase in force on a day, None before the first and after the last."""
        for phase in self.phases:
            if phase.valid_from <= date and (phase.valid_until is None or date < phase.valid_until):
                return phase
        return None

    def list_named(self, code: str) -> PerimeterList:
        """Return a list by its code (KeyError when there is none)."""
        return {each.code: each for each in self.lists}[code]

    def successors_of(self, phase: str, pillar: str) -> tuple[Pillar, ...]:
        """Return the pillars of the next phase that carry on a pillar; none in the last phase."""
        codes = [each.code for each in self.phases]
        following = codes.index(phase) + 1
        becomes = next(each.becomes for each in self.phase(phase).pillars if each.code == pillar)
        if following == len(codes):
            return ()
        return tuple(each for each in self.phases[following].pillars if each.code in becomes)
