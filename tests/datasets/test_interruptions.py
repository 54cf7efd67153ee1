"""An import that is killed, that meets another, or that finds the disk full: what was served still is."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from tests.datasets.samples import URSSAF, urssaf

from tandem.datasets.importing import import_files
from tandem.datasets.staging import FullDiskError
from tandem.datasets.store import Store
from tandem.datasets.workspace import KEPT_FOR, ImportUnderWayError, workspace

STEPS = ("ouverture", "lecture", "rangement", "mise en service")
NEWER = urssaf("76540;1071D;2022;1;1000")


def child(body: str, *arguments: object) -> subprocess.Popen[str]:
    """Run an import in a process of its own; the program sees its arguments as ``path`` and ``store``."""
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from tandem.datasets import importing, store as stores
        path, store = Path(sys.argv[1]), stores.Store(Path(sys.argv[2]))
        """
    ) + textwrap.dedent(body)
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def total(store: Store) -> int:
    return sum(store.get("urssaf").rows()["employees"].to_pylist())


@pytest.fixture
def served(store: Store, write) -> Store:
    """A store that serves a dataset already."""
    import_files("urssaf", [write(URSSAF, "avant.csv")], store)
    return store


@pytest.mark.slow
def test_killed_at_any_step_it_leaves_what_was_served_and_goes_on_where_it_was(served, write):
    path, before = write(NEWER, "apres.csv"), total(served)
    for step in STEPS:
        process = child(
            """
            def progress(step):
                print(step, flush=True)
                sys.stdin.readline()
            importing.import_files("urssaf", [path], store, progress=progress)
            """,
            path,
            served.root,
        )
        for line in process.stdout:
            if line.startswith(step):
                process.kill()
                break
            process.stdin.write("\n")
            process.stdin.flush()
        process.communicate()
        assert process.returncode == -signal.SIGKILL, step
        assert total(served) == before
    steps: list[str] = []
    report = import_files("urssaf", [path], served, progress=steps.append)
    assert "apres.csv avait été lu avant l’interruption" in steps
    assert report.kept == 6
    assert total(served) == before + 1000
    assert not any((served.root / "work").iterdir())


