"""``tandem diagnosis``: a diagnosis, of a territory or of any set of communes, and several side by side."""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tandem.cli.default_command import GroupWithDefault
from tandem.cli.options import as_of_option, or_today
from tandem.cli.output import FORMATS, emit, write
from tandem.cli.setup import with_django
from tandem.core.errors import TandemError

if TYPE_CHECKING:
    from tandem.core.tables import Table
    from tandem.diagnosis.edition import Edition

DOCUMENTS = ("pdf", "xlsx", "pptx", "parquet")
COMPARED = ("xlsx", "pptx", "parquet")
"""What a comparison is given as: there is no booklet of several territories."""


def _format_option(documents: Sequence[str]) -> Any:
    return click.option(
        "--format",
        "form",
        type=click.Choice((*FORMATS, *documents)),
        default="table",
        show_default=True,
        help="Forme de la sortie.",
    )


def _output_option() -> Any:
    return click.option(
        "--output",
        metavar="FICHIER",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Fichier à écrire ; sans lui, la sortie standard, ou CODE.pdf, CODE.xlsx… pour un document.",
    )


def _communes_option(what: str) -> Any:
    return click.option("--communes", metavar="FICHIER", type=click.Path(path_type=Path, allow_dash=True), help=what)


_NAME = click.option("--name", metavar="NOM", help="Nom du territoire en projet (avec --communes).")


@click.command()
@click.argument("code", required=False)
@_communes_option("Communes d’un territoire en projet : un code ou nom par ligne, ou un CSV ; - : l’entrée standard.")
@_NAME
@as_of_option
@_format_option(DOCUMENTS)
@_output_option()
@with_django
def one(
    code: str | None, communes: Path | None, name: str | None, as_of: dt.date | None, form: str, output: Path | None
) -> None:
    """Donner le diagnostic du territoire CODE, ou d’un territoire en projet : chiffres, livret, classeur, diapositives.

    \b
    Exemples :
      tandem diagnosis ti-8413
      tandem diagnosis ti-8413 --format pdf --output oyonnax.pdf
      tandem diagnosis ti-8413 --format xlsx --as-of 2024-09-16
      tandem diagnosis --communes communes.csv --name "Vallée de la Seine" --format pptx
      echo 200023414 | tandem diagnosis --communes - --format json
      tandem diagnosis compare ti-8413 ti-2802

    CODE : voir tandem territories. Le fichier des communes donne des codes INSEE de communes, de toute année, des SIREN
    d’intercommunalités, ou des noms.
    """
    from tandem.diagnosis.exports import parquet_of, xlsx_of
    from tandem.steering.slides import pptx_of
    from tandem.steering.usecases import booklet_pdf, booklet_pdf_of

    if (code is None) == (communes is None):
        raise click.UsageError("Il manque CODE, ou --communes FICHIER." if code is None else _BOTH)
    if name is not None and communes is None:
        raise click.UsageError("--name nomme un territoire en projet : il va avec --communes.")
    if form == "pdf" and code is not None:
        _give(booklet_pdf(code, date=as_of), output or Path(f"{code}.pdf"))
        return
    if form == "pdf":
        edition = _project(communes, name, as_of, absolute=False)
        _give(booklet_pdf_of(edition), output or Path(f"{edition.code}.pdf"))
        return
    edition, record = _of_code(code, as_of) if code is not None else _of_communes(communes, name, as_of)
    if form in DOCUMENTS:
        make = {"xlsx": xlsx_of, "pptx": pptx_of, "parquet": parquet_of}[form]
        _give(make(edition), output or Path(f"{edition.code}.{form}"))
    elif form == "json":
        write(json.dumps(record, ensure_ascii=False, indent=1) + "\n", output)
    else:
        emit(_table(edition, to_read=form == "table"), form, output)


_BOTH = "CODE et --communes ne vont pas ensemble : le diagnostic est celui d’un territoire ou celui d’un projet."


