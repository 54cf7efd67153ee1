"""What is in service: one folder per dataset, and one small file per kind that says which is the one to read.

::

    data/KIND/current.json             vintage, and part if there are several → name of the dataset in service
    data/KIND/NAME/data.parquet        integer-coded rows, sorted by the kind's key
    data/KIND/NAME/LIST.codes.parquet  the codes that the numbers of a column stand for
    data/KIND/NAME/manifest.json       source, checksum, vintage, version of the importer, what was refused
    data/KIND/refused/NAME.csv         the rows refused, to correct and import again

A dataset is never changed: an import writes a new folder, then `current.json`, whole. Until that moment readers are
given the previous one. Two imports of a kind at once take turns for that last step.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tandem.core.errors import NotFoundError
from tandem.core.files import write_whole
from tandem.datasets.errors import DatasetError
from tandem.datasets.readings import quoted

MANIFEST = "manifest.json"
DATA = "data.parquet"


class DamagedDatasetError(DatasetError):
    """A dataset in service whose files are not what its manifest says."""


class PrivateDatasetError(DatasetError):
    """Rows of a file about persons, asked for to be shown."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """A dataset in service.

    Parameters
    ----------
    folder
        Where its files are.
    manifest
        What is known of it; `tandem.datasets.importing` says each entry.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.manifest["kind"])

    @property
    def vintage(self) -> str:
        return str(self.manifest["vintage"])

    @property
    def part(self) -> str:
        """Which of several datasets of one vintage it is (``A88``); empty for a kind that has one."""
        return str(self.manifest.get("part", ""))

    @property
    def path(self) -> Path:
        return self.folder / DATA

    @cached_property
    def version(self) -> str:
        """Digest that changes with the content: what a computation made from it depends on."""
        return str(self.manifest["sha256"])

    @property
    def private(self) -> bool:
        """Whether single rows may not leave the store: they only count in totals."""
        return bool(self.manifest.get("private"))

    def rows(self, columns: list[str] | None = None, *, internal: bool = False) -> pa.Table:
        """Return rows with their numbers, as stored (see `codes`).

        Parameters
        ----------
        internal
            States, for a `private` dataset, that rows are counted and not shown.

        Raises
        ------
        PrivateDatasetError
            The dataset is private, and nothing is stated.
        """
        self._check_stated(internal)
        return pq.read_table(self.path, columns=columns)

    def _check_stated(self, internal: bool) -> None:
        if self.private and not internal:
            raise PrivateDatasetError(
                f"« {self.manifest['title']} » porte sur des personnes : ses lignes ne sortent pas une à une.",
                "Le diagnostic en donne les totaux, et la liste des premiers établissements.",
            )

    def codes(self, name: str) -> pa.ChunkedArray:
        """Return the codes of a list: the number of a code is its place."""
        return pq.read_table(self.folder / f"{name}.codes.parquet")["code"]

    def decoded(self, where: str = "", limit: int | None = None, *, internal: bool = False) -> pa.Table:
        """Return rows with their codes as text: for people, exports and tests.

        Parameters
        ----------
        where
            Condition, in SQL, on the columns as they are returned.
        limit
            Only so many rows, in the order of the key.
        internal
            As in `rows`.

        Raises
        ------
        PrivateDatasetError
            The dataset is private, and nothing is stated.
        """
        self._check_stated(internal)
        lists: Mapping[str, str] = self.manifest["codes"]
        choices: Mapping[str, Mapping[str, int]] = self.manifest.get("choices", {})
        columns, joins = [], []
        for name in self.manifest["columns"]:
            if name in lists:
                file = quoted(str(self.folder / f"{lists[name]}.codes.parquet"))
                joins.append(f"LEFT JOIN (SELECT code, file_row_number AS n FROM read_parquet({file}, "
                             f"file_row_number = true)) AS {name}_list ON {name}_list.n = stored.{name}")  # fmt: skip
                columns.append(f"{name}_list.code AS {name}")
            elif name in choices:
                cases = " ".join(f"WHEN {code} THEN {quoted(text)}" for text, code in choices[name].items())
                columns.append(f"CASE stored.{name} {cases} END AS {name}")
            else:
                columns.append(f"stored.{name}")
        query = (  # the rows are stored in the order of the key
            f"SELECT {', '.join(columns)}, stored.file_row_number AS tandem_order "
            f"FROM read_parquet({quoted(str(self.path))}, file_row_number = true) AS stored {' '.join(joins)}"
        )
        kept = f" WHERE {where}" if where else ""
        first = f" LIMIT {limit}" if limit is not None else ""
        with duckdb.connect() as connection:
            return connection.sql(
                f"SELECT * EXCLUDE (tandem_order) FROM ({query}){kept} ORDER BY tandem_order{first}"
            ).to_arrow_table()


