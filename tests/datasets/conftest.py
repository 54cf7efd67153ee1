"""A store of its own for each test, and files written as producers publish them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tandem.datasets.importing import import_files
from tandem.datasets.report import Report
from tandem.datasets.store import Store

GATHERED = Path(__file__).parents[2] / "../shared/data"
Bring = Callable[..., Report]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


@pytest.fixture
def gathered() -> Path:
    """The data sets gathered beside the repository, when they are."""
    if not GATHERED.exists():
        pytest.skip("the gathered data sets are not beside the repository")
    return GATHERED


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file to import: a text, bytes, or lines of cells."""

    def written(content: str | bytes | Sequence[Sequence[object]], name: str = "fichier.csv", **how: Any) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
            return path
        if not isinstance(content, str):
            content = "".join(how.get("separator", ";").join(str(cell) for cell in row) + "\n" for row in content)
        path.write_bytes(content.encode(how.get("encoding", "utf-8")))
        return path

    return written


@pytest.fixture
def bring(store: Store, write: Callable[..., Path]) -> Bring:
    """Import what a test writes, and return the report."""

    def brought(kind: str, content: Any, name: str = "fichier.csv", **asked: Any) -> Report:
        path = content if isinstance(content, Path) else write(content, name)
        return import_files(kind, [path], store, **asked)

    return brought
