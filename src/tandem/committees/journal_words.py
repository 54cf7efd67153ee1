"""What the journal's entries about committees say."""

import datetime as dt
from collections.abc import Callable, Collection
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tandem.committees.models import Committee, Decision, FollowUp, Item, Meeting
from tandem.committees.models.decisions import BALLOTS, OUTCOMES
from tandem.committees.objects import named
from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted, date_long, number


@names("committee")
def _committees(keys: Collection[str]) -> dict[str, str]:
    return {str(each.pk): each.name for each in Committee.objects.filter(pk__in=_numbers(keys))}


@names("meeting")
def _meetings(keys: Collection[str]) -> dict[str, str]:
    found = Meeting.objects.filter(pk__in=_numbers(keys)).select_related("committee")
    return {
        str(each.pk): _("la séance du %(day)s (%(committee)s)")
        % {"day": date_long(each.day), "committee": each.committee.name}
        for each in found
    }


@names("item")
def _items(keys: Collection[str]) -> dict[str, str]:
    """By rank, not by title: a conflict of interest may close the item to who reads."""
    found = Item.objects.filter(pk__in=_numbers(keys)).values_list("pk", "position")
    return {str(key): _("point n° %s") % position for key, position in found}


@names("decision")
def _decisions(keys: Collection[str]) -> dict[str, str]:
    found = Decision.objects.filter(pk__in=_numbers(keys)).select_related("committee")
    return {str(each.pk): _("la %s") % (named(each)[:1].lower() + named(each)[1:]) for each in found}


@names("followup")
def _follow_ups(keys: Collection[str]) -> dict[str, str]:
    return {str(each.pk): each.what for each in FollowUp.objects.filter(pk__in=_numbers(keys))}


@says("committees.meeting_planned")
def _planned(told: Told) -> str:
    return _("a prévu %(meeting)s, le %(moment)s") % {"meeting": told.subject, "moment": _moment(told)}


@says("committees.meeting_changed")
def _changed(told: Told) -> str:
    return _("a changé la date ou le lieu de %(meeting)s : le %(moment)s") % {
        "meeting": told.subject, "moment": _moment(told)}  # fmt: skip


@says("committees.meeting_called")
def _called(told: Told) -> str:
    text = _("a convoqué %(meeting)s, %(days)s avant") % {
        "meeting": told.subject, "days": counted(told.data["notice"], _("jour"))}  # fmt: skip
    if told.data["notice"] >= told.data["asked"]:
        return text
    return _("%(text)s, au lieu de %(asked)s") % {"text": text, "asked": number(told.data["asked"])}


@says("committees.meeting_cancelled")
def _cancelled(told: Told) -> str:
    return _("a annulé %s") % told.subject


@says("committees.seat_given")
def _seat(told: Told) -> str:
    return _("a donné un siège au %(mandate)s : %(committee)s") % {
        "mandate": told.name("mandate", told.data["mandate"]), "committee": told.subject}  # fmt: skip


@says("committees.meeting_opened")
def _opened(told: Told) -> str:
    how = _("le quorum est atteint") if told.data["deliberates"] else _("faute de quorum, pour consultation")
    return _("a ouvert %(meeting)s : %(how)s (%(present)s sur %(of)s)") % {
        "meeting": told.subject,
        "how": how,
        "present": number(told.data["present"]),
        "of": number(told.data["of"]),
    }


@says("committees.meeting_closed")
def _closed(told: Told) -> str:
    return _("a levé %(meeting)s : %(decided)s, %(left)s sans décision") % {
        "meeting": told.subject,
        "decided": counted(told.data["decided"], _("décision")),
        "left": counted(told.data["left"], _("point")),
    }


@says("committees.attendance_noted")
def _attendance(told: Told) -> str:
    state = {"present": _("présent"), "absent": _("absent"), "represented": _("représenté")}[told.data["state"]]
    return _("a noté %(state)s le titulaire du %(mandate)s, à %(meeting)s") % {
        "state": state, "mandate": told.name("mandate", told.data["mandate"]), "meeting": told.subject}  # fmt: skip


