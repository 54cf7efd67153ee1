"""The life of a territory as the public site tells it on a day: steps, pair, posts, what is signed; nobody by name."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.core.typography import counted, date_long
from tandem.programme import current
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters import addresses
from tandem.territories.contents import kind_name
from tandem.territories.lineage import Lived, lineage_of
from tandem.territories.models import Agreement, Perimeter
from tandem.territories.pairs import COMPLETE, HALF, Pair, Seat, pairs_of
from tandem.territories.queries import reading_day
from tandem.territories.staffing import Staffed, posts_at


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its day, what happened, to which other territory when it is one (and its page), and who says so."""

    day: str
    what: str
    of: str
    href: str
    source: str


@dataclass(frozen=True, slots=True)
class Life:
    """What the section says; `pair` and `posts` are empty when nothing was ever recorded of them."""

    date: str
    steps: tuple[Step, ...]
    pair_name: str
    pair: str
    seats: tuple[str, ...]
    posts: str
    agreements: tuple[str, ...]

    @property
    def fictive(self) -> bool:
        """Whether what people recorded of it is invented: that of a demo."""
        return settings.TANDEM_DEMO and bool(self.pair or self.posts or self.agreements)


def of_perimeter(perimeter: Perimeter, at: AsOf) -> Life:
    """Return the life of a territory by the day asked for (seven queries)."""
    date = at.wanted or reading_day(perimeter.validity.upper)
    code = perimeter.territory_id
    pair = pairs_of([code], date)[code]
    posts = posts_at([code], date)
    signed = perimeter.territory.agreements.filter(signed_on__lte=date).order_by("signed_on", "pk")
    return Life(
        date=date_long(date),
        steps=tuple(_step(each, date) for each in lineage_of(perimeter.territory, date)),
        pair_name=current().wording.lead_pair,
        pair=_pair(pair) if pair.recorded else "",
        seats=tuple(_seat(seat) for seat in pair.seats) if pair.recorded else (),
        posts=_posts(posts),
        agreements=tuple(_agreement(each, date) for each in signed),
    )


def _step(lived: Lived, date: dt.date) -> Step:
    what = lived.label[:1].upper() + lived.label[1:]
    if not lived.of:
        return Step(date_long(lived.on), what, "", "", lived.source)
    # A territory that is no more is read on a day when it was.
    day = AsOf(lived.on if lived.step != "left" else lived.on - dt.timedelta(days=1), asked=True)
    return Step(date_long(lived.on), what, lived.of_name, addresses.of_territory(lived.of, day), lived.source)


def _pair(pair: Pair) -> str:
    if pair.state == COMPLETE:
        return _("complet")
    return _("à moitié vacant") if pair.state == HALF else _("vacant")


def _seat(seat: Seat) -> str:
    if seat.vacant_since is not None:
        return _("%(role)s : siège vacant depuis le %(day)s") % {
            "role": seat.role.name, "day": date_long(seat.vacant_since)}  # fmt: skip
    held = seat.holder or seat.stand_in
    told = _("%(role)s : pour %(organisation)s, depuis le %(day)s") % {
        "role": seat.role.name,
        "organisation": held.organisation.name,
        "day": date_long(held.validity.lower),
    }
    return told + (_(", en suppléance") if seat.holder is None else "")


def _posts(posts: list[Staffed]) -> str:
    if not posts:
        return ""
    held = sum(each.holding is not None for each in posts)
    if held == len(posts):
        return _("%s, en poste") % counted(held, _("chef de projet"), _("chefs de projet"))
    told = _("%(held)d en poste sur %(funded)s") % {
        "held": held, "funded": counted(len(posts), _("poste financé"), _("postes financés"))}  # fmt: skip
    return told + (_(", recrutement en cours") if any(each.recruiting for each in posts) else "")


def _agreement(agreement: Agreement, date: dt.date) -> str:
    told = _("%(kind)s, signé le %(day)s") % {
        "kind": kind_name(agreement.kind), "day": date_long(agreement.signed_on)}  # fmt: skip
    if agreement.ends is None:
        return told
    if agreement.ends < date:
        return told + _(", échu depuis le %s") % date_long(agreement.ends)
    return told + _(", jusqu’au %s") % date_long(agreement.ends)