@click.command()
@click.argument("codes", nargs=-1, metavar="CODE CODE…")
@_communes_option("Communes d’un territoire en projet, comparé lui aussi ; voir tandem diagnosis --help.")
@_NAME
@as_of_option
@_format_option(COMPARED)
@_output_option()
@with_django
def compare(
    codes: tuple[str, ...],
    communes: Path | None,
    name: str | None,
    as_of: dt.date | None,
    form: str,
    output: Path | None,
) -> None:
    """Comparer deux à cinq territoires, un chiffre par ligne, les plus grands écarts d’abord.

    \b
    Exemples :
      tandem diagnosis compare ti-8413 ti-2802
      tandem diagnosis compare ti-8413 ti-2802 ti-1109 --format xlsx --output trois.xlsx
      tandem diagnosis compare ti-2802 --communes projet.txt --name "Notre projet"
    """
    from tandem.diagnosis import comparison
    from tandem.diagnosis.exports import parquet_of_comparison, xlsx_of_comparison
    from tandem.diagnosis.exports.columns import comparison_table
    from tandem.steering.side_by_side import comparison_to_read
    from tandem.steering.slides import pptx_of_comparison
    from tandem.territories.queries import list_at

    wanted = tuple(dict.fromkeys(code.strip().lower() for code in codes))
    count = len(wanted) + (communes is not None)
    if not comparison.LEAST <= count <= comparison.MOST:
        raise click.UsageError(
            f"Une comparaison porte sur {comparison.LEAST} à {comparison.MOST} territoires différents : {count} ici."
        )
    if name is not None and communes is None:
        raise click.UsageError("--name nomme un territoire en projet : il va avec --communes.")
    project = [] if communes is None else [_project(communes, name, as_of)]
    editions = [*(_of_code(code, as_of)[0] for code in wanted), *project]
    spreads = comparison.spreads(list_at(or_today(as_of)).code)
    rows = comparison.compared([each.chapters for each in editions], spreads)
    if form in COMPARED:
        content = {
            "xlsx": lambda: xlsx_of_comparison(editions, rows),
            "pptx": lambda: pptx_of_comparison(editions, rows),
            "parquet": lambda: parquet_of_comparison(editions),
        }[form]()
        _give(content, output or Path(f"comparaison.{form}"))
    elif form == "table":
        emit(comparison_to_read(editions, rows), form, output)
    else:
        emit(comparison_table(editions, rows), form, output)


diagnosis = GroupWithDefault("diagnosis", default=one, commands={"compare": compare})


def _of_code(code: str, as_of: dt.date | None) -> tuple["Edition", dict[str, Any]]:
    """Read the diagnosis of a territory, and its record."""
    from tandem.diagnosis.edition import of_perimeter
    from tandem.diagnosis.exports import diagnosis_record
    from tandem.steering import addresses
    from tandem.territories.queries import perimeter_of

    perimeter, date = perimeter_of(code, as_of)
    edition = of_perimeter(perimeter, date, addresses.absolute)
    return edition, diagnosis_record(perimeter, date, edition.figures)


def _of_communes(
    communes: Path | None, name: str | None, as_of: dt.date | None
) -> tuple["Edition", dict[str, Any]]:  # fmt: skip
    from tandem.diagnosis.exports import project_record

    edition = _project(communes, name, as_of)
    return edition, project_record(edition)


def _project(communes: Path | None, name: str | None, as_of: dt.date | None, *, absolute: bool = True) -> "Edition":
    """Read the communes of a territory to be and measure it; what was mended on the way is told on the error stream."""
    from tandem.diagnosis.commune_list import read
    from tandem.diagnosis.edition import of_project
    from tandem.diagnosis.projects import project
    from tandem.steering import addresses

    assert communes is not None, "asked for with a file"
    found = read(_content(communes))
    if found.faults:
        raise TandemError(" ".join(found.faults))
    for said in found.notices:
        click.echo(said, err=True)
    asked = project(found.codes, name or "")
    if asked.moved:
        click.echo(f"Codes d’une autre année ramenés à ceux d’aujourd’hui : {asked.moved}.", err=True)
    return of_project(asked, as_of, addresses.absolute if absolute else addresses.of_figure)


def _content(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    if path.is_dir():
        raise TandemError(f"« {path} » est un dossier.", "Donner le fichier des communes.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise TandemError(f"Le fichier « {path} » n’existe pas.", "Vérifier son nom et son dossier.") from None


def _table(edition: "Edition", *, to_read: bool) -> "Table":
    from tandem.core.figures.tables import table_of, table_to_read
    from tandem.core.typography import date_long

    title = f"Diagnostic de {edition.name} au {date_long(edition.date)}"
    return (table_to_read if to_read else table_of)(list(edition.figures), title)


def _give(content: bytes, path: Path) -> None:
    from tandem.steering.usecases import write_document

    write_document(path, content)
    click.echo(f"Écrit : {path}", err=True)
