"""``/healthz`` (the process answers) and ``/readyz`` (the database answers and its schema is this code's)."""

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


class HealthMiddleware:
    """Answers probes first of all, so that neither host checks nor redirects to HTTPS stand in their way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            fault = readiness_fault()
            return HttpResponse(f"{fault or 'ok'}\n", content_type="text/plain", status=503 if fault else 200)
        return self.get_response(request)


def readiness_fault() -> str:
    """Return why this process should not be sent requests yet, or an empty string.

    Anybody may probe: once the schema is found to be this code's, a probe only asks the database for a sign of life.
    """
    try:
        _expect_schema()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database unreachable"
    except _PendingError:
        return "migrations pending"
    return ""


class _PendingError(Exception):
    pass


@cache
def _expect_schema() -> None:
    """Raise while migrations are pending; a refusal is not kept, an agreement is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _PendingError
