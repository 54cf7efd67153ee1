"""What is collected from the front-end wheels, and that it holds together."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from tandem.theme.finders import ServedFilesFinder


def listed() -> set[str]:
    return {f"{storage.prefix}/{path}" for path, storage in ServedFilesFinder().list([])}


def test_only_what_pages_ask_for_is_collected():
    files = listed()
    assert {"dsfr/dsfr.main.min.css", "dsfr/dsfr.module.min.js", "leaflet/leaflet.js"} <= files
    assert not any("legacy" in path or "component" in path or path.endswith(".md") for path in files)
    assert len(files) < 150


def test_every_file_listed_is_there():
    found = [storage.exists(path) for path, storage in ServedFilesFinder().list([])]
    assert all(found)
    assert len(found) > 80


def test_a_file_is_found_when_it_is_listed_and_only_then():
    assert finders.find("dsfr/dsfr.main.min.css")
    assert finders.find("dsfr/dsfr.legacy.min.css") is None
    assert finders.find("leaflet/leaflet-src.js") is None
    assert finders.find("tandem/tandem.css")


def test_neutral_theme_serves_nothing_of_the_design_system(settings):
    settings.TANDEM_THEME = "neutral"
    assert {path.split("/")[0] for path in listed()} == {"leaflet", "django_htmx"}
    assert finders.find("dsfr/dsfr.main.min.css") is None


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """The static files of a production installation: hashed and compressed."""
    root = tmp_path_factory.mktemp("static")
    storages = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


@pytest.mark.slow
def test_stylesheets_refer_only_to_files_that_are_there(collected):
    for sheet in collected.rglob("*.css"):
        for target in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
            path = target.strip("\"'").split("?")[0].split("#")[0]
            if path and not path.startswith("data:"):
                assert (sheet.parent / path).is_file(), (sheet.name, path)


def page_weight(root: Path, theme: str, compress) -> int:
    """Bytes of a first visit: stylesheets, scripts and the three weights of the font that pages use."""
    names = ["tandem/tandem.*.css", f"tandem/theme-{theme}.*.css", "tandem/contents.*.js"]
    if theme == "dsfr":
        names += ["dsfr/dsfr.main.min.*.css", "dsfr/dsfr.module.min.*.js"]
        names += [f"dsfr/fonts/Marianne-{weight}.*.woff2" for weight in ("Regular", "Medium", "Bold")]
    files = [file for name in names for file in root.glob(name)]
    assert len(files) == len(names)
    return sum(file.stat().st_size if file.suffix == ".woff2" else len(compress(file.read_bytes())) for file in files)


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "limit"), [("dsfr", 215_000), ("neutral", 15_000)])
def test_page_stays_light(collected, theme, limit):
    assert page_weight(collected, theme, brotli.compress) < limit


@pytest.mark.slow
def test_page_stays_light_without_brotli(collected):
    assert page_weight(collected, "dsfr", lambda data: gzip.compress(data, 9)) < 245_000
