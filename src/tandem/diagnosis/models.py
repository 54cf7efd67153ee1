"""Stored results: one diagnosis per perimeter, its values, its peers; and the same values for regions and France.

A perimeter that a new list drops takes its diagnosis with it: foreign keys cascade in the database itself (a migration
writes them, since Django only cascades in Python), because perimeters are loaded and removed in bulk.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.core.figures import Availability

AVAILABILITIES = [
    (Availability.VALUE.value, _("valeur")),
    (Availability.ESTIMATE.value, _("estimation")),
    (Availability.PARTIAL.value, _("partielle")),
    (Availability.NOT_AVAILABLE.value, _("non disponible")),
    (Availability.SECRET.value, _("secret statistique")),
    (Availability.MEANINGLESS.value, _("non significatif")),
]
WITH_VALUE = [state.value for state in Availability if state.has_value]


class Diagnosis(models.Model):
    """The reading of one perimeter from one state of the sources.

    `fingerprint` covers the perimeters, the reference tables and the rules of computation: a diagnosis whose
    fingerprint is the current one need not be computed again.
    """

    perimeter = models.OneToOneField(
        "territories.Perimeter",
        verbose_name=_("périmètre"),
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="diagnosis",
    )
    computed_at = models.DateTimeField(_("calculé le"))
    fingerprint = models.CharField(_("empreinte des données"), max_length=64)

    class Meta:
        verbose_name = _("diagnostic")
        verbose_name_plural = _("diagnostics")

    def __str__(self) -> str:
        return f"{self.perimeter_id}"


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def of_page(self, diagnosis_id: int, region: str) -> "IndicatorValueQuerySet":
        """A territory's values, its region's and France's: what one page compares."""
        return self.filter(
            Q(diagnosis_id=diagnosis_id)
            | Q(area_kind=IndicatorValue.Area.REGION, area_code=region)
            | Q(area_kind=IndicatorValue.Area.COUNTRY)
        )

    def of_list(self, indicator: str, list_code: str) -> "IndicatorValueQuerySet":
        """One indicator over the territories of one list."""
        return self.filter(indicator=indicator, diagnosis__perimeter__list=list_code)


class IndicatorValue(models.Model):
    """One indicator of one area. A missing value keeps its reason in `availability`; it is never a zero."""

    class Area(models.TextChoices):
        TERRITORY = "territory", _("territoire")
        REGION = "region", _("région")
        COUNTRY = "country", _("France")

    diagnosis = models.ForeignKey(
        Diagnosis,
        verbose_name=_("diagnostic"),
        on_delete=models.CASCADE,
        db_constraint=False,
        null=True,
        related_name="values",
    )
    area_kind = models.CharField(_("échelle"), max_length=10, choices=Area)
    area_code = models.CharField(_("code"), max_length=16)
    indicator = models.CharField(_("indicateur"), max_length=60)
    value = models.FloatField(_("valeur"), null=True)
    availability = models.CharField(_("disponibilité"), max_length=15, choices=AVAILABILITIES)
    remark = models.TextField(
        _("remarque"),
        blank=True,
        default="",
        db_default="",
        help_text=_("pourquoi un calcul ne dirait rien ici, ou à quoi la valeur est comparée"),
    )
    missing = models.PositiveIntegerField(_("enregistrements manquants"), default=0)
    places = models.PositiveIntegerField(_("enregistrements attendus"), default=0)
    rank = models.PositiveIntegerField(_("rang"), null=True)
    ranked = models.PositiveIntegerField(_("territoires classés"), null=True)
    peers_value = models.FloatField(_("médiane des territoires semblables"), null=True)
    series = models.JSONField(_("série"), null=True)
    details = models.JSONField(_("détail"), null=True)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("valeur d’indicateur")
        verbose_name_plural = _("valeurs d’indicateurs")
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "indicator"],
                name="diagnosis_value_once_per_diagnosis",
                violation_error_message=_("Cet indicateur est déjà mesuré pour ce diagnostic."),
            ),
            models.UniqueConstraint(
                fields=["area_kind", "area_code", "indicator"],
                condition=Q(diagnosis__isnull=True),
                name="diagnosis_value_once_per_area",
                violation_error_message=_("Cet indicateur est déjà mesuré pour cette échelle."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, availability__in=WITH_VALUE)
                | (Q(value__isnull=True) & ~Q(availability__in=WITH_VALUE)),
                name="diagnosis_value_or_reason",
                violation_error_message=_("Une valeur manquante dit pourquoi, une valeur présente ne manque pas."),
            ),
            models.CheckConstraint(
                condition=Q(area_kind="territory", diagnosis__isnull=False)
                | (~Q(area_kind="territory") & Q(diagnosis__isnull=True)),
                name="diagnosis_value_area_matches_diagnosis",
                violation_error_message=_("Seule la valeur d’un territoire appartient à un diagnostic."),
            ),
            models.CheckConstraint(
                condition=Q(missing__lte=F("places")),
                name="diagnosis_value_missing_within_places",
                violation_error_message=_("Plus d’enregistrements manquants que d’enregistrements attendus."),
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "diagnosis"], name="diagnosis_value_indicator"),
            models.Index(fields=["area_kind", "area_code"], name="diagnosis_value_area"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area_code}"


