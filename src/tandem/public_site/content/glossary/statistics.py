"""Words of the figures and of where they come from."""

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content.glossary.types import Section, Term

STATISTICS = Section(
    "chiffres",
    _("Les chiffres"),
    (
        Term(
            "emploi-au-lieu-de-travail",
            _("Emploi au lieu de travail"),
            _("Emploi, salarié ou non, public ou privé, compté dans la commune où l’on travaille."),
            _(
                "Il vient du recensement. On ne l’additionne ni ne le compare aux salariés du privé ou aux "
                "postes de Flores."
            ),
            see=("salarie-du-prive", "poste", "recensement"),
        ),
        Term(
            "salarie-du-prive",
            _("Salarié du privé"),
            _(
                "Personne salariée d’un employeur du secteur privé, comptée à la fin de l’année dans la commune de "
                "l’établissement."
            ),
            _("Il vient des déclarations à l’Urssaf. L’agriculture et Mayotte n’y sont pas."),
            see=("urssaf", "emploi-au-lieu-de-travail"),
        ),
        Term(
            "poste",
            _("Poste salarié"),
            _("Emploi salarié occupé au 31 décembre, public compris, défense exceptée."),
            _("Une personne qui occupe deux postes est comptée deux fois."),
            see=("flores",),
        ),
        Term(
            "etablissement",
            _("Établissement"),
            _("Lieu où travaille une entreprise : une usine, un atelier, un bureau."),
            _("Une entreprise peut avoir plusieurs établissements : leurs nombres ne se confondent pas."),
        ),
        Term(
            "industrie",
            _("Industrie"),
            _(
                "Industries extractives et manufacturières, énergie, eau et déchets (sections B à E de la "
                "nomenclature)."
            ),
            _("La construction n’en fait pas partie."),
            see=("secteur",),
        ),
        Term(
            "secteur",
            _("Secteur (A38)"),
            _("L’un des 38 postes de la nomenclature d’activités française dans sa forme agrégée."),
            _(
                "Des niveaux plus larges (A21, A17, A10, A5) regroupent les secteurs. La nomenclature est la NAF "
                "révision 2, en "
                "vigueur pour toutes les données de ce site."
            ),
            also=(_("NAF"), _("branche d’activité")),
        ),
        Term(
            "population-municipale",
            _("Population municipale"),
            _("Habitants dont la résidence habituelle est dans la commune, comptés une seule fois en France."),
            see=("recensement",),
        ),
        Term(
            "taux-de-chomage",
            _("Taux de chômage localisé"),
            _("Part des actifs qui sont au chômage, estimée par l’Insee chaque trimestre pour chaque zone d’emploi."),
            _(
                "Pour un territoire à cheval sur plusieurs zones, le site donne une moyenne pondérée, qui est "
                "une estimation."
            ),
            see=("zone-d-emploi", "estimation"),
        ),
        Term(
            "niveau-de-vie",
            _("Niveau de vie médian"),
            _(
                "Revenu disponible par unité de consommation tel que la moitié des habitants de la commune a "
                "moins, l’autre plus."
            ),
            _(
                "La moyenne des médianes des communes n’est pas la médiane du territoire : le chiffre du site "
                "est une estimation."
            ),
            see=("filosofi", "mediane"),
        ),
        Term(
            "friche",
            _("Friche"),
            _("Terrain ou bâtiment qui a servi, ne sert plus, et demande des travaux avant de resservir."),
            _("L’inventaire n’est pas exhaustif : aucun site connu ne veut pas dire aucune friche."),
            see=("cartofriches",),
        ),
        Term(
            "metier-en-tension",
            _("Métier en tension"),
            _("Métier qui manque de candidats, inscrit comme tel sur la liste officielle de la région."),
            _("La liste est régionale : tous les territoires d’une région ont la même."),
        ),
        Term(
            "millesime",
            _("Millésime"),
            _("Année ou date que décrit une donnée, non celle de sa publication."),
        ),
        Term(
            "estimation",
            _("Estimation"),
            _("Valeur calculée par Tandem parce que la source ne publie rien à cette échelle."),
            _("La méthode dit comment. Une estimation se lit en ordre de grandeur."),
            see=("repartition",),
        ),
        Term(
            "valeur-partielle",
            _("Valeur partielle"),
            _("Total auquel il manque les communes dont la donnée est secrète ou absente ; le nombre en est donné."),
            see=("secret-statistique",),
        ),
        Term(
            "non-disponible",
            _("Non disponible"),
            _("Aucune valeur n’existe à cette échelle, et le site dit pourquoi. Ce n’est jamais un zéro."),
        ),
        Term(
            "secret-statistique",
            _("Secret statistique"),
            _("Interdiction de publier un chiffre qui révélerait l’activité d’une entreprise."),
            _(
                "Pour les entreprises : pas de case de moins de trois unités, ni où une seule fait plus de 85 % "
                "du total. Une "
                "case secrète reste « secrète » ici : elle ne devient ni zéro ni un."
            ),
            see=("secret-fiscal",),
        ),
        Term(
            "secret-fiscal",
            _("Secret fiscal"),
            _(
                "Règle plus stricte pour les revenus des personnes : aucun chiffre publié ne porte sur moins de "
                "onze foyers."
            ),
            see=("secret-statistique",),
        ),
        Term(
            "empreinte",
            _("Empreinte d’un fichier"),
            _("Suite de 64 chiffres et lettres (SHA-256) qui change dès qu’un seul octet du fichier change."),
            _("Elle prouve que la table que vous lisez est bien celle qui est décrite."),
        ),
    ),
)

SOURCES = Section(
    "sources",
    _("Les sources"),
    (
        Term(
            "recensement",
            _("Recensement de la population"),
            _("Enquête de l’Insee, étalée sur cinq ans : le millésime 2018 réunit les enquêtes de 2016 à 2020."),
            also=(_("RP"),),
        ),
        Term(
            "urssaf",
            _("Urssaf"),
            _("Réseau qui recouvre les cotisations sociales, et qui publie les effectifs salariés du secteur privé."),
        ),
        Term(
            "flores",
            _("Flores"),
            _("Fichier localisé des rémunérations et de l’emploi salarié, tenu par l’Insee."),
            _("Il compte le public comme le privé, défense exceptée, et ne se compare pas aux effectifs de l’Urssaf."),
        ),
        Term(
            "filosofi",
            _("Filosofi"),
            _("Fichier localisé social et fiscal de l’Insee, d’où viennent les niveaux de vie par commune."),
        ),
        Term(
            "cartofriches",
            _("Cartofriches"),
            _("Inventaire national des friches tenu par le Cerema à partir de recensements locaux."),
        ),
        Term(
            "anct",
            _("ANCT"),
            _(
                "Agence nationale de la cohésion des territoires, qui conduit le programme avec la direction "
                "générale des "
                "entreprises."
            ),
        ),
        Term(
            "licence-ouverte",
            _("Licence Ouverte"),
            _(
                "Licence qui permet de réutiliser librement des données publiques, à condition d’en citer la "
                "source et la date."
            ),
            also=(_("Etalab 2.0"),),
        ),
    ),
)
