"""One embedded PostgreSQL, loaded once with the real reference data; no network but this machine's."""

import os
from collections.abc import Iterator
from copy import deepcopy

import pytest
from hypothesis import settings as hypothesis_settings

# A shared machine can be slow for a moment: a time limit per example would only make tests flicker.
hypothesis_settings.register_profile("tandem", deadline=None)
hypothesis_settings.register_profile("fast", deadline=None, max_examples=20)  # make check
hypothesis_settings.load_profile("tandem")

# Playwright's synchronous driver runs an event loop in the thread of the tests, where Django would then refuse the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure() -> None:
    """Start the server in the process that outlives the workers: the last one out stops it, unhurried."""
    from tandem.core.embedded_postgres import ensure_running

    ensure_running()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that opens the site needs the test database, which pytest-django only makes for tests that say so."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Every test that asks for the database finds the real territories and their diagnoses in it."""
    from tandem.diagnosis.usecases import compute_diagnoses
    from tandem.places.usecases import load_places
    from tandem.territories.usecases import load_territories

    with django_db_blocker.unblock():
        load_places(actor="tests")
        load_territories(actor="tests")
        compute_diagnoses(actor="tests")


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """The site, served on this machine from the loaded database: what a browser opens."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    with django_db_blocker.unblock():
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@pytest.fixture(scope="session")
def browser(django_db_setup: None, django_db_blocker) -> Iterator[object]:
    from django.db import connections
    from playwright.sync_api import sync_playwright
    from tools.browser import find

    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=find(), args=flags.split())
        yield running
        running.close()
        # Inside the driver's event loop Django keeps connections of their own: they end with the loop.
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture(params=["dsfr", "neutral"])
def theme(request: pytest.FixtureRequest, settings) -> str:
    """Run the test under each theme; templates are loaded anew, since they are cached by name."""
    settings.TANDEM_THEME = request.param
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    return request.param
