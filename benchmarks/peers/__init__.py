"""Peers that cannot live in our environment: they run in one of their own, on the same Parquet file."""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE.parent.parent / ".venv-peers"
PYTHON = VENV / "bin" / "python"


def run(script: str, *arguments: object, seconds: float) -> dict | None:
    """What a script of this folder prints, or None when the environment is not there."""
    if not PYTHON.exists():
        return None
    command = [str(PYTHON), str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds)
    return json.loads(done.stdout)
