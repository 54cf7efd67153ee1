"""The slides of one diagnosis: the sentences and the figures of its page, in an order that one presents."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from tandem.core.charts import palette
from tandem.core.charts.palette import Role
from tandem.core.figures import Figure
from tandem.core.tables import Column, Table
from tandem.core.typography import NNBSP, joined, no_break, number, percent, plural, signed
from tandem.diagnosis.catalogue import INDICATORS
from tandem.diagnosis.catalogue.potential import QUADRANTS
from tandem.diagnosis.edition import Edition
from tandem.diagnosis.exports.details import indexed
from tandem.steering.against import finding, rank_in_words
from tandem.steering.booklet import KEY_FIGURES, similar
from tandem.steering.narrative import Sentence, for_the_pair, in_full
from tandem.steering.pictures import leading_sectors
from tandem.steering.slides import titles
from tandem.steering.slides.content import Chart, Cloud, Kind, Line, Point, Scatter, Slide
from tandem.steering.words import ordinal, with_unit, written

MOST = 12
"""Slides of a deck: more would not be presented."""
TOLD = 7
"""Sentences on the slide of the essential."""
LACKS = 7
"""Reasons on the slide of what is missing."""
SAID = 4
"""Sentences beside a chart."""
LABELLED = 10
"""Points of a cloud that may all have their names."""
AROUND = ("region", "country", "peers")
_ROLES = {"region": Role.REGION, "country": Role.COUNTRY, "peers": Role.PEERS}

QUADRANT_COLOURS = {
    "near_complex": palette.THIS,
    "far_complex": palette.STRUCTURE,
    "near_simple": palette.REGION,
    "far_simple": palette.MUTED,
}


def slides_of(edition: Edition) -> list[Slide]:
    """Return the slides that follow the title, in order."""
    figures = {figure.definition.id: figure for figure in edition.figures}
    said = {each.id: _apart(each.sentences) for each in in_full(edition.chapters, edition.name)}
    made = (
        _essential(edition, figures),
        _key_figures(edition, figures),
        _employment(edition, figures, said),
        _industry(edition, figures, said),
        _fabric(figures, said),
        _specialisations(edition, figures, said),
        _trajectory(edition, figures, said),
        _classes(edition, figures, said),
        _potential(edition, figures, said),
        _levers(figures, said),
        _peers(edition),
        _lacks(edition),
        sources_of([edition]),
    )
    return [each for each in made if each is not None]


def _apart(sentences: Iterable[Sentence]) -> list[str]:
    """Return the sentences without those whose figures an earlier one has already told."""
    told: set[str] = set()
    found = []
    for each in sentences:
        if not told.issuperset(each.figures):
            found.append(each.text)
        told.update(each.figures)
    return found


Said = Mapping[str, Sequence[str]]
Figures = Mapping[str, Figure]


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
        Column("rank", _("Rang"), value=_rank),
    )
    ranked = [each for each in shown if each.rank is not None and each.ranked]
    best = min(ranked, key=lambda each: each.rank or 0, default=None)
    title = _("Les chiffres clés, à côté de ceux de la région et de la France")
    if best is not None and best.rank is not None and best.ranked and best.rank <= best.ranked / 10:
        title = _("Chiffres clés : %(nth)s territoire sur %(all)s pour « %(label)s »") % {
            "nth": ordinal(best.rank),
            "all": number(best.ranked),
            "label": str(best.definition.label),
        }
    return Slide(
        title,
        table=Table(_("Chiffres clés de %(name)s") % {"name": edition.name}, columns, shown),
        notes=_notes(shown),
    )


def _elsewhere(figure: Figure, kind: str) -> str:
    value = figure.compared_with(kind)
    return "–" if value is None else with_unit(value, figure)


def _rank(figure: Figure) -> str:
    if figure.rank is None or not figure.ranked:
        return "–"
    text = _("%(rank)s sur %(all)s") % {"rank": ordinal(figure.rank), "all": number(figure.ranked)}
    return text.replace(" ", NNBSP)


def _employment(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("private-employees")
    chart = None if figure is None else over_time(figure, edition.name)
    if figure is None or chart is None:
        return None
    shown = [figures[code] for code in ("private-employees", "employees-change") if code in figures]
    return Slide(titles.employment(figures), _sentences(said, "employment", shown), chart, notes=_notes(shown), rank=2)


def over_time(figure: Figure, name: str) -> Chart | None:
    """Return a total over time as lines, 100 at the first point; None without two points."""
    lines = [(name, indexed(dict(figure.series)), Role.THIS)]
    lines += [
        (each.scope.name, indexed(dict(each.series)), _ROLES[each.scope.kind])
        for each in figure.comparisons
        if any(value is not None for _period, value in each.series) and each.scope.kind in _ROLES
    ]
    periods = [period for period, _value in figure.series]
    known = [value for value in lines[0][1].values() if value is not None]
    if len(known) < 2:
        return None
    title = _("%(label)s, indice 100 en %(start)s") % {"label": figure.definition.label, "start": periods[0]}
    ends = joined(
        f"{label} {number(last, 1)}" for label, values, _role in lines if (last := values.get(periods[-1])) is not None
    )
    return Chart(
        Kind.LINES,
        title,
        _("Courbes. %(title)s ; en %(end)s : %(ends)s.") % {"title": title, "end": periods[-1], "ends": ends},
        tuple(periods),
        tuple(
            Line(label, tuple(values.get(period) for period in periods), role.colour, dashed=bool(role.dash))
            for label, values, role in lines
        ),
        decimals=1,
    )


def _industry(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("industry-share")
    if figure is None or figure.value is None:
        return None
    shown = [figures[code] for code in ("industry-share", "industry-jobs", "large-establishments") if code in figures]
    return Slide(
        titles.industry(figures),
        _sentences(said, "industry", shown),
        beside(figure, edition.name),
        notes=_notes(shown),
        rank=1,
    )


def beside(figure: Figure, name: str) -> Chart:
    """Return a figure beside its region, France and similar territories, as bars in their colours."""
    assert figure.value is not None
    rows = [(name, figure.value, Role.THIS.colour)]
    for each in figure.comparisons:
        if each.value is not None:
            label = _("Territoires semblables") if each.scope.kind == "peers" else each.scope.name
            rows.append((label, each.value, _ROLES[each.scope.kind].colour))
    unit = figure.definition.unit
    suffix = " %" if unit.code.startswith("percent") else ""
    title = _("%(label)s, en %(unit)s") % {"label": figure.definition.label, "unit": unit.plural}
    alt = title + _(" : ") + " ; ".join(f"{label}, {with_unit(value, figure)}" for label, value, _colour in rows) + "."
    return Chart(
        Kind.BARS,
        title,
        alt,
        tuple(label for label, _value, _colour in rows),
        (Line(title, tuple(value for _l, value, _c in rows), rows[0][2], colours=tuple(c for _l, _v, c in rows)),),
        decimals=unit.decimals,
        suffix=suffix,
    )


def _fabric(figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("industry-employers")
    if figure is None or figure.value is None or not figure.details:
        return None
    from tandem.diagnosis.catalogue.fabric import band_in_words

    rows = [(band_in_words(row["band"]), row["establishments"]) for row in figure.details]
    title = _("Établissements industriels employeurs, par taille")
    chart = Chart(
        Kind.BARS,
        title,
        title + _(" : ") + " ; ".join(f"{label}, {number(count)}" for label, count in rows) + ".",
        tuple(label for label, _count in rows),
        (Line(title, tuple(count for _label, count in rows), Role.THIS.colour),),
    )
    shown = [figures[c] for c in ("industry-employers", "industry-births") if c in figures]
    return Slide(titles.fabric(figure.value), _sentences(said, "fabric", shown), chart, notes=_notes(shown), rank=5)


def _specialisations(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("industry-employees")
    rows = [] if figure is None else leading_sectors(figure)
    if figure is None or not rows:
        return None
    title = _("Part du secteur parmi les salariés, en nombre de fois sa part nationale")
    alt = _("Barres. %(title)s, %(name)s : ") % {"title": title, "name": edition.name}
    chart = Chart(
        Kind.BARS,
        title,
        alt + " ; ".join(f"{row['label']}, {number(row['quotient'], 1)}" for row in rows) + ".",
        tuple(row["label"] for row in rows),
        (Line(edition.name, tuple(row["quotient"] for row in rows), Role.THIS.colour),),
        decimals=1,
    )
    shown = [figures[code] for code in ("leading-quotient", "specialisation") if code in figures]
    return Slide(titles.specialisation(rows), _sentences(said, "sectors", shown), chart, notes=_notes([figure, *shown]))


PARTS = ("employees-change", "structural-effect", "local-effect")


def _trajectory(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    shown = [figures[code] for code in PARTS if code in figures]
    mine = _shares([figure.value for figure in shown])
    if mine is None:
        return None
    lines = [Line(edition.name, mine, Role.THIS.colour)]
    theirs = _shares([figure.compared_with("region") for figure in shown])
    if theirs is not None:
        lines.append(Line(edition.region.name, theirs, Role.REGION.colour))
    names = (_("Tendance nationale"), _("Secteurs présents"), _("Effet local"), _("Évolution totale"))
    title = _("Évolution des salariés du privé de 2019 à 2024, en % de 2019, et ce qui la compose")
    told = [", ".join(f"{name.lower()} {signed(each or 0, 1)}" for name, each in zip(names, line.values, strict=True))
            for line in lines]  # fmt: skip
    alt = title + _(" : ") + " ; ".join(f"{line.name}, {text}" for line, text in zip(lines, told, strict=True))
    chart = Chart(Kind.COLUMNS, title, alt + ".", names, tuple(lines), decimals=1, suffix=" %", signed=True)
    return Slide(
        titles.trajectory(mine[1], mine[2]),
        (_pace(shown[0]), *(_effect(figure) for figure in shown[1:])),
        chart,
        notes=_notes(shown),
        rank=3 if "classes" in said else 0,
    )


def _pace(change: Figure) -> str:
    there = change.compared_with("country")
    if there is None:
        return str(change.definition.definition)
    text = _("Au rythme de la France, il aurait fait %(there)s ; il a fait %(mine)s.")
    return no_break(text % {"there": with_unit(there, change), "mine": written(change)})


def _effect(figure: Figure) -> str:
    """An effect, its value, what it means, its rank."""
    definition = str(figure.definition.definition).removesuffix(_(" Estimation."))
    text = f"{figure.definition.label} ({written(figure)}) : {definition[:1].lower()}{definition[1:]}"
    rank = rank_in_words(figure)
    return no_break(f"{text.rstrip('.')}. {rank[:1].upper()}{rank[1:]}.") if rank else no_break(text)


def _shares(values: Sequence[float | None]) -> tuple[float, float, float, float] | None:
    """Return national, structural, local and total from total, structural, local; None when one is missing."""
    if len(values) != len(PARTS) or any(value is None for value in values):
        return None
    total, structural, local = (float(value) for value in values if value is not None)
    return total - structural - local, structural, local, total


def _classes(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("class-industry-employees")
    chart = None if figure is None else over_time(figure, edition.name)
    if figure is None or chart is None:
        return None
    known = [(period, value) for period, value in figure.series if value is not None]
    change = 100 * (known[-1][1] / known[0][1] - 1) if known[0][1] else None
    sentences = [*said.get("classes", ())]
    if figure.reason:
        sentences.append(str(figure.reason)[:1].upper() + str(figure.reason)[1:] + ".")
    return Slide(
        titles.classes(change, known[0][0], known[-1][0]), tuple(sentences[:3]), chart, notes=_notes([figure]), rank=4
    )


def _potential(edition: Edition, figures: Figures, said: Said) -> Slide | None:
    figure = figures.get("opportunities")
    if figure is None or figure.value is None or not figure.details:
        return None
    clouds = []
    few = len(figure.details) <= LABELLED
    for quadrant, words in QUADRANTS.items():
        rows = [row for row in figure.details if row["quadrant"] == quadrant]
        points = tuple(
            Point(
                titles.shortened(row["label"], 40),
                row["density"],
                row["complexity"],
                labelled=few or (quadrant.startswith("near") and place < LABELLED),
            )
            for place, row in enumerate(rows)
        )
        if points:
            words_ = str(words)
            clouds.append(Cloud(words_[:1].upper() + words_[1:], QUADRANT_COLOURS[quadrant], points))
    title = _("Les secteurs industriels que le territoire n’a pas")
    alt = _("Nuage de points. %(title)s. ") % {"title": title} + " ".join(
        f"{cloud.name} : {joined(point.name for point in cloud.points)}." for cloud in clouds
    )
    chart = Scatter(title, alt, _("Proximité avec les secteurs qu’il a"), _("Complexité du secteur"), tuple(clouds))
    caution = _("Ce que le calcul situe est à vérifier sur place : il classe des structures, non des projets.")
    return Slide(
        titles.potential(int(figure.value), len(figure.details)),
        (*list(said.get("potential", ()))[: SAID - 1], caution),
        chart,
        notes=_notes([figure]),
    )


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
        sentences = [f"{figure.definition.label} : {written(figure)}." for figure in shown]
    return Slide(
        titles.levers(int(schemes.value), titles.value(figures, "brownfields")),
        tuple(no_break(each) for each in sentences),
        table=Table(_("Zonages et dispositifs présents"), columns, schemes.details[:9]),
        notes=_notes([schemes, *shown]),
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
    for chapter in edition.chapters:
        title = str(chapter.chapter.title)
        missing = Counter(
            (str(each.reason), not INDICATORS[each.definition.id].imported)
            for each in chapter.figures
            if each.value is None
        )
        for (reason, _shipped), count in sorted(missing.items(), key=lambda each: each[0][1]):
            counted_ = f"{number(count)} {plural(count, _('chiffre'), _('chiffres'))}"
            reasons.setdefault(reason, []).append(f"{title} ({counted_})")
        if chapter.chapter.lacks:
            reasons.setdefault(str(chapter.chapter.lacks), []).append(_("%(title)s (à venir)") % {"title": title})
    to_bring = to_bring_of(edition)
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


def to_bring_of(edition: Edition) -> set[str]:
    """Return the reasons that a source would do away with: a file to import, or one that Tandem does not read yet."""
    lacking = {str(each.chapter.lacks) for each in edition.chapters if each.chapter.lacks}
    waiting = (each for each in edition.figures if each.value is None and INDICATORS[each.definition.id].imported)
    return lacking | {str(each.reason) for each in waiting}


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


def _sentences(said: Said, chapter: str, figures: Sequence[Figure]) -> tuple[str, ...]:
    """The sentences of a chapter, then what its figures say of themselves when it has fewer than two."""
    sentences = list(said.get(chapter, ()))[:SAID]
    for figure in figures:
        if len(sentences) >= 2:
            break
        text = finding(figure)
        if text:
            sentences.append(no_break(f"{figure.definition.label} : {text[:1].lower()}{text[1:]}."))
    return tuple(sentences)


def _notes(figures: Iterable[Figure]) -> str:
    """Method and source of what a slide shows, for who presents it."""
    parts = []
    for figure in figures:
        lines = [
            f"{figure.definition.label} : {written(figure)}",
            f"{_('Définition')} : {figure.definition.definition}",
            f"{_('Méthode')} : {figure.definition.method}",
            f"{_('Source')} : {figure.source} ({figure.vintage})",
        ]
        if figure.reason:
            lines.append(f"{_('Remarque')} : {figure.reason}")
        if figure.url:
            lines.append(figure.url)
        parts.append("\n".join(lines))
    return no_break("\n\n".join(parts))
