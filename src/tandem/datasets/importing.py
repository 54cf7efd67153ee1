"""An import, from the file as published to the dataset in service.

1. Recognise: the columns say the kind and its form; a file of another kind is named.
2. Read: every row is staged in a database of the run's own folder, with what is wrong in it. A run that was
   stopped finds there what it had read, and goes on.
3. Refuse: rows with a fault go to a file that a person can correct and give again beside the first.
4. Write: the others, in the codes of today, sorted, in a folder of their own with a manifest.
5. Put in service, in one move. Before it, nothing has changed for whoever reads.
"""

import datetime as dt
import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tandem.core.typography import counted, joined, number
from tandem.datasets import codes, kinds
from tandem.datasets.coding import Coding, write_large
from tandem.datasets.corrections import CORRECTS_FILE
from tandem.datasets.errors import DatasetError, RefusedFileError
from tandem.datasets.judging import Staged
from tandem.datasets.kind import Form, Kind
from tandem.datasets.recognising import IN_NAF_2025, fits, kind_of, recognise
from tandem.datasets.report import Report
from tandem.datasets.sources import Source, UnreadableFileError, open_source
from tandem.datasets.staging import FullDiskError, StagedSource, Staging, disk_is_full, unreadable
from tandem.datasets.store import DATA, Store, write_manifest
from tandem.datasets.vintage import UnknownVintageError, vintage_of
from tandem.datasets.workspace import workspace
from tandem.datasets.writing import LISTED, choices, coverage_of, write_codes, write_refused, write_rows

__all__ = ["RefusedFileError", "detect", "import_files", "recognise"]

VERSION = 2
"""Version of what this module and its neighbours do: a file imported by another is imported anew."""

TOLERATED = 0.1
"""Share of refused rows beyond which a file is not put in service: it is most likely another file."""

MEMORY = "1500MB"
"""What the engine holds of a file at a time, whatever its size."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person asks of an import."""

    vintage: str | None
    sheet: str | None
    dry_run: bool
    tolerated: float
    progress: Progress


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
        Of a workbook; or the table to read in an archive that has several.
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
    asked = _Asked(vintage, sheet, dry_run, tolerated, progress)
    version = [VERSION, kinds.version(wanted), codes.COG, sheet]
    with _in_words(paths[0].name), workspace(store.root, wanted.id, paths, version, keep=dry_run) as scratch:
        with closing(_database(scratch)) as connection:
            report, folder, name = _import(wanted, paths, store, connection, scratch, asked)
        if folder is not None and name is not None:
            progress("mise en service")
            store.put_in_service(wanted.id, _slot(report.vintage, report.part), folder, name)
    return report


def detect(path: Path, store: Store, sheet: str | None = None) -> Kind | None:
    """Return the kind of a file, by its columns; None when it is none that Tandem imports.

    Raises
    ------
    UnreadableFileError
        A file that cannot be opened.
    """

    def known(columns: Sequence[str]) -> bool:
        return any(fits(kind)(columns) for kind in kinds.KINDS.values())

    with (
        _in_words(path.name),
        workspace(store.root, "detection", [path], VERSION, keep=False) as scratch,
        closing(duckdb.connect()) as connection,
    ):
        return kind_of(open_source(path, connection, scratch, sheet, known))


def _database(scratch: Path) -> duckdb.DuckDBPyConnection:
    """Open the database of a run; one that a power cut has damaged is begun again."""
    path = scratch / "work.duckdb"
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error:
        for each in scratch.glob("work.duckdb*"):
            each.unlink(missing_ok=True)
        connection = duckdb.connect(str(path))
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET memory_limit = '{MEMORY}'")  # beyond it, the engine writes beside its database
    return connection


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Turn what the machine refuses into a person's words."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise DatasetError(
            f"Pas assez de mémoire pour importer {name}.", "Fermer d’autres programmes, puis lancer le même import."
        ) from error
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) or disk_is_full(error):
            raise unreadable(name, error) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise FullDiskError(
                f"Plus assez de place sur le disque pour importer {name}.", "En libérer, puis lancer le même import."
            ) from error
        if isinstance(error, FileNotFoundError):
            raise UnreadableFileError(
                f"{error.filename or name} a disparu pendant l’import.", "Lancer le même import à nouveau."
            ) from error
        if isinstance(error, PermissionError):
            raise DatasetError(f"{error.filename or name} : les droits l’interdisent.", "Les changer.") from error
        raise UnreadableFileError(f"{name} ne se lit pas : {error.strerror}.", "Le copier ailleurs.") from error


def _slot(vintage: str, part: str) -> str:
    """Name the place of a dataset among those of its kind."""
    return f"{vintage} {part}".strip()


