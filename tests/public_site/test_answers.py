"""How every page answers, whatever it is asked."""

import pytest
from tests.scratch_database import scratch_database

from tandem.core.access import anyone, methods_of, rule_of
from tandem.core.memory_cache import pages
from tandem.public_site.urls import urlpatterns

FILES = ("diagnostic.csv", "diagnostic.pdf", "population.csv")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["TI-8413", "ti-8413%0D%0A", "ti-8413%00", "%20ti-8413"])
@pytest.mark.parametrize("file", FILES)
def test_the_name_of_a_file_is_never_what_was_typed(client, settings, tmp_path_factory, typed, file):
    settings.TANDEM_HOME = tmp_path_factory.getbasetemp() / "home"
    answer = client.get(f"/territoires/{typed}/{file}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="ti-8413')
    assert answer["Content-Disposition"].isprintable()


@pytest.mark.django_db
def test_an_unknown_drawing_is_the_usual_one_and_is_kept_once(client):
    pages.clear()
    pictures = {client.get(f"/territoires/ti-8413/population.svg?dessin={word}").content for word in ("x", "y", "rang")}
    assert len(pictures) == 1
    assert sum(":figure-svg:" in key for key in pages._cache) == 1


@pytest.mark.django_db
def test_a_long_filter_does_not_swell_the_page(client):
    plain = len(client.get("/territoires/?region=zz").content)
    assert len(client.get("/territoires/", {"region": "z" * 3000, "phase": "z" * 3000}).content) < 2 * plain


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "path", ["/", "/territoires/", "/territoires/ti-8413/", "/chiffres/", "/rapport/", "/comparer/"]
)
def test_the_first_and_the_last_day_of_the_calendar_are_answered(client, day, path):
    assert client.get(path, {"date": day}).status_code in (200, 404)


VIEWS = {pattern.name: pattern.callback for pattern in urlpatterns}


@pytest.mark.parametrize("name", VIEWS)
def test_every_address_is_open_to_anyone_for_reading_only(name):
    assert rule_of(VIEWS[name]) is anyone
    assert methods_of(VIEWS[name]) == ("GET", "HEAD")


@pytest.mark.parametrize("path", ["/diagnostic/", "/diagnostic/diagnostic.csv", "/comparer/", "/donnees/urssaf/"])
def test_nothing_can_be_sent(client, path):
    assert client.post(path, {"communes": "76540"}).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/territoires/", "/territoires/ti-8413/", "/donnees/", "/diagnostic/"])
def test_no_visitor_gets_a_cookie(client, path):
    assert not client.get(path).cookies


def test_a_page_reads_one_state_of_the_data():
    """What another process commits between two queries of a page does not show in the second."""
    code = """
from django.db import connection
from tandem.public_site.answers import one_state

def count():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        return cursor.fetchone()[0]

other = connection.copy()
with one_state():
    before = count()
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())")
    print(count() - before)
print(count() - before)
"""
    with scratch_database("one_state") as scratch:
        assert scratch.run(code).split() == ["0", "1"]
