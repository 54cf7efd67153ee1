"""`tandem demo` from nothing, again, twice at once, and killed in the middle."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
TANDEM = Path(sys.executable).with_name("tandem")


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.Popen(
        [TANDEM, *arguments],
        env={**kept, "TANDEM_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out + err


def ask(port: int, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home where a demo has run."""
    path = tmp_path_factory.mktemp("demo") / "home"
    finished(start(path, "demo", "--no-serve"))
    return path


def test_a_first_demo_goes_from_nothing_to_the_report_and_a_second_finds_it_done(tmp_path):
    home = tmp_path / "home"
    first = finished(start(home, "demo", "--no-serve"))
    assert "480 calculés" in first
    assert (home / "rapports" / "rapport.pdf").stat().st_size > 50_000
    second = finished(start(home, "demo", "--no-serve"))
    assert "480 inchangés" in second
    assert "inchangées" in second


def test_two_demos_at_once_take_turns(home, tmp_path):
    both = [start(tmp_path / "home", "demo", "--no-serve") for _ in range(2)]
    told = [finished(process) for process in both]
    assert sum("480 calculés" in each for each in told) == 1
    assert sum("480 inchangés" in each for each in told) == 1
    assert "183" in finished(start(tmp_path / "home", "figures", "--as-of", "2024-09-16"))


def test_a_demo_killed_while_it_loads_leaves_the_next_one_to_succeed(tmp_path):
    home = tmp_path / "home"
    killed = start(home, "demo", "--no-serve")
    told = ""
    while "Données de référence" not in told:
        told += killed.stderr.read(1)
    time.sleep(1.0)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert "480 calculés" in finished(start(home, "demo", "--no-serve"))


def test_a_taken_port_is_told_before_any_work(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(home, "demo", "--port", str(port))
        _out, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"--port {port + 1}" in err
    assert "préparation" not in err


def test_the_site_is_served_with_its_policy_and_its_probes(home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start(home, "serve", "--port", str(port))
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                if ask(port, "/readyz")[0].status == 200:
                    break
            time.sleep(0.1)
        answer, body = ask(port, "/territoires/ti-8413/")
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(body) < 150_000
    finally:
        server.terminate()
        server.communicate(timeout=20)
