"""Comments on objects: plain text, shared or internal, with those whom they mention."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organisation, Person
from tandem.comments.rules import correctable


class CommentQuerySet(models.QuerySet):
    def about(self, reference: str):
        """The comments of an object in their order, with what a page shows of them (three queries)."""
        held = self.filter(about=reference).select_related("person", "organisation").order_by("pk")
        return held.prefetch_related("mentioned", "wordings")


class Comment(models.Model):
    """What somebody wrote on an object for an organisation; withdrawn rather than deleted.

    `internal_to` is the organisation within which it stays. `corrections` counts the earlier wordings.
    """

    about = models.CharField(_("objet"), max_length=120)
    text = models.TextField(_("commentaire"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name=_("écrit par"), related_name="comments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, verbose_name=_("écrit pour"), related_name="comments"
    )
    internal = models.BooleanField(_("interne à cette organisation"), default=False)
    mentioned = models.ManyToManyField(
        Person, blank=True, verbose_name=_("personnes prévenues"), related_name="mentions"
    )
    written_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    corrections = models.PositiveIntegerField(_("corrections"), default=0)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        ordering = ["pk"]
        indexes = [models.Index(fields=["about", "id"], name="comments_of_an_object")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & Q(about__contains=":"),
                name="comment_says_something_of_an_object",
                violation_error_message=_("Un commentaire dit quelque chose d’un objet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.about}"

    def correctable_by(self, person: Person, now: dt.datetime | None = None) -> bool:
        """Say whether somebody may still correct it."""
        if self.person_id != person.pk or self.withdrawn_at:
            return False
        return correctable(self.written_at, now or timezone.now())


class Wording(models.Model):
    """An earlier wording of a comment, until when it stood."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, verbose_name=_("commentaire"), related_name="wordings"
    )
    text = models.TextField(_("texte"))
    until = models.DateTimeField(_("jusqu’au"), auto_now_add=True)

    class Meta:
        verbose_name = _("rédaction d’un commentaire")
        verbose_name_plural = _("rédactions des commentaires")
        ordering = ["comment", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.until:%Y-%m-%d %H:%M}"