def _on_item(code: str, text: Callable[[], str]) -> None:
    """Word a code that is about an item of a meeting."""

    @says(code)
    def word(told: Told) -> str:
        return text() % {"item": told.name("item", told.data["item"]), "meeting": told.subject}


_on_item("committees.item_added", lambda: _("a inscrit le %(item)s à l’ordre du jour de %(meeting)s"))
_on_item("committees.item_edited", lambda: _("a modifié le %(item)s de %(meeting)s"))
_on_item("committees.item_moved", lambda: _("a déplacé le %(item)s de %(meeting)s"))
_on_item("committees.item_removed", lambda: _("a retiré le %(item)s de l’ordre du jour de %(meeting)s"))


@says("committees.interest_declared")
def _interest(told: Told) -> str:
    return _("a déclaré un conflit d’intérêts de %(person)s sur le %(item)s de %(meeting)s") % {
        "person": told.name("person", told.data["person"]),
        "item": told.name("item", told.data["item"]),
        "meeting": told.subject,
    }


@says("committees.vote_cast")
def _vote(told: Told) -> str:
    return _("s’est prononcé sur le %(item)s de %(meeting)s, pour le %(mandate)s : %(ballot)s") % {
        "item": told.name("item", told.data["item"]),
        "meeting": told.subject,
        "mandate": told.name("mandate", told.data["mandate"]),
        "ballot": dict(BALLOTS)[told.data["ballot"]],
    }


@says("committees.consensus_recorded")
def _consensus(told: Told) -> str:
    against = len(told.data["opposed"])
    text = _("a constaté l’avis de %(members)s sur le %(item)s de %(meeting)s") % {
        "members": counted(len(told.data["members"]), _("membre")),
        "item": told.name("item", told.data["item"]),
        "meeting": told.subject,
    }
    return text + (_(", dont %s") % counted(against, _("opposition")) if against else _(", sans opposition"))


@says("committees.decided")
def _decided(told: Told) -> str:
    return _("a prononcé %(decision)s : %(outcome)s") % {
        "decision": told.subject, "outcome": dict(OUTCOMES)[told.data["outcome"]]}  # fmt: skip


@says("committees.agreement_approved")
def _agreement(told: Told) -> str:
    return _("a fait approuver %(agreement)s par %(decision)s") % {
        "agreement": told.subject, "decision": told.name("decision", told.data["decision"])}  # fmt: skip


def _minutes(code: str, text: Callable[[], str]) -> None:
    @says(code)
    def word(told: Told) -> str:
        return text() % told.subject


_minutes("committees.minutes_drafted", lambda: _("a commencé le relevé de %s"))
_minutes("committees.minutes_edited", lambda: _("a modifié le relevé de %s"))
_minutes("committees.minutes_ready", lambda: _("a soumis aux membres le relevé de %s"))
_minutes("committees.minutes_approved", lambda: _("a fait approuver le relevé de %s"))


@says("committees.follow_up_asked")
def _asked(told: Told) -> str:
    data = told.data
    who = told.name("mandate", data["mandate"]) if data["mandate"] else told.name("organisation", data["organisation"])
    return _("a demandé, à la suite de %(decision)s : « %(what)s » (%(who)s, pour le %(due)s)") % {
        "decision": told.subject, "what": told.name("followup", data["follow_up"]), "who": who,
        "due": date_long(dt.date.fromisoformat(data["due"]))}  # fmt: skip


@says("committees.follow_up_done")
def _done(told: Told) -> str:
    return _("a fait ce que demandait %(decision)s : « %(what)s »") % {
        "decision": told.subject, "what": told.name("followup", told.data["follow_up"])}  # fmt: skip


@says("committees.demo_made")
def _demo(told: Told) -> str:
    return _("a créé les comités fictifs de la démonstration")


def _moment(told: Told) -> str:
    moment = dt.datetime.fromisoformat(told.data["starts_at"].replace("Z", "+00:00"))
    local = moment.astimezone(ZoneInfo(told.data["time_zone"]))
    return _("%(day)s à %(hour)s") % {
        "day": date_long(local.date()),
        "hour": f"{local.hour}\u202fh\u202f{local.minute:02d}",
    }


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]
