"""Zonings and schemes: what each is; the catalogue of zonings says its vintage and its validity."""

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content.glossary.types import Section, Term


def _of(code: str, name: object, meaning: object) -> Term:
    return Term(anchor(code), name, meaning, also=(code.rstrip("0123456789"),))


def anchor(code: str) -> str:
    """Return the anchor of a zoning of the catalogue: ``zonage-acv``."""
    return f"zonage-{code.lower()}"


ZONINGS = Section(
    "zonages",
    _("Les zonages et dispositifs"),
    (
        _of(
            "ACV",
            _("Action cœur de ville"),
            _(
                "Programme qui aide des villes moyennes à faire revivre leur centre : logement, commerce, "
                "espaces publics."
            ),
        ),
        _of(
            "PVD",
            _("Petites villes de demain"),
            _("Programme qui aide des communes de moins de 20 000 habitants ayant un rôle de centre autour d’elles."),
        ),
        _of(
            "ORT",
            _("Opération de revitalisation de territoire"),
            _("Convention qui ouvre à un centre-ville des droits particuliers en urbanisme, commerce et fiscalité."),
        ),
        _of(
            "VA",
            _("Villages d’avenir"),
            _("Programme qui donne à des communes rurales l’appui d’un chef de projet pour mener leurs projets."),
        ),
        _of(
            "AMI",
            _("Avenir montagnes ingénierie"),
            _("Appui à des territoires de montagne pour diversifier leur tourisme."),
        ),
        _of(
            "FABT",
            _("Fabriques de territoire"),
            _("Tiers-lieux soutenus par l’État pour travailler, se former et entreprendre près de chez soi."),
        ),
        _of(
            "CDE",
            _("Cités de l’emploi"),
            _("Regroupement des acteurs de l’emploi au service des habitants de quartiers prioritaires."),
        ),
        _of(
            "QPV",
            _("Quartier prioritaire de la politique de la ville"),
            _("Quartier urbain où se concentrent les bas revenus, et à qui des aides sont réservées."),
        ),
        _of(
            "FRR2025",
            _("France ruralités revitalisation"),
            _(
                "Zonage de communes rurales où les entreprises ont des allègements d’impôts, depuis le "
                "1er juillet 2024."
            ),
        ),
        _of(
            "ZRR2021",
            _("Zone de revitalisation rurale"),
            _("Zonage qui a précédé France ruralités revitalisation, jusqu’au 1er juillet 2024."),
        ),
        _of(
            "AFR2014",
            _("Aide à finalité régionale"),
            _("Zonage européen où l’aide publique à l’investissement des entreprises peut être plus forte."),
        ),
    ),
)
