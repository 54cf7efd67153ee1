"""Who sits, whether they may deliberate, what a vote says, what a meeting may become. Pure: plain values, no clock."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from tandem.core.typography import counted, date_long, joined, number
from tandem.programme import CommitteeKind, Decides, Role


class Voice(StrEnum):
    """As what somebody sits."""

    CHAIR = "chair"
    VOTING = "voting"
    CONSULTED = "consulted"

    @property
    def votes(self) -> bool:
        return self is not Voice.CONSULTED


class Ballot(StrEnum):
    """What a member says of a proposal."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINS = "abstains"


class Outcome(StrEnum):
    """What comes of an item."""

    ADOPTED = "adopted"
    ADOPTED_WITH_CONDITIONS = "conditions"
    REJECTED = "rejected"
    DEFERRED = "deferred"

    @property
    def adopts(self) -> bool:
        return self in (Outcome.ADOPTED, Outcome.ADOPTED_WITH_CONDITIONS)


class State(StrEnum):
    """Where a meeting is in its life."""

    PLANNED = "planned"
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    APPROVED = "approved"
    CANCELLED = "cancelled"


MOVES = {
    State.PLANNED: (State.CALLED, State.CANCELLED),
    State.CALLED: (State.OPEN, State.CANCELLED),
    State.OPEN: (State.CLOSED,),
    State.CLOSED: (State.APPROVED,),
    State.APPROVED: (),
    State.CANCELLED: (),
}


def may_become(now: State, wanted: State) -> bool:
    """Say whether a meeting may go from one state to another."""
    return wanted in MOVES[now]


# Who sits


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate as far as sitting goes.

    Parameters
    ----------
    mandate, person
        Primary keys.
    first, last
        First and last day; None where it has none.
    stands_in_for
        The mandate for which it stands in, if it does.
    """

    mandate: int
    person: int
    role: str
    first: dt.date | None
    last: dt.date | None
    stands_in_for: int | None = None

    def in_force(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits, and who may sit for them."""

    mandate: int
    person: int
    role: str
    voice: Voice
    stand_ins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """Who sits on a day, and the seats that nobody holds (codes of roles)."""

    members: tuple[Member, ...]
    vacant: tuple[str, ...]

    @property
    def voting(self) -> tuple[Member, ...]:
        return tuple(each for each in self.members if each.voice.votes)

    def member(self, mandate: int) -> Member | None:
        """The member who holds a mandate, or whom the one who holds it stands in for."""
        return next((each for each in self.members if mandate == each.mandate or mandate in each.stand_ins), None)


def voices(kind: CommitteeKind) -> dict[str, Voice]:
    """Return as what each role sits, in the order of the file: those who preside first."""
    return {
        **dict.fromkeys(kind.chairs, Voice.CHAIR),
        **dict.fromkeys(kind.voting, Voice.VOTING),
        **dict.fromkeys(kind.consulted, Voice.CONSULTED),
    }


def composition(
    kind: CommitteeKind, held: Iterable[Held], day: dt.date, named: Mapping[int, Voice] | None = None
) -> Composition:
    """Return who sits on a day.

    Parameters
    ----------
    held
        Mandates that cover the committee's perimeter, and those that have a seat by name; of any dates.
    named
        As what mandates sit that were given a seat by name.
    """
    named, by_role = named or {}, voices(kind)
    rows = [each for each in held if each.in_force(day)]
    present = {each.mandate for each in rows}
    stand_ins: dict[int, list[int]] = {}
    for each in rows:
        if each.stands_in_for in present:
            stand_ins.setdefault(each.stands_in_for, []).append(each.mandate)
    order = {role: rank for rank, role in enumerate(by_role)}
    members = [
        Member(each.mandate, each.person, each.role, named.get(each.mandate) or by_role[each.role],
               tuple(sorted(stand_ins.get(each.mandate, ()))))
        for each in rows
        if each.stands_in_for not in present and (each.mandate in named or each.role in by_role)
    ]  # fmt: skip
    members.sort(key=lambda each: (list(Voice).index(each.voice), order.get(each.role, len(order)), each.mandate))
    filled = {each.role for each in members}
    return Composition(tuple(members), tuple(role for role in by_role if role not in filled))


