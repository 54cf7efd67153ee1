"""Databases apart, for what must really commit, run in several processes at once, or be killed."""

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

from tandem.core.embedded_postgres import ensure_running

PREAMBLE = "import django\ndjango.setup()\n"


@dataclass(frozen=True)
class ScratchDatabase:
    """A database with the project's schema and nothing in it."""

    name: str

    def start(self, code: str) -> subprocess.Popen[str]:
        """Run Python code in a process of its own, on this database, with Django set up."""
        environment = os.environ | {
            "DATABASE_URL": _url(self.name),
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        }
        return subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + code],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> str:
        """Run code as `start` does, and return what it printed."""
        return finish(self.start(code))

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with _connect(self.name) as connection:
            return connection.execute(statement).fetchall()

    def wait_until_alone(self) -> None:
        """Wait until the server has dropped the sessions of processes that were killed."""
        for _ in range(200):
            sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            if self.query(sessions) == [(1,)]:
                return
            time.sleep(0.05)
        raise AssertionError("a killed process still holds its session")


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for a process that must succeed; return what it printed."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@contextmanager
def scratch_database(name: str) -> Iterator[ScratchDatabase]:
    """Give an empty database for the time of a block."""
    scratch = ScratchDatabase(f"scratch_{name}_{os.getpid()}")
    _create(scratch.name, template=_migrated())
    try:
        yield scratch
    finally:
        _drop(scratch.name)


@cache
def _migrated() -> str:
    """Create, once, the database that the others copy."""
    ensure_running()
    model = ScratchDatabase(f"scratch_model_{os.getpid()}")
    _create(model.name, template="template1")
    atexit.register(_drop, model.name)
    model.run("from django.core.management import call_command\ncall_command('migrate', verbosity=0)")
    return model.name


def _create(name: str, *, template: str) -> None:
    _drop(name)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with _connect("postgres") as connection:
        connection.execute(statement)


def _drop(name: str) -> None:
    with _connect("postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _server() -> dict[str, Any]:
    told = settings.DATABASES["default"]
    return {"host": told["HOST"], "port": told.get("PORT"), "user": told["USER"], "password": told.get("PASSWORD")}


def _connect(name: str) -> psycopg.Connection[tuple[Any, ...]]:
    given = {key: value for key, value in _server().items() if value}
    return psycopg.connect(dbname=name, autocommit=True, **given)


def _url(name: str) -> str:
    server = _server()
    person = quote(server["user"] or "", safe="") + (
        f":{quote(server['password'], safe='')}" if server["password"] else ""
    )
    host = quote(server["host"] or "", safe="") + (f":{server['port']}" if server["port"] else "")
    return f"postgresql://{person}@{host}/{name}"
