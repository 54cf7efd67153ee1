"""What an import did, in words for whoever ran it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tandem import reference
from tandem.core.typography import counted, date_long, joined, no_break, number, octets, plural
from tandem.datasets.kind import Kind
from tandem.datasets.report import Coverage, Refusal, Report
from tandem.datasets.store import Dataset

REASONS = 12
"""Reasons that are told; the file of refused rows has them all."""

ZONES = 5
"""Employment zones that a sentence names before it counts the others."""

LONGEST = 60
"""Characters of a refused value that are shown."""


def told(report: Report) -> str:
    """Return the report as lines of text."""
    return no_break("\n".join(_lines(report))) + "\n"


def _lines(report: Report) -> Iterator[str]:
    title = f"{report.kind.title} ({report.kind.producer}), {_vintage(report.vintage, report.part)}"
    if report.periods is not None and report.periods[0] != report.periods[1]:
        title += f", années {report.periods[0]} à {report.periods[1]}"
    yield title
    yield ""
    yield from _counts(report)
    yield from _refusals(report)
    if report.coverage is not None:
        yield f"  {covers(report.coverage)}"
    if report.caveats:
        yield ""
        yield "À savoir pour lire les chiffres :"
        yield from (f"  - {caveat}" for caveat in report.caveats)
    yield ""
    yield from _outcome(report)


def _vintage(vintage: str, part: str) -> str:
    return f"millésime {vintage}" + (f" ({part})" if part else "")


def _counts(report: Report) -> Iterator[str]:
    rows = _totals(report.read, report.kept, report.aside, report.refused)
    moved = plural(report.moved, "le code est celui", "les codes sont ceux")
    added = report.merged - report.discarded
    details = [
        (report.moved, f"dont {moved} d’une commune qui a fusionné ou d’un arrondissement : lues dans leur commune"),
        (added, "additionnées à une autre, que cette lecture a rendue semblable"),
        (report.discarded, "écartées : une autre a la même clé, et leurs valeurs ne s’additionnent pas"),
        (report.unplaced, "dont le lieu n’a pas été trouvé ; leur place est vide"),
        (report.mended, plural(report.mended, "cellule publiée", "cellules publiées") + " dans un mauvais encodage et "
         + plural(report.mended, "remise", "remises") + " d’aplomb"),
        (report.secret, plural(report.secret, "cellule secrète, gardée secrète", "cellules secrètes, gardées secrètes")
         + " (ni zéro, ni vide)"),
    ]  # fmt: skip
    yield from _aligned([*rows, *((count, what) for count, what in details if count)])


def _totals(read: int, kept: int, aside: Mapping[str, int], refused: int) -> list[tuple[int, str]]:
    left = [(count, f"{plural(count, 'laissée', 'laissées')} de côté : {what}") for what, count in aside.items()]
    return [
        (read, plural(read, "ligne lue", "lignes lues")),
        (kept, plural(kept, "ligne gardée", "lignes gardées")),
        *left,
        (refused, plural(refused, "refusée", "refusées")),
    ]


def _aligned(rows: list[tuple[int, str]]) -> Iterator[str]:
    width = max(len(number(count)) for count, _what in rows)
    yield from (f"  {number(count):>{width}}  {what}" for count, what in rows)


def _refusals(report: Report) -> Iterator[str]:
    if not report.refusals:
        return
    yield ""
    yield "Pourquoi des lignes sont refusées :"
    yield from (f"  - {_refusal(each)}" for each in report.refusals[:REASONS])
    if len(report.refusals) > REASONS:
        yield f"  - et {counted(len(report.refusals) - REASONS, 'autre raison', 'autres raisons')}"
    if report.refused_file is not None:
        yield f"  Les lignes refusées, à corriger et à redonner : {report.refused_file}"
        yield f"  Ensuite : tandem data import {report.kind.id} FICHIER LIGNES_CORRIGÉES"
    yield ""


def _refusal(refusal: Refusal) -> str:
    where = f"colonne {refusal.column} : " if refusal.column not in ("", "—") else ""
    value = ""
    if refusal.value:
        shown = refusal.value if len(refusal.value) <= LONGEST else refusal.value[: LONGEST - 1] + "…"
        value = f", « {shown} »"
    first = "première : " if refusal.rows > 1 else ""
    return f"{where}{refusal.reason} — {counted(refusal.rows, 'ligne')} ({first}ligne {number(refusal.line)}{value})"


def _outcome(report: Report) -> Iterator[str]:
    if report.dataset is None:
        yield "Essai seulement : rien n’a changé. Pour mettre en service : la même commande sans --dry-run."
    elif report.unchanged:
        yield "Ce fichier est déjà en service, inchangé."
    else:
        yield f"En service. Il apporte : {report.kind.fills}."


def covers(coverage: Coverage) -> str:
    """Say which part of the country a file covers.

    Examples
    --------
    « Ce fichier ne couvre que 217 communes sur 34 969, de la zone d’emploi de Rouen. »
    """
    communes = f"{counted(coverage.communes, 'commune')} sur {number(coverage.of)}"
    if coverage.whole:
        return no_break(f"Ce fichier couvre tout le pays ({communes} y ont une ligne).")
    only = f"Ce fichier ne couvre que {communes}"
    if not coverage.zones:
        return no_break(f"{only}.")
    names = dict(zip(*(reference.load("employment_zones")[each].to_pylist() for each in ("code", "name")), strict=True))
    zones = [names.get(code, code) for code in coverage.zones]
    if len(zones) == 1:
        return no_break(f"{only}, de la zone d’emploi de {zones[0]}.")
    if len(zones) <= ZONES:
        return no_break(f"{only}, des zones d’emploi de {joined(zones)}.")
    return no_break(f"{only}, de {len(zones)} zones d’emploi sur {coverage.zones_of}.")


def described(kind: Kind, dataset: Dataset | None, slots: Sequence[str]) -> str:
    """Describe a kind of file and what of it is in service.

    Parameters
    ----------
    slots
        Vintages in service, with their part if the kind has several.
    """
    lines = [
        f"{kind.title} ({kind.producer}), {kind.licence}",
        f"  Apporte : {kind.fills}",
        f"  Page : {kind.page}",
        "  Téléchargement : "
        + (f"tandem data download {kind.id}" if kind.address else "l’adresse change à chaque millésime ; voir la page"),
        f"  En service : {', '.join(slots) or 'rien'}",
    ]
    if dataset is None:
        lines += ["", f"Pour l’importer : tandem data import {kind.id} FICHIER"]
    else:
        lines += ["", *_dataset(dataset)]
    caveats = kind.caveats if dataset is None else dataset.manifest["caveats"]
    if caveats:
        lines += ["", "À savoir pour lire les chiffres :", *(f"  - {caveat}" for caveat in caveats)]
    return no_break("\n".join(lines)) + "\n"


def _dataset(dataset: Dataset) -> Iterator[str]:
    manifest = dataset.manifest
    imported = dt.datetime.fromisoformat(manifest["imported_at"]).astimezone(dt.UTC)
    yield f"Le plus récent, {_vintage(dataset.vintage, dataset.part)}, importé le {date_long(imported.date())} :"
    counts = [
        (manifest["rows"], "lignes gardées"),
        (manifest["read"], "lignes lues"),
        (manifest["refused"], "refusées"),
    ]
    counts += [(count, f"laissées de côté : {what}") for what, count in manifest["aside"].items()]
    yield from _aligned(counts)
    if (coverage := coverage_of(manifest)) is not None:
        yield f"  {covers(coverage)}"
    if dataset.private:
        yield "  Porte sur des personnes : ses lignes ne sortent pas une à une."
    for source in manifest["sources"]:
        yield f"  Fichier : {source['name']}, {octets(source['bytes'])}, SHA-256 {source['sha256']}"
    yield f"  Colonnes : {', '.join(manifest['columns'])}"
    yield f"  Géographie : code officiel de {manifest['cog']}"
    yield f"  Dossier : {dataset.folder} ({octets(manifest['bytes'])})"


def coverage_of(manifest: Mapping[str, Any]) -> Coverage | None:
    """Return the coverage that a manifest says."""
    said = manifest["coverage"]
    return None if said is None else Coverage(said["communes"], said["of"], tuple(said["zones"]), said["zones_of"])
