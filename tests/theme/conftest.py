from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import clear_url_caches

from tandem.theme import navigation


@pytest.fixture
def sample_site(settings, monkeypatch) -> Iterator[Client]:
    """Serve `tests.theme.urls` with every link of the shell leading somewhere."""
    settings.ROOT_URLCONF = "tests.theme.urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    clear_url_caches()
    monkeypatch.setattr(navigation, "_targets", {})
    navigation.lead(
        **{name: name for name in [*navigation.MAIN, "site_map", "accessibility", "legal"]},
        source_code="https://example.org/tandem",
    )
    yield Client()
    clear_url_caches()


@pytest.fixture
def render(theme) -> Callable[..., str]:
    """Render a scrap of template that uses our tags, under each theme."""
    from django.template import engines
    from django.test import RequestFactory

    def _render(source: str, path: str = "/", **values: object) -> str:
        template = engines["django"].from_string("{% load ui %}" + source)
        return template.render(values, RequestFactory().get(path))

    return _render
