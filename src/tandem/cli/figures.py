"""``tandem figures``: the programme's figures at a date, computed and declared side by side."""

import datetime as dt
import json

import click

from tandem.cli.options import as_of_option, or_today
from tandem.cli.output import emit, format_option
from tandem.cli.setup import with_django


@click.command()
@as_of_option
@format_option()
@with_django
def figures(as_of: dt.date | None, form: str) -> None:
    """Donner les chiffres du programme à une date, calculés et annoncés côte à côte.

    \b
    Exemple :
      tandem figures --as-of 2021-10-12 --format json
    """
    from tandem.core.figures.figure import table_of
    from tandem.steering.figures import programme_figures

    found = programme_figures(or_today(as_of))
    if form == "json":
        click.echo(json.dumps([figure.as_dict() for figure in found], ensure_ascii=False, indent=1))
    else:
        emit(table_of(found, "Chiffres du programme"), form)
