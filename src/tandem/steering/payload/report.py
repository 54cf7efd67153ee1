"""The progress report as texts and pictures."""

from typing import Any

from django.utils.translation import gettext as _

from tandem.core.figures import Availability, Figure, Nature
from tandem.core.typography import date_long, number, percent, signed
from tandem.steering import addresses, pictures
from tandem.steering.declared import in_words
from tandem.steering.findings import compared
from tandem.steering.payload.parts import Content, foot, frame, known, source, stat, typeset_texts
from tandem.steering.report import Finding, PillarPage, Ranked, Report
from tandem.steering.typeset import Picture
from tandem.territories.models import Perimeter


def of_report(report: Report, base: str) -> Content:
    """Return what the report's template shows, and its pictures."""
    drawn: dict[str, Picture] = {}
    pages = [_pillar_page(page, base, drawn) for page in (report.base, *report.pillars)]
    for number_, each in enumerate(report.evolution):
        drawn[f"evolution-{number_}"] = pictures.index_lines(
            each.territories, each.country, str(each.indicator.definition.label)
        )
    mapped = next((each for each in report.base.findings if each.indicator.id == "industry-share"), None)
    if mapped is not None:
        drawn["map"] = _national_map(report, mapped)
    data = {
        **frame(report.title, report.programme.name, report.date, base + report.url),
        "subtitle": _("État au %(date)s") % {"date": date_long(report.date)},
        "organisation": report.programme.organisation.name,
        "attached": report.programme.organisation.attached_to,
        "programme_summary": report.programme.summary,
        "phase": report.phase.name,
        "lists": ", ".join(report.lists),
        "brief": list(report.brief),
        "key_figures": [stat(each, base) for each in report.key_figures],
        "figures": [_figure_row(each, base) for each in report.figures],
        "announced": [_announced_row(each, base) for each in report.announced],
        "phases": [
            {
                "name": phase.name,
                "code": phase.code,
                "current": phase.code == report.phase.code,
                "pillars": [{"name": p.name, "description": p.description} for p in phase.pillars],
            }
            for phase in report.programme.phases
        ],
        "history": [
            {
                "date": date_long(each.date),
                "announced": number(each.announced.value),
                "source": " ".join(filter(None, (f"{each.announced.source}.", each.announced.note))),
                "computed": _("aucune liste connue") if each.computed is None else number(each.computed),
            }
            for each in report.history
        ],
        "map": _mapped(mapped, base),
        "pillars": pages,
        "evolution": [
            {
                "label": str(each.indicator.definition.label),
                "sentence": each.sentence,
                "href": base + each.url,
                "picture": f"evolution-{number_}",
                "points": [
                    [period, number(mine or 0, 1), number(france or 0, 1)]
                    for (period, mine), (_period, france) in zip(each.territories, each.country, strict=True)
                ],
                "source": foot(each.indicator.definition.sources),
            }
            for number_, each in enumerate(report.evolution)
        ],
        "regions": [
            {
                "name": region.name,
                "count": number(len(region.rows)),
                "population": number(region.population),
                "rows": [
                    [
                        {"text": row.name, "href": base + row.url},
                        row.code,
                        number(row.members),
                        number(row.communes),
                        known(row.population),
                        _("n. d.") if row.industry_share is None else percent(row.industry_share),
                        _("n. d.") if row.employees_change is None else f"{signed(row.employees_change, 1)} %",
                    ]
                    for row in region.rows
                ],
            }
            for region in report.regions
        ],
        "territories_href": base + addresses.territories(report.date),
        "methods": _methods(report),
        "sources": [source(each, base) for each in report.sources],
    }
    data["alts"] = {key: picture.alt for key, picture in drawn.items()}
    return typeset_texts(data), drawn


def _national_map(report: Report, finding: Finding) -> Picture:
    perimeters = Perimeter.objects.as_of(report.date).select_related("territory").order_by("territory_id")
    return pictures.national_map(perimeters, report.map_values, finding.indicator.definition)


