"""What Tandem lets people do, once each: the programme file says which role may do what.

An operation is named by what changes or is read, not by a page: a page, a file and a command that do the same thing ask
for the same operation.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that a role may be allowed to do within its perimeter.

    Parameters
    ----------
    code
        ``part.verb``, stable: programme files and the journal name it.
    label
        What it is, in the words of the page that shows who may do what.
    binding
        Whether it decides or pays: the mandate that allows it then asks for a second factor.
    """

    code: str
    label: Any
    binding: bool = False


OPERATIONS = {
    each.code: each
    for each in (
        Operation("people.read", _("Voir les personnes et leurs mandats")),
        Operation("people.invite", _("Inviter quelqu’un dans une organisation")),
        Operation("mandates.grant", _("Donner, suspendre et clore un mandat"), binding=True),
        Operation("organisations.read", _("Voir les organisations")),
        Operation("organisations.manage", _("Créer et corriger une organisation, dire ses liens")),
        Operation("organisations.merge", _("Fondre deux organisations qui n’en sont qu’une"), binding=True),
        Operation("territories.follow", _("Suivre la vie d’un territoire, au-delà de sa page publique")),
        Operation("governance.manage", _("Tenir le binôme, les postes et les correspondants d’un territoire")),
        Operation("posts.report", _("Rendre compte de l’activité d’un chef de projet")),
        Operation("contracts.prepare", _("Préparer un protocole, un contrat, un avenant")),
        Operation("contracts.sign", _("Signer un protocole, un contrat, un avenant"), binding=True),
        Operation("committees.read", _("Lire l’ordre du jour et le relevé d’un comité")),
        Operation("committees.prepare", _("Convoquer un comité et préparer son ordre du jour")),
        Operation("committees.decide", _("Prendre part à la décision d’un comité"), binding=True),
        Operation("comments.write", _("Commenter, joindre un document")),
        Operation("journal.read", _("Lire le journal")),
        Operation("programme.manage", _("Conduire le programme et voir les effets de son fichier"), binding=True),
    )
}
