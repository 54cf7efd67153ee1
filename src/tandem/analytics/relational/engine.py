"""Open the engine that computes the expressions: DuckDB in this process, or Apache Spark by configuration.

``TANDEM_ENGINE`` chooses it: ``duckdb`` (when not given) or ``spark``, which needs the extra ``tandem[spark]`` and
Java.
The expressions are the same, and so are their results: to the last bit for whole numbers, at 1e-12 for the others.
"""

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.util import gen_name

from tandem.analytics.relational.java import EngineError
from tandem.analytics.relational.spark import start_session

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDBBackend
    from ibis.backends.pyspark import Backend as SparkBackend
    from pyspark.sql import SparkSession

ENGINE = "TANDEM_ENGINE"


class Engine:
    """What reads files as Ibis tables and gives the results of expressions as Arrow tables."""

    name: Literal["duckdb", "spark"]

    def read(self, *paths: Path | str) -> ir.Table:
        """Return the rows of Parquet files of one schema as a table."""
        raise NotImplementedError

    def table(self, data: pa.Table) -> ir.Table:
        """Return an Arrow table (a membership, the sizes of bands) as a table."""
        raise NotImplementedError

    def to_arrow(self, expression: ir.Table) -> pa.Table:
        """Compute an expression; rows come in no particular order."""
        raise NotImplementedError

    def close(self) -> None:
        """End the session; its tables are gone."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class DuckDBEngine(Engine):
    """DuckDB, in the process and in memory."""

    name = "duckdb"

    def __init__(self, backend: "DuckDBBackend") -> None:
        self.backend = backend

    def read(self, *paths: Path | str) -> ir.Table:
        return self.backend.read_parquet([str(path) for path in paths])

    def table(self, data: pa.Table) -> ir.Table:
        return self.backend.create_table(gen_name("tandem"), data, temp=True)

    def to_arrow(self, expression: ir.Table) -> pa.Table:
        return self.backend.to_pyarrow(expression)

    def close(self) -> None:
        self.backend.disconnect()


class SparkEngine(Engine):
    """Apache Spark, here or on a cluster."""

    name = "spark"

    def __init__(self, backend: "SparkBackend", session: "SparkSession") -> None:
        self.backend = backend
        self.session = session

    def read(self, *paths: Path | str) -> ir.Table:
        name = gen_name("tandem")
        self.session.read.parquet(*map(str, paths)).createOrReplaceTempView(name)
        return self.backend.table(name)

    def table(self, data: pa.Table) -> ir.Table:
        name = gen_name("tandem")
        self.session.createDataFrame(data).createOrReplaceTempView(name)
        return self.backend.table(name)

    def to_arrow(self, expression: ir.Table) -> pa.Table:
        # Not by way of pandas, as Ibis does: whole numbers with nulls would come back as floats.
        found = self.session.sql(self.backend.compile(expression)).toArrow()
        schema = expression.schema().to_pyarrow()
        columns = [found.column(field.name).cast(field.type) for field in schema]
        return pa.table(dict(zip(schema.names, columns, strict=True)))

    def close(self) -> None:
        self.session.stop()


def open_engine(
    name: str | None = None,
    *,
    threads: int | None = None,
    memory: str | None = None,
    temporary: Path | None = None,
    master: str | None = None,
) -> Engine:
    """Open an engine.

    Parameters
    ----------
    name : str, optional
        ``duckdb`` or ``spark``; `TANDEM_ENGINE`, then ``duckdb`` if not given.
    threads : int, optional
        Threads that it may use; all of the machine's if not given.
    memory : str, optional
        Memory that it may use, such as ``2GB``; DuckDB then writes what does not fit to the temporary folder.
    temporary : Path, optional
        Where DuckDB writes what does not fit in memory; the system's temporary folder if not given.
    master : str, optional
        Spark's master; `TANDEM_SPARK_MASTER`, then this machine if not given.

    Raises
    ------
    EngineError
        No engine has this name, or its package or Java is missing.
    """
    name = name or os.environ.get(ENGINE) or "duckdb"
    if name == "duckdb":
        options: dict[str, object] = {
            "preserve_insertion_order": False,  # spares memory: rows come in no particular order
            "autoinstall_known_extensions": False,  # no download
            "temp_directory": str(temporary or Path(tempfile.gettempdir()) / "tandem-duckdb"),
        }
        options |= {"threads": threads} if threads else {}
        options |= {"memory_limit": memory} if memory else {}
        return DuckDBEngine(ibis.duckdb.connect(**options))
    if name == "spark":
        session = start_session(master=master, threads=threads, memory=memory and memory.lower().rstrip("b"))
        return SparkEngine(ibis.pyspark.connect(session), session)
    raise EngineError(f"Aucun moteur de calcul ne s’appelle « {name} ».", f"{ENGINE} vaut duckdb ou spark.")
