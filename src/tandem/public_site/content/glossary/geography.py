"""Words of the official geography."""

from django.utils.translation import gettext_lazy as _

from tandem.public_site.content.glossary.types import Section, Term

GEOGRAPHY = Section(
    "geographie",
    _("La géographie"),
    (
        Term(
            "code-officiel-geographique",
            _("Code officiel géographique"),
            _("Liste, tenue par l’Insee, des communes, départements et régions au 1er janvier de chaque année."),
            _(
                "Ce site emploie celle de 2026. Une donnée plus ancienne est ramenée aux communes "
                "d’aujourd’hui : celles qui "
                "ont fusionné sont additionnées."
            ),
            also=(_("COG"),),
        ),
        Term(
            "intercommunalite",
            _("Intercommunalité"),
            _(
                "Groupement de communes qui exerce des compétences en leur nom et lève l’impôt : de la "
                "communauté de communes "
                "à la métropole."
            ),
            _("Son nom administratif est « établissement public de coopération intercommunale à fiscalité propre »."),
            also=(_("EPCI"), _("CC, CA, CU, métropole")),
        ),
        Term(
            "ept",
            _("Établissement public territorial"),
            _("L’un des onze groupements de communes de la Métropole du Grand Paris."),
            _("Ses communes appartiennent aussi à la métropole : on n’additionne pas les deux."),
            also=(_("EPT"),),
        ),
        Term(
            "zone-d-emploi",
            _("Zone d’emploi"),
            _(
                "Espace où la plupart des actifs résident et travaillent, dessiné par l’Insee ; la France en "
                "compte 306."
            ),
            _(
                "Certaines statistiques ne sont publiées qu’à cette échelle : elles sont alors réparties entre "
                "les territoires."
            ),
            see=("repartition",),
        ),
        Term(
            "membre-incomplet",
            _("Membre incomplet"),
            _("Intercommunalité dont une partie seulement des communes est dans le territoire."),
        ),
        Term(
            "contour",
            _("Contour"),
            _("Tracé d’un territoire sur une carte, simplifié pour être léger."),
            _("Il sert à montrer où se trouve un territoire, non à mesurer une surface."),
        ),
        Term(
            "zonage",
            _("Zonage"),
            _("Liste de communes à qui une règle s’applique, aide fiscale ou régionale par exemple."),
            _("Chaque zonage a son millésime ; certains ne sont plus en vigueur et le disent."),
            see=("dispositif", "millesime"),
        ),
        Term(
            "dispositif",
            _("Dispositif"),
            _("Programme public qui accompagne des communes choisies, comme Action cœur de ville."),
            see=("zonage",),
        ),
    ),
)
