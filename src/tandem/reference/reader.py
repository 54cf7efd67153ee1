"""Reads a reference table and refuses it when it is not the one that the manifest describes."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

from tandem.core.errors import TandemError, nearest

if TYPE_CHECKING:
    import pyarrow as pa

SHIPPED = Path(__file__).parent
_REINSTALL = "Réinstallez le paquet, ou refaites les tables par « python -m tools.build_reference »."


class ColumnEntry(TypedDict):
    """A column: its name, its Arrow type, its French label and unit, and the ``table.column`` that holds its codes."""

    name: str
    type: str
    label: str
    unit: str | None
    references: NotRequired[str]


class TableEntry(TypedDict):
    """What the manifest says of a table; its texts are French and meant for the public."""

    title: str
    description: str
    source: str
    producer: str
    vintage: str
    cog: str
    licence: str
    origin: str
    key: list[str]
    columns: list[ColumnEntry]
    rows: int
    sha256: str
    bytes: int


class Manifest(TypedDict):
    """The tables by name."""

    tables: dict[str, TableEntry]


class ReferenceTableError(TandemError):
    """A reference table is missing, or is not the one that the manifest describes."""


def manifest(directory: Path | None = None) -> Manifest:
    """Return the description of every table; shared by all callers, to be read only.

    Parameters
    ----------
    directory
        Folder that holds ``manifest.json`` and ``tables/``; the shipped one by default.

    Raises
    ------
    ReferenceTableError
        If the manifest is missing or unreadable.
    """
    return _manifest(directory or SHIPPED)


def names(directory: Path | None = None) -> list[str]:
    """Return the names of the tables, in alphabetical order."""
    return sorted(manifest(directory)["tables"])


def load(name: str, directory: Path | None = None) -> "pa.Table":
    """Return a table, read once per process and checked against the manifest.

    Parameters
    ----------
    name
        As in the manifest: ``"communes"``.
    directory
        Folder that holds ``manifest.json`` and ``tables/``; the shipped one by default.

    Returns
    -------
    pyarrow.Table
        Codes are text; a missing value is null.

    Raises
    ------
    ReferenceTableError
        If there is no such table, its file is missing, or its content, columns or number of rows are not those of the
        manifest.
    """
    return _load(name, directory or SHIPPED)


@cache
def _manifest(directory: Path) -> Manifest:
    path = directory / "manifest.json"
    try:
        content: Manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReferenceTableError(f"La liste des tables de référence manque : {path}.", _REINSTALL) from None
    except ValueError as error:
        raise ReferenceTableError(
            f"La liste des tables de référence est illisible : {path} ({error}).", _REINSTALL
        ) from error
    tables = content.get("tables") if isinstance(content, dict) else None
    if not tables or not isinstance(tables, dict):
        raise ReferenceTableError(f"La liste des tables de référence ne cite aucune table : {path}.", _REINSTALL)
    for name, entry in tables.items():
        absent = sorted(TableEntry.__required_keys__ - set(entry))
        if absent:
            raise _refusal(name, f"est mal décrite dans {path} : il manque {', '.join(absent)}")
    return content


@cache
def _load(name: str, directory: Path) -> "pa.Table":
    import pyarrow as pa
    import pyarrow.parquet as pq

    entry = _entry(name, directory)
    content = _content(name, entry, directory)
    try:
        table = pq.ParquetFile(pa.BufferReader(content)).read()
    except pa.ArrowInvalid as error:
        raise _refusal(name, f"n’est pas un fichier Parquet lisible ({error})") from error
    _check_columns(name, entry, table)
    if table.num_rows != entry["rows"]:
        raise _refusal(name, f"compte {table.num_rows} lignes, {entry['rows']} attendues")
    return table


def _entry(name: str, directory: Path) -> TableEntry:
    tables = _manifest(directory)["tables"]
    if name not in tables:
        close = ", ".join(nearest(name, tables))
        hint = f"Noms proches : {close}." if close else f"Tables connues : {', '.join(sorted(tables))}."
        raise ReferenceTableError(f"Aucune table de référence ne s’appelle « {name} ».", hint)
    return tables[name]


def _content(name: str, entry: TableEntry, directory: Path) -> bytes:
    path = directory / "tables" / f"{name}.parquet"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _refusal(name, f"manque : {path} n’existe pas") from None
    found = hashlib.sha256(content).hexdigest()
    if found != entry["sha256"]:
        raise _refusal(
            name,
            f"a été modifiée : empreinte {found[:12]}… ({len(content)} octets), "
            f"{entry['sha256'][:12]}… attendue ({entry['bytes']} octets)",
        )
    return content


def _check_columns(name: str, entry: TableEntry, table: "pa.Table") -> None:
    expected = {column["name"]: column["type"] for column in entry["columns"]}
    found = {field.name: str(field.type) for field in table.schema}
    missing = [column for column in expected if column not in found]
    if missing:
        raise _refusal(name, f"n’a pas les colonnes attendues : il manque {', '.join(missing)}")
    unexpected = [column for column in found if column not in expected]
    if unexpected:
        raise _refusal(name, f"a des colonnes inattendues : {', '.join(unexpected)}")
    wrong = [
        f"{column} ({found[column]} au lieu de {kind})" for column, kind in expected.items() if found[column] != kind
    ]
    if wrong:
        raise _refusal(name, f"a des colonnes d’un autre type : {', '.join(wrong)}")


def _refusal(name: str, what: str) -> ReferenceTableError:
    return ReferenceTableError(f"La table de référence « {name} » {what}.", _REINSTALL)
