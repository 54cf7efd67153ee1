"""What a programme file says, once read and checked. Texts are the file's own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tandem.programme.operations import OPERATIONS


@dataclass(frozen=True, slots=True)
class Pillar:
    """An aim of a phase; `becomes` lists the codes of the pillars that carry it on in the next phase."""

    code: str
    name: str
    description: str
    becomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostFunding:
    """How a phase pays for project managers: what the file does not say is not known, and is asked post by post.

    Parameters
    ----------
    rate
        Share of the cost that is paid, in hundredths of a percent.
    cap
        Most that is paid for a post over its whole length, in cents.
    months
        Length of a funded post.
    posts
        How many the programme pays for.
    """

    rate: int | None
    cap: int | None
    months: int | None
    posts: int | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase; `valid_until` is the first day after it, None when it is open.

    `most_members`: above so many intermunicipalities a candidacy is warned, never refused.
    """

    code: str
    name: str
    valid_from: dt.date
    valid_until: dt.date | None
    pillars: tuple[Pillar, ...]
    most_members: int | None = None
    posts: PostFunding | None = None


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
class Matter:
    """Something that committees decide on.

    Parameters
    ----------
    code, name
        Stable code, and name on screen.
    on
        Kind of the objects that it is about (`tandem.accounts.objects`); empty for any, or none.
    effect
        Code of what the decision does to its object (`tandem.committees.effects`); empty when it does nothing.
    """

    code: str
    name: str
    on: str = ""
    effect: str = ""


class Decides(StrEnum):
    """How a committee decides: nobody opposes; more for than against; those named all agree, none of them opposes."""

    CONSENSUS = "consensus"
    MAJORITY = "majority"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class CommitteeKind:
    """A kind of committee.

    Parameters
    ----------
    level
        What one of them covers: ``nation``, ``region`` or ``territory``.
    chairs, voting, consulted
        Roles that preside, vote, or speak without a vote. Who presides votes too.
    quorum, present
        Share of the voting members who must be there, %, and roles of which somebody must be.
    decides, agree
        How it decides, and the roles that must agree where that is the way.
    notice_days
        Days between the call and the meeting.
    matters
        Codes of what it may decide on.
    """

    code: str
    name: str
    level: str
    chairs: tuple[str, ...]
    voting: tuple[str, ...]
    consulted: tuple[str, ...]
    quorum: int
    present: tuple[str, ...]
    decides: Decides
    agree: tuple[str, ...]
    notice_days: int
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Correspondents that a territory is to have: who holds one of `roles` where it lies.

    `each` is a kind of organisation: one correspondent is then expected of every organisation of that kind.
    """

    name: str
    roles: tuple[str, ...]
    each: str


@dataclass(frozen=True, slots=True)
class AgreementKind:
    """A kind of agreement; `amends` another one; `counts` among the signed contracts; `sections` are its chapters."""

    code: str
    name: str
    sections: tuple[str, ...]
    amends: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Governance:
    """How a territory is led.

    Parameters
    ----------
    pair
        Codes of the two roles that make the lead pair.
    manager
        Code of the role of who holds a funded post.
    quiet_after, silent_after
        Days without any dated act after which a territory is told to be quiet, then silent.
    """

    pair: tuple[str, ...]
    manager: str
    quiet_after: int
    silent_after: int
    correspondents: tuple[Correspondence, ...]
    agreements: tuple[AgreementKind, ...]

    def agreement(self, code: str) -> AgreementKind:
        """Return a kind of agreement by its code (KeyError when there is none)."""
        return {kind.code: kind for kind in self.agreements}[code]


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
    matters: tuple[Matter, ...]
    committees: tuple[CommitteeKind, ...]
    governance: Governance
    figures: Mapping[str, FigureWording]
    invitation_days: int
    retention: tuple[Retention, ...]
    processings: tuple[Processing, ...]

    def role(self, code: str) -> Role:
        """Return a role by its code (KeyError when there is none)."""
        return {role.code: role for role in self.roles}[code]

    def committee(self, code: str) -> CommitteeKind:
        """Return a kind of committee by its code (KeyError when there is none)."""
        return {kind.code: kind for kind in self.committees}[code]

    def matter(self, code: str) -> Matter:
        """Return a matter by its code (KeyError when there is none)."""
        return {matter.code: matter for matter in self.matters}[code]

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
