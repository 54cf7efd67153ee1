"""What the journal's entries about signing in, and about the journal itself, say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tandem.core.journal.timeline import Told, names, says
from tandem.core.typography import counted, joined, number


@names("visitor")
def _visitors(keys: Collection[str]) -> dict[str, str]:
    return dict.fromkeys(keys, _("un visiteur"))


def _factor(kind: str) -> str:
    known = {"totp": _("une application de codes"), "webauthn": _("une clé ou une empreinte"),
             "recovery_codes": _("des codes de secours")}  # fmt: skip
    return known.get(kind, kind)


@says("signing_in.signed_in")
def _signed_in(told: Told) -> str:
    known = {
        "password": _("un mot de passe"),
        "mfa": _("un second facteur"),
        "socialaccount": _("un fournisseur d’identité"),
        "demo": _("un bouton de la démonstration"),
    }
    means = joined(known.get(each, each) for each in told.data["methods"])
    return _("s’est connecté avec %(means)s") % {"means": means} if means else _("s’est connecté")


@says("signing_in.signed_out")
def _signed_out(told: Told) -> str:
    return _("s’est déconnecté")


@says("signing_in.refused")
def _refused(told: Told) -> str:
    if not told.data["known"]:
        return _("a tenté de se connecter à un compte qui n’existe pas")
    what = _("un mauvais mot de passe") if told.data["by"] == "password" else _("un mauvais second facteur")
    return _("a donné %(what)s pour le compte de %(person)s") % {"what": what, "person": told.subject}


@says("signing_in.password_changed")
def _password_changed(told: Told) -> str:
    return _("a changé son mot de passe")


@says("signing_in.password_reset")
def _password_reset(told: Told) -> str:
    return _("a choisi un nouveau mot de passe par le message reçu")


@says("signing_in.address_changed")
def _address_changed(told: Told) -> str:
    return _("a changé d’adresse électronique")


@says("signing_in.factor_added")
def _factor_added(told: Told) -> str:
    return _("a ajouté à son compte %(factor)s") % {"factor": _factor(told.data["kind"])}


@says("signing_in.factor_removed")
def _factor_removed(told: Told) -> str:
    return _("a retiré de son compte %(factor)s") % {"factor": _factor(told.data["kind"])}


@says("signing_in.factor_renewed")
def _factor_renewed(told: Told) -> str:
    return _("a renouvelé %(factor)s") % {"factor": _factor(told.data["kind"])}


@says("signing_in.sessions_ended")
def _sessions_ended(told: Told) -> str:
    return _("a fermé %(sessions)s sur d’autres appareils") % {
        "sessions": counted(told.data["count"], _("session"))}  # fmt: skip


@says("journal.verified")
def _verified(told: Told) -> str:
    words = {"first": number(told.data["first"]), "last": number(told.data["last"])}
    if told.data["broken"] is None:
        return _("a vérifié le journal de l’écriture %(first)s à l’écriture %(last)s : il est entier") % words
    return _("a vérifié le journal et l’a trouvé rompu à l’écriture %(broken)s") % {
        "broken": number(told.data["broken"])}  # fmt: skip
