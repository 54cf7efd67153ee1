"""``tandem diagnosis``: a territory's diagnosis, as figures or as a booklet."""

import datetime as dt
import json
from pathlib import Path

import click

from tandem.cli.options import as_of_option
from tandem.cli.output import FORMATS, emit, write
from tandem.cli.setup import with_django


@click.command()
@click.argument("code")
@as_of_option
@click.option("--format", "form", type=click.Choice((*FORMATS, "pdf")), default="table", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fichier à écrire (CODE.pdf en PDF, sinon la sortie standard).",
)
@with_django
def diagnosis(code: str, as_of: dt.date | None, form: str, output: Path | None) -> None:
    """Donner le diagnostic du territoire CODE : ses chiffres, ou son livret en PDF.

    \b
    Exemples :
      tandem diagnosis ti-8413 --format json
      tandem diagnosis ti-8413 --format pdf --output oyonnax.pdf
    """
    from tandem.core.figures.tables import table_of, table_to_read
    from tandem.core.typography import date_long
    from tandem.diagnosis.exports import diagnosis_record
    from tandem.diagnosis.queries import figures_of
    from tandem.steering.usecases import write_booklet
    from tandem.territories.queries import perimeter_of

    if form == "pdf":
        path = output or Path(f"{code}.pdf")
        write_booklet(code, path, date=as_of)
        click.echo(f"Livret écrit : {path}", err=True)
        return
    perimeter, date = perimeter_of(code, as_of)
    figures = [figure for chapter in figures_of(perimeter, date) for figure in chapter.figures]
    if form == "json":
        record = diagnosis_record(perimeter, date, figures)
        write(json.dumps(record, ensure_ascii=False, indent=1) + "\n", output)
        return
    title = f"Diagnostic de {perimeter.territory.name} au {date_long(date)}"
    emit(table_to_read(figures, title) if form == "table" else table_of(figures, title), form, output)
