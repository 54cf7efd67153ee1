"""An import, from the file as published to the dataset in service.

1. Recognise: the columns say the kind and its form; a file of another kind is named.
2. Read: every row is staged in a database of the run's own folder, with what is wrong in it. A run that was
   stopped finds there what it had read, and goes on.
3. Refuse: rows with a fault go to a file that a person can correct and give again beside the first.
4. Write: the others, in the codes of today, sorted, in a folder of their own with a manifest.
5. Put in service, in one move. Before it, nothing has changed for whoever reads.
"""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from tandem.core.errors import TandemError
from tandem.datasets import codes, kinds
from tandem.datasets.kind import Form, Kind
from tandem.datasets.report import Report
from tandem.datasets.sources import Source, open_source
from tandem.datasets.staging import Staged, Staging
from tandem.datasets.store import DATA, Store, write_manifest
from tandem.datasets.vintage import vintage_of
from tandem.datasets.workspace import workspace
from tandem.datasets.writing import coverage_of, write_codes, write_refused, write_rows

VERSION = 1
"""Version of what this module and its neighbours do: a file imported by another is imported anew."""

TOLERATED = 0.1
"""Share of refused rows beyond which a file is not put in service: it is most likely another file."""

Progress = Callable[[str], None]


class RefusedFileError(TandemError):
    """A file that is not what the person takes it for, or that holds too little that can be read."""


def import_files(
    kind: str,
    paths: Sequence[Path],
    store: Store,
    *,
    vintage: str | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    tolerated: float = TOLERATED,
    progress: Progress = lambda step: None,
) -> Report:
    """Import one or several files of a kind as one dataset, all or nothing.

    Parameters
    ----------
    kind
        As `tandem.datasets.kinds` names it.
    paths
        The file as published; after it, files of refused rows that were corrected.
    vintage
        When the file does not say it.
    sheet
        Of a workbook.
    dry_run
        Read and report, put nothing in service. What was read is kept for the import that follows.
    tolerated
        Share of refused rows beyond which nothing is put in service.
    progress
        Told what is being done.

    Raises
    ------
    RefusedFileError
        A file of another kind, without a column, without a row, of no known vintage, or with too many refused rows.
    UnreadableFileError
        A file that cannot be opened.
    """
    wanted = kinds.get(kind)
    if not paths:
        raise RefusedFileError("Aucun fichier à importer.", f"tandem data import {kind} FICHIER")
    with workspace(store.root, wanted.id, paths, VERSION, keep=dry_run) as scratch:
        with closing(duckdb.connect(str(scratch / "work.duckdb"))) as connection:
            connection.execute("SET preserve_insertion_order = true")
            connection.execute("SET enable_progress_bar = false")
            report, folder, name = _import(
                wanted, paths, store, connection, scratch, vintage, sheet, dry_run, tolerated, progress
            )
        if folder is not None and name is not None:
            progress("mise en service")
            store.put_in_service(wanted.id, report.vintage, folder, name)
    return report


def _import(
    kind: Kind,
    paths: Sequence[Path],
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    vintage: str | None,
    sheet: str | None,
    dry_run: bool,
    tolerated: float,
    progress: Progress,
) -> tuple[Report, Path | None, str | None]:
    sources = []
    for path in paths:
        progress(f"ouverture de {path.name}")
        sources.append(open_source(path, connection, scratch, sheet))
    forms = [recognise(kind, source) for source in sources]
    staging = Staging(kind, connection)
    staged = []
    for source, form in zip(sources, forms, strict=True):
        progress(f"lecture de {source.name}")
        staged.append(staging.read(source, form))
    found = staging.result(staged)
    said = vintage_of(kind, forms[0], sources[0], connection, vintage)
    name = _name(kind, said, sources)
    refused_file = None
    if found.refused:
        refused_file = store.root / kind.id / "refused" / f"{name}.csv"
        write_refused(connection, staged, refused_file)
    _judge(kind, found, tolerated, refused_file)
    progress("rangement")
    counts = write_rows(kind, connection, scratch / DATA if not dry_run else None)
    report = Report(
        kind=kind,
        vintage=said,
        periods=counts.periods,
        read=found.read,
        kept=counts.rows,
        aside=found.aside,
        refusals=found.refusals,
        refused=found.refused,
        refused_file=refused_file,
        moved=found.moved,
        merged=counts.merged,
        secret=counts.secret,
        coverage=coverage_of(kind, connection),
        dataset=None if dry_run else name,
        unchanged=store.current(kind.id).get(said) == name,
        caveats=kind.caveats,
    )
    if dry_run or report.unchanged:
        return report, None, None
    return report, _folder(kind, report, sources, scratch, counts.columns), name