def _figure_row(figure: Figure, base: str) -> dict[str, str]:
    country = figure.compared_with("country")
    label, unit = str(figure.definition.label), str(figure.definition.unit.plural)
    declared = "—"
    if figure.declared:
        first = figure.declared[0]
        declared = f"{number(first.value)} ({first.source})"
    return {
        "label": label,
        "unit": "" if unit.lower() in label.lower() else unit,
        "href": base + figure.url,
        "value": number(figure.value or 0, figure.definition.unit.decimals),
        "country": "—" if country is None else number(country, figure.definition.unit.decimals),
        "declared": declared,
        "state": _state(figure),
    }


def _state(figure: Figure) -> str:
    states = {
        Availability.VALUE: _("compté"),
        Availability.ESTIMATE: _("estimation"),
        Availability.PARTIAL: _("partiel"),
    }
    state = states.get(figure.availability, _("non disponible"))
    return f"{state} : {figure.reason}" if figure.reason else state


def _announced_row(figure: Figure, base: str) -> dict[str, str]:
    first = figure.declared[0]
    return {
        "label": str(figure.definition.label),
        "href": base + figure.url,
        "value": in_words(first.value, str(figure.definition.unit.plural), first.qualifier),
        "scope": figure.scope.name,
        "source": first.source,
        "note": first.note,
    }


def _pillar_page(page: PillarPage, base: str, drawn: dict[str, Picture]) -> dict[str, Any]:
    findings = []
    for position, finding in enumerate(page.findings):
        key = ""
        if position == 0:
            key = f"finding-{finding.indicator.id}"
            drawn[key] = _drawn_finding(finding)
        findings.append(_finding(finding, base, key))
    used = [source for finding in page.findings for source in finding.indicator.definition.sources]
    return {
        "name": _("Tous les axes") if page.pillar is None else page.pillar.name,
        "title": _("Le poids de l’industrie et le cours de l’emploi") if page.pillar is None else page.pillar.name,
        "description": "" if page.pillar is None else page.pillar.description,
        "gap": page.gap,
        "findings": findings,
        "source": foot(used),
    }


def _drawn_finding(finding: Finding) -> Picture:
    definition = finding.indicator.definition
    if definition.nature is Nature.TOTAL:
        return pictures.largest(definition, [(each.name, each.value) for each in finding.highest])
    return pictures.distribution(definition, finding.values, finding.country if compared(definition) else None)


def _finding(finding: Finding, base: str, picture: str) -> dict[str, Any]:
    definition = finding.indicator.definition
    adds_up = definition.nature is Nature.TOTAL
    return {
        "label": str(definition.label),
        "unit": str(definition.unit.plural),
        "href": base + finding.url,
        "headline": finding.headline,
        "headline_label": finding.headline_label,
        "france": finding.france,
        "sentences": list(finding.sentences),
        "picture": picture,
        "definition": str(definition.definition),
        "highest": [_ranked(each, base) for each in finding.highest],
        "lowest": [] if adds_up else [_ranked(each, base) for each in finding.lowest],
    }


def _ranked(each: Ranked, base: str) -> dict[str, str]:
    return {"name": each.name, "region": each.region, "value": each.written, "href": base + each.url}


def _mapped(finding: Finding | None, base: str) -> dict[str, str] | None:
    if finding is None:
        return None
    definition = finding.indicator.definition
    return {
        "label": str(definition.label),
        "definition": str(definition.definition),
        "sentence": finding.sentences[1],
        "href": base + finding.url,
        "source": foot(definition.sources),
    }


def _methods(report: Report) -> list[dict[str, str]]:
    """Say how each indicator shown is computed, once."""
    shown = {
        finding.indicator.id: finding.indicator for page in (report.base, *report.pillars) for finding in page.findings
    }
    return [{"label": str(each.definition.label), "method": str(each.definition.method)} for each in shown.values()]
