"""Committees, meetings and decisions as others point to them."""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.objects import Found, find, holds, may_read
from tandem.accounts.rights import Acting
from tandem.accounts.scopes import Place
from tandem.committees.models import Committee, Decision, Interest, Item, Meeting
from tandem.committees.sitting import concerns, places
from tandem.core.clock import today
from tandem.core.typography import date_long


def _every(model: type[Model]) -> Callable[[], Iterable[str]]:
    return lambda: map(str, model._default_manager.values_list("pk", flat=True))


@holds("committee", label=gettext_lazy("comité"), reads="committees.read", every=_every(Committee))
def _committees(keys: Collection[str]) -> dict[str, Found]:
    found = list(Committee.objects.filter(pk__in=_numbers(keys)))
    where = places(found)
    return {
        str(each.pk): Found(
            each.name, where[each.pk], reverse("workspace:committee", args=[each.pk]), opens=_whom_it_concerns(each)
        )
        for each in found
    }


def _whom_it_concerns(committee: Committee) -> Callable[[Acting], bool]:
    """As the pages of committees open: a perimeter is not enough."""
    return lambda acting: concerns(acting, committee, today())


@holds("meeting", label=gettext_lazy("séance"), reads="committees.read", every=_every(Meeting))
def _meetings(keys: Collection[str]) -> dict[str, Found]:
    found = list(Meeting.objects.filter(pk__in=_numbers(keys)).select_related("committee"))
    where = places({each.committee for each in found})
    return {
        str(each.pk): Found(
            _("Séance du %(day)s, %(committee)s") % {"day": date_long(each.day), "committee": each.committee.name},
            where[each.committee_id],
            reverse("workspace:meeting", args=[each.pk]),
            str(each.get_state_display()),
            opens=_whom_it_concerns(each.committee),
        )
        for each in found
    }


@holds("decision", label=gettext_lazy("décision"), reads="committees.read", every=_every(Decision))
def _decisions(keys: Collection[str]) -> dict[str, Found]:
    """A decision lies where its committee does, and where its object lies: who leads a territory reads what is
    decided of it. Its name says nothing of what a conflict of interest may close."""
    found = list(Decision.objects.filter(pk__in=_numbers(keys)).select_related("committee", "item"))
    where = places({each.committee for each in found})
    closed = _closed({each.item_id for each in found})
    about = find({each.item.about for each in found if each.item.about})

    def opens(decision: Decision) -> Callable[[Acting], bool]:
        """To whom the committee concerns, and to who follows its object."""
        reference, concerned = decision.item.about, _whom_it_concerns(decision.committee)
        return lambda acting: (
            concerned(acting) or (reference in about and may_read(acting, reference, about[reference]))
        )

    return {
        str(each.pk): Found(
            named(each),
            together(where[each.committee_id], about[each.item.about].place if each.item.about in about else Place()),
            reverse("workspace:decision", args=[each.pk]),
            date_long(each.on),
            closed_to=closed[each.item_id],
            opens=opens(each),
        )
        for each in found
    }


@holds("item", label=gettext_lazy("point d’un ordre du jour"), reads="committees.read")
def _items(keys: Collection[str]) -> dict[str, Found]:
    found = list(Item.objects.filter(pk__in=_numbers(keys)).select_related("meeting__committee"))
    where = places({each.meeting.committee for each in found})
    closed = _closed({each.pk for each in found})
    return {
        str(each.pk): Found(
            each.title,
            where[each.meeting.committee_id],
            reverse("workspace:item", args=[each.pk]),
            _("séance du %s") % date_long(each.meeting.day),
            closed_to=closed[each.pk],
            opens=_whom_it_concerns(each.meeting.committee),
        )
        for each in found
    }


def _closed(items: Collection[int]) -> dict[int, frozenset[int]]:
    """To whom conflicts of interest close each item (one query)."""
    pairs = list(Interest.objects.filter(item__in=items).values_list("item", "person"))
    return {item: frozenset(person for other, person in pairs if other == item) for item in items}


def named(decision: Decision) -> str:
    return _("Décision %(reference)s, %(committee)s") % {
        "reference": decision.reference, "committee": decision.committee.name}  # fmt: skip


def together(*several: Place) -> Place:
    """A place that lies wherever one of these does."""
    return Place(
        territories=frozenset().union(*(each.territories for each in several)),
        departments=frozenset().union(*(each.departments for each in several)),
        regions=frozenset().union(*(each.regions for each in several)),
        organisations=frozenset().union(*(each.organisations for each in several)),
    )


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]
