"""The audit of dependencies tells a weakness from a version that nobody could look up."""

import tomllib
from pathlib import Path

import pytest

from tools import audit

DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "0007-dependencies.md"
FOUND = [
    {"name": "sound", "version": "1.0", "vulns": []},
    {"name": "weak", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": []}]},
    {"name": "unknown", "skip_reason": "Dependency not found"},
]


def test_a_weakness_is_named_with_the_version_that_mends_it():
    assert audit.read(FOUND) == (["weak 2.0: PYSEC-1, fixed in 2.1"], 2, 1)


@pytest.mark.parametrize(
    ("licence", "yes"),
    [("MIT", True), ("BSD-3-Clause", True), ("License :: OSI Approved :: Apache Software License", True),
     ("LGPL-3.0-only", True), ("GPL-3.0-only", False), ("License :: OSI Approved :: GNU Affero General Public", False),
     ("", False), ("Proprietary", False)],
)  # fmt: skip
def test_a_licence_is_allowed_or_not(licence, yes):
    assert audit.allowed(licence) is yes


def test_what_a_lock_names_is_read_from_the_lock():
    names = audit.names_in(audit.SHIPPED)
    assert "django" in names
    assert len(names) == len(set(names)) > 50


def test_each_package_that_a_user_installs_by_name_is_in_the_decision_record():
    project = tomllib.loads((DECISION.parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = DECISION.read_text(encoding="utf-8").lower().replace("-", "_")
    wanted = [each.split(">")[0].split("<")[0].split("[")[0].strip() for each in project["dependencies"]]
    assert [name for name in wanted if name.lower().replace("-", "_").removesuffix("_python") not in told] == []