# Whether they may deliberate


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a committee may deliberate: how many voting members are there of how many, and what is missing."""

    present: int
    of: int
    needed: int
    reasons: tuple[str, ...]

    @property
    def reached(self) -> bool:
        return not self.reasons


def quorum(
    kind: CommitteeKind,
    sitting: Composition,
    present: Collection[int],
    role_names: Mapping[str, str],
    aside: Collection[int] = (),
) -> Quorum:
    """Say whether a committee may deliberate.

    Parameters
    ----------
    present
        Mandates of the members who are there or represented.
    aside
        Persons whom a conflict of interest sets aside: they count neither among those there nor among those expected.
    """
    expected = [each for each in sitting.voting if each.person not in aside]
    there = [each for each in expected if each.mandate in present]
    needed = -(-kind.quorum * len(expected) // 100)
    reasons = []
    if not expected:
        reasons.append(_("personne n’a voix délibérative"))
    elif not there:
        reasons.append(_("aucun membre ayant voix délibérative n’est présent"))
    elif len(there) < needed:
        reasons.append(_("%(there)s ayant voix délibérative sur %(of)s, il en faut %(needed)s") % {
            "there": counted(len(there), _("membre")), "of": number(len(expected)), "needed": number(needed),
        })  # fmt: skip
    roles = {each.role for each in there}
    set_aside = {each.role for each in sitting.voting if each.person in aside}
    for role in kind.present:
        if role not in roles and role not in set_aside:
            reasons.append(_("« %s » n’est ni présent ni représenté") % role_names.get(role, role))
    if there and not any(each.voice is Voice.CHAIR and each.mandate in present for each in sitting.members):
        reasons.append(_("personne ne préside"))
    return Quorum(len(there), len(expected), needed, tuple(reasons))


# What a vote says


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes cast, and why they do not adopt the proposal (nothing when they do)."""

    in_favour: int
    against: int
    abstained: int
    silent: int
    reasons: tuple[str, ...]

    @property
    def adopts(self) -> bool:
        return not self.reasons

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained


def tally(
    kind: CommitteeKind, ballots: Mapping[int, Ballot], roles: Mapping[int, str], expected: Collection[int],
    role_names: Mapping[str, str], aside_roles: Collection[str] = (),
) -> Tally:  # fmt: skip
    """Count votes by the committee's rule.

    Parameters
    ----------
    ballots
        By mandate.
    roles
        Role of each mandate that voted.
    expected
        Mandates of the voting members who are there: those that have not voted are silent, which is no agreement.
    aside_roles
        Roles of those whom a conflict of interest sets aside: their agreement is not asked for.
    """
    count = {each: sum(ballot is each for ballot in ballots.values()) for each in Ballot}
    silent = len(set(expected) - set(ballots))
    reasons = []
    if not ballots:
        reasons.append(_("personne ne s’est prononcé"))
    elif kind.decides is Decides.CONSENSUS:
        if count[Ballot.AGAINST]:
            reasons.append(_("pas de consensus : %s") % counted(count[Ballot.AGAINST], _("opposition")))
        if silent:
            reasons.append(_("%s ne s’est pas prononcé") % counted(silent, _("membre")) if silent < 2 else
                           _("%s ne se sont pas prononcés") % counted(silent, _("membre")))  # fmt: skip
        if not count[Ballot.FOR] and not count[Ballot.AGAINST] and not silent:
            reasons.append(_("tous s’abstiennent"))
    elif kind.decides is Decides.MAJORITY and count[Ballot.FOR] <= count[Ballot.AGAINST]:
        reasons.append(_("pas de majorité : %(for)s pour, %(against)s contre") % {
            "for": number(count[Ballot.FOR]), "against": number(count[Ballot.AGAINST])})  # fmt: skip
    elif kind.decides is Decides.AGREEMENT:
        for role in (each for each in kind.agree if each not in aside_roles):
            own = [ballot for mandate, ballot in ballots.items() if roles.get(mandate) == role]
            if Ballot.FOR not in own or Ballot.AGAINST in own:
                reasons.append(_("« %s » n’a pas donné son accord") % role_names.get(role, role))
    return Tally(count[Ballot.FOR], count[Ballot.AGAINST], count[Ballot.ABSTAINS], silent, tuple(reasons))


