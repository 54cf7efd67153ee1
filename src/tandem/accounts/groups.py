"""The group that an enterprise makes with those it is linked to: what its size and its aids are counted over."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tandem.accounts.models.organisations import LINKED, PARTNER


@dataclass(frozen=True, slots=True)
class Holding:
    """`holder` owns `share` % of `held` (keys of organisations)."""

    holder: int
    held: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """Enterprises counted whole with one, itself included, and partners with the share that is added of each.

    Commission Regulation (EU) No 651/2014, annex I, articles 3 and 6: linked above 50 %, from one to the next; partner
    from 25 %, of a linked one included; a partner's own partners do not count.
    """

    linked: frozenset[int]
    partners: dict[int, Decimal]


def group_of(enterprise: int, holdings: Iterable[Holding]) -> Group:
    """Return the group of an enterprise. Pure: a walk over links above 50 %, both ways."""
    holdings = list(holdings)
    nearby: dict[int, set[int]] = defaultdict(set)
    for each in holdings:
        if each.share > LINKED:
            nearby[each.holder].add(each.held)
            nearby[each.held].add(each.holder)
    linked, ahead = {enterprise}, [enterprise]
    while ahead:
        for neighbour in nearby[ahead.pop()] - linked:
            linked.add(neighbour)
            ahead.append(neighbour)
    partners: dict[int, Decimal] = {}
    for each in holdings:
        if PARTNER <= each.share <= LINKED and (each.holder in linked) != (each.held in linked):
            other = each.held if each.holder in linked else each.holder
            partners[other] = max(each.share, partners.get(other, each.share))
    return Group(frozenset(linked), partners)
