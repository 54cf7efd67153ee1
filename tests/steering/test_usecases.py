"""Files are written whole or not at all."""

import datetime as dt
import errno
import resource
import signal
from pathlib import Path

import pytest

from tandem.core.errors import TandemError
from tandem.core.files import write_whole
from tandem.steering.typeset import refusal
from tandem.steering.usecases import write_booklet, write_report

DATE = dt.date(2024, 9, 16)


@pytest.fixture
def small_files():
    """Files may not grow beyond 20 kB: the kernel itself stops the write half-way, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.django_db
def test_report_and_booklet_are_written(tmp_path: Path, settings) -> None:
    settings.TANDEM_HOME = tmp_path / "home"

    for written in (write_report(DATE, tmp_path / "r.pdf"), write_booklet("ti-8413", tmp_path / "b.pdf", date=DATE)):
        assert written.read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.pdf", "home", "r.pdf"]


def test_a_write_that_stops_half_way_leaves_the_old_file(tmp_path: Path, small_files) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(b"before")

    with pytest.raises(OSError, match="File too large"):
        write_whole(target, b"x" * 50_000)

    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_told_with_what_to_do() -> None:
    error = refusal(OSError(errno.ENOSPC, "No space left on device"))

    assert error.message == "Le disque est plein."
    assert "Libérer de la place" in error.hint


@pytest.mark.django_db
def test_a_missing_folder_or_a_folder_as_file_is_refused(tmp_path: Path, settings) -> None:
    settings.TANDEM_HOME = tmp_path / "home"

    with pytest.raises(TandemError, match="n’existe pas"):
        write_booklet("ti-8413", tmp_path / "nowhere" / "b.pdf", date=DATE)
    with pytest.raises(TandemError, match="est un dossier"):
        write_booklet("ti-8413", tmp_path, date=DATE)
