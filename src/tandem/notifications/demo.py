"""Fictive exchanges for the demo: comments, a document, notices unread. Nothing of it is anybody's."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts.acting import By
from tandem.accounts.demo import address_of
from tandem.accounts.models import Mandate
from tandem.comments.models import Comment
from tandem.comments.usecases import write_comment
from tandem.documents.models import Retention, Visibility
from tandem.documents.usecases import add_document, receive
from tandem.notifications.following import follow_all
from tandem.search.indexing import reindex

NOTE = (
    "Compte rendu fictif de la réunion de lancement\n\n"
    "Présents : le binôme, la cheffe de projet, la Région et l’État.\n"
    "Décidé : visiter dix entreprises avant la fin de l’année ; recenser les friches.\n"
)


def prepare(places: Mapping[str, str], *, actor: str) -> int:
    """Write what is missing, make the notices and the index; return how many comments and documents were made."""
    reference = f"territory:{places['territory']}"
    made = 0
    if not Comment.objects.filter(about=reference).exists():
        made = _talk(reference)
    reindex()
    follow_all()
    return made


def _by(role: str) -> By | None:
    held = Mandate.objects.filter(person__email=address_of(role), role=role).select_related("person", "organisation")
    mandate = held.first()
    return By(mandate, second_factor=True) if mandate else None


def _talk(reference: str) -> int:
    manager, elected, industrial, instructor = map(
        _by, ("project-manager", "elected-lead", "industrial-lead", "state-instructor")
    )
    if not (manager and elected and industrial and instructor):
        return 0
    note = receive("compte-rendu-fictif.txt", [NOTE.encode()])
    told = [each.mandate.person_id for each in (elected, industrial)]
    with transaction.atomic():
        add_document(
            manager, reference, note, title=_("Compte rendu de lancement (fictif)"),
            visibility=Visibility.OBJECT, retention=Retention.WORKING,
        )  # fmt: skip
        write_comment(
            manager,
            reference,
            _("(Fictif) Le compte rendu de la réunion de lancement est joint. Pouvez-vous le relire avant vendredi ?"),
            mentioned=told,
        )
        write_comment(elected, reference, _("(Fictif) Relu, c’est fidèle. Il manque la date de la prochaine réunion."))
        write_comment(
            instructor,
            reference,
            _("(Fictif) L’État peut aider au recensement des friches : qui le conduit ?"),
            mentioned=[manager.mandate.person_id],
        )
        write_comment(
            elected, reference, _("(Fictif) À voir entre nous avant de répondre sur les friches."), internal=True
        )
    return 5
