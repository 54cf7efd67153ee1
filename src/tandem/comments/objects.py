"""Comments as others point to them: they lie where their object does."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts import objects
from tandem.accounts.objects import Found, holds
from tandem.accounts.rights import Acting
from tandem.comments.models import Comment

EXCERPT = 120
"""Letters of a comment by which one tells it from the others."""


def _every() -> Iterable[str]:
    return map(str, Comment.objects.filter(withdrawn_at__isnull=True).values_list("pk", flat=True))


@holds("comment", label=gettext_lazy("commentaire"), reads="territories.follow", every=_every)
def _comments(keys: Collection[str]) -> dict[str, Found]:
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = list(Comment.objects.filter(pk__in=wanted, withdrawn_at__isnull=True))
    held = objects.find({row.about for row in rows})
    return {str(row.pk): found_at(row, held[row.about]) for row in rows if row.about in held}


def found_at(comment: Comment, about: Found) -> Found:
    """Return a comment as an object, from the object that it is about."""
    return Found(
        _("Commentaire sur %s") % about.name,
        about.place,
        reverse("workspace:object", args=[comment.about]) + f"#commentaire-{comment.pk}",
        Truncator(" ".join(comment.text.split())).chars(EXCERPT),
        words=comment.text,
        reads=objects.operation_of(comment.about, about),
        only_for=str(comment.organisation_id) if comment.internal else about.only_for,
        closed_to=about.closed_to,
    )


def readable_about(reference: str, about: Found, acting: Acting | None) -> list[Comment]:
    """Return the comments of an object that somebody may read, in their order (three queries).

    Those that were withdrawn are among them, to say so.
    """
    return [
        each
        for each in Comment.objects.about(reference)
        if objects.may_read(acting, f"comment:{each.pk}", found_at(each, about))
    ]
