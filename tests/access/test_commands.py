"""What each command does to an installation, against the agreed list.

Commands are run by whoever runs the installation, under no mandate: the journal says ``cli:`` and the account's name.
What has to be agreed on is therefore which of them write. ``commands.txt`` is read by people.
"""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from django.db import connection

from tandem.cli import group
from tests.cli.conftest import tandem  # noqa: F401 - a fixture

COMMITTED = Path(__file__).with_name("commands.txt")
SAMPLES = {
    "tandem data show": ["urssaf"],
    "tandem diagnosis compare": ["ti-8413", "ti-0101"],
    "tandem report": ["--help"],  # a document
}


def commands(node: click.Command, path: tuple[str, ...] = ("tandem",)) -> Iterator[str]:
    if not isinstance(node, click.Group):
        yield " ".join(path)
        return
    for name in sorted(node.commands):
        yield from commands(node.commands[name], (*path, name))


def agreed() -> dict[str, str]:
    lines = COMMITTED.read_text(encoding="utf-8").splitlines()
    return {line[:32].strip(): line[32:].strip() for line in lines if line.strip()}


READING = [command for command, does in agreed().items() if does.startswith("reads")]


def test_every_command_is_in_the_agreed_list():
    """A new command is added to the list once somebody has agreed on what it does."""
    assert sorted(commands(group)) == sorted(agreed())


def test_each_command_is_said_to_read_to_write_or_to_serve():
    assert {does.split(" ")[0].rstrip(":") for does in agreed().values()} <= {"reads", "writes", "serves"}


@pytest.mark.parametrize("command", READING)
def test_a_command_that_reads_works_where_nothing_can_be_written(tandem, command):  # noqa: F811
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    answer = tandem(*command.split()[1:], *SAMPLES.get(command, []))
    assert answer.code == 0, answer.err
