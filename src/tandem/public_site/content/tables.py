"""How the reference tables are grouped for a reader, from the programme itself to the statistics around it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Group:
    """Tables that answer one kind of question."""

    id: str
    title: Any
    text: Any
    tables: tuple[str, ...]


GROUPS = (
    Group(
        "programme",
        _("Le programme"),
        _("Les territoires, leurs périmètres datés, et les chiffres annoncés par ses responsables."),
        ("territories", "perimeters", "members", "territory_communes", "declared_figures"),
    ),
    Group(
        "geographie",
        _("La géographie officielle"),
        _("Communes, intercommunalités et zones, avec leurs codes anciens et leurs voisinages."),
        (
            "communes",
            "commune_codes",
            "intermunicipalities",
            "employment_zones",
            "departments",
            "regions",
            "contiguity",
        ),
    ),
    Group(
        "zonages",
        _("Les zonages et dispositifs"),
        _("Ce dont chaque commune bénéficie déjà, avec le millésime de chaque liste."),
        ("zonings", "zoning_catalogue"),
    ),
    Group(
        "habitants",
        _("Les habitants"),
        _("Population, niveau de vie et chômage."),
        ("population", "income", "unemployment", "unemployment_france"),
    ),
    Group(
        "emploi",
        _("L’emploi"),
        _("Emplois au lieu de travail et salariés du privé, par commune et à des échelles plus larges."),
        ("census_jobs", "epci_jobs", "private_employees", "private_employees_places"),
    ),
    Group(
        "secteurs",
        _("Les secteurs et l’industrie"),
        _("Salariés, postes et établissements par secteur et par classe d’activité."),
        ("sectors", "activity_classes", "sector_employees", "sector_posts", "industry_establishments"),
    ),
    Group(
        "recrutement",
        _("Le recrutement"),
        _("Bassins d’emploi, tension par métier, métiers qui manquent officiellement de candidats."),
        ("shortage_occupations", "job_tensions", "commune_basins", "occupation_families"),
    ),
    Group("foncier", _("Le foncier"), _("L’inventaire des friches."), ("brownfields",)),
    Group(
        "contours",
        _("Les contours"),
        _("Tracés simplifiés, en GeoJSON, pour dessiner des cartes."),
        ("contours_territories", "contours_intermunicipalities", "contours_departments", "contours_regions"),
    ),
)
