"""The public site under load: two workers, eight visitors at once, beside the bare server's own limit.

Prints requests a second and the 95th percentile of waiting, the queries of a page, and what a browser downloads; with
the Urssaf's file by commune and class imported where the gathered data have it.
"""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

PAGES = (
    "/",
    "/territoires/",
    "/territoires/?q=oyonnax",
    "/territoires/ti-8413/",
    "/territoires/ti-8413/industry-share/",
    "/chiffres/industry-share/",
    "/territoires/ti-2802/",
    "/territoires/ti-2802/class-industry-employees/",
    "/comparer/?t=ti-8413&t=ti-3205&t=ti-5208",
    "/rapport/",
    "/donnees/",
)
LOADED = ("/territoires/", "/territoires/ti-8413/", "/territoires/ti-2802/", "/")
FILE = Path(__file__).parents[1] / "../shared/data/emploi/urssaf_commune_ape_ze_rouen_2006_2022.parquet"
"""Axe Seine's classes, ti-2802."""
VISITORS, SECONDS = 8, 8


@contextmanager
def served(port: int) -> Iterator[None]:
    tandem = Path(sys.executable).with_name("tandem")
    subprocess.run([tandem, "demo", "--no-serve"], check=True, stderr=subprocess.DEVNULL)
    if FILE.exists():
        imported = subprocess.run(
            [tandem, "data", "import", "urssaf", FILE], check=True, capture_output=True, text=True
        )
        print(f"with {imported.stdout.splitlines()[0]}")
    server = subprocess.Popen([tandem, "serve", "--port", str(port), "--workers", "2"])
    try:
        for _ in range(200):
            try:
                if _get(port, "/readyz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def load(port: int, path: str) -> tuple[float, float, float]:
    """Requests a second, median and 95th percentile of waiting (ms) of `VISITORS` who ask again at once."""
    waits: list[float] = []
    end = time.perf_counter() + SECONDS

    def visit() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            start = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            waits.append(time.perf_counter() - start)

    visitors = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    waits.sort()
    return len(waits) / SECONDS, 1000 * median(waits), 1000 * waits[int(0.95 * len(waits))]


def queries() -> None:
    import django
    from django.conf import settings
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.local")
    django.setup()
    from django.db import connection

    from tandem.core.embedded_postgres import ensure_running

    ensure_running()
    settings.ALLOWED_HOSTS.append("testserver")
    for path in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            Client().get(path)
        print(f"{path:<42} {len(captured):>3} queries")


def weights(port: int) -> None:
    """What an empty browser downloads for a page, everything included."""
    from playwright.sync_api import sync_playwright
    from tools.browser import find

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for path in PAGES:
            page = browser.new_context().new_page()
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            sizes: list[float] = []
            network.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
            print(f"{path:<42} {sum(sizes) / 1000:>4.0f} kB in {sum(size > 0 for size in sizes)} files")
            page.close()
        browser.close()


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with served(port):
        for path in LOADED:
            _get(port, path), _get(port, path)  # both workers have their caches
            rate, middle, slow = load(port, path)
            print(f"{path:<28} {rate:6.0f} requests/s   median {middle:5.0f} ms   p95 {slow:5.0f} ms")
        rate, middle, slow = load(port, "/healthz")
        print(f"{'limit: the bare server':<28} {rate:6.0f} requests/s   median {middle:5.0f} ms   p95 {slow:5.0f} ms")
        weights(port)
    queries()


if __name__ == "__main__":
    main()
