"""Words of the programme."""

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content.glossary.types import Section, Term

PROGRAMME = Section(
    "programme",
    _("Le programme"),
    (
        Term(
            "territoires-d-industrie",
            _("Territoires d’industrie (programme)"),
            _(
                "Programme national, annoncé le 22 novembre 2018, qui réunit l’État, les régions, les "
                "intercommunalités et "
                "les industriels d’un même territoire autour d’un plan d’actions."
            ),
            _(
                "Il est conduit par les conseils régionaux avec les préfectures de région, et animé localement "
                "par un binôme."
            ),
            see=("territoire-d-industrie", "phase", "axe"),
        ),
        Term(
            "territoire-d-industrie",
            _("Territoire d’industrie"),
            _(
                "Ensemble d’une ou de plusieurs intercommunalités, parfois de communes isolées, labellisé par le "
                "programme."
            ),
            _(
                "Un territoire peut s’étendre sur deux départements ou deux régions. Sa liste de membres change "
                "avec le temps."
            ),
            see=("perimetre", "membre-incomplet"),
        ),
        Term(
            "phase",
            _("Phase"),
            _("Période du programme : 2018-2022, puis 2023-2027. Chaque phase a ses territoires et ses quatre axes."),
            _(
                "Un territoire de la première phase n’est pas celui de la seconde, même sous le même nom : ses "
                "membres ont pu "
                "changer. Le site relie les territoires qui se succèdent."
            ),
            see=("succession", "axe"),
        ),
        Term(
            "axe",
            _("Axe"),
            _(
                "But du programme : attirer, recruter, simplifier et innover dans la première phase ; "
                "compétences, transition "
                "écologique, innovation et foncier dans la seconde."
            ),
            see=("phase",),
        ),
        Term(
            "perimetre",
            _("Périmètre"),
            _("Les communes d’un territoire entre deux dates."),
            _(
                "Le nombre de territoires et leurs communes ont varié : 148 territoires en octobre 2020, 149 à "
                "la fin de 2022, "
                "183 depuis novembre 2023. Tout chiffre de ce site est celui d’un périmètre, à une date."
            ),
            see=("etat-au", "liste"),
        ),
        Term(
            "liste",
            _("Liste des territoires"),
            _("Publication officielle qui donne, à une date, les territoires du programme et leurs membres."),
            _("Le site en charge trois : octobre 2020, fin 2022 et juillet 2024."),
            see=("perimetre",),
        ),
        Term(
            "etat-au",
            _("État au… (date)"),
            _("Ce que le programme était à cette date : les territoires et les périmètres alors en vigueur."),
            _("Ajouter « ?date=2021-10-12 » à l’adresse d’une page la donne à cette date."),
            also=(_("à la date du"),),
            see=("perimetre",),
        ),
        Term(
            "succession",
            _("Succession de territoires"),
            _(
                "Lien entre un territoire de la première phase et celui de la seconde avec lequel il partage des "
                "communes."
            ),
            _("Il est déduit des communes que partagent les deux périmètres, non d’une décision officielle."),
        ),
        Term(
            "binome",
            _("Binôme élu-industriel"),
            _("L’élu local et l’industriel qui animent ensemble un territoire."),
            _("C’est à lui que Tandem doit son nom. Les personnes ne sont pas nommées sur ce site."),
        ),
        Term(
            "chef-de-projet",
            _("Chef de projet"),
            _("Personne salariée qui fait vivre au quotidien le plan d’actions d’un territoire."),
            _(
                "Son poste, porté par une intercommunalité ou une agence, est cofinancé par l’État dans certains "
                "territoires."
            ),
        ),
        Term(
            "comite-de-pilotage",
            _("Comité de pilotage"),
            _("Instance qui conduit le programme et fait le point de son avancement."),
            _(
                "Le comité national réunit les ministres, les régions, les intercommunalités, les industriels et les "
                "opérateurs. Le rapport de ce site est écrit pour lui."
            ),
            also=(_("COPIL"),),
        ),
        Term(
            "operateur",
            _("Opérateur"),
            _("Organisme public qui offre des services aux territoires : Banque des Territoires, Bpifrance ou Ademe."),
            see=("panier-de-services",),
        ),
        Term(
            "panier-de-services",
            _("Panier de services"),
            _("L’ensemble des offres que les opérateurs réservent aux territoires du programme."),
            _("Il évolue selon ce qui marche. Il n’est pas encore enregistré dans Tandem."),
        ),
        Term(
            "fonds-d-acceleration",
            _("Fonds d’accélération"),
            _(
                "Subventions à l’investissement industriel ouvertes en septembre 2020, décidées ensemble par "
                "l’État et les "
                "régions."
            ),
            _(
                "Il était ouvert à toutes les entreprises, les Territoires d’industrie étant seulement "
                "prioritaires : un "
                "nombre de projets « du fonds » n’est pas un nombre de projets « des territoires »."
            ),
        ),
        Term(
            "chiffre-annonce",
            _("Chiffre annoncé"),
            _("Chiffre publié ailleurs (communiqué, presse, rapport), cité avec sa source et sa date."),
            _("Il est montré à côté du chiffre calculé, jamais à sa place, avec l’écart entre les deux."),
            also=(_("chiffre déclaré"),),
            see=("chiffre-calcule",),
        ),
        Term(
            "chiffre-calcule",
            _("Chiffre calculé"),
            _("Chiffre que ce site tire lui-même d’enregistrements : on peut ouvrir ceux qui sont derrière."),
            see=("chiffre-annonce",),
        ),
    ),
)
