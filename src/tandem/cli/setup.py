"""What every verb needs before it runs, and how an error is told."""

import contextlib
import functools
import os
from collections.abc import Callable
from typing import Any

import click

from tandem.core.errors import ConfigurationError, NotFoundError, TandemError

FAILED, MISUSED, NOT_FOUND, CONFIGURATION, INTERRUPTED = 1, 2, 3, 4, 130


def with_django(command: Callable[..., Any]) -> Callable[..., Any]:
    """Set Django up (and the embedded database, when it is the one in use) before the verb runs."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        start_django()
        return command(*args, **kwargs)

    return run


def start_django() -> None:
    """Load the applications, in French, and the embedded database when it is the one in use."""
    from tandem.core.embedded_postgres import ensure_running

    load_applications()
    ensure_running()


def load_applications() -> None:
    """Load the applications without a database: enough to word a message."""
    import django
    from django.utils import translation

    django.setup()
    translation.activate("fr")


def choose_settings() -> None:
    """Take the settings that ``TANDEM_ENV`` names, unless Django's own variable names others."""
    environment = os.environ.get("TANDEM_ENV", "local")
    if environment not in ("local", "production"):
        raise ConfigurationError(f"TANDEM_ENV={environment!r} : attendu local ou production.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"tandem.settings.{environment}")


def fail(error: Exception) -> int:
    """Write what went wrong on the error stream and return the exit code that says its kind."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    from tandem.reference import ReferenceTableError

    if isinstance(error, TandemError):
        _tell(error.message, error.hint)
        unusable = (ConfigurationError, ReferenceTableError)
        kinds = ((NotFoundError, NOT_FOUND), (unusable, CONFIGURATION))
        return next((code for kind, code in kinds if isinstance(error, kind)), FAILED)
    if isinstance(error, ImproperlyConfigured):
        _tell(str(error))
        return CONFIGURATION
    if isinstance(error, ProgrammingError):
        _tell("La base n’est pas prête.", "Lancer : tandem load")
        return FAILED
    if isinstance(error, OperationalError):
        _tell(f"La base de données ne répond pas : {str(error).strip()}", "Vérifier DATABASE_URL et la place libre.")
        return FAILED
    if isinstance(error, OSError):
        _tell(
            f"{error.strerror or error} : {error.filename or ''}".rstrip(" :"), "Vérifier la place libre et les droits."
        )
        return FAILED
    raise error


def misused(error: click.UsageError) -> int:
    """Tell a wrong use of the command in French, which click does not speak, and where the help is."""
    param = error.param if isinstance(error, click.BadParameter) else None
    name = param.get_error_hint(error.ctx) if param and error.ctx else ""
    match error:
        case click.MissingParameter():
            message = f"Il manque {name}."
        case click.BadParameter():
            message = f"Valeur refusée pour {name} : {error.message}"
        case click.NoSuchOption():
            message = f"Option inconnue : {error.option_name}"
        case _ if error.message.startswith("No such command"):
            message = f"Commande inconnue : {error.message.split(maxsplit=3)[-1].rstrip('.')}"
        case _:
            message = error.message
    path = error.ctx.command_path if error.ctx else "tandem"
    _tell(message, f"Aide : {path} --help")
    return MISUSED


def _tell(message: str, hint: str = "") -> None:
    with contextlib.suppress(OSError):  # nobody listens: the exit code still tells
        click.secho("Erreur : ", fg="red", bold=True, err=True, nl=False)
        click.echo(message, err=True)
        if hint:
            click.echo(hint, err=True)
