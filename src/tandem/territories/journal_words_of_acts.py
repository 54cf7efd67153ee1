"""What the journal's entries about posts, their reports and agreements say."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted, date_long, joined, number, percent
from tandem.territories.models import Agreement, Post


def day(text: str) -> str:
    return date_long(dt.date.fromisoformat(text))


def numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def euros(cents: int) -> str:
    decimals = 0 if not cents % 100 else 2
    return f"{number(cents / 100, decimals)}\u202f€"


@names("post")
def _posts(keys: Collection[str]) -> dict[str, str]:
    found = Post.objects.filter(pk__in=numbers(keys)).values_list("pk", "territory__name")
    return {str(pk): _("poste financé de « %s »") % name for pk, name in found}


@names("agreement")
def _agreements(keys: Collection[str]) -> dict[str, str]:
    found = Agreement.objects.filter(pk__in=numbers(keys)).values_list("pk", "title", "territory__name")
    return {str(pk): _("« %(title)s » (%(territory)s)") % {"title": title, "territory": name}
            for pk, title, name in found}  # fmt: skip


@says("territories.post_opened")
def _post_opened(told: Told) -> str:
    data = told.data
    return _("a ouvert le %(post)s, employé par %(employer)s, du %(first)s au %(last)s (%(rate)s, %(cap)s au plus)") % {
        "post": told.subject,
        "employer": told.name("organisation", data["employer"]),
        "first": day(data["first"]),
        "last": day(data["last"]),
        "rate": percent(data["rate"] / 100, None),
        "cap": euros(data["cap"]),
    }


@says("territories.recruitment_opened")
def _recruitment(told: Told) -> str:
    return _("a ouvert le %(day)s le recrutement du %(post)s") % {"day": day(told.data["on"]), "post": told.subject}


@says("territories.post_held")
def _post_held(told: Told) -> str:
    return _("a pourvu le %(post)s à partir du %(day)s : %(mandate)s") % {
        "post": told.subject,
        "day": day(told.data["first"]),
        "mandate": told.name("mandate", told.data["mandate"]),
    }


@says("territories.post_left")
def _post_left(told: Told) -> str:
    return _("a noté la vacance du %(post)s après le %(day)s") % {
        "post": told.subject, "day": day(told.data["last"])}  # fmt: skip


@says("territories.post_closed")
def _post_closed(told: Told) -> str:
    return _("a cessé de financer le %(post)s après le %(day)s") % {
        "post": told.subject, "day": day(told.data["last"])}  # fmt: skip


def _period(told: Told) -> dict[str, str]:
    return {"post": told.subject, "first": day(told.data["first"]), "last": day(told.data["last"])}


@says("territories.report_written")
def _report_written(told: Told) -> str:
    return _("a rédigé le compte rendu du %(first)s au %(last)s du %(post)s") % _period(told)


@says("territories.report_submitted")
def _report_submitted(told: Told) -> str:
    return _("a déposé le compte rendu du %(first)s au %(last)s du %(post)s") % _period(told)


@says("territories.report_accepted")
def _report_accepted(told: Told) -> str:
    return _("a accepté un compte rendu du %(post)s : %(due)s dus sur %(invoiced)s") % {
        "post": told.subject, "due": euros(told.data["due"]), "invoiced": euros(told.data["invoiced"])}  # fmt: skip


@says("territories.report_returned")
def _report_returned(told: Told) -> str:
    return _("a rendu pour correction un compte rendu du %s") % told.subject


@says("territories.agreement_drafted")
def _drafted(told: Told) -> str:
    if not told.data["amends"]:
        return _("a commencé l’acte %s") % told.subject
    return _("a commencé l’acte %(agreement)s, qui modifie %(amended)s") % {
        "agreement": told.subject, "amended": told.name("agreement", told.data["amends"])}  # fmt: skip


@says("territories.agreement_edited")
def _edited(told: Told) -> str:
    if not told.data["chapters"]:
        return _("a corrigé l’acte %s") % told.subject
    chapters = joined(_("« %s »") % name for name in told.data["chapters"])
    return _("a corrigé l’acte %(agreement)s : %(chapters)s") % {"agreement": told.subject, "chapters": chapters}


@says("territories.party_set")
def _party_set(told: Told) -> str:
    return _("a inscrit %(organisation)s comme partie à l’acte %(agreement)s") % {
        "organisation": told.name("organisation", told.data["organisation"]), "agreement": told.subject}  # fmt: skip


@says("territories.party_removed")
def _party_removed(told: Told) -> str:
    return _("a retiré %(organisation)s des parties à l’acte %(agreement)s") % {
        "organisation": told.name("organisation", told.data["organisation"]), "agreement": told.subject}  # fmt: skip


@says("territories.agreement_ready")
def _ready(told: Told) -> str:
    return _("a arrêté le texte de l’acte %(agreement)s (empreinte %(digest)s)") % {
        "agreement": told.subject, "digest": told.data["digest"][:16]}  # fmt: skip


@says("territories.agreement_reopened")
def _reopened(told: Told) -> str:
    return _("a rouvert le texte de l’acte %s") % told.subject


@says("territories.agreement_signed")
def _signed(told: Told) -> str:
    return _("a écrit la signature de l’acte %(agreement)s le %(day)s") % {
        "agreement": told.subject, "day": day(told.data["on"])}  # fmt: skip


@says("territories.copy_attached")
def _copy(told: Told) -> str:
    return _("a joint l’exemplaire signé de l’acte %(agreement)s (%(pages)s)") % {
        "agreement": told.subject, "pages": counted(told.data["pages"], _("page"))}  # fmt: skip


@says("territories.demo_governance_made")
def _demo(told: Told) -> str:
    return _("a créé la gouvernance fictive de la démonstration (%s)") % counted(
        told.data["territories"], _("territoire")
    )
