"""Who is told of a comment: whom it mentions, and those who commented the same object and may read it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tandem.accounts import objects
from tandem.accounts.readers import readers
from tandem.comments.models import Comment
from tandem.core.journal.notices import To, tells
from tandem.core.models import JournalEntry


@tells("comments.written")
def _written(entry: JournalEntry) -> Iterable[To]:
    reference = f"comment:{entry.data['comment']}"
    found = objects.find([reference]).get(reference)
    if found is None:  # withdrawn since
        return
    mentioned = set(Comment.mentioned.through.objects.filter(comment=entry.data["comment"])
                    .values_list("person_id", flat=True))  # fmt: skip
    earlier = Comment.objects.filter(about=entry.subject, pk__lt=entry.data["comment"], withdrawn_at__isnull=True)
    took_part = set(earlier.values_list("person_id", flat=True))
    for person in readers(reference, found, among=mentioned | took_part):
        why = _("Vous y êtes mentionné.") if person in mentioned else _("Vous avez commenté cet objet.")
        yield To(person, why, reference)