@pytest.mark.parametrize(
    "moment",
    [
        "before_list",
        pytest.param("before_move", marks=pytest.mark.slow),
        pytest.param("after_list", marks=pytest.mark.slow),
    ],
)
def test_killed_while_it_is_put_in_service_it_is_there_whole_or_not_at_all(served, write, moment):
    path, before = write(NEWER, "apres.csv"), total(served)
    process = child(
        f"""
        def die(*arguments):
            os.kill(os.getpid(), signal.SIGKILL)
        moment = {moment!r}
        if moment == "before_move":
            stores.shutil.move = die
        elif moment == "before_list":
            whole = stores.write_whole
            stores.write_whole = lambda path, content: die() if path.name == "current.json" else whole(path, content)
        else:
            stores.Store._forget_others = die
        importing.import_files("urssaf", [path], store)
        """,
        path,
        served.root,
    )
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert total(served) == (before + 1000 if moment == "after_list" else before)
    assert import_files("urssaf", [path], served).kept == 6
    assert total(served) == before + 1000


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_a_dataset_that_can_be_read(served, write):
    rows = (f"76540;{1000 + n % 8999:04d};{1950 + n % 70};1;1" for n in range(200_000))
    path, before = write(urssaf(*rows), "apres.csv"), total(served)
    for tenth in range(1, 12):
        process = child("importing.import_files('urssaf', [path], store, tolerated=1)", path, served.root)
        try:
            process.communicate(timeout=0.3 + tenth / 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        assert total(served) >= before
    report = import_files("urssaf", [path], served, tolerated=1)
    assert served.get("urssaf").rows().num_rows == report.kept


def test_a_database_damaged_by_a_power_cut_is_begun_again(store, write):
    path = write(URSSAF)
    import_files("urssaf", [path], store, dry_run=True)
    database = next((store.root / "work").glob("*/work.duckdb"))
    content = bytearray(database.read_bytes())
    content[:8192] = bytes(8192)
    database.write_bytes(content)
    assert import_files("urssaf", [path], store).kept == 5


def test_a_trial_spares_the_import_its_reading(store, write):
    path, steps = write(URSSAF), []
    import_files("urssaf", [path], store, dry_run=True)
    import_files("urssaf", [path], store, progress=steps.append)
    assert any("avait été lu" in step for step in steps)


def test_a_file_that_changed_is_read_again(store, write):
    path, steps = write(URSSAF), []
    import_files("urssaf", [path], store, dry_run=True)
    path.write_text(NEWER)
    report = import_files("urssaf", [path], store, progress=steps.append)
    assert report.kept == 6
    assert not any("avait été lu" in step for step in steps)


def test_two_imports_at_once_both_enter_service(store, write):
    ready = threading.Barrier(2, timeout=30)

    def progress(step: str) -> None:
        if step == "mise en service":
            ready.wait()

    def run(year: int) -> None:
        path = write(URSSAF.replace(";2022;", f";{year};").replace(";2021;", f";{year};1\n"[:6]), f"{year}.csv")
        import_files("urssaf", [path], store, progress=progress, tolerated=1)

    for _round in range(3):
        threads = [threading.Thread(target=run, args=(2000 + _round * 2 + n,)) for n in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert list(store.current("urssaf")) == [str(year) for year in range(2000, 2006)]


def test_the_same_import_twice_at_once_is_refused(store, write):
    path = write(URSSAF)

    def progress(step: str) -> None:
        if step.startswith("lecture"):
            with pytest.raises(ImportUnderWayError, match="déjà en cours"):
                import_files("urssaf", [path], store)

    assert import_files("urssaf", [path], store, progress=progress).kept == 5


def test_a_full_disk_leaves_what_was_served(served, write, monkeypatch):
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path, before = write(NEWER, "apres.csv"), total(served)
    monkeypatch.setattr("tandem.datasets.store.shutil.move", full)
    with pytest.raises(FullDiskError, match="place sur le disque"):
        import_files("urssaf", [path], served)
    assert total(served) == before
    monkeypatch.undo()
    assert import_files("urssaf", [path], served).kept == 6


@pytest.mark.slow
def test_an_import_that_can_write_no_more_says_so(served, write):
    """The limit of the process stands for a full disk: the engine's own writes fail."""
    rows = (f"76540;{1000 + n % 8999:04d};{1950 + n % 70};1;{n}" for n in range(20_000))
    path, before = write(urssaf(*rows), "apres.csv"), total(served)
    process = child(
        """
        import resource
        from tandem.core.errors import TandemError
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        try:
            importing.import_files("urssaf", [path], store, tolerated=1)
        except TandemError as error:
            print(type(error).__name__)
        """,
        path,
        served.root,
    )
    out, err = process.communicate()
    assert out.strip() == "FullDiskError", err
    assert total(served) == before


def test_what_was_never_taken_up_again_is_removed_but_not_under_an_import(tmp_path):
    old, now = time.time() - KEPT_FOR - 10, tmp_path / "now.csv"
    now.write_text("a")
    left = tmp_path / "work" / "urssaf-abandoned"
    left.mkdir(parents=True)
    os.utime(left, (old, old))
    other = tmp_path / "other.csv"
    other.write_text("b")
    with workspace(tmp_path, "urssaf", [other], 1, keep=False) as busy:
        os.utime(busy, (old, old))
        with workspace(tmp_path, "urssaf", [now], 1, keep=False):
            assert busy.exists()
            assert not left.exists()
    assert list((tmp_path / "work").iterdir()) == []


def test_another_version_of_the_importer_does_not_take_up_what_was_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a")
    with workspace(tmp_path, "urssaf", [path], [1, "a"], keep=True) as first:
        pass
    with workspace(tmp_path, "urssaf", [path], [1, "b"], keep=True) as second:
        assert second != first
    with workspace(tmp_path, "urssaf", [path], [1, "a"], keep=True) as again:
        assert again == first
    assert isinstance(first, Path)
