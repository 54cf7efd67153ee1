"""Funded posts as of a date: held by whom and since when, or empty since when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from tandem.territories.models import Holding, Post
from tandem.territories.rules import vacant_since


@dataclass(frozen=True, slots=True)
class Staffed:
    """A funded post on a day; `vacant_since` is None when somebody holds it."""

    post: Post
    holding: Holding | None
    vacant_since: dt.date | None

    @property
    def recruiting(self) -> bool:
        """Empty, with a recruitment that was opened since."""
        opened = self.post.recruitment_opened_on
        return self.vacant_since is not None and opened is not None and opened >= self.vacant_since


def posts_at(codes: Collection[str] | None, date: dt.date) -> list[Staffed]:
    """Return the posts that are funded on a day, of some territories or of all (two queries)."""
    posts = Post.objects.as_of(date).select_related("territory__region", "employer")
    if codes is not None:
        posts = posts.filter(territory__in=codes)
    posts = list(posts.order_by("territory", "validity", "pk"))
    holdings: dict[int, list[Holding]] = defaultdict(list)
    found = Holding.objects.filter(post__in=posts, validity__startswith__lte=date)
    for holding in found.select_related("mandate__person", "mandate__organisation").order_by("validity"):
        holdings[holding.post_id].append(holding)
    return [_staffed(post, holdings[post.pk], date) for post in posts]


def _staffed(post: Post, holdings: list[Holding], date: dt.date) -> Staffed:
    now = next((each for each in holdings if date in each.validity), None)
    since = None if now else vacant_since((each.validity.upper for each in holdings), post.validity.lower, date)
    return Staffed(post, now, since)
