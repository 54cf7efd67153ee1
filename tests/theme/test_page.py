"""The shell around every page."""

import itertools
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from tandem.theme import navigation
from tests.theme.markup import Markup, faults


@pytest.fixture
def page(theme, sample_site) -> str:
    response = sample_site.get("/territoires/exemple/")
    assert response.status_code == 200
    return response.content.decode()


def test_page_is_sound(page):
    assert faults(page) == []


def test_page_has_language_title_description_one_main_heading_and_landmarks(page):
    markup = Markup(page)
    tags = [tag for tag, _ in markup.elements]
    assert '<html lang="fr"' in page
    assert re.search(r"<title>Lacq-Pau-Tarbes – Tandem</title>", page)
    assert 'content="Le diagnostic du territoire, à livre ouvert."' in page
    assert [tags.count(tag) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]


def test_headings_never_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in Markup(page).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_skip_links_lead_to_places_of_the_page(page):
    markup = Markup(page)
    targets = [href[1:] for href in markup.values("href")[:40] if href.startswith("#")][:3]
    assert targets[0] == "contenu"
    assert set(targets) <= set(markup.values("id"))


def test_links_of_a_page_that_say_nothing_alone_are_completed(page):
    assert "CSV<span" in page
    assert page.count("Voir les données<span") == 1


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", {"/": "page"}), ("/territoires/exemple/", {"/territoires/": "true"}), ("/plan/", {"/plan/": "page"})],
)
def test_navigation_marks_where_one_is(theme, sample_site, path, current):
    markup = Markup(sample_site.get(path).content.decode())
    marked = {
        a["href"]: a["aria-current"]
        for tag, a in markup.elements
        if tag == "a" and a.get("aria-current") and a.get("href")
    }
    assert marked == current


def test_footer_tells_accessibility_legal_map_and_source_code(page):
    footer = page[page.index("<footer") :]
    for words in ("Plan du site", "Accessibilité\u202f: non conforme", "Mentions légales", "Code source"):
        assert words in footer
    assert 'href="https://example.org/tandem"' in footer


def test_links_that_lead_nowhere_yet_are_not_shown(monkeypatch):
    monkeypatch.setattr(navigation, "_targets", {"source_code": "https://example.org/"})
    assert navigation.entries(navigation.MAIN, "/") == []
    assert [entry.href for entry in navigation.entries(navigation.FOOTER, "/")] == ["https://example.org/"]


def test_unknown_link_is_refused():
    with pytest.raises(ImproperlyConfigured, match="teritories"):
        navigation.lead(teritories="somewhere")


def test_nothing_comes_from_elsewhere_and_the_policy_holds(theme, sample_site):
    response = sample_site.get("/territoires/exemple/")
    loaded = [
        a.get("src") or a.get("href")
        for tag, a in Markup(response.content.decode()).elements
        if tag in {"script", "img", "link", "source", "iframe"}
    ]
    assert all(address.startswith(("/static/", "data:image/")) for address in loaded)
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    assert f'nonce="{nonce[1]}"' in response.content.decode()
    assert "unsafe" not in policy
