"""Reads on territories, always as of a date."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext as _

from tandem import programme
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, nearest
from tandem.core.typography import date_long
from tandem.places.rules import fold
from tandem.territories.models import Perimeter, Succession, Territory
from tandem.territories.models.territories import TerritoryQuerySet


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A published list that has been loaded, and the days on which it stands for the programme.

    Attributes
    ----------
    code, name
        ``2024-07``, « Liste de juillet 2024 ».
    phase
        Code of its phase.
    valid_from, valid_until
        First day, and first day after it (None while it is open).
    observed_on
        Day of the copy that was loaded.
    territories
        Number of territories on it.
    """

    code: str
    name: str
    phase: str
    valid_from: dt.date
    valid_until: dt.date | None
    observed_on: dt.date
    territories: int

    def holds_on(self, date: dt.date) -> bool:
        return self.valid_from <= date and (self.valid_until is None or date < self.valid_until)

    @property
    def last_day(self) -> dt.date | None:
        return self.valid_until - dt.timedelta(days=1) if self.valid_until else None


def known_dates() -> list[PublishedList]:
    """Return the lists that have been loaded, oldest first (one query)."""
    names = {each.code: each.name for each in programme.current().lists}
    rows = (
        Perimeter.objects.values("list", "phase")
        .annotate(
            since=Min(Lower("validity")),
            until=Max(Upper("validity")),
            open_ones=Count("pk", filter=Q(validity__upper_inf=True)),
            observed=Max("observed_on"),
            territories=Count("pk"),
        )
        .order_by("since")
    )
    return [
        PublishedList(
            code=row["list"],
            name=names[row["list"]],
            phase=row["phase"],
            valid_from=row["since"],
            valid_until=None if row["open_ones"] else row["until"],
            observed_on=row["observed"],
            territories=row["territories"],
        )
        for row in rows
    ]


def list_at(date: dt.date) -> PublishedList:
    """Return the list in force on a day.

    Raises
    ------
    NotFoundError
        No list is known on that day; the hint gives the nearest days that are.
    """
    known = known_dates()
    for each in known:
        if each.holds_on(date):
            return each
    if not known:
        raise NotFoundError(_("Aucune liste de territoires n’est chargée."), _("Lancer tandem demo."))
    raise NotFoundError(
        _("Aucune liste de territoires n’est connue au %s.") % date_long(date),
        _("Dates connues les plus proches : %s.") % ", ".join(map(date_long, _nearest_days(date, known))),
    )


def territories_as_of(date: dt.date) -> TerritoryQuerySet:
    """Return the territories in force on a day, by code, each with what its perimeter holds.

    The rows carry `listed_as`, `list`, `members`, `communes`, `population` and `perimeter_id` beside their own fields;
    region and phase come in the same query.

    Raises
    ------
    NotFoundError
        No list is known on that day; the hint gives the nearest days that are.
    """
    list_at(date)
    return Territory.objects.with_perimeter_at(date).select_related("region", "phase").order_by("code")


def get_territory(code: str) -> Territory:
    """Return the territory that has this code, in any phase.

    Raises
    ------
    NotFoundError
        No territory has it; the hint gives the nearest codes, or those of the names that look like what was typed.
    """
    territory = Territory.objects.select_related("region", "phase").filter(pk=code.strip().lower()).first()
    if territory is None:
        raise NotFoundError(_("Aucun territoire n’a le code « %s ».") % code, _suggestion(code))
    return territory


def perimeter_at(territory: Territory, date: dt.date) -> Perimeter:
    """Return the perimeter of a territory on a day.

    Raises
    ------
    NotFoundError
        The territory has none on that day; the hint gives the days between which it has.
    """
    perimeter = territory.perimeters.as_of(date).select_related("territory__region", "phase").first()
    if perimeter is None:
        raise NotFoundError(
            _("Le territoire %(code)s (%(name)s) n’a pas de périmètre connu au %(date)s.")
            % {"code": territory.code, "name": territory.name, "date": date_long(date)},
            _("Il en a un à partir du %s") % date_long(territory.validity.lower)
            + (_(" et avant le %s.") % date_long(territory.validity.upper) if territory.validity.upper else "."),
        )
    return perimeter


def perimeter_of(code: str, date: dt.date | None = None) -> tuple[Perimeter, dt.date]:
    """Return a territory's perimeter and the day it is read at.

    The day asked for; without one, today, or the last day of a territory that is no more.

    Raises
    ------
    NotFoundError
        As `get_territory` and `perimeter_at`.
    """
    territory = get_territory(code)
    date = date or reading_day(territory.validity.upper)
    return perimeter_at(territory, date), date


def reading_day(ended: dt.date | None) -> dt.date:
    """Return the day to read at when none is asked for: today, or the day before `ended` if that is past."""
    return min(today(), ended - dt.timedelta(days=1)) if ended else today()


def search(text: str, date: dt.date) -> TerritoryQuerySet:
    """Return the territories in force on a day that a text names, best first.

    Looks at codes, at territories' names, then at their members and communes; accents and capitals do not count. Rows
    carry, beside what `territories_as_of` gives, `match_rank` (0 code, 1 beginning of the name, 2 word of the name, 3
    member, 4 commune by its whole name, 5 commune) and `matched_name`, the member or commune found (empty for the first
    three). A text without a letter or a digit filters nothing.

    Raises
    ------
    NotFoundError
        As `territories_as_of`.
    """
    territories = territories_as_of(date)
    wanted = fold(text)
    if not wanted:
        return territories.annotate(match_rank=Value(0), matched_name=Value(""))
    return territories.matching(text, wanted)


def successors(territory: Territory) -> QuerySet[Succession]:
    """Return what became of a territory on the list that followed its last one, most populated part first."""
    last = territory.perimeters.order_by("validity").last()
    following = Q(successor__validity__contains=last.validity.upper) if last and last.validity.upper else Q(pk=None)
    return (
        Succession.objects.filter(following, predecessor=last)
        .select_related("successor__territory")
        .order_by("-population", "successor")
    )


def predecessors(territory: Territory) -> QuerySet[Succession]:
    """Return from which territories of the list before its first one a territory comes, most populated part first."""
    first = territory.perimeters.order_by("validity").first()
    before = Q(predecessor__validity__endswith=first.validity.lower) if first else Q(pk=None)
    return (
        Succession.objects.filter(before, successor=first)
        .select_related("predecessor__territory")
        .order_by("-population", "predecessor")
    )


def _nearest_days(date: dt.date, known: list[PublishedList]) -> list[dt.date]:
    ends = [each.valid_from for each in known]
    ends += [each.last_day for each in known if each.last_day]
    return sorted(sorted(ends, key=lambda day: abs(day - date))[:2])


def _suggestion(wanted: str) -> str:
    """Name the territories whose code looks like what was typed, or one of whose words does when it is no code."""
    names = dict(Territory.objects.values_list("code", "name"))
    folded = fold(wanted)
    by_word: dict[str, list[str]] = {}
    for code, name in names.items():
        for word in fold(name).split():
            by_word.setdefault(word, []).append(code)
    close = nearest(wanted.strip().lower(), names)
    if any(character.isalpha() for character in folded.removeprefix("ti")):
        said = [code for code, name in names.items() if f" {folded}" in f" {fold(name)}"]
        alike = [code for word in nearest(folded, by_word) for code in by_word[word]]
        close = list(dict.fromkeys(said + alike))[:4] or close
    if not close:
        return _("La liste des codes : tandem territories.")
    return _("Les plus proches : %s.") % ", ".join(f"{code} ({names[code]})" for code in close)
