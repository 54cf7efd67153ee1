"""Words of the methods; each formula stands on the page of data and methods."""

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content.glossary.types import Section, Term

METHODS = Section(
    "calculs",
    _("Les calculs"),
    (
        Term(
            "quotient-de-localisation",
            _("Quotient de localisation"),
            _("Combien de fois la part d’un secteur dans l’emploi du territoire vaut sa part nationale."),
            _("Il vaut 2 quand le secteur pèse deux fois plus qu’en France, et 1 quand il y pèse autant."),
            also=(_("indice de spécialisation"), _("QL")),
            see=("indice-de-krugman",),
            method="quotient-de-localisation",
        ),
        Term(
            "indice-de-krugman",
            _("Indice de Krugman"),
            _("Écart entre la répartition des emplois par secteur du territoire et celle de la France, de 0 à 2."),
            _("À 0, le territoire est la France en petit ; vers 2, il n’a aucun secteur en commun avec elle."),
            see=("quotient-de-localisation",),
            method="krugman",
        ),
        Term(
            "diversite",
            _("Diversité des secteurs"),
            _("Nombre de secteurs de même taille qui donneraient la même concentration de l’emploi."),
            _("Plus il est petit, plus le territoire dépend de peu de secteurs."),
            also=(_("nombre équivalent"),),
            method="diversite",
        ),
        Term(
            "analyse-structurelle-residuelle",
            _("Analyse structurelle-résiduelle"),
            _(
                "Décompose l’évolution de l’emploi en trois parts : celle de la France, celle des secteurs, "
                "celle du territoire."
            ),
            also=("shift-share",),
            see=("effet-de-structure", "effet-local"),
            method="structurelle-residuelle",
        ),
        Term(
            "effet-de-structure",
            _("Effet de structure"),
            _(
                "Part de l’évolution qui tient aux secteurs présents, selon qu’ils croissent plus ou moins que "
                "l’ensemble."
            ),
            see=("analyse-structurelle-residuelle",),
            method="structurelle-residuelle",
        ),
        Term(
            "effet-local",
            _("Effet local"),
            _("Part de l’évolution que ni la France ni les secteurs présents n’expliquent : le propre du territoire."),
            _("Il dit que le territoire fait mieux ou moins bien que prévu, non pourquoi."),
            also=(_("effet résiduel"),),
            see=("analyse-structurelle-residuelle",),
            method="structurelle-residuelle",
        ),
        Term(
            "repartition",
            _("Répartition d’une zone d’emploi"),
            _(
                "Partage d’un chiffre connu pour une zone d’emploi entre les territoires, selon les emplois de "
                "leurs communes."
            ),
            _("Elle suppose que chaque partie de la zone lui ressemble : le résultat est une estimation."),
            see=("zone-d-emploi", "estimation"),
            method="repartition",
        ),
        Term(
            "taux-annuel-moyen",
            _("Évolution annuelle moyenne"),
            _("Taux constant qui, répété chaque année, mène du premier chiffre au dernier."),
            method="evolution",
        ),
        Term(
            "territoires-semblables",
            _("Territoires semblables"),
            _(
                "Les cinq territoires de la même liste qui ressemblent le plus à celui-ci, par leur taille et "
                "leur économie."
            ),
            _("Les indicateurs comparés, leur poids et les écarts sont montrés sur la page du territoire."),
            method="semblables",
        ),
        Term(
            "rang",
            _("Rang"),
            _("Place du territoire parmi ceux de la même liste, de la plus forte valeur à la plus faible."),
            _(
                "Les ex æquo partagent le rang ; un territoire sans valeur n’est pas classé. Un rang n’est pas "
                "une note."
            ),
            method="rangs-et-classes",
        ),
        Term(
            "mediane",
            _("Médiane"),
            _("Valeur qui partage un groupe en deux moitiés égales : l’une est au-dessous, l’autre au-dessus."),
        ),
        Term(
            "classe-de-carte",
            _("Classe d’une carte"),
            _("L’un des cinq groupes, de même nombre de territoires, entre lesquels une carte répartit ses couleurs."),
            also=(_("quintile"),),
            method="rangs-et-classes",
        ),
    ),
)
