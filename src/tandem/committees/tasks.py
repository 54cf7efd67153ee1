"""What committees wait for: a meeting to prepare, items to vote on, minutes to write and approve, things to do."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.rights import Acting
from tandem.accounts.tasks import Task, waits
from tandem.committees.models import Attendance, Decision, FollowUp, Interest, Item, Meeting, Vote
from tandem.committees.rules import State
from tandem.core.typography import counted, date_long

SOON = dt.timedelta(days=30)


def _page(meeting: Meeting) -> str:
    return reverse("workspace:meeting", args=[meeting.pk])


def _own(acting: Acting) -> Q:
    """Committees over the very perimeter of a mandate: what is wider is prepared by others, what is narrower too."""
    return Q(committee__scope_kind=acting.scope.kind, committee__scope_code=acting.scope.code)


@waits
def _prepare(acting: Acting, date: dt.date) -> Iterable[Task]:
    """Meetings to prepare and minutes to write, for who prepares committees; minutes to approve, for who presides."""
    held = programme.current()
    role = next((each for each in held.roles if each.code == acting.role), None)
    prepares = role is not None and "committees.prepare" in role.may
    chaired = [each.code for each in held.committees if acting.role in each.chairs]
    if not prepares and not chaired:
        return
    wanted = Q(state__in=(State.PLANNED, State.CALLED, State.CLOSED))
    rows = Meeting.objects.filter(wanted & _own(acting)).select_related("committee").order_by("starts_at")
    for each in rows:
        day, name = date_long(each.day), each.committee.name
        if each.stage is State.CLOSED:
            if each.minutes_ready_at is None and prepares:
                yield Task(_("Rédiger le relevé de la séance du %s") % day, name,
                           reverse("workspace:minutes", args=[each.pk]))  # fmt: skip
            elif each.minutes_ready_at is not None and each.committee.kind in chaired:
                yield Task(_("Approuver le relevé de la séance du %s") % day,
                           _("%s : à la prochaine séance, que vous présidez") % name, _page(each))  # fmt: skip
        elif prepares and each.day - date <= SOON:
            yield Task(_("Préparer la séance du %s") % day, name, _page(each), each.day)


@waits
def _pronounce(acting: Acting, date: dt.date) -> Iterable[Task]:
    """Open meetings where this mandate is there and has not voted on all."""
    there = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(state="absent").filter(
        Q(mandate=acting.mandate, stand_in__isnull=True) | Q(stand_in=acting.mandate), left_at__isnull=True
    )  # fmt: skip
    waiting = Item.objects.filter(
        ~Exists(Decision.objects.filter(item=OuterRef("pk"))),
        ~Exists(Vote.objects.filter(Q(mandate=acting.mandate) | Q(cast_by=acting.mandate), item=OuterRef("pk"))),
        ~Exists(Interest.objects.filter(item=OuterRef("pk"), person=acting.person)),
        removed=False,
    )
    rows = (
        Meeting.objects.filter(Exists(there), state=State.OPEN, deliberates=True)
        .annotate(waiting=Count("items", filter=Q(items__in=waiting)))
        .filter(waiting__gt=0)
        .select_related("committee")
    )
    for each in rows:
        if acting.role in (*each.committee.rule.chairs, *each.committee.rule.voting):
            yield Task(_("Se prononcer sur %s") % counted(each.waiting, _("point")),
                       _("La séance est ouverte : %s") % each.committee.name, _page(each), each.day)  # fmt: skip


@waits
def _follow(acting: Acting, date: dt.date) -> Iterable[Task]:
    """What decisions ask of this mandate or of its organisation."""
    wanted = Q(mandate=acting.mandate) | Q(organisation=acting.organisation)
    waiting = FollowUp.objects.filter(wanted, done_on__isnull=True).exclude(
        decision__item__interests__person=acting.person
    )
    for each in waiting.select_related("decision__committee"):
        yield Task(each.what, _("Demandé par la décision %(reference)s, %(committee)s") % {
            "reference": each.decision.reference, "committee": each.decision.committee.name},
            reverse("workspace:decision", args=[each.decision_id]), each.due)  # fmt: skip
