"""``tandem territories``: the list at a date."""

import datetime as dt

import click

from tandem.cli.options import as_of_option, or_today
from tandem.cli.output import emit, format_option
from tandem.cli.setup import with_django


@click.command()
@as_of_option
@format_option()
@with_django
def territories(as_of: dt.date | None, form: str) -> None:
    """Lister les territoires du programme à une date.

    \b
    Exemple :
      tandem territories --as-of 2024-09-16 --format csv
    """
    from tandem.territories.exports import territory_table

    emit(territory_table(or_today(as_of)), form)
