"""Files are there whole or not at all, and what is no file is left in its place."""

import os
import threading
from pathlib import Path

from tandem.core.files import write_whole


def test_a_file_is_written_under_its_name_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"a")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o644


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"before")
    (tmp_path / "link.csv").symlink_to("real.csv")

    write_whole(tmp_path / "link.csv", b"after")

    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"after"


def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    """As ``--output /dev/stdout`` asks; run by root, a replacement would take the machine's device away."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    write_whole(pipe, b"content")

    reader.join(timeout=10)
    assert read == [b"content"]
    assert pipe.is_fifo()
