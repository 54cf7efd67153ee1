from collections.abc import Callable
from typing import NamedTuple

import pytest


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def tandem(db, capsys, monkeypatch) -> Callable[..., Answer]:
    """Run the command as a shell would, on the tests' database."""
    from tandem.cli import main

    def run(*arguments: str) -> Answer:
        monkeypatch.setattr("sys.argv", ["tandem", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main()
        told = capsys.readouterr()
        return Answer(exit_.value.code or 0, told.out, told.err)

    return run
