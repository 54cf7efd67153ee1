"""Notices: what somebody is told of, once, in the page and by e-mail as they chose."""

import datetime as dt

from django.db import models
from django.db.models import Count, Q, Window
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Person
from tandem.core.models import JournalEntry


class Cursor(models.Model):
    """How far in the journal a follower has read."""

    name = models.CharField(_("suiveur"), max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField(_("dernière écriture lue"), default=0)

    class Meta:
        verbose_name = _("avancée d’un suiveur")
        verbose_name_plural = _("avancées des suiveurs")

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"


class Pace(models.TextChoices):
    """When a notice goes by e-mail."""

    IMMEDIATE = "immediate", _("tout de suite")
    DIGEST = "digest", _("une fois par jour")
    NONE = "none", _("jamais")


class Preference(models.Model):
    """How somebody wants one kind of notice by e-mail; without one, as the kind has it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, verbose_name=_("personne"), related_name="preferences")
    kind = models.CharField(_("nature"), max_length=40)
    pace = models.CharField(_("par courriel"), max_length=10, choices=Pace)

    class Meta:
        verbose_name = _("préférence d’avis")
        verbose_name_plural = _("préférences d’avis")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="preference_pace_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pace}"


class Message(models.Model):
    """An e-mail to send: claimed, then sent, once. Its text is made when it goes, from its notices."""

    class State(models.TextChoices):
        WAITING = "waiting", _("à envoyer")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("envoyé")
        UNCERTAIN = "uncertain", _("peut-être envoyé : interrompu avant la réponse du serveur")
        REFUSED = "refused", _("refusé par le serveur")
        EMPTY = "empty", _("sans objet : tout était lu")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, verbose_name=_("personne"), related_name="messages")
    digest_of = models.DateField(_("résumé du"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("essais"), default=0)
    next_at = models.DateTimeField(_("prochain essai"))
    claimed_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    fault = models.CharField(_("dernière erreur"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_at"], name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="message_sending", condition=Q(state="sending")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest_of"], name="digest_once_a_day", condition=Q(digest_of__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class NoticeQuerySet(models.QuerySet):
    def of(self, person: Person):
        return self.filter(person=person).select_related("entry")

    def unread(self):
        return self.filter(read_at__isnull=True)

    def counted(self):
        """Each with how many there are (`together`), for a page that shows some of them: one query instead of two."""
        return self.annotate(together=Window(Count("pk")))


class Notice(models.Model):
    """What somebody is told: a journal entry, or a task that falls due (`what`, `href`, and `once` that names it).

    Read is one state: in the page, and by the link of the e-mail.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, verbose_name=_("personne"), related_name="notices")
    kind = models.CharField(_("nature"), max_length=40)
    entry = models.ForeignKey(
        JournalEntry,
        on_delete=models.PROTECT,
        db_constraint=False,  # the journal itself refuses that an entry goes, and stays free of what points to it
        null=True,
        blank=True,
        verbose_name=_("écriture"),
        related_name="+",
    )
    why = models.CharField(_("pourquoi"), max_length=300)
    about = models.CharField(_("objet"), max_length=120, blank=True)
    what = models.CharField(_("tâche"), max_length=300, blank=True)
    href = models.CharField(_("page"), max_length=300, blank=True)
    once = models.CharField(_("rappel"), max_length=64, blank=True)
    at = models.DateTimeField(_("le"))
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    pace = models.CharField(_("par courriel"), max_length=10, choices=Pace)
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("courriel"), related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_of_somebody"),
            models.Index(fields=["person"], name="notices_unread", condition=Q(read_at__isnull=True)),
            models.Index(
                fields=["person"],
                name="notices_for_a_digest",
                condition=Q(pace="digest", message__isnull=True, read_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "entry"], name="notice_once"),
            models.UniqueConstraint(fields=["person", "once"], name="reminder_once", condition=~Q(once="")),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, once="") | (Q(entry__isnull=True) & ~Q(once="") & ~Q(what="")),
                name="notice_of_an_entry_or_a_task",
            ),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="notice_pace_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.entry_id or self.what}"


class Visit(models.Model):
    """When somebody last opened their home, and the time before: what changed since is told from the latter."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, verbose_name=_("personne"), related_name="visit")
    latest = models.DateTimeField(_("dernière"))
    before = models.DateTimeField(_("précédente"), null=True, blank=True)

    class Meta:
        verbose_name = _("visite")
        verbose_name_plural = _("visites")

    def __str__(self) -> str:
        return f"{self.person_id} {self.latest:%Y-%m-%d %H:%M}"

    def seen(self, now: dt.datetime, pause: dt.timedelta = dt.timedelta(minutes=30)) -> bool:
        """Note a visit; a page opened again within a pause is the same one. Return whether anything changed."""
        if now - self.latest < pause:
            return False
        self.before, self.latest = self.latest, now
        return True
