"""The official files that Tandem imports, and what of each is in service: one list for page, files and command line."""

from typing import Any

from tandem.core.tables import Column
from tandem.datasets import kinds
from tandem.datasets.store import Dataset
from tandem.diagnosis.official_files.in_service import covers, store

LIST = (
    Column("kind", "Jeu"),
    Column("title", "Fichier"),
    Column("producer", "Producteur"),
    Column("vintage", "Millésime"),
    Column("part", "Partie"),
    Column("rows", "Lignes", decimals=0),
    Column("coverage", "Couverture"),
    Column("fills", "Apporte"),
    Column("licence", "Licence"),
    Column("imported_at", "Importé le"),
    Column("sources", "Fichiers importés"),
    Column("bytes", "Octets", decimals=0),
    Column("sha256", "SHA-256"),
    Column("page", "Page"),
)
SHORT = tuple(column for column in LIST if column.key in ("kind", "title", "vintage", "part", "rows", "coverage"))
"""What fits on a screen."""


def rows() -> list[dict[str, Any]]:
    """Return a row for each dataset in service, and one, without a vintage, for each kind that has none."""
    datasets = store()
    listed = []
    for kind in sorted(kinds.KINDS.values(), key=lambda each: each.id):
        described = {
            "kind": kind.id, "title": kind.title, "producer": kind.producer, "fills": kind.fills,
            "licence": kind.licence, "page": kind.page,
        }  # fmt: skip
        found = [datasets.get(kind.id, slot) for slot in datasets.current(kind.id)]
        listed += [described | _said(dataset) for dataset in found] or [described | _said(None)]
    return listed


def _said(dataset: Dataset | None) -> dict[str, Any]:
    if dataset is None:
        keys = ("vintage", "part", "rows", "coverage", "imported_at", "sources", "bytes", "sha256")
        return dict.fromkeys(keys)
    manifest = dataset.manifest
    return {
        "vintage": dataset.vintage,
        "part": dataset.part or None,
        "rows": manifest["rows"],
        "coverage": covers(dataset) or (None if manifest["coverage"] is None else "tout le pays"),
        "imported_at": manifest["imported_at"],
        "sources": ", ".join(source["name"] for source in manifest["sources"]),
        "bytes": manifest["bytes"],
        "sha256": manifest["sha256"],
    }
