"""``tandem report``: the steering committee's report."""

import datetime as dt
from pathlib import Path

import click

from tandem.cli.options import as_of_option, or_today
from tandem.cli.setup import with_django


@click.command()
@as_of_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="rapport.pdf",
    show_default=True,
    help="Fichier PDF.",
)
@with_django
def report(as_of: dt.date | None, output: Path) -> None:
    """Écrire le rapport du comité de pilotage (PDF/UA-1).

    \b
    Exemple :
      tandem report --as-of 2024-09-16 --output rapport.pdf
    """
    from tandem.steering.usecases import write_report

    write_report(or_today(as_of), output)
    click.echo(f"Rapport écrit : {output}", err=True)
