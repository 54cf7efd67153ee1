"""Whatever is given to the import: a report or a refusal in French, and a store that is whole."""

import atexit
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.datasets.samples import OTHER_FORMS, SAMPLES

from tandem.core.errors import TandemError
from tandem.datasets.importing import import_files
from tandem.datasets.store import Store

pytestmark = pytest.mark.slow
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
FILES = SAMPLES | OTHER_FORMS
NAMES = sorted(FILES)
ODD = (
    *("", " ", "NA", "nan", "inf", "-1", "1e309", "9" * 40, "31/02/2024", "2024-02-30", "*", "s", "K", "é", "\u202f"),
    *('"', '""', ";", "'", "\\", "\0", "%", "{}", "00000", "99999", "2A004", "751", "=1+1", "É" * 600, "0x1F", "1,5"),
    *("True", "𝔘", "\ufeff", "\u2028", "--", "/*", "$1", "NULL", "12.0", "-9999", "_X_", "POINT (1 2)", "POINT (x"),
    "76540",
)
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=12))
ENGLISH = re.compile(r"\b(Error|error|Exception|Traceback|invalid|not found|LINE \d)\b")


@cache
def served(sample: tuple[str, str]) -> Path:
    """A store that serves the sample of a kind, to copy."""
    folder = Path(mkdtemp(prefix="tandem-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / sample[1]
    path.write_text(FILES[sample])
    import_files(sample[0], [path], Store(folder / "data"))
    return folder / "data"


def hold(sample: tuple[str, str], name: str, content: bytes | Path, folder: Path) -> None:
    """Import a content into a store that serves the kind's sample, and check what is promised."""
    kind = sample[0]
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(served(sample), folder / "data")
    store = Store(folder / "data")
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path = content
    before = store.current(kind)
    report, refusal = None, None
    try:
        report = import_files(kind, [path], store, tolerated=1)
    except TandemError as error:
        refusal = error
    for slot in before:
        assert store.get(kind, slot).rows().num_rows > 0
    if refusal is not None:
        assert refusal.message
        assert not ENGLISH.search(f"{refusal.message} {refusal.hint}".replace(path.name, ""))
        assert store.current(kind) == before
    if report is not None:
        dataset = store.get(kind, f"{report.vintage} {report.part}".strip())
        assert dataset.rows().num_rows == report.kept > 0
        assert dataset.decoded(limit=5).num_rows == min(5, report.kept)
        assert report.read >= report.refused
        for each in report.refusals:
            assert not ENGLISH.search(each.reason)
            assert each.rows > 0
        assert (report.refused_file is not None) == (report.refused > 0)
        assert report.refused_file is None or report.refused_file.stat().st_size > 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "essai"


@QUIET
@given(sample=st.sampled_from(NAMES), content=st.binary(max_size=400))
def test_random_bytes(folder, sample, content):
    hold(sample, "fichier.csv", content, folder)


@QUIET
@given(
    sample=st.sampled_from(NAMES),
    rows=st.lists(st.lists(CELLS, max_size=16), max_size=6),
    separator=st.sampled_from(";,\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_random_tables_under_a_real_header(folder, sample, rows, separator, line_end, encoding):
    header = FILES[sample].splitlines()[0].replace(";", ",").replace(",", separator)
    text = line_end.join([header, *(separator.join(row) for row in rows)])
    hold(sample, sample[1], text.encode(encoding, "replace"), folder)


@QUIET
@given(data=st.data(), sample=st.sampled_from(NAMES))
def test_real_rows_with_odd_cells(folder, data, sample):
    header, *rows = FILES[sample].splitlines()
    separator = ";" if header.count(";") > header.count(",") else ","
    changed = []
    for row in rows:
        cells = row.split(separator)
        for place in data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=3)):
            cells[place] = data.draw(CELLS)
        changed.append(separator.join(cells))
    changed = data.draw(st.permutations(changed + changed[:1]))
    hold(sample, sample[1], "\n".join([header, *changed, ""]).encode("utf-8", "replace"), folder)


@QUIET
@given(data=st.data(), sample=st.sampled_from(NAMES))
def test_real_files_with_bytes_lost_added_and_changed(folder, data, sample):
    content = bytearray(FILES[sample].encode())
    for _change in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        what = data.draw(st.sampled_from(["cut", "lose", "add", "change", "repeat"]))
        if what == "cut":
            del content[place:]
        elif what == "lose":
            del content[place : place + data.draw(st.integers(1, 30))]
        elif what == "add":
            content[place:place] = data.draw(st.binary(min_size=1, max_size=6))
        elif what == "change" and content:
            content[place] = data.draw(st.integers(0, 255))
        else:
            content[place:place] = content[: data.draw(st.integers(0, len(content)))]
    hold(sample, sample[1], bytes(content), folder)


TYPES: dict[str, Callable[[list[str]], pa.Array]] = {
    "text": lambda cells: pa.array(cells, pa.string()),
    "large text": lambda cells: pa.array(cells, pa.large_string()),
    "dictionary": lambda cells: pa.array(cells, pa.string()).dictionary_encode(),
    "numbers": lambda cells: pa.array([float(len(cell)) for cell in cells]),
    "nan": lambda cells: pa.array([float("nan") for _cell in cells]),
    "truth": lambda cells: pa.array([bool(cell) for cell in cells]),
    "nothing": lambda cells: pa.nulls(len(cells)),
    "dates": lambda cells: pa.array([len(cell) for cell in cells], pa.int32()).cast(pa.date32()),
    "moments": lambda cells: pa.array([len(cell) for cell in cells], pa.int64()).cast(pa.timestamp("us", "UTC")),
    "bytes": lambda cells: pa.array([cell.encode() for cell in cells]),
    "lists": lambda cells: pa.array([[cell] for cell in cells]),
    "objects": lambda cells: pa.array([{"a": cell} for cell in cells]),
    "decimals": lambda cells: pa.array([len(cell) for cell in cells]).cast(pa.decimal128(30, 2)),
}


MOSTLY_TEXT = st.one_of(st.just("text"), st.just("text"), st.just("text"), st.sampled_from(sorted(TYPES)))


@QUIET
@given(data=st.data(), sample=st.sampled_from(NAMES))
def test_parquet_files_of_any_type(folder, data, sample):
    header, *rows = FILES[sample].splitlines()
    separator = ";" if header.count(";") > header.count(",") else ","
    names = header.split(separator)
    cells = [(row.split(separator) + [""] * len(names))[: len(names)] for row in rows]
    kinds = [data.draw(MOSTLY_TEXT) for _name in names]
    columns = [TYPES[kind]([row[place] for row in cells]) for place, kind in enumerate(kinds)]
    folder.parent.mkdir(exist_ok=True)
    path = folder.parent / "fichier_2024.parquet"
    pq.write_table(pa.Table.from_arrays(columns, names=names), path)
    hold(sample, path.name, path, folder)
