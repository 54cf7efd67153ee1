"""The slides of one diagnosis: the sentences and the figures of its page, in an order that one presents."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tandem.core.figures import Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import NNBSP, no_break, number, percent, plural
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.details import lacks_of
from tandem.steering.booklet import KEY_FIGURES, similar
from tandem.steering.narrative import for_the_pair, in_full
from tandem.steering.slides import titles
from tandem.steering.slides.chapters import Figures, Said, chapter_slides, notes_of, said_by_chapter
from tandem.steering.slides.content import Slide
from tandem.steering.words import ordinal, place_of, superlative, with_unit, written

MOST = 12
"""Slides of a deck: more would not be presented."""
TOLD = 7
"""Sentences on the slide of the essential."""
LACKS = 7
"""Reasons on the slide of what is missing."""


def slides_of(edition: Edition) -> list[Slide]:
    """Return the slides that follow the title, in order."""
    figures = {figure.definition.id: figure for figure in edition.figures}
    said = said_by_chapter(in_full(edition.chapters, edition.name))
    made = (
        _essential(edition, figures),
        _key_figures(edition, figures),
        *chapter_slides(edition, figures, said),
        _levers(figures, said),
        _peers(edition),
        _lacks(edition),
        sources_of([edition]),
    )
    return [each for each in made if each is not None]


def _essential(edition: Edition, figures: Figures) -> Slide:
    sentences = for_the_pair(edition.chapters, edition.name)[:TOLD]
    rules = "\n".join(f"– {each.text}\n   {_('dit si')} : {each.rule}" for each in sentences)
    return Slide(
        titles.essential(figures),
        tuple(each.text for each in sentences),
        notes=_("Chaque phrase est composée par une règle :") + "\n" + rules,
    )


def _key_figures(edition: Edition, figures: Figures) -> Slide:
    shown = [figures[code] for code in KEY_FIGURES if code in figures]
    columns = (
        Column("label", _("Chiffre"), value=lambda each: str(each.definition.label)),
        Column("value", edition.name, value=lambda each: written(each)),
        *(
            Column(kind, name, value=lambda each, kind=kind: _elsewhere(each, kind))
            for kind, name in (
                ("region", _("Région %(name)s") % {"name": edition.region.name}),
                ("country", _("France")),
                ("peers", _("Semblables")),
            )
        ),
        Column("rank", _("Rang, du plus fort"), value=_rank),
    )
    places = [(place, each) for each in shown if (place := place_of(each)) is not None and place.remarkable]
    title = _("Les chiffres clés, à côté de ceux de la région et de la France")
    if places:
        place, best = min(places, key=lambda found: found[0].nth / found[0].ranked)
        title = _("Chiffres clés : %(place)s des %(all)s territoires pour « %(label)s »") % {
            "place": superlative(place, _("valeur la plus forte"), _("valeur la plus faible")),
            "all": number(place.ranked),
            "label": str(best.definition.label),
        }
    return Slide(
        title,
        table=Table(_("Chiffres clés de %(name)s") % {"name": edition.name}, columns, shown),
        notes=notes_of(shown),
    )


def _elsewhere(figure: Figure, kind: str) -> str:
    value = figure.compared_with(kind)
    return "–" if value is None else with_unit(value, figure)


def _rank(figure: Figure) -> str:
    if figure.rank is None or not figure.ranked:
        return "–"
    return f"{ordinal(figure.rank)}{NNBSP}/{NNBSP}{number(figure.ranked)}"


def _levers(figures: Figures, said: Said) -> Slide | None:
    schemes = figures.get("schemes")
    if schemes is None or schemes.value is None:
        return None
    columns = (
        Column("name", _("Zonage ou dispositif")),
        Column("vintage", _("Millésime")),
        Column("communes", _("Communes"), decimals=0),
        Column("population_share", _("Habitants"), value=lambda row: percent(row["population_share"], 0)),
    )
    shown = [figures[code] for code in ("industrial-brownfields", "shortage-occupations") if code in figures]
    sentences = [*said.get("land", ())[:1], *said.get("recruitment", ())[:1]]
    if not sentences:
        sentences = [f"{figure.definition.label} : {written(figure)}." for figure in shown if figure.value]
    return Slide(
        titles.levers(int(schemes.value), titles.value(figures, "brownfields")),
        tuple(no_break(each) for each in sentences),
        table=Table(_("Zonages et dispositifs présents"), columns, schemes.details[:9]),
        notes=notes_of([schemes, *shown]),
        rank=6,
    )


def _peers(edition: Edition) -> Slide | None:
    rows = [similar(each, edition.date) for each in edition.likenesses]
    if not rows:
        return None
    columns = (
        Column("name", _("Territoire")),
        Column("region", _("Région")),
        Column("why", _("Ce qui le rapproche")),
    )
    notes = _(
        "Les cinq territoires de la même liste dont la structure est la plus proche : taille, population, emploi, "
        "industrie, chômage, spécialisation. Ils ont les mêmes questions ; leurs réponses valent une visite."
    )
    return Slide(
        titles.peers(rows[0].name, rows[0].region),
        table=Table(_("Territoires semblables à %(name)s") % {"name": edition.name}, columns, rows),
        notes=notes,
        rank=7,
    )


def _lacks(edition: Edition) -> Slide:
    """What is missing, the sources to bring first; the workbook has the rest."""
    reasons: dict[str, list[str]] = {}
    found = lacks_of(edition)
    for each in found:
        count = len(each.figures)
        what = f"{number(count)} {plural(count, _('chiffre'), _('chiffres'))}" if count else _("à venir")
        reasons.setdefault(each.reason, []).append(f"{each.chapter} ({what})")
    to_bring = {each.reason for each in found if each.to_bring}
    rows = sorted(reasons.items(), key=lambda row: row[0] not in to_bring)
    columns = (
        Column("what", _("Ce qui manque"), value=lambda row: " ; ".join(row[1])),
        Column("why", _("Pourquoi, et ce qui le donnerait"), value=lambda row: row[0][:1].upper() + row[0][1:]),
    )
    notes = _("Le détail, chiffre par chiffre, est dans le classeur et sur la page du territoire.")
    if not rows:
        return Slide(titles.lacks(0), (_("Tous les chiffres du diagnostic ont une valeur."),), notes=notes)
    left = len(rows) - LACKS
    more = (_("Et %(count)s autres raisons, dites dans le classeur.") % {"count": number(left)},) if left > 1 else ()
    table = Table(_("Ce que le diagnostic ne dit pas"), columns, rows[: LACKS if more else None])
    return Slide(titles.lacks(len(to_bring)), more, table=table, notes=notes)


def sources_of(editions: Sequence[Edition]) -> Slide:
    """Return the last slide: how to read, and each producer's tables with their vintages."""
    by_producer: dict[str, dict[str, None]] = {}
    for each in (source for edition in editions for source in edition.sources):
        named = f"{each.title[:1].lower()}{each.title[1:]} ({each.vintage})"
        by_producer.setdefault(each.producer, {})[named] = None
    columns = (
        Column("producer", _("Producteur"), value=lambda row: row[0]),
        Column("tables", _("Sources et millésimes"), value=lambda row: row[1]),
    )
    rows = [(producer, " ; ".join(tables)) for producer, tables in sorted(by_producer.items())]
    advice = _(
        "« Estimation » : calculée, faute d’une valeur publiée. « Semblables » : médiane des cinq territoires les plus "
        "proches par leur structure. Rang : 1 est la plus forte valeur, non la meilleure. Licence des données : "
        "%(licence)s."
    )
    digests = [f"{each.name} : {each.snapshot}" for each in editions if each.snapshot]
    return Slide(
        _("D’où viennent ces chiffres, et comment les lire"),
        (no_break(advice % {"licence": editions[0].licence}),),
        table=Table(_("Sources du diagnostic"), columns, rows),
        notes=_("Empreintes : %(digests)s") % {"digests": " ; ".join(digests)} if digests else "",
    )
