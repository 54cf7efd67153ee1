"""``tandem figures``: the programme's figures at a date, computed and declared side by side."""

import datetime as dt
import json

import click

from tandem.cli.options import as_of_option, or_today
from tandem.cli.output import emit, format_option, write
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
    from tandem.core.figures.tables import table_of, table_to_read
    from tandem.core.typography import date_long
    from tandem.steering.figures import programme_figures

    date = or_today(as_of)
    found = programme_figures(date)
    if form == "json":
        write(json.dumps([figure.as_dict() for figure in found], ensure_ascii=False, indent=1) + "\n")
    else:
        title = f"Chiffres du programme au {date_long(date)}"
        emit(table_to_read(found, title) if form == "table" else table_of(found, title), form)
