"""``tandem demo``: from nothing to a site on this machine."""

import click

from tandem.cli.server import DEFAULT_PORT, PORT, check_free, run
from tandem.cli.setup import start_django

_LOCK = 7_210_000


@click.command()
@click.option("--serve/--no-serve", default=True, show_default=True, help="Servir le site à la fin.")
@click.option("--port", type=PORT, default=DEFAULT_PORT, show_default=True, help="Port du site.")
def demo(serve: bool, port: int) -> None:
    """Tout préparer avec les données réelles (base, diagnostics, rapport), puis servir le site.

    Une seconde fois, seul ce qui a changé est refait ; deux démos lancées ensemble s’attendent.

    \b
    Exemple :
      tandem demo --no-serve
    """
    if serve:
        check_free(port)
    click.echo("Tandem : préparation de la démonstration", err=True)
    from tandem.cli import steps

    steps.show(steps.Step("Base de données", _start))
    _one_at_a_time()
    for step in (
        steps.MIGRATE,
        steps.LOAD,
        steps.DIAGNOSE,
        steps.REPORT,
        steps.PEOPLE,
        steps.GOVERNANCE,
        steps.COMMITTEES,
        steps.EXCHANGES,  # after whatever else the demo makes: it follows the journal and fills the search
        steps.COLLECT,
    ):
        steps.show(step)
    _unlock()
    if serve:
        click.echo(
            f"\n  Site              http://127.0.0.1:{port}/\n"
            f"  Un territoire     http://127.0.0.1:{port}/territoires/ti-8413/\n"
            f"  Se connecter      http://127.0.0.1:{port}/compte/connexion/\n"
            f"  Le rapport        http://127.0.0.1:{port}/rapport/\n"
            "  Ctrl-C pour arrêter\n",
            err=True,
        )
        run(port=port)


def _start() -> str:
    start_django()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _one_at_a_time() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone()[0]:
            return
        click.echo("  Une autre démonstration prépare la même base : attente…", err=True)
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])


def _unlock() -> None:
    from django.db import connection

    connection.close()  # ends the session, and the lock with it