def recognise(kind: Kind, source: Source) -> Form:
    """Return the form of a kind in which a file is.

    Raises
    ------
    RefusedFileError
        It is not of this kind: the message names the kind that it is of, or the columns that it lacks.
    """
    columns = source.plain_columns
    form = kind.form_of(columns)
    if form is not None:
        return form
    others = [other for other in kinds.KINDS.values() if other is not kind and other.form_of(columns)]
    if others:
        raise RefusedFileError(
            f"{source.name} n’est pas un fichier « {kind.title} », mais « {others[0].title} ».",
            f"L’importer ainsi : tandem data import {others[0].id} {source.name}",
        )
    missing = kind.nearest_form(columns).missing(columns)
    raise RefusedFileError(
        f"{source.name} n’a pas les colonnes d’un fichier « {kind.title} » : il manque {', '.join(missing[:6])}"
        f"{'…' if len(missing) > 6 else ''}.",
        f"Colonnes trouvées : {', '.join(source.columns[:8])}{'…' if len(source.columns) > 8 else ''}. "
        f"Où trouver le fichier : {kind.page}",
    )


def _judge(kind: Kind, found: Staged, tolerated: float, refused_file: Path | None) -> None:
    if not found.read:
        raise RefusedFileError("Le fichier n’a que sa ligne d’en-tête.", "Le télécharger à nouveau.")
    share = found.refused / found.read
    if share <= tolerated:
        return
    worst = found.refusals[0]
    raise RefusedFileError(
        f"{found.refused} lignes refusées sur {found.read} : le fichier n’est pas mis en service. Le plus souvent, "
        f"colonne {worst.column} : {worst.reason} (ligne {worst.line} : « {worst.value or ''} »).",
        f"Les lignes refusées et leurs raisons : {refused_file}. Les corriger, puis importer les deux fichiers ; ou "
        "accepter de les laisser de côté : --tolerate 1",
    )


def _name(kind: Kind, vintage: str, sources: Sequence[Source]) -> str:
    """Name a dataset by its vintage and its content, so that the same files give the same name."""
    digest = hashlib.sha256(json.dumps([VERSION, kinds.version(kind), codes.COG, vintage]).encode())
    for source in sources:
        digest.update(source.sha256.encode())
    return f"{vintage}-{digest.hexdigest()[:12]}"


def _folder(kind: Kind, report: Report, sources: Sequence[Source], scratch: Path, columns: Sequence[str]) -> Path:
    """Gather what goes into service in one folder: rows, code lists, manifest."""
    folder = scratch / "dataset"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    data = (scratch / DATA).rename(folder / DATA)
    with data.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    manifest: dict[str, Any] = {
        "kind": kind.id,
        "title": kind.title,
        "producer": kind.producer,
        "licence": kind.licence,
        "page": kind.page,
        "vintage": report.vintage,
        "periods": report.periods,
        "sources": [{"name": each.name, "sha256": each.sha256, "bytes": each.size} for each in sources],
        "imported_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "importer": f"{VERSION}-{kinds.version(kind)[:12]}",
        "cog": codes.COG,
        "columns": list(columns),
        "codes": write_codes(kind, folder),
        "key": list(kind.key),
        "rows": report.kept,
        "read": report.read,
        "refused": report.refused,
        "moved": report.moved,
        "merged": report.merged,
        "secret": report.secret,
        "aside": dict(report.aside),
        "coverage": None
        if report.coverage is None
        else {
            "communes": report.coverage.communes,
            "of": report.coverage.of,
            "zones": list(report.coverage.zones),
            "zones_of": report.coverage.zones_of,
        },
        "caveats": list(kind.caveats),
        "private": kind.private,
        "bytes": data.stat().st_size,
        "sha256": sha256,
    }
    write_manifest(folder, manifest)
    return folder
