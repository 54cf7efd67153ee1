"""A verb that does something by itself and has verbs of its own: ``tandem diagnosis CODE``, ``diagnosis compare``."""

from collections.abc import Mapping
from typing import Any

import click


class GroupWithDefault(click.Group):
    """A group that hands what is no command of its own to a default one, under the group's own name.

    Parameters
    ----------
    default
        What runs, and whose help is shown, unless the first argument names one of the commands.
    """

    def __init__(self, name: str, *, default: click.Command, commands: Mapping[str, click.Command]) -> None:
        super().__init__(name, commands=dict(commands), help=default.help)
        self.default = default

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return self.default.make_context(info_name, args, parent, **extra)
