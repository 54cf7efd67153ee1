"""How the figures are computed: each method with its question, formula, reading, limits, and its paper."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content import methods_activities
from tandem.public_site.content.method import Method

METHODS = (
    Method(
        "agregation",
        _("De la commune au territoire"),
        _("Combien d’emplois, d’habitants, d’établissements dans un territoire ?"),
        _("Le total des communes du périmètre, telles qu’elles sont en 2026, à la date demandée."),
        _(
            "Une commune sans valeur publiée n’est pas comptée pour zéro. Le nombre de communes qui manquent est "
            "toujours dit ; le total n’est appelé partiel que si elles pèsent plus de 1 % du territoire, en habitants "
            "ou en emplois."
        ),
        formula="X = Σ x_c",
        symbols=_("c parcourt les communes du périmètre dont la valeur x est publiée."),
        indicators=("population", "census-jobs", "private-employees", "brownfields"),
    ),
    Method(
        "repartition",
        _("De la zone d’emploi au territoire"),
        _("Combien de salariés par secteur, quand la source ne les donne que par zone d’emploi ?"),
        _("La part de chaque zone qui revient au territoire est celle de ses communes dans les emplois de la zone."),
        _(
            "Chaque partie d’une zone est supposée avoir la même structure que la zone entière : le résultat est une "
            "estimation, et deux territoires d’une même zone ont la même. Une cellule vide de la source n’est pas lue "
            "comme un zéro ; mais les cellules publiées d’une zone redonnent exactement son total : elle n’ajoute donc "
            "rien. Un secteur n’est dit non disponible que si aucune zone du territoire ne le donne."
        ),
        formula="e_s = Σ_z  E_zs × (Σ emplois des communes du territoire dans z) ÷ (emplois de z)",
        symbols=_("E_zs : salariés du secteur s dans la zone z."),
        references=(
            "Goodchild, M. F. et Lam, N. S.-N. (1980), « Areal interpolation: a variant of the traditional spatial "
            "problem », Geo-Processing, 1, p. 297-312.",
        ),
        indicators=("industry-employees", "industry-establishment-size"),
    ),
    Method(
        "part-industrie",
        _("La part de l’industrie"),
        _("Quelle place l’industrie tient-elle dans l’emploi du territoire ?"),
        _("La part publiée par intercommunalité au recensement de 2022, pondérée par les emplois de ses communes."),
        _(
            "L’outre-mer est absent de la source : les valeurs de la France sont celles de la métropole. Une commune "
            "isolée ou une intercommunalité partiellement couverte reçoit la part de l’intercommunalité "
            "entière. Le nombre d’emplois industriels n’est pas publié à cette échelle : celui du site est une "
            "estimation."
        ),
        indicators=("industry-share", "industry-jobs", "large-establishments"),
    ),
    Method(
        "quotient-de-localisation",
        _("Le quotient de localisation"),
        _("Dans quels secteurs le territoire est-il plus présent que la France ?"),
        _("À 2, le secteur pèse deux fois plus qu’en France ; à 1, autant ; à 0,5, moitié moins."),
        _("Il est instable quand le secteur est petit : le site ne classe que les secteurs d’au moins 100 salariés."),
        formula="QL = (e_s ÷ e) ÷ (E_s ÷ E)",
        symbols=_("e : salariés du territoire ; E : ceux de la France ; s : le secteur."),
        references=(
            "Florence, P. S. (1929), The Statistical Method in Economics and Political Science, Kegan Paul.",
            "Balassa, B. (1965), « Trade liberalisation and “revealed” comparative advantage », The Manchester School, "
            "33(2), p. 99-123.",
        ),
        indicators=("leading-quotient",),
    ),
    Method(
        "krugman",
        _("L’indice de spécialisation de Krugman"),
        _("La structure du territoire s’écarte-t-elle de celle de la France ?"),
        _("De 0 (la même structure) à 2 (aucun secteur en commun)."),
        _(
            "La référence est la France entière, territoire compris : l’indice de la France est 0 par construction, et "
            "un grand territoire a presque toujours un indice plus faible. Il ne se compare donc qu’aux territoires "
            "semblables. Un secteur sans donnée est laissé de côté des deux côtés."
        ),
        formula="K = Σ_s |e_s ÷ e − E_s ÷ E|",
        symbols=_("Mêmes notations que pour le quotient de localisation."),
        references=("Krugman, P. (1991), Geography and Trade, MIT Press.",),
        indicators=("specialisation",),
    ),
    Method(
        "diversite",
        _("La diversité des secteurs"),
        _("Le territoire repose-t-il sur beaucoup de secteurs ou sur quelques-uns ?"),
        _("Le nombre de secteurs de même taille qui donneraient la même concentration de l’emploi."),
        formula="N = 1 ÷ H,   H = Σ_s (e_s ÷ e)²",
        symbols=_("H : indice de Herfindahl."),
        references=(
            "Hirschman, A. O. (1945), National Power and the Structure of Foreign Trade, University of "
            "California Press.",
            "Herfindahl, O. C. (1950), Concentration in the Steel Industry, thèse, Columbia University.",
            "Adelman, M. A. (1969), « Comment on the “H” concentration measure as a numbers-equivalent », The "
            "Review of "
            "Economics and Statistics, 51(1), p. 99-101.",
        ),
        indicators=("sector-diversity",),
    ),
    Method(
        "structurelle-residuelle",
        _("L’analyse structurelle-résiduelle"),
        _("Qu’est-ce qui explique l’évolution de l’emploi : la France, les secteurs, ou le territoire ?"),
        _(
            "Trois parts qui se somment exactement à l’évolution : la croissance de la France, l’effet de structure "
            "(les secteurs présents) et l’effet local (le propre du territoire). L’évolution est celle des communes du "
            "territoire ; seul l’effet de structure est estimé, par la structure de ses zones d’emploi."
        ),
        _(
            "L’effet local mesure ce qui reste : il dit un écart, non sa cause, et porte aussi l’erreur de l’effet de "
            "structure. Un secteur sans donnée à une date est écarté de celui-ci."
        ),
        formula="t = G  +  Σ_s e_s·(g_s − G) ÷ Σ_s e_s  +  L",
        symbols=_(
            "t : croissance des salariés du territoire entre 2019 et 2024 ; G : celle de la France ; e_s : salariés du "
            "secteur en 2019 ; g_s : croissance du secteur en France ; L : effet local."
        ),
        references=(
            "Dunn, E. S. (1960), « A statistical and analytical technique for regional analysis », Papers and "
            "Proceedings "
            "of the Regional Science Association, 6, p. 97-112.",
        ),
        indicators=("employees-change", "structural-effect", "local-effect"),
    ),
    *methods_activities.METHODS,
    Method(
        "evolution",
        _("L’évolution annuelle moyenne"),
        _("À quel rythme un nombre a-t-il changé ?"),
        _("Le taux constant qui, répété chaque année, mène du premier nombre au dernier."),
        _(
            "Elle est calculée sur les communes dont la valeur est connue aux deux dates, dans leur périmètre "
            "d’aujourd’hui."
        ),
        formula="t = (x_fin ÷ x_début)^(1 ÷ n) − 1",
        symbols=_("n : nombre d’années."),
        indicators=("population-growth", "private-employees-growth"),
    ),
    Method(
        "moyennes",
        _("Les moyennes pondérées"),
        _("Quel taux de chômage, quel niveau de vie, quand ils sont publiés pour d’autres périmètres ?"),
        _(
            "La moyenne des valeurs publiées, pondérée par les habitants : par zone d’emploi pour le chômage, "
            "par commune pour le niveau de vie."
        ),
        _("La moyenne de médianes n’est pas une médiane, ni celle de taux un taux : ce sont des estimations."),
        indicators=("unemployment", "median-income"),
    ),
    Method(
        "semblables",
        _("Les territoires semblables"),
        _("À qui comparer un territoire, en dehors de sa région et de la France ?"),
        _(
            "Les cinq territoires de la même liste les moins distants. Chaque indicateur est ramené à la même "
            "échelle par la médiane et l’écart absolu médian, que les valeurs extrêmes ne déforment pas."
        ),
        _(
            "Un indicateur qui manque à l’un des deux est laissé de côté. Un semblable doit avoir au moins 80 %, en "
            "poids, de ce qui est connu du territoire ; un territoire dont on connaît moins de la moitié n’en a pas. "
            "Sont comparés la population (en logarithme) et la part de l’industrie, de poids 2 ; l’évolution de la "
            "population et des salariés du privé, le niveau de vie, le chômage, l’indice de Krugman et l’effet local, "
            "de poids 1 ; la taille des établissements industriels, de poids 0,5. Se ressembler ainsi ne veut pas dire "
            "avoir les mêmes secteurs."
        ),
        formula="d² = Σ_f w_f·(z_f − z′_f)² ÷ Σ_f w_f,   z = (x − médiane) ÷ (1,4826 × écart absolu médian)",
        symbols=_("f : les indicateurs comparés ; w : leur poids."),
        references=(
            "Gower, J. C. (1971), « A general coefficient of similarity and some of its properties », "
            "Biometrics, 27(4), "
            "p. 857-871.",
            "Rousseeuw, P. J. et Croux, C. (1993), « Alternatives to the median absolute deviation », Journal of the "
            "American Statistical Association, 88(424), p. 1273-1283.",
        ),
    ),
    Method(
        "rangs-et-classes",
        _("Les rangs et les classes des cartes"),
        _("Où se place un territoire parmi les autres ?"),
        _(
            "Le rang va de la plus forte valeur à la plus faible, parmi les territoires qui en ont une ; les ex æquo "
            "le partagent. Les cartes ont cinq classes de même nombre de territoires."
        ),
        _("Un rang n’est pas une note : être premier en taux de chômage n’est pas une réussite."),
        references=(
            "Hyndman, R. J. et Fan, Y. (1996), « Sample quantiles in statistical packages », The American "
            "Statistician, "
            "50(4), p. 361-365.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of statistical secrecy: what it covers and what it forbids."""

    title: Any
    text: Any


SECRECY = (
    Rule(
        _("Ce que les producteurs font"),
        _(
            "Ils ne diffusent ni case de moins de trois entreprises, ni case dont une seule ferait plus de 85 % de la "
            "valeur, ni revenu de moins de onze foyers. Tandem reprend leurs cases secrètes comme telles."
        ),
    ),
    Rule(
        _("Ce que Tandem ajoute : trois établissements au moins"),
        _(
            "Quand il additionne des cases publiées commune par commune, Tandem cache une activité qui compte un ou "
            "deux établissements, même si sa source la donne. Il ne voit pas le poids de chaque entreprise : il ne "
            "peut pas appliquer lui-même la règle des 85 %."
        ),
    ),
    Rule(
        _("Secret de recoupement"),
        _(
            "Une case peut être masquée parce qu’elle en révélerait une autre par différence. Tandem ne "
            "reconstitue jamais une valeur masquée par soustraction."
        ),
    ),
    Rule(
        _("Secret n’est pas zéro"),
        _("Une valeur secrète s’écrit « secret » dans les pages comme dans les fichiers : ni zéro, ni vide."),
    ),
)
