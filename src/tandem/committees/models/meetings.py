"""Meetings: when and where, who was there, what was on the agenda, who stepped aside."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Mandate, Person
from tandem.committees.models.committees import Committee
from tandem.committees.rules import State
from tandem.core.history import KeepStates

STATES = (
    (State.PLANNED.value, _("en préparation")),
    (State.CALLED.value, _("convoquée")),
    (State.OPEN.value, _("ouverte")),
    (State.CLOSED.value, _("levée")),
    (State.APPROVED.value, _("relevé approuvé")),
    (State.CANCELLED.value, _("annulée")),
)
PRESENCES = (("present", _("présent")), ("represented", _("représenté")), ("absent", _("absent")))


class MeetingQuerySet(models.QuerySet):
    def to_come(self):
        return self.filter(state__in=(State.PLANNED, State.CALLED, State.OPEN)).order_by("starts_at", "pk")

    def held(self):
        return self.filter(state__in=(State.CLOSED, State.APPROVED)).order_by("-starts_at", "-pk")


class Meeting(models.Model):
    """A meeting of a committee.

    `starts_at` is a moment; `time_zone` is where its clock hangs (committees of overseas regions have their own).
    `deliberates` is what was found when it was opened: without a quorum it is only consulted. `quorum` keeps the count
    and its reasons. `version` grows with each change that two people could make at once.
    """

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, verbose_name=_("comité"), related_name="meetings"
    )
    starts_at = models.DateTimeField(_("début"))
    minutes_long = models.PositiveSmallIntegerField(_("durée, en minutes"), default=120)
    time_zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    video = models.URLField(_("visioconférence"), max_length=300, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=STATES, default=State.PLANNED)
    called_at = models.DateTimeField(_("convoquée le"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("levée le"), null=True, blank=True)
    deliberates = models.BooleanField(_("délibère"), null=True, blank=True)
    quorum = models.JSONField(_("quorum à l’ouverture"), default=dict, blank=True)
    minutes = models.TextField(_("relevé"), blank=True)
    minutes_ready_at = models.DateTimeField(_("relevé prêt le"), null=True, blank=True)
    approved_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("relevé approuvé à"), related_name="+"
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["-starts_at", "-pk"]
        triggers = [KeepStates("committees_meetingstate")]
        indexes = [models.Index(fields=["committee", "starts_at"], name="meeting_of_a_committee")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(video=""),
                name="meeting_is_somewhere",
                violation_error_message=_("Une séance a un lieu ou une adresse de visioconférence."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="meeting_state_known",
                violation_error_message=_("Cet état de séance n’existe pas."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(approved_in__isnull=False),
                name="meeting_minutes_approved_at_a_meeting",
                violation_error_message=_("Un relevé s’approuve à une séance."),
            ),
            models.CheckConstraint(
                condition=Q(approved_in__isnull=True) | ~Q(approved_in=F("id")),
                name="meeting_minutes_approved_at_another",
                violation_error_message=_("Un relevé s’approuve à une séance suivante."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def local(self) -> dt.datetime:
        """When it starts, by the clock of where it is."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def day(self) -> dt.date:
        return self.local.date()

    def day_at(self, moment: dt.datetime) -> dt.date:
        """Return the day that it is at a moment, where the meeting is."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def stage(self) -> State:
        return State(self.state)


class Attendance(models.Model):
    """Whether a member was there, represented by whom, from when to when."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, verbose_name=_("séance"), related_name="attendances")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, verbose_name=_("mandat"), related_name="+")
    state = models.CharField(_("présence"), max_length=12, choices=PRESENCES)
    stand_in = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("suppléé par"), related_name="+"
    )
    arrived_at = models.DateTimeField(_("arrivé à"), null=True, blank=True)
    left_at = models.DateTimeField(_("parti à"), null=True, blank=True)

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mandate"],
                name="attendance_once",
                violation_error_message=_("La présence de ce membre est déjà notée."),
            ),
            models.CheckConstraint(
                condition=Q(state="represented", stand_in__isnull=False)
                | (~Q(state="represented") & Q(stand_in__isnull=True)),
                name="attendance_represented_by_somebody",
                violation_error_message=_("Un membre représenté l’est par un suppléant."),
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="attendance_leaves_after_arriving",
                violation_error_message=_("Un membre ne part pas avant d’arriver."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.mandate_id} {self.state}"


class Item(models.Model):
    """A point of an agenda: an object, a question asked of the committee, a proposal."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, verbose_name=_("séance"), related_name="items")
    position = models.PositiveSmallIntegerField(_("ordre"))
    matter = models.CharField(_("matière"), max_length=40)
    about = models.CharField(_("objet"), max_length=120, blank=True, help_text=_("référence : territory:ti-8413"))
    title = models.CharField(_("intitulé"), max_length=200)
    question = models.TextField(_("question posée"))
    proposal = models.TextField(_("proposition"))
    parameters = models.JSONField(_("paramètres de l’effet"), default=dict, blank=True)
    documents = models.TextField(_("pièces"), blank=True, help_text=_("une par ligne"))
    removed = models.BooleanField(_("retiré de l’ordre du jour"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("points de l’ordre du jour")
        ordering = ["meeting", "position", "pk"]
        triggers = [KeepStates("committees_itemstate")]
        indexes = [models.Index(fields=["about"], name="item_about_an_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=Q(removed=False),
                name="item_one_by_one",
                violation_error_message=_("Deux points ont le même rang."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Interest(models.Model):
    """A conflict of interest declared on an item: its file is closed to that person, who counts in no vote on it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, verbose_name=_("point"), related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name=_("personne"), related_name="interests")
    ground = models.CharField(_("motif"), max_length=300)
    declared_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, verbose_name=_("déclaré par"), related_name="+")
    declared_at = models.DateTimeField(_("déclaré le"))

    class Meta:
        verbose_name = _("conflit d’intérêts")
        verbose_name_plural = _("conflits d’intérêts")
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                name="interest_once",
                violation_error_message=_("Ce conflit d’intérêts est déjà déclaré."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id}"