def _import(
    kind: Kind,
    paths: Sequence[Path],
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    asked: _Asked,
) -> tuple[Report, Path | None, str | None]:
    sources = []
    for path in paths:
        asked.progress(f"ouverture de {path.name}")
        sources.append(open_source(path, connection, scratch, asked.sheet, fits(kind)))
    forms = [recognise(kind, source, connection) for source in sources]
    part = _part(forms)
    staging = Coding(kind, connection) if kind.large else Staging(kind, connection)
    staged = _stage(staging, sources, forms, asked.progress)
    _refuse_orphans(kind, staged, connection)
    found = staging.result(staged)
    said: str | UnknownVintageError
    try:
        said = vintage_of(kind, forms[0], staged[0].source, connection, asked.vintage)
    except UnknownVintageError as error:
        said = error
    name = _name(kind, str(said) if isinstance(said, str) else "inconnu", part, sources)
    refused_file = None
    if found.refused:
        refused_file = store.root / kind.id / "refused" / f"{name}.csv"
        write_refused(connection, staging.staged if isinstance(staging, Coding) else staged, refused_file)
        if kind.private:
            refused_file.chmod(0o600)  # the rows as published, for whoever imports them
    _judge(kind, found, asked.tolerated, refused_file)
    if isinstance(said, UnknownVintageError):
        raise said
    asked.progress("rangement")
    target = scratch / DATA if not asked.dry_run else None
    if kind.large is None:
        counts = write_rows(kind, connection, target, int(said[:4]))
    else:
        counts = write_large(kind.large, connection, target)
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
        dataset=None if asked.dry_run else name,
        unchanged=store.holds(kind.id, _slot(said, part), name),
        caveats=kind.caveats,
        part=part,
        unplaced=found.unplaced,
        mended=found.mended,
        discarded=counts.discarded,
        sources=tuple(source.name for source in sources),
    )
    if asked.dry_run or report.unchanged:
        return report, None, None
    return report, _folder(kind, report, sources, scratch, counts.columns), name


def _part(forms: Sequence[Form]) -> str:
    """Return which of several datasets the files bring."""
    parts = sorted({form.part for form in forms})
    if len(parts) > 1:
        raise RefusedFileError(
            f"Ces fichiers ne sont pas du même jeu : {joined(form.name for form in forms)}.",
            "Les importer l’un après l’autre.",
        )
    return parts[0]


def _stage(
    staging: Staging | Coding, sources: Sequence[Source], forms: Sequence[Form], progress: Progress
) -> list[StagedSource]:
    staged = []
    for source, form in zip(sources, forms, strict=True):
        progress(f"lecture de {source.name}")
        read = staging.read(source, form)
        if read.resumed:
            progress(f"{source.name} avait été lu avant l’interruption")
        staged.append(read)
    return staged


def _refuse_orphans(kind: Kind, staged: Sequence[StagedSource], connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse corrections without the file that they correct: alone, they would take the place of all its rows."""
    given = {each.source.short for each in staged}
    for each in staged:
        if CORRECTS_FILE not in each.source.plain_columns:
            continue
        asked = connection.execute(
            f"SELECT DISTINCT {CORRECTS_FILE} FROM {each.rows} WHERE {CORRECTS_FILE} IS NOT NULL"
        )
        if {row[0] for row in asked.fetchall()} - given:
            raise RefusedFileError(
                f"{each.source.name} corrige des lignes d’un fichier qui n’est pas donné, ou qui a changé depuis.",
                f"Donner les deux : tandem data import {kind.id} FICHIER_D’ORIGINE {each.source.name}",
            )


def _judge(kind: Kind, found: Staged, tolerated: float, refused_file: Path | None) -> None:
    if not found.read:
        raise RefusedFileError("Le fichier n’a que sa ligne d’en-tête.", "Le télécharger à nouveau.")
    if found.foreign:
        raise RefusedFileError(
            f"Le fichier est dans la nomenclature d’activités de 2025 : il emploie la classe {found.foreign}, que la "
            "NAF rév. 2 n’a pas.",
            IN_NAF_2025,
        )
    if found.refused / found.read > tolerated:
        worst = found.refusals[0]
        cell = f" : « {worst.value} »" if worst.value else ""
        raise RefusedFileError(
            f"{counted(found.refused, 'ligne refusée', 'lignes refusées')} sur {number(found.read)} : le fichier n’est "
            f"pas mis en service. Le plus souvent, colonne {worst.column} : {worst.reason} "
            f"(ligne {number(worst.line)}{cell}).",
            f"Les {'premières ' if found.refused > LISTED else ''}lignes refusées et leurs raisons : {refused_file}. "
            "Les corriger, puis importer les deux fichiers ; ou accepter de les laisser de côté : --tolerate 1",
        )
    if not found.kept:
        left = "".join(f" Laissées de côté : {number(rows)} ({what})." for what, rows in found.aside.items())
        raise RefusedFileError(f"Aucune ligne du fichier n’est à garder.{left}", f"Où trouver le fichier : {kind.page}")


def _name(kind: Kind, vintage: str, part: str, sources: Sequence[Source]) -> str:
    """Name a dataset by its vintage and its content, so that the same files give the same name."""
    digest = hashlib.sha256(json.dumps([VERSION, kinds.version(kind), codes.COG, vintage, part]).encode())
    for source in sources:
        digest.update(source.sha256.encode())
    return f"{_slot(vintage, part).replace(' ', '-')}-{digest.hexdigest()[:12]}"


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
        "part": report.part,
        "periods": report.periods,
        "sources": [{"name": each.name, "sha256": each.sha256, "bytes": each.size} for each in sources],
        "imported_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "importer": f"{VERSION}-{kinds.version(kind)[:12]}",
        "cog": codes.COG,
        "columns": list(columns),
        "codes": write_codes(kind, folder),
        "choices": choices(kind),
        "key": [name for name in kind.key if name in columns],
        "rows": report.kept,
        "read": report.read,
        "refused": report.refused,
        "moved": report.moved,
        "merged": report.merged,
        "secret": report.secret,
        "aside": dict(report.aside),
        "unplaced": report.unplaced,
        "mended": report.mended,
        "discarded": report.discarded,
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
