"""``tandem serve`` and ``tandem migrate``: what a container runs."""

import errno
import socket
from typing import Any

import click

from tandem.cli.setup import load_applications, with_django
from tandem.core.errors import TandemError

DEFAULT_PORT = 8000
PORT = click.IntRange(1, 65535)


def check_free(port: int, host: str = "127.0.0.1") -> None:
    """Refuse early, and in words, a port that another program holds."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise TandemError(
                    f"Le port {port} est déjà pris sur {host}.", f"Choisir un autre port : --port {port + 1}"
                ) from error
            raise TandemError(
                f"Impossible d’écouter sur {host}, port {port} : {error.strerror}.",
                "Vérifier --host ; sous 1024, un port demande des droits.",
            ) from error


def run(*, port: int, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Serve with gunicorn until interrupted."""
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": 4,
                "limit_request_line": 8190,  # the address of a territory to be lists its communes
                "accesslog": None,
                "errorlog": "-",
                "loglevel": "warning",
                "proc_name": "tandem",
                "control_socket_disable": True,
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from tandem.wsgi import application

            return application

    Application().run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=DEFAULT_PORT, show_default=True)
@click.option("--workers", type=click.IntRange(1), envvar="WEB_CONCURRENCY", default=2, show_default=True)
@with_django
def serve(host: str, port: int, workers: int) -> None:
    """Servir le site (gunicorn), sans rien préparer.

    \b
    Exemple :
      tandem serve --host 0.0.0.0 --port 8000 --workers 4
    """
    from tandem.theme.collect import collected

    check_free(port, host)
    if not collected():
        raise TandemError("Les fichiers statiques ne sont pas rassemblés.", "Lancer d’abord : tandem load")
    run(port=port, host=host, workers=workers)


@click.command()
def collect() -> None:
    """Rassembler les feuilles de style, polices et scripts, sans base de données (pour construire une image).

    \b
    Exemple :
      tandem collect
    """
    from tandem.cli import steps

    load_applications()
    steps.show(steps.COLLECT)


@click.command()
@with_django
def migrate() -> None:
    """Mettre le schéma de la base à jour.

    \b
    Exemple :
      tandem migrate
    """
    from tandem.cli import steps

    steps.show(steps.MIGRATE)