def contradiction(outcome: Outcome, counted_votes: Tally, deliberates: Quorum) -> str:
    """Say why an outcome cannot be pronounced; nothing when it can. Deferring is always possible."""
    if outcome is Outcome.DEFERRED:
        return ""
    if not deliberates.reached:
        return _("Le comité ne peut pas délibérer sur ce point : %s.") % joined(deliberates.reasons)
    if outcome.adopts and not counted_votes.adopts:
        return _("La proposition n’est pas adoptée : %s.") % joined(counted_votes.reasons)
    if outcome is Outcome.REJECTED and (counted_votes.adopts or not counted_votes.cast):
        return _("Rien ne la rejette : %s.") % (
            _("le vote l’adopte") if counted_votes.adopts else _("personne ne s’est prononcé"))  # fmt: skip
    return ""


# When a member may vote


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a member is there at a moment, or represented by whom."""

    mandate: int
    stand_in: int | None = None
    arrived: dt.datetime | None = None
    left: dt.datetime | None = None

    def there(self, at: dt.datetime) -> bool:
        return (self.arrived is None or self.arrived <= at) and (self.left is None or at < self.left)


def refusal_to_vote(
    cast_by: Held, member: Member | None, presence: Presence | None, *, at: dt.datetime, day: dt.date, aside: bool
) -> str:
    """Say why a vote is not received; nothing when it is.

    Parameters
    ----------
    cast_by
        The mandate under which it is cast: the member's, or that of who stands in.
    member
        The member for whom it is cast, as of the opening; None when that mandate did not sit then.
    at, day
        When; the day is that of the meeting's own time zone. What a mandate cast before it ended stands.
    aside
        Whether a conflict of interest sets aside who votes, or whom they stand in for.
    """
    if not cast_by.in_force(day):
        if cast_by.last is not None and cast_by.last < day:
            return _("Ce mandat a pris fin le %s : il ne vote plus. Ce qu’il a voté avant reste.") % date_long(
                cast_by.last
            )
        return _("Ce mandat n’a pas commencé : il ne vote pas encore.")
    if member is None:
        return _("Ce mandat ne siège pas à cette séance.")
    if not member.voice.votes:
        return _("Ce membre est entendu, et ne vote pas.")
    if aside:
        return _("Un conflit d’intérêts a été déclaré sur ce point : ce membre n’y prend pas part.")
    if presence is None or not presence.there(at):
        return _("Ce membre n’est pas noté présent : le secrétariat le note d’abord.")
    if presence.stand_in is not None and cast_by.mandate != presence.stand_in:
        return _("Ce membre est représenté : c’est son suppléant qui vote.")
    if presence.stand_in is None and cast_by.mandate != member.mandate:
        return _("Le titulaire est présent : c’est lui qui vote.")
    return ""


# Before and after


@dataclass(frozen=True, slots=True)
class Notice:
    """Days between a call and its meeting, against those that the programme asks for."""

    days: int
    asked: int

    @property
    def short(self) -> bool:
        return self.days < self.asked

    def __str__(self) -> str:
        return _("convocation %(days)s avant la séance, le programme en demande %(asked)s") % {
            "days": counted(self.days, _("jour")), "asked": number(self.asked)}  # fmt: skip


def notice(called_on: dt.date, meets_on: dt.date, asked: int) -> Notice:
    """Count the days of notice."""
    return Notice((meets_on - called_on).days, asked)


def closed_to(person: int, interests: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return the items that somebody's interests close to them, from pairs (item, person)."""
    return frozenset(item for item, declared in interests if declared == person)


def reordered(items: list[int], moved: int, up: bool) -> list[int]:
    """Return the same items, one of them a place up or down; unchanged at the end that it is at already."""
    rank = items.index(moved)
    other = rank - 1 if up else rank + 1
    if not 0 <= other < len(items):
        return list(items)
    changed = list(items)
    changed[rank], changed[other] = changed[other], changed[rank]
    return changed


def missing_roles(roles: Iterable[str], known: Iterable[Role]) -> list[str]:
    """Return the names of vacant roles, in their order."""
    names = {role.code: role.name for role in known}
    return [names.get(role, role) for role in roles]
