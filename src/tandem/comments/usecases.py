"""What one does with comments: write, correct within a delay, withdraw."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import objects
from tandem.accounts.acting import By, RefusedError, refuse_unless
from tandem.accounts.readers import readers
from tandem.accounts.rights import may
from tandem.comments.models import Comment, Wording
from tandem.comments.rules import correctable, text_as_kept
from tandem.core import journal
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.saving import save


def _about(by: By, reference: str) -> objects.Found:
    found = objects.readable(by.acting, [reference]).get(reference)
    if found is None:
        raise NotFoundError(_("Cet objet n’existe pas, ou vous ne pouvez pas le lire."))
    refuse_unless(may(by.acting, "comments.write", found.place, programme.current()))
    return found


@transaction.atomic
def write_comment(by: By, about: str, text: str, *, internal: bool = False, mentioned: Collection[int] = ()) -> Comment:
    """Write a comment on an object.

    Parameters
    ----------
    mentioned
        Primary keys of people to tell: they must be able to read it.

    Raises
    ------
    NotFoundError, RefusedError
        The object is out of sight, or one may not write there.
    TandemError
        Empty or too long, or it mentions somebody who could not read it.
    """
    found = _about(by, about)
    kept = text_as_kept(text)
    told = set(mentioned) - {by.mandate.person_id}
    only_for = str(by.mandate.organisation_id) if internal else ""
    if told - set(readers(about, found, among=told, only_for=only_for)):
        raise TandemError(
            _("Une des personnes choisies ne pourrait pas lire ce commentaire."),
            _("Ne prévenir que des membres de votre organisation, ou partager le commentaire.") if internal else "",
        )
    comment = Comment(
        about=about,
        text=kept,
        person=by.mandate.person,
        organisation=by.mandate.organisation,
        internal=internal,
    )
    save(comment)
    comment.mentioned.set(told)
    journal.record(
        "comments.written",
        actor=by.author,
        subject=about,
        comment=comment.pk,
        internal=internal,
        mentioned=len(told),
    )
    return comment


def _own(by: By, comment: Comment) -> Comment:
    """Lock one's own comment, on an object that one may still read."""
    _about(by, comment.about)
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.person_id != by.mandate.person_id:
        raise RefusedError(_("Seule la personne qui a écrit un commentaire le corrige ou le retire."))
    if locked.withdrawn_at:
        raise TandemError(_("Ce commentaire a été retiré."))
    return locked


@transaction.atomic
def correct_comment(by: By, comment: Comment, text: str, *, corrections: int) -> Comment:
    """Correct one's own comment; what it said before is kept.

    Parameters
    ----------
    corrections
        How many corrections it had when its form was shown.

    Raises
    ------
    TandemError
        Too late, or corrected elsewhere meanwhile (the message quotes what it says now).
    """
    locked = _own(by, comment)
    kept = text_as_kept(text)
    if kept == locked.text:
        return locked
    if not correctable(locked.written_at, timezone.now()):
        raise TandemError(
            _("Ce commentaire ne se corrige plus : d’autres l’ont lu ainsi."), _("En écrire un second, ou le retirer.")
        )
    if locked.corrections != corrections:
        raise TandemError(
            _("Ce commentaire a été corrigé entre-temps. Il dit maintenant : « %s »") % locked.text,
            _("Votre texte est gardé ci-dessous : reprendre ce qui manque, puis envoyer de nouveau."),
        )
    Wording.objects.create(comment=locked, text=locked.text)
    locked.text, locked.corrections = kept, locked.corrections + 1
    save(locked)
    journal.record("comments.corrected", actor=by.author, subject=locked.about, comment=locked.pk)
    return locked


@transaction.atomic
def withdraw_comment(by: By, comment: Comment) -> None:
    """Withdraw one's own comment: the page says that there was one, and no longer what it said."""
    locked = _own(by, comment)
    locked.withdrawn_at = timezone.now()
    save(locked)
    journal.record("comments.withdrawn", actor=by.author, subject=locked.about, comment=locked.pk)
