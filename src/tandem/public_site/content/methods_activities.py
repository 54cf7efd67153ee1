"""The methods of the chapters on activity classes and on what the territory could become."""

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content.method import Method

METHODS = (
    Method(
        "classes",
        _("Les classes d’activité, commune par commune"),
        _("Quelles activités fines le territoire a-t-il, et leur poids est-il un trait ou un hasard ?"),
        _(
            "Le quotient compare la part de la classe dans le territoire à sa part dans tout ce que le fichier couvre. "
            "L’intervalle dit ce qu’il aurait pu être si un établissement de plus ou de moins s’était trouvé là : un "
            "quotient de 3 qui repose sur deux établissements est un accident, sur deux cents un trait."
        ),
        _(
            "Le fichier de l’Urssaf est exhaustif : l’intervalle n’est pas une erreur de sondage. Une classe de moins "
            "de trois établissements est secrète, et avec elle celles qui permettraient de la retrouver par "
            "soustraction ; quand cela ne suffit pas, aucun total n’est donné. Un territoire qui pèse plus de la "
            "moitié de ce que le fichier couvre n’y est pas comparé : il le serait surtout à lui-même. Un indice "
            "demande 30 établissements. Le champ est celui des salariés du privé."
        ),
        formula="QL = (e_s ÷ e) ÷ (E_s ÷ E)",
        symbols=_(
            "e_s : salariés de la classe dans le territoire ; E_s : dans l’ensemble couvert ; sans indice : toutes "
            "classes."
        ),
        references=(
            "Guimarães, P., Figueiredo, O. et Woodward, D. (2009), « Dartboard tests for the location quotient », "
            "Regional Science and Urban Economics, 39, p. 360-364.",
            "Clopper, C. J. et Pearson, E. S. (1934), « The use of confidence or fiducial limits illustrated in the "
            "case of the binomial », Biometrika, 26, p. 404-413.",
        ),
        indicators=("class-industry-employees", "class-specialisation", "class-diversity"),
    ),
    Method(
        "structurelle-residuelle-dynamique",
        _("L’analyse structurelle-résiduelle, année après année"),
        _("Qu’est-ce qui explique l’évolution depuis le début de la série ?"),
        _(
            "La même analyse qu’entre deux dates, faite pour chaque année et sommée : le territoire est jugé sur les "
            "activités qu’il a chaque année, non sur celles d’il y a quinze ans."
        ),
        _(
            "L’ensemble de comparaison est tout ce que le fichier couvre : une seule zone d’emploi, s’il n’en a "
            "qu’une. Plus le territoire y pèse, plus son effet local est petit : sa part est dite à partir d’un quart, "
            "et rien n’est donné au-delà de 95 %, ni sous 1 000 salariés ou 30 établissements."
        ),
        formula="Σ_t [e_t·G_t  +  Σ_s e_st·(g_st − G_t)  +  L_t]",
        symbols=_("t : année ; les autres symboles comme ci-dessus."),
        references=(
            "Barff, R. A. et Knight, P. L. (1988), « Dynamic shift-share analysis », Growth and Change, 19, p. 1-10.",
        ),
        indicators=("class-change", "class-structural-effect", "class-local-effect"),
    ),
    Method(
        "resilience",
        _("La résistance et la reprise"),
        _(
            "Le territoire a-t-il mieux tenu dans la crise, et mieux repris, que ses activités ne le laissaient "
            "attendre ?"
        ),
        _(
            "L’écart, en points de l’emploi de départ, entre ce que l’emploi a fait et ce qu’il aurait fait si chaque "
            "classe d’activité avait suivi la même classe de l’ensemble. Positif : mieux que prévu."
        ),
        _(
            "Deux crises sont lues, sur les années où l’emploi privé a reculé puis repris en France : 2007-2009 puis "
            "2009-2011, et 2019-2020 puis 2020-2022. Rien n’est donné si l’ensemble n’a pas reculé, ou pas repris. Ce "
            "sont des écarts, non des causes."
        ),
        formula="R = (Δe − Σ_s g_s·e_s) ÷ e",
        symbols=_("Δe : évolution de l’emploi ; g_s : croissance de la classe dans l’ensemble ; e : emploi de départ."),
        references=(
            "Martin, R. et Gardiner, B. (2019), « The resilience of cities to economic shocks », Papers in Regional "
            "Science, 98, p. 1801-1832.",
        ),
        indicators=("resistance-2008", "recovery-2010", "resistance-2019", "recovery-2020"),
    ),
    Method(
        "proximite-complexite",
        _("La proximité et la complexité des secteurs"),
        _("Quels secteurs le territoire pourrait-il développer, et lesquels en vaudraient la peine ?"),
        _(
            "Deux secteurs sont proches quand les zones d’emploi spécialisées dans l’un le sont souvent dans l’autre. "
            "La densité dit quelle part de ce qui est proche d’un secteur le territoire a déjà. La complexité range "
            "ensemble les secteurs qui se trouvent dans les mêmes zones, 0 étant la moyenne. Les secteurs industriels "
            "absents tombent dans quatre cases : proches ou non, complexes ou répandus."
        ),
        _(
            "L’indice vient de l’étude des exportations des pays. Sur des zones d’emploi, il range d’abord les "
            "services des métropoles, puis l’énergie, l’électronique et la pharmacie, enfin les industries les plus "
            "répandues : il classe des structures, non des mérites. Une proximité statistique n’est pas une étude de "
            "faisabilité."
        ),
        formula="φ_st = C_st ÷ max(u_s, u_t),   d_s = Σ_t M_t·φ_st ÷ Σ_t φ_st",
        symbols=_(
            "C_st : zones spécialisées dans les deux secteurs ; u_s : dans le premier ; M_t : 1 si le territoire a le "
            "secteur t, 0 sinon ; t ≠ s."
        ),
        references=(
            "Hidalgo, C. A., Klinger, B., Barabási, A.-L. et Hausmann, R. (2007), « The product space conditions the "
            "development of nations », Science, 317, p. 482-487.",
            "Hidalgo, C. A. et Hausmann, R. (2009), « The building blocks of economic complexity », PNAS, 106, "
            "p. 10570-10575.",
            "Balland, P.-A., Boschma, R., Crespo, J. et Rigby, D. L. (2019), « Smart specialization policy in the "
            "European Union », Regional Studies, 53, p. 1252-1268.",
        ),
        indicators=("opportunities", "complexity", "complexity-outlook"),
    ),
    Method(
        "tension",
        _("La tension de recrutement"),
        _("Où l’industrie peine-t-elle à recruter ?"),
        _(
            "La part des métiers industriels mesurés qui sont dans la plus forte classe de tension, bassin par "
            "bassin, chaque bassin comptant selon les emplois que le territoire y a. Les projets de recrutement sont "
            "ceux des départements du territoire, dans la même proportion."
        ),
        _(
            "L’indice date de 2020. L’enquête de France Travail dit des intentions, non des embauches ; une donnée "
            "secrète est laissée de côté dans les deux termes de la part."
        ),
        formula="T = Σ_b w_b·n5_b ÷ Σ_b w_b·n_b",
        symbols=_("w_b : emplois du territoire dans le bassin b ; n_b : métiers mesurés ; n5_b : à l’indice 5."),
        indicators=("strong-tension", "difficult-hiring", "seasonal-hiring"),
    ),
    Method(
        "dependance",
        _("La dépendance au premier établissement"),
        _("De combien l’emploi dépend-il d’un seul établissement ?"),
        _("La part du plus grand établissement dans l’emploi salarié, chacun comptant pour le milieu de sa tranche."),
        _(
            "Sirene ne donne que des tranches, avec un à deux ans de retard : c’est un ordre de grandeur. La plus "
            "haute tranche compte pour son plancher."
        ),
        formula="D = m_1 ÷ Σ_i m_i",
        symbols=_("m_i : milieu de la tranche de l’établissement i ; 1 : le plus grand."),
        indicators=("largest-share",),
    ),
)
