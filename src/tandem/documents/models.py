"""Documents attached to objects, and their versions. Files lie elsewhere (`tandem.documents.storing`)."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organisation, Person
from tandem.documents.rules import FORMATS, Format, keep_until


class Visibility(models.TextChoices):
    """Who may read a document."""

    INTERNAL = "internal", _("mon organisation")
    OBJECT = "object", _("ceux qui suivent cet objet")
    PUBLIC = "public", _("tout le monde")


class Retention(models.TextChoices):
    """How long a document is kept, by what it is (`tandem.documents.rules.YEARS`)."""

    WORKING = "working", _("document de travail, 3 ans")
    DECISION = "decision", _("pièce d’une décision ou d’un contrat, 10 ans")
    PUBLIC = "public", _("document publié, 10 ans")


class State(models.TextChoices):
    """What is known of a version's safety; not scanned when the installation has no antivirus."""

    CLEAN = "clean", _("analysé")
    UNSCANNED = "unscanned", _("non analysé")
    WAITING = "waiting", _("en attente d’analyse")
    INFECTED = "infected", _("refusé par l’antivirus")


class DocumentQuerySet(models.QuerySet):
    def about(self, references: Collection[str]):
        """Those attached to objects and not withdrawn, the latest first, with their versions (two queries)."""
        held = self.filter(about__in=references, withdrawn_at__isnull=True).order_by("-pk")
        return held.select_related("organisation", "person").prefetch_related("versions__person")


class Document(models.Model):
    """A document that somebody attached to an object, for an organisation; withdrawn, never deleted by hand."""

    reference = models.UUIDField(_("référence"), default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(_("objet"), max_length=120, db_index=True)
    title = models.CharField(_("titre"), max_length=200)
    visibility = models.CharField(_("qui peut le lire"), max_length=10, choices=Visibility)
    retention = models.CharField(_("conservation"), max_length=10, choices=Retention)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name=_("déposé pour"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name=_("déposé par"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & Q(about__contains=":"),
                name="document_has_title_and_object",
                violation_error_message=_("Un document a un titre et se rattache à un objet."),
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values) & Q(retention__in=Retention.values),
                name="document_choices_known",
                violation_error_message=_("Dire qui peut lire ce document et combien de temps il se garde."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def latest(self) -> "Version":
        return self.versions.all()[0]

    @property
    def keep_until(self) -> dt.date:
        """First day on which it may be purged."""
        return keep_until(self.retention, self.latest.at.date())


class Version(models.Model):
    """A file of a document, by the digest of its content."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, verbose_name=_("document"), related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("empreinte"), max_length=64, db_index=True)
    name = models.CharField(_("nom du fichier"), max_length=150)
    extension = models.CharField(_("format"), max_length=5)
    size = models.PositiveBigIntegerField(_("taille, octets"))
    state = models.CharField(_("analyse"), max_length=10, choices=State)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name=_("déposée par"))
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("version d’un document")
        verbose_name_plural = _("versions des documents")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_once"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$", size__gt=0, number__gt=0, state__in=State.values),
                name="version_whole",
                violation_error_message=_("Une version a un contenu, une taille et un numéro."),
            ),
        ]
        indexes = [models.Index(fields=["id"], name="version_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def format(self) -> Format:
        return FORMATS[self.extension]

    def open_to(self, person: Person | None) -> bool:
        """Say whether somebody who may read the document may have this file.

        Until the antivirus has read it, only who sent it may; and nobody, once it has found something.
        """
        if self.state == State.WAITING:
            return person is not None and person.pk == self.person_id
        return self.state != State.INFECTED