class Peer(models.Model):
    """One of the five territories of the same list that resemble a territory most.

    `features` holds, for each feature compared, both values and what it adds to the squared distance: the smallest
    say in what the two are alike.
    """

    diagnosis = models.ForeignKey(
        Diagnosis, verbose_name=_("diagnostic"), on_delete=models.CASCADE, db_constraint=False, related_name="peers"
    )
    position = models.PositiveSmallIntegerField(_("rang de ressemblance"))
    peer = models.ForeignKey(
        Diagnosis,
        verbose_name=_("territoire semblable"),
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="+",
    )
    distance = models.FloatField(_("distance"))
    features = models.JSONField(_("traits comparés"))

    class Meta:
        verbose_name = _("territoire semblable")
        verbose_name_plural = _("territoires semblables")
        ordering = ["diagnosis", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "position"],
                name="diagnosis_peer_position_once",
                violation_error_message=_("Ce rang de ressemblance est déjà pris."),
            ),
            models.CheckConstraint(
                condition=~Q(diagnosis=F("peer")),
                name="diagnosis_peer_is_another",
                violation_error_message=_("Un territoire ne peut pas être son propre semblable."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diagnosis_id} ≈ {self.peer_id}"


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def of(self, territory: str, list_code: str) -> "SnapshotQuerySet":
        """The snapshots of a territory in a list, the latest first."""
        return self.filter(territory=territory, list=list_code).order_by("-taken_at", "-pk")


class Snapshot(models.Model):
    """A diagnosis as it was: its values, and all that is needed to make it again.

    Written when a computation changes something, and never changed: neither the perimeter's removal nor a new
    computation touches it. `digest` covers the perimeter, the data and the values, so that the same diagnosis made
    elsewhere from the same files has the same one.
    """

    territory = models.CharField(_("territoire"), max_length=16)
    list = models.CharField(_("liste"), max_length=16)
    taken_at = models.DateTimeField(_("pris le"))
    program = models.CharField(_("version du programme"), max_length=40)
    rules = models.CharField(_("empreinte des règles"), max_length=64)
    communes = models.CharField(_("empreinte du périmètre"), max_length=64)
    vintages = models.JSONField(_("millésimes"), help_text=_("table ou fichier → millésime et empreinte"))
    values = models.JSONField(_("valeurs"), help_text=_("indicateur → valeur et disponibilité"))
    digest = models.CharField(_("empreinte"), max_length=64)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("diagnostic daté")
        verbose_name_plural = _("diagnostics datés")
        indexes = [models.Index(fields=["territory", "list", "-taken_at"], name="diagnosis_snapshot_latest")]
        triggers = [pgtrigger.Protect(name="snapshot_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.territory} {self.list} {self.digest[:12]}"
