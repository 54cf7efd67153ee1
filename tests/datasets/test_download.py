"""A file fetched from its official address: whole or not at all, whatever the network and the site do."""

import dataclasses
import hashlib
import json
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tandem.datasets import kinds, web
from tandem.datasets.catalogue import resolve
from tandem.datasets.download import Download, download
from tandem.datasets.web import DownloadError, Patience

CONTENT = bytes(range(256)) * 40_000  # 10 MB
QUICK = Patience(attempts=3, pause=0.01, timeout=5)
NNBSP = "\u202f"


class Site(ThreadingHTTPServer):
    """A producer's site on this machine. A test sets what it does wrong."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.etag, self.name = CONTENT, '"first"', "stock.parquet"
        self.headers: dict[str, str] = {}
        self.ranges = True
        self.with_length = True
        self.asked: list[dict[str, str]] = []
        self.spoil: Callable[[int, Handler], bool] = lambda nth, handler: False
        self.cut: dict[int, int] = {}  # nth request → bytes after which the line breaks
        self.pages: dict[str, str] = {}

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a reader who leaves is what several tests do
            super().handle_error(request, client_address)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def address(self) -> str:
        return f"{self.root}/files/{self.name}"


class Handler(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        producer = self.server
        if self.path in producer.pages:
            return self.page(producer.pages[self.path])
        producer.asked.append(dict(self.headers))
        nth = len(producer.asked)
        if producer.spoil(nth, self):
            return None
        start, status = 0, 200
        if self.headers.get("If-None-Match") == producer.etag:
            self.send_response(304)
            self.end_headers()
            return None
        wanted = self.headers.get("Range")
        if wanted and producer.ranges and self.headers.get("If-Range") == producer.etag:
            start, status = int(wanted.removeprefix("bytes=").removesuffix("-")), 206
        if start >= len(producer.content):
            self.send_response(416)
            self.end_headers()
            return None
        self.send_response(status)
        self.send_header("ETag", producer.etag)
        if producer.with_length:
            self.send_header("Content-Length", str(len(producer.content) - start))
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(producer.content) - 1}/{len(producer.content)}")
        for name, value in ({"Content-Type": "application/octet-stream"} | producer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(producer.content[start:][: producer.cut.get(nth)])
        return None

    def page(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def refuse(self, code: int, **headers: str) -> bool:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        return True


@pytest.fixture
def producer() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def fetch(producer: Site, tmp_path: Path) -> Callable[..., Download]:
    def run(**options: object) -> Download:
        options = {"address": producer.address, "patience": QUICK} | options
        return download(kinds.get("urssaf"), tmp_path / "downloads", **options)

    return run


def test_a_file_arrives_whole_under_its_name_with_its_checksum(fetch, producer):
    told: list[tuple[int, int | None]] = []
    got = fetch(progress=lambda done, total: told.append((done, total)))
    assert got.path.name == "stock.parquet"
    assert got.path.read_bytes() == CONTENT
    assert got.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (got.size, got.resumed, got.unchanged, got.verified) == (len(CONTENT), 0, False, "")
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert not list(got.path.parent.glob("*.part"))


def test_a_line_that_breaks_is_taken_up_where_it_broke(fetch, producer):
    producer.cut = {1: 3_000_000, 2: 4_000_000}
    got = fetch()
    assert got.path.read_bytes() == CONTENT
    assert [asked.get("Range") for asked in producer.asked] == [None, "bytes=3000000-", "bytes=7000000-"]
    assert {asked.get("If-Range") for asked in producer.asked[1:]} == {'"first"'}


def test_a_later_run_goes_on_from_what_an_interrupted_one_has_brought(fetch, producer):
    producer.cut = {1: 3_000_000, 2: 10, 3: 10}
    with pytest.raises(DownloadError, match="tronqué"):
        fetch()
    producer.cut = {}
    got = fetch()
    assert got.path.read_bytes() == CONTENT
    assert got.resumed == 3_000_020
    assert producer.asked[-1]["Range"] == "bytes=3000020-"


def test_what_was_brought_whole_but_not_yet_named_is_not_fetched_again(fetch, producer, tmp_path):
    producer.cut = {1: 3_000_000, 2: 0, 3: 0}
    with pytest.raises(DownloadError):
        fetch()
    [part] = (tmp_path / "downloads").glob(".*.part")
    part.write_bytes(CONTENT)
    got = fetch()
    assert got.path.read_bytes() == CONTENT
    assert producer.asked[-1]["Range"] == f"bytes={len(CONTENT)}-"


def test_a_file_that_changes_between_two_attempts_is_fetched_anew(fetch, producer):
    other = CONTENT[::-1]

    def publish(nth: int, _handler: Handler) -> bool:
        if nth == 2:
            producer.content, producer.etag = other, '"second"'
        return False

    producer.cut, producer.spoil = {1: 3_000_000}, publish
    got = fetch()
    assert got.path.read_bytes() == other
    assert got.resumed == 0


def test_a_site_that_ignores_the_condition_and_sends_the_end_of_another_version_is_not_believed(fetch, producer):
    other = CONTENT[::-1]

    def publish(nth: int, handler: Handler) -> bool:
        if nth == 2:
            producer.content, producer.etag = other, '"second"'
            handler.send_response(206)
            handler.send_header("ETag", producer.etag)
            handler.send_header("Content-Range", f"bytes 3000000-{len(other) - 1}/{len(other)}")
            handler.send_header("Content-Length", str(len(other) - 3_000_000))
            handler.end_headers()
            handler.wfile.write(other[3_000_000:])
            return True
        return False

    producer.cut, producer.spoil = {1: 3_000_000}, publish
    assert fetch().path.read_bytes() == other


def test_a_file_that_never_stops_changing_is_refused_in_words(fetch, producer):
    def publish(nth: int, _handler: Handler) -> bool:
        producer.etag = f'"{nth}"'
        return False

    producer.cut, producer.spoil = dict.fromkeys(range(1, 20), 3_000_000), publish
    with pytest.raises(DownloadError, match="change pendant qu’on le télécharge"):
        fetch()


def test_a_site_without_resumption_is_begun_again(fetch, producer):
    producer.ranges, producer.cut = False, {1: 3_000_000}
    assert fetch().path.read_bytes() == CONTENT


def test_a_site_that_tells_no_version_is_begun_again(fetch, producer):
    producer.etag, producer.cut = "", {1: 3_000_000}
    assert fetch().path.read_bytes() == CONTENT
    assert "Range" not in producer.asked[-1]


def test_a_file_that_is_still_the_same_is_not_fetched_again(fetch, producer):
    first = fetch()
    second = fetch()
    assert second.unchanged
    assert (second.path, second.sha256, second.size) == (first.path, first.sha256, first.size)
    assert producer.asked[-1]["If-None-Match"] == '"first"'


def test_a_new_version_takes_the_place_of_the_former(fetch, producer):
    fetch()
    producer.content, producer.etag = b"newer", '"second"'
    got = fetch()
    assert not got.unchanged
    assert got.path.read_bytes() == b"newer"


def test_a_file_removed_since_is_fetched_again(fetch):
    fetch().path.unlink()
    assert not fetch().unchanged


def test_the_former_file_stays_while_a_newer_one_fails_to_arrive(fetch, producer):
    path = fetch().path
    producer.content, producer.etag = CONTENT[::-1], '"second"'
    producer.cut = dict.fromkeys(range(2, 20), 10)
    with pytest.raises(DownloadError, match="tronqué"):
        fetch()
    assert path.read_bytes() == CONTENT


def test_a_site_that_is_slow_to_answer_is_waited_for_then_asked_again(fetch, producer):
    def wait(nth: int, _handler: Handler) -> bool:
        time.sleep(0.6 if nth == 1 else 0)
        return False

    producer.spoil = wait
    assert fetch(patience=Patience(attempts=3, pause=0.01, timeout=0.3)).path.read_bytes() == CONTENT
    assert len(producer.asked) == 2


def test_a_site_that_never_answers_is_named(fetch, producer):
    def wait(_nth: int, _handler: Handler) -> bool:
        time.sleep(0.4)
        return True

    producer.spoil = wait
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 ne répond pas"):
        fetch(patience=Patience(attempts=2, pause=0.01, timeout=0.1))


@pytest.mark.parametrize("code", [500, 502, 503, 429])
def test_a_site_that_is_down_for_a_moment_is_asked_again(fetch, producer, code):
    producer.spoil = lambda nth, handler: nth < 3 and handler.refuse(code)
    assert fetch().path.read_bytes() == CONTENT


def test_a_site_that_says_how_long_to_wait_is_obeyed(fetch, producer, monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(web.time, "sleep", waits.append)
    producer.spoil = lambda nth, handler: nth == 1 and handler.refuse(429, Retry_After="7")
    fetch()
    assert waits == [7]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (404, "ne publie aucun fichier à cette adresse"),
        (410, "ne publie aucun fichier à cette adresse"),
        (403, "refuse de donner le fichier"),
        (503, "est en panne"),
        (429, "reçoit trop de demandes"),
        (418, "répond 418"),
    ],
)
def test_a_refusal_is_told_in_words_and_leaves_nothing(fetch, producer, tmp_path, code, said):
    producer.spoil = lambda nth, handler: handler.refuse(code)
    with pytest.raises(DownloadError, match=said) as told:
        fetch()
    assert told.value.hint
    assert len(producer.asked) == (QUICK.attempts if code in (503, 429) else 1)
    assert not [each for each in (tmp_path / "downloads").iterdir() if not each.name.startswith(".")]


def test_no_network_is_told_in_words(fetch, monkeypatch):
    def nowhere(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(DownloadError, match=f"Pas de réseau{NNBSP}: data.example est introuvable"):
        fetch(address="https://data.example/stock.parquet")


def test_a_refused_connection_is_told_in_words(fetch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DownloadError, match="refuse la connexion"):
        fetch(address=f"http://127.0.0.1:{port}/stock.parquet")


@pytest.mark.parametrize("address", ["http://data.example/f.csv", "ftp://data.example/f.csv", "file:///etc/passwd"])
def test_only_an_encrypted_address_is_followed(fetch, address):
    with pytest.raises(DownloadError, match="que par une adresse https"):
        fetch(address=address)


def test_a_redirection_is_followed_but_not_out_of_encryption_nor_for_ever(fetch, producer):
    producer.spoil = lambda nth, handler: nth == 1 and handler.refuse(302, Location=producer.address)
    assert fetch().path.read_bytes() == CONTENT
    producer.etag = '"second"'
    producer.spoil = lambda nth, handler: handler.refuse(302, Location="http://data.example/f.csv")
    with pytest.raises(DownloadError, match="que par une adresse https"):
        fetch()
    producer.spoil = lambda nth, handler: handler.refuse(302, Location=f"{producer.root}/files/{nth}.parquet")
    before = len(producer.asked)
    with pytest.raises(DownloadError, match="sans fin"):
        fetch()
    assert len(producer.asked) - before == web.REDIRECTIONS + 1


def test_a_site_elsewhere_may_not_lead_into_this_machine():
    handler = web._Redirections()
    request = web.urllib.request.Request("https://data.example/f.csv")
    with pytest.raises(DownloadError, match="renvoie vers cette machine"):
        handler.redirect_request(request, None, 302, "Found", {}, "http://127.0.0.1:9/f.csv")


def test_a_web_page_in_the_place_of_the_file_is_refused(fetch, producer):
    producer.headers = {"Content-Type": "text/html; charset=utf-8"}
    with pytest.raises(DownloadError, match="répond une page web"):
        fetch()


def test_an_empty_file_is_refused(fetch, producer):
    producer.spoil = lambda nth, handler: handler.refuse(200, Content_Length="0")
    with pytest.raises(DownloadError, match="vide"):
        fetch()


def test_a_file_of_unknown_length_arrives(fetch, producer):
    producer.with_length = False
    told: list[int | None] = []
    assert fetch(progress=lambda done, total: told.append(total)).path.read_bytes() == CONTENT
    assert set(told) == {None}


@pytest.mark.parametrize("with_length", [True, False])
def test_a_file_far_too_large_is_refused(fetch, producer, with_length):
    producer.with_length = with_length
    with pytest.raises(DownloadError, match="dépasse"):
        fetch(largest=1_000_000)


def test_a_disk_without_room_is_told_before_anything_is_fetched(fetch, tmp_path, monkeypatch):
    nearly_full = shutil.disk_usage(tmp_path)._replace(free=205_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: nearly_full)
    with pytest.raises(DownloadError, match="Pas assez de place sur le disque"):
        fetch()


def test_a_checksum_sent_by_the_site_is_verified(fetch, producer):
    producer.headers = {"Repr-Digest": "sha-256=:" + _base64(hashlib.sha256(CONTENT).digest()) + ":"}
    assert fetch().verified == "sha256"
    producer.etag = '"second"'
    producer.content = CONTENT[::-1]
    with pytest.raises(DownloadError, match="n’a pas l’empreinte sha256 publiée"):
        fetch()


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="base établissements.csv"', "base établissements.csv"),
        ('attachment; filename="../../etc/passwd.csv"', "passwd.csv"),
        ('attachment; filename="..\\\\..\\\\boot.csv"', "boot.csv"),
        ('attachment; filename=".hidden"', "urssaf.csv"),
        ('attachment; filename="a;b|c\td.csv"', "a_b_c_d.csv"),
        ("attachment", "stock.parquet"),
    ],
)
def test_a_name_given_by_the_site_never_leads_out_of_the_folder(fetch, producer, tmp_path, disposition, name):
    producer.headers = {"Content-Disposition": disposition.encode().decode("latin-1")}
    got = fetch()
    assert got.path.parent == tmp_path / "downloads"
    assert got.path.name == name or (name == "base établissements.csv" and got.path.suffix == ".csv")


def test_an_address_without_a_file_name_takes_that_of_the_kind(fetch, producer):
    producer.headers = {"Content-Type": "text/csv"}
    producer.name = "exports"
    assert fetch().path.name == "urssaf.csv"


def test_two_downloads_of_a_file_at_once_are_refused(fetch, producer):
    entered, leave = threading.Event(), threading.Event()

    def wait(_nth: int, _handler: Handler) -> bool:
        entered.set()
        leave.wait(5)
        return False

    producer.spoil = wait
    first = threading.Thread(target=fetch)
    first.start()
    entered.wait(5)
    try:
        with pytest.raises(DownloadError, match="déjà en cours de téléchargement"):
            fetch()
    finally:
        leave.set()
        first.join()


def test_a_kind_without_an_address_says_where_its_file_is(tmp_path):
    kind = dataclasses.replace(kinds.get("urssaf"), address="")
    with pytest.raises(DownloadError, match="change à chaque millésime") as told:
        download(kind, tmp_path)
    assert kind.page in told.value.hint


# -- the national catalogue --------------------------------------------------------------------------------------------


def listed(producer: Site, *resources: dict[str, object]) -> str:
    producer.pages["/api/1/datasets/base-sirene/"] = json.dumps({"resources": resources})
    return f"{producer.root}/api/1/datasets/"


def test_the_latest_file_that_matches_is_found_on_its_page_and_verified(fetch, producer):
    catalogue = listed(
        producer,
        {"url": f"{producer.root}/files/older.parquet", "title": "Stock", "last_modified": "2025-10-01T00:00:00"},
        {
            "url": producer.address,
            "title": "Stock",
            "last_modified": "2025-12-01T00:00:00",
            "checksum": {"type": "sha1", "value": hashlib.sha1(CONTENT).hexdigest()},
        },
        {"url": f"{producer.root}/files/notes.pdf", "title": "Notice", "last_modified": "2026-01-01T00:00:00"},
    )
    got = fetch(address=r"datagouv:base-sirene#\.parquet$", catalogue=catalogue)
    assert (got.address, got.verified) == (producer.address, "sha1")
    assert got.path.read_bytes() == CONTENT


def test_a_file_that_differs_from_its_published_checksum_is_thrown_away(fetch, producer, tmp_path):
    wrong = {"url": producer.address, "checksum": {"type": "sha1", "value": "0" * 40}}
    catalogue = listed(producer, wrong)
    with pytest.raises(DownloadError, match="empreinte sha1"):
        fetch(address="datagouv:base-sirene#parquet", catalogue=catalogue)
    assert not list((tmp_path / "downloads").glob("*.parquet"))
    assert not list((tmp_path / "downloads").glob(".*.part"))


def test_a_page_without_the_file_says_where_to_look(fetch, producer):
    catalogue = listed(producer, {"url": f"{producer.root}/files/notes.pdf", "title": "Notice", "checksum": None})
    with pytest.raises(DownloadError, match="n’a plus de fichier") as told:
        fetch(address="datagouv:base-sirene#parquet", catalogue=catalogue)
    assert "https://www.data.gouv.fr/fr/datasets/base-sirene/" in told.value.hint


@pytest.mark.parametrize("answer", ["", "[]", '{"resources": 3}', "<html>", '{"resources": [3, {"url": 4}]}'])
def test_a_catalogue_that_answers_something_else_is_refused_in_words(producer, answer):
    producer.pages["/api/1/datasets/base-sirene/"] = answer
    with pytest.raises(DownloadError, match=r"data\.gouv\.fr"):
        resolve("datagouv:base-sirene#parquet", catalogue=f"{producer.root}/api/1/datasets/", patience=QUICK)


def test_a_plain_address_declared_in_the_catalogue_is_asked_encrypted(producer):
    catalogue = listed(producer, {"url": "http://data.example/stock.parquet"})
    found = resolve("datagouv:base-sirene#parquet", catalogue=catalogue, patience=QUICK)
    assert found.address == "https://data.example/stock.parquet"


def _base64(digest: bytes) -> str:
    import base64

    return base64.b64encode(digest).decode()
