"""What a territory is made of, from one day to another.

The database itself refuses a commune in two territories of one phase at one date. PostgreSQL's exclusion needs ranges,
so texts are compared as ranges of a single value, of the type `code_range` made by the migration. The phase and the
dates that a row repeats cannot differ from those of its perimeter: composite foreign keys hold them together, written
in the migration because Django has none.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from tandem.places.models import Commune, Intermunicipality
from tandem.places.validity import DatedQuerySet, not_empty, overlapping_validity, same
from tandem.territories.models.territories import Phase, Territory


class Perimeter(models.Model):
    """The perimeter of a territory on one published list, and what it counts, computed by the database at load.

    `validity` begins the day the list stands for the programme, which can precede `observed_on`, the day of the copy.
    One that a committee decided names its `decision`: a load leaves it as it is.
    """

    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, verbose_name=_("territoire"), related_name="perimeters"
    )
    phase = models.ForeignKey(
        Phase,
        on_delete=models.PROTECT,
        db_index=False,
        db_constraint=False,  # held by the composite key (territory, phase)
        verbose_name=_("phase"),
        related_name="perimeters",
    )
    list = models.CharField(_("liste"), max_length=20)
    name = models.CharField(_("nom sur la liste"), max_length=200)
    validity = DateRangeField(_("validité"))
    observed_on = models.DateField(_("observé le"))
    source = models.TextField(_("source"))
    decision = models.CharField(
        _("décision"), max_length=80, blank=True, db_default="", help_text=_("vide : d’une liste publiée")
    )
    members = models.PositiveIntegerField(_("membres"), db_default=0)
    communes = models.PositiveIntegerField(_("communes"), db_default=0)
    population = models.PositiveIntegerField(_("population municipale"), null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("périmètre")
        verbose_name_plural = _("périmètres")
        ordering = ["territory", "validity"]
        indexes = [models.Index(fields=["list"], name="perimeter_by_list")]
        constraints = [
            not_empty("perimeter_validity_not_empty"),
            models.UniqueConstraint(
                fields=["territory", "list"],
                name="perimeter_once_per_list",
                violation_error_message=_("Un territoire n’est qu’une fois sur une liste."),
            ),
            # What the communes' composite key refers to.
            models.UniqueConstraint(
                fields=["id", "phase", "validity"],
                name="perimeter_one_phase_and_validity",
                violation_error_message=_("Un périmètre a une seule phase et une seule période."),
            ),
            ExclusionConstraint(
                name="perimeter_one_at_a_time",
                expressions=[same("territory"), overlapping_validity()],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Un territoire a deux périmètres à la même date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} ({self.list})"


class Member(models.Model):
    """An intermunicipality, or a single commune, by which communes come into a perimeter.

    `communes` of its `communes_total` communes are in the territory, counted in the geography of the list.
    """

    class Kind(models.TextChoices):
        EPCI = "epci", _("intercommunalité")
        EPT = "ept", _("établissement public territorial")
        COMMUNE = "commune", _("commune")

    perimeter = models.ForeignKey(
        Perimeter, on_delete=models.CASCADE, verbose_name=_("périmètre"), related_name="composition"
    )
    kind = models.CharField(_("nature"), max_length=7, choices=Kind)
    code = models.CharField(_("code"), max_length=9, help_text=_("SIREN, ou code de la commune"))
    intermunicipality = models.ForeignKey(
        Intermunicipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("intercommunalité"),
        related_name="memberships",
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("commune"),
        related_name="memberships",
    )
    name = models.CharField(_("nom"), max_length=200)
    complete = models.BooleanField(_("en entier"))
    communes = models.PositiveIntegerField(_("communes dans le territoire"))
    communes_total = models.PositiveIntegerField(_("communes en tout"))

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        ordering = ["perimeter", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["perimeter", "code"],
                name="member_once_per_perimeter",
                violation_error_message=_("Un membre n’est qu’une fois dans un périmètre."),
            ),
            # What the communes' composite key refers to.
            models.UniqueConstraint(
                fields=["id", "perimeter"],
                name="member_one_perimeter",
                violation_error_message=_("Un membre appartient à un seul périmètre."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=["epci", "ept"], intermunicipality=F("code"), commune__isnull=True)
                    | Q(kind="commune", commune=F("code"), intermunicipality__isnull=True)
                )
                # A missing key makes the line above unknown, which a check lets through.
                & (Q(intermunicipality__isnull=False) | Q(commune__isnull=False)),
                name="member_kind_matches_key",
                violation_error_message=_("Un membre est une intercommunalité ou une commune, selon sa nature."),
            ),
            models.CheckConstraint(
                condition=Q(communes__gte=1, communes__lte=F("communes_total")),
                name="member_communes_within_total",
                violation_error_message=_("Un membre apporte au moins une commune, et pas plus qu’il n’en compte."),
            ),
            models.CheckConstraint(
                condition=Q(complete=True, communes=F("communes_total"))
                | Q(complete=False, communes__lt=F("communes_total")),
                name="member_complete_when_all_communes",
                violation_error_message=_("Un membre est entier quand toutes ses communes sont dans le territoire."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PerimeterCommune(models.Model):
    """A commune, in the geography in force, in a perimeter; `phase` and `validity` are those of the perimeter."""

    perimeter = models.ForeignKey(
        Perimeter,
        on_delete=models.CASCADE,
        db_index=False,  # the unique key begins with it
        db_constraint=False,  # held by the composite key (perimeter, phase, validity)
        verbose_name=_("périmètre"),
        related_name="commune_links",
    )
    phase = models.ForeignKey(
        Phase,
        on_delete=models.PROTECT,
        db_index=False,
        db_constraint=False,
        verbose_name=_("phase"),
        related_name="commune_links",
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, db_index=False, verbose_name=_("commune"), related_name="territory_links"
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        db_constraint=False,  # held by the composite key (member, perimeter)
        verbose_name=_("membre"),
        related_name="commune_links",
    )
    validity = DateRangeField(_("validité"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune d’un territoire")
        verbose_name_plural = _("communes des territoires")
        ordering = ["perimeter", "commune"]
        indexes = [models.Index(fields=["commune"], name="perimetercommune_by_commune")]
        constraints = [
            models.UniqueConstraint(
                fields=["perimeter", "commune"],
                name="perimetercommune_once_per_perimeter",
                violation_error_message=_("Une commune n’est qu’une fois dans un périmètre."),
            ),
            ExclusionConstraint(
                name="perimetercommune_one_territory_at_a_time",
                expressions=[same("phase", "commune"), overlapping_validity()],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Une commune est dans deux territoires d’une même phase à la même date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} ({self.perimeter_id})"


class PerimeterContour(models.Model):
    """Simplified outline of a perimeter, apart because only maps read it."""

    perimeter = models.OneToOneField(
        Perimeter, on_delete=models.CASCADE, primary_key=True, verbose_name=_("périmètre"), related_name="contour"
    )
    geometry = models.TextField(_("géométrie"), help_text=_("géométrie GeoJSON, WGS84"))

    class Meta:
        verbose_name = _("contour de périmètre")
        verbose_name_plural = _("contours de périmètres")
        ordering = ["perimeter"]

    def __str__(self) -> str:
        return str(self.perimeter_id)
