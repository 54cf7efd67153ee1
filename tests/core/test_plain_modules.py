"""Small rooms of core: errors, clock, secret, health, access."""

import datetime as dt
import multiprocessing

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tandem.core import health
from tandem.core.access import ClosedByDefaultMiddleware, anyone, nobody, opened_by, rule_of
from tandem.core.clock import parse_date
from tandem.core.errors import TandemError, nearest
from tandem.core.secret import local_secret


@pytest.mark.parametrize("text", ["2024-09-16", " 16/09/2024 "])
def test_dates_are_read_in_both_forms(text):
    assert parse_date(text) == dt.date(2024, 9, 16)


@pytest.mark.parametrize("text", ["", "2024-13-01", "demain", "16-09-2024", "2024-09-16T00:00"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(TandemError, match="2024-09-16"):
        parse_date(text)


def test_the_nearest_codes_come_first():
    assert nearest("ti-841", ["ti-8413", "ti18-8408", "ti-0101"])[0] == "ti-8413"
    assert nearest("zzzz", ["ti-8413"]) == []


def test_the_local_secret_is_drawn_once_and_kept_private(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        secrets = set(pool.map(local_secret, [tmp_path] * 8))
    assert len(secrets) == 1
    assert len(secrets.pop()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_view_without_a_rule_is_closed():
    def view(request):
        return HttpResponse()

    middleware = ClosedByDefaultMiddleware(view)
    with pytest.raises(PermissionDenied):
        middleware.process_view(RequestFactory().get("/"), view, (), {})
    middleware.process_view(RequestFactory().get("/"), opened_by(anyone)(view), (), {})


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "LOOK"])
@pytest.mark.parametrize("path", ["/", "/territoires/ti-8413/", "/rapport/rapport.pdf", "/donnees/communes.csv"])
def test_a_page_is_only_read(method, path):
    answer = Client(enforce_csrf_checks=True).generic(method, path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_view_may_take_other_methods():
    def view(request):
        return HttpResponse()

    middleware, posted = ClosedByDefaultMiddleware(view), RequestFactory().post("/")
    assert middleware.process_view(posted, opened_by(anyone, methods=("POST",))(view), (), {}) is None


def views(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        else:
            yield pattern


def test_every_address_says_who_may_open_it():
    unruled = [str(pattern.pattern) for pattern in views(get_resolver()) if rule_of(pattern.callback) is nobody]
    assert unruled == []


@pytest.mark.django_db
def test_probes_answer_before_anything_else(client):
    assert client.get("/healthz", headers={"host": "10.0.0.1"}).content == b"ok\n"
    ready = client.get("/readyz", headers={"host": "10.0.0.1"})
    assert (ready.status_code, ready.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readiness_waits_for_the_schema(client):
    from django.db import connection

    health._expect_schema.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    for _time in range(2):
        ready = client.get("/readyz")
        assert (ready.status_code, ready.content) == (503, b"migrations pending\n")


@pytest.mark.django_db
def test_a_ready_process_answers_probes_for_one_query(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")
