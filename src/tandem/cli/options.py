"""Options that several verbs share."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import click


class AsOf(click.ParamType):
    """A date, as `tandem.core.clock.parse_date` reads it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        from tandem.cli.setup import load_applications
        from tandem.core.clock import parse_date
        from tandem.core.errors import TandemError

        load_applications()
        try:
            return parse_date(value)
        except TandemError as error:
            self.fail(str(error), param, ctx)


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--as-of",
        "as_of",
        type=AsOf(),
        metavar="AAAA-MM-JJ",
        help="État du programme à cette date (aujourd’hui sinon).",
    )(command)


def or_today(as_of: dt.date | None) -> dt.date:
    from tandem.core.clock import today

    return as_of or today()
