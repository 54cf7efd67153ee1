"""What a diagnosis depends on, as digests: the data that it reads, and the code that measures."""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tandem import analytics, reference
from tandem.diagnosis import catalogue, measures
from tandem.diagnosis.official_files import in_service


class DataVersion(NamedTuple):
    """The state of a table or of an imported file."""

    title: str
    vintage: str
    sha256: str


def data_versions() -> dict[str, DataVersion]:
    """Return every table that ships and every file in service, by name."""
    shipped = {
        name: DataVersion(entry["title"], entry["vintage"], entry["sha256"])
        for name, entry in reference.manifest()["tables"].items()
    }
    files = {
        f"{each.kind} {each.vintage}": DataVersion(str(each.manifest["title"]), each.vintage, each.version)
        for each in in_service.store().datasets()
    }
    return shipped | files


@cache
def rules_version() -> str:
    """Return the digest of the code that measures: the same data under other rules make another diagnosis."""
    digest = hashlib.sha256()
    for package in (measures, analytics, catalogue):
        for module in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
            digest.update(module.read_bytes())
    return digest.hexdigest()