class Store:
    """The datasets of an installation.

    Parameters
    ----------
    root
        Folder that holds them; it need not exist yet.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self, kind: str) -> dict[str, str]:
        """Return the datasets of a kind in service: vintage → folder, the latest vintage last.

        A kind with several parts has one entry per vintage and part: ``2024 A88``, before ``2024`` alone.
        """
        try:
            found: dict[str, str] = json.loads((self.root / kind / "current.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            raise DamagedDatasetError(
                f"La liste des jeux « {kind} » en service est abîmée.",
                f"Supprimer data/{kind}/current.json dans TANDEM_HOME, puis l’importer à nouveau : "
                f"tandem data import {kind} …",
            ) from None
        return dict(sorted(found.items(), key=lambda entry: _age(entry[0])))

    def datasets(self) -> list[Dataset]:
        """Return every dataset in service, by kind and vintage."""
        if not self.root.is_dir():
            return []
        kinds = sorted(each.name for each in self.root.iterdir() if (each / "current.json").is_file())
        return [self._open(kind, name) for kind in kinds for name in self.current(kind).values()]

    def find(self, kind: str, vintage: str | None = None) -> Dataset | None:
        """Return the dataset of a kind, of its latest vintage unless another is asked for; None when there is none.

        Parameters
        ----------
        vintage
            ``2024``, or ``2024 A88`` for a part; by default the latest of the part without a name, if there is one.
        """
        known = self.current(kind)
        if vintage is None:
            return self._open(kind, list(known.values())[-1]) if known else None
        return self._open(kind, known[vintage]) if vintage in known else None

    def latest(self, kind: str) -> dict[str, Dataset]:
        """Return the latest vintage of each part of a kind in service, by part; the part without a name is ``""``."""
        found = {slot.partition(" ")[2]: name for slot, name in self.current(kind).items()}
        return {part: self._open(kind, name) for part, name in sorted(found.items())}

    def get(self, kind: str, vintage: str | None = None) -> Dataset:
        """Return the dataset of a kind.

        Raises
        ------
        NotFoundError
            None of this kind and vintage is in service; the hint says which are.
        """
        found = self.find(kind, vintage)
        if found is None:
            known = ", ".join(self.current(kind)) or "aucun"
            raise NotFoundError(
                f"Aucun fichier « {kind} »{f' de {vintage}' if vintage else ''} n’est en service.",
                f"Millésimes en service : {known}. Pour en importer un : tandem data import {kind} FICHIER",
            )
        return found

    def put_in_service(self, kind: str, vintage: str, scratch: Path, name: str) -> Dataset:
        """Move a dataset just written into the store and make it the one to read for its vintage (and part)."""
        target = self.root / kind / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._turn(kind):
            if target.exists():  # damaged, or left by a run that was stopped between this line and `current.json`
                shutil.rmtree(target)
            shutil.move(scratch, target)
            known = self.current(kind)
            known[vintage] = name
            write_whole(self.root / kind / "current.json", _as_json(known))
            self._forget_others(kind, set(known.values()))
        return self._open(kind, name)

    def withdraw(self, kind: str, vintage: str) -> None:
        """Take a vintage out of service; its files go with the next import.

        Raises
        ------
        NotFoundError
            It is not in service.
        """
        if vintage not in self.current(kind):
            self.get(kind, vintage)
        with self._turn(kind):
            known = {each: name for each, name in self.current(kind).items() if each != vintage}
            write_whole(self.root / kind / "current.json", _as_json(known))

    def holds(self, kind: str, vintage: str, name: str) -> bool:
        """Whether this very dataset is in service, whole."""
        if self.current(kind).get(vintage) != name:
            return False
        try:
            self._open(kind, name)
        except DamagedDatasetError:
            return False
        return True

    @contextmanager
    def _turn(self, kind: str) -> Iterator[None]:
        """Let one process at a time change what is in service: each reads the list, changes it and writes it whole."""
        with (self.root / kind / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _forget_others(self, kind: str, kept: set[str]) -> None:
        """Remove replaced datasets but the latest one, which a reader may still have open."""
        others = [each.parent for each in (self.root / kind).glob(f"*/{MANIFEST}") if each.parent.name not in kept]
        for folder in sorted(others, key=lambda each: each.stat().st_mtime)[:-1]:
            shutil.rmtree(folder, ignore_errors=True)

    def _open(self, kind: str, name: str) -> Dataset:
        folder = self.root / kind / name
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            whole = (folder / DATA).stat().st_size == manifest["bytes"]
        except (OSError, ValueError, KeyError):
            whole = False
        if not whole:
            raise DamagedDatasetError(
                f"Le jeu « {kind} » en service est abîmé.",
                f"L’importer à nouveau : tandem data import {kind} …",
            )
        return Dataset(folder, manifest)


def _age(slot: str) -> tuple[bool, str]:
    """Order of a vintage and part: named parts first, then by vintage, so that the last is the one to read."""
    return (" " not in slot, slot)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    write_whole(folder / MANIFEST, _as_json(manifest))


def _as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
