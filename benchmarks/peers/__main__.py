"""Make the environment of the peers that need another pandas: `python -m benchmarks.peers`."""

import subprocess
import venv

from benchmarks.peers import HERE, PYTHON, VENV


def main() -> None:
    venv.create(VENV, with_pip=True)
    subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")], check=True)
    print(f"{VENV} is ready")


if __name__ == "__main__":
    main()
