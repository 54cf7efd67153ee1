"""Start an Apache Spark session that speaks to this machine alone, or join the cluster that is configured."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tandem.analytics.relational.java import EngineError, java_home

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "TANDEM_SPARK_MASTER"


def start_session(
    *, master: str | None = None, threads: int | None = None, memory: str | None = None
) -> "SparkSession":
    """Return a Spark session, the running one if there is one.

    Parameters
    ----------
    master : str, optional
        Where the work is done: ``local[2]``, ``spark://host:7077``…; `TANDEM_SPARK_MASTER`, then this machine if not
        given.
    threads : int, optional
        Threads on this machine, when no master is named; all of them if not given.
    memory : str, optional
        Memory of the driver, such as ``2g``; only counts for the first session of the process.

    Raises
    ------
    EngineError
        Spark's package or Java is missing.
    """
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise EngineError(
            "Le moteur « spark » demande le paquet pyspark, qui n’est pas installé.",
            'Installez-le : pip install "tandem[spark]".',
        ) from None
    master = master or os.environ.get(MASTER) or f"local[{threads or '*'}]"
    options = {
        "spark.app.name": "tandem",
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "8",  # 200 by default: as many files for a table of 700 rows
        "spark.sql.session.timeZone": "UTC",
    }
    if memory:
        options["spark.driver.memory"] = memory
    surroundings = {"JAVA_HOME": str(java_home())}
    if master.startswith("local"):
        options |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        surroundings["SPARK_LOCAL_IP"] = "127.0.0.1"
    if master.startswith("local-cluster"):
        surroundings["SPARK_HOME"] = str(_scratch_home())
    builder = SparkSession.builder.master(master)
    for name, value in options.items():
        builder = builder.config(name, value)
    with _environment(surroundings):
        session = builder.getOrCreate()
    atexit.register(session.stop)  # before the folders that it uses are removed
    return session


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set variables of the environment for the Java process that starts meanwhile."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _scratch_home() -> Path:
    """Return Spark's home seen from a folder of our own: workers on one machine write theirs under it."""
    import pyspark

    home = Path(tempfile.mkdtemp(prefix="tandem-spark-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for entry in Path(os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent).iterdir():
        if entry.name != "work":
            (home / entry.name).symlink_to(entry)
    return home
