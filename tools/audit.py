"""Dependencies: known weaknesses of the locked versions, and licences of what a user installs.

Weaknesses come from the package index's advisories, through pip-audit. Where no advisory can be reached, that is said,
and is no failure of the code; a weakness that is found is one. Licences are read from what is installed.
"""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHIPPED, ALL = "requirements.lock", "requirements-dev.lock"
"""Locks: what a user installs, and that with what builds and tests it."""
OPEN = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser|Unlicense|Zlib|CC0|OFL|HPND|0BSD)",
    re.I,
)
"""Licences under which a library may be used by software under the MIT licence."""
READ = {"xstatic-leaflet": "BSD-2-Clause"}
"""Licences read in the package itself, where its description does not name them."""


def weaknesses(lock: str) -> tuple[list[str], int, int]:
    """Return what is known against a lock's versions, how many were audited, and how many could not be."""
    command = ["-s", "pypi", "--disable-pip", "--no-deps", "--progress-spinner", "off", "-f", "json", "-r", lock]
    run = subprocess.run(
        [sys.executable, "-m", "pip_audit", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not run.stdout.strip():  # the index did not answer at all
        return [], 0, len(names_in(lock))
    return read(json.loads(run.stdout)["dependencies"])


def read(found: list[dict[str, Any]]) -> tuple[list[str], int, int]:
    """Read pip-audit's answer: what is known, how many were audited, how many could not be."""
    audited = [each for each in found if "vulns" in each]
    known = [f"{each['name']} {each['version']}: {_told(fault)}" for each in audited for fault in each["vulns"]]
    return known, len(audited), len(found) - len(audited)


def names_in(lock: str) -> list[str]:
    """Return the packages that a lock names."""
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.M)))


def licence_of(name: str) -> str | None:
    """Return the licence that an installed package states; None when it is not installed here."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:  # for another system or version of Python
        return None
    classifiers = [each for each in told.get_all("Classifier", []) if each.startswith("License ::")]
    stated = [
        READ.get(name, ""),
        told.get("License-Expression", ""),
        *classifiers,
        (told.get("License") or "").partition("\n")[0],
    ]
    return "; ".join(filter(None, stated))


def allowed(licence: str) -> bool:
    """Say whether what a package states lets this project use it; nothing stated does not."""
    return bool(OPEN.search(licence))


def _told(fault: dict[str, Any]) -> str:
    return f"{fault['id']}, fixed in {', '.join(fault['fix_versions']) or 'none yet'}"


def main() -> int:
    known, audited, unreached = weaknesses(ALL)
    print(f"{ALL}: {audited} versions audited, {unreached} without a reachable advisory, {len(known)} weaknesses")
    licences = {name: licence_of(name) for name in names_in(SHIPPED)}
    closed = [
        f"{name}: licence « {stated or 'not stated'} » is not one of those allowed"
        for name, stated in licences.items()
        if stated is not None and not allowed(stated)
    ]
    print(f"{SHIPPED}: {len(licences)} packages, {len(closed)} with a licence that is not allowed")
    print(*known, *closed, sep="\n", end="\n" if known or closed else "")
    return bool(known or closed)


if __name__ == "__main__":
    sys.exit(main())
