"""``/healthz`` (the process answers) and ``/readyz`` (the database answers and its schema is this code's)."""

from collections.abc import Callable

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
    """Return why this process should not be sent requests yet, or an empty string."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "database unreachable"
    return "migrations pending" if pending else ""
