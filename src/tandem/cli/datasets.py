"""``tandem data``: the official files that this installation reads, from their producer's address to the diagnosis."""

import json
from pathlib import Path
from typing import Any

import click

from tandem.cli.output import emit, format_option, write
from tandem.cli.progress import steps, transfer
from tandem.cli.setup import load_applications, start_django

KIND = click.argument("kind", metavar="JEU")
QUIET = click.option("--quiet", is_flag=True, help="Ne pas montrer l’avancement.")
NO_DIAGNOSE = click.option("--no-diagnose", is_flag=True, help="Ne pas refaire les diagnostics ensuite.")
VINTAGE = click.option("--vintage", metavar="AAAA[-MM]", help="Millésime, quand le fichier ne le dit pas.")


@click.group("data")
def data() -> None:
    """Importer les fichiers officiels (Sirene, Urssaf, Flores, recensement…), tels que leurs producteurs les publient.

    \b
    Exemples :
      tandem data list
      tandem data download sirene --import
      tandem data import auto base_open_data_BMO_2025.csv
    """


@data.command("import")
@KIND
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(path_type=Path))
@VINTAGE
@click.option("--sheet", metavar="NOM", help="Feuille d’un classeur, ou tableau d’une archive qui en a plusieurs.")
@click.option("--dry-run", is_flag=True, help="Lire et dire, sans rien mettre en service.")
@click.option(
    "--tolerate",
    "tolerated",
    metavar="PART",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Part de lignes refusées au-delà de laquelle rien n’est mis en service.",
)
@NO_DIAGNOSE
@QUIET
def import_(
    kind: str,
    files: tuple[Path, ...],
    vintage: str | None,
    sheet: str | None,
    dry_run: bool,
    tolerated: float,
    no_diagnose: bool,
    quiet: bool,
) -> None:
    """Importer le FICHIER d’un JEU, ou reconnaître le jeu : tandem data import auto FICHIER.

    Le fichier est pris tel qu’il est publié : CSV de tout encodage, zip, Parquet ou classeur. Les lignes illisibles
    sont refusées une à une, dans un fichier à corriger et à redonner après le premier. Tout entre en service d’un
    coup, ou rien.

    \b
    Exemples :
      tandem data import urssaf etablissements-et-effectifs.csv
      tandem data import auto StockEtablissement_utf8.parquet --dry-run
      tandem data import bmo BMO_2025.xlsx lignes_corrigees.csv
    """
    _import(kind, files, no_diagnose, quiet, vintage=vintage, sheet=sheet, dry_run=dry_run, tolerated=tolerated)


def _import(kind: str, files: tuple[Path, ...], no_diagnose: bool, quiet: bool, **options: Any) -> None:
    from tandem.cli.import_report import told
    from tandem.cli.steps import actor

    start_django()
    from tandem.diagnosis.official_files.usecases import import_and_journal

    with steps(quiet) as progress:
        if kind == "auto":
            progress("reconnaissance")
            kind = _detected(files[0], options["sheet"])
        report = import_and_journal(kind, files, actor=actor(), progress=progress, **options)
    write(told(report))
    if report.dataset is not None and not report.unchanged:
        _diagnose(no_diagnose)


def _detected(path: Path, sheet: str | None) -> str:
    from tandem.datasets import kinds
    from tandem.datasets.errors import RefusedFileError
    from tandem.datasets.importing import detect
    from tandem.diagnosis.official_files.in_service import store

    found = detect(path, store(), sheet)
    if found is None:
        raise RefusedFileError(
            f"{path.name} n’a les colonnes d’aucun fichier que Tandem importe.",
            f"Jeux connus : {', '.join(sorted(kinds.KINDS))}. Ce qu’il manque au fichier : tandem data import JEU "
            f"{path.name} --dry-run",
        )
    click.echo(f"Reconnu : {found.title} ({found.id})", err=True)
    return found.id


def _diagnose(skipped: bool) -> None:
    if skipped:
        click.echo("Les diagnostics ne sont pas refaits : tandem load", err=True)
        return
    from tandem.cli import steps as all_steps

    click.echo("Les diagnostics sont refaits avec ces données.", err=True)
    all_steps.show(all_steps.DIAGNOSE)


@data.command("list")
@format_option()
def list_(form: str) -> None:
    """Lister les jeux que Tandem importe, et ce qui en est en service.

    \b
    Exemple :
      tandem data list --format csv
    """
    load_applications()
    from tandem.core.tables import Table
    from tandem.diagnosis.official_files.listing import LIST, SHORT, rows

    emit(Table("Fichiers officiels", SHORT if form == "table" else LIST, rows()), form)


@data.command()
@KIND
@click.option("--vintage", metavar="AAAA[-MM]", help="Un autre millésime que le dernier.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="En phrases, ou le manifeste."
)
def show(kind: str, vintage: str | None, form: str) -> None:
    """Décrire un JEU : ce qu’il apporte, où le trouver, ce qui en est en service et avec quelles réserves.

    \b
    Exemple :
      tandem data show urssaf
    """
    load_applications()
    from tandem.datasets import kinds
    from tandem.diagnosis.official_files.in_service import store

    described = kinds.get(kind)
    dataset = store().get(kind, vintage) if vintage else store().find(kind)
    if form == "json":
        manifest = None if dataset is None else dict(dataset.manifest)
        write(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        return
    from tandem.cli.import_report import described as in_words

    write(in_words(described, dataset, list(store().current(kind))))


@data.command()
@KIND
@click.option("--to", "folder", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", metavar="ADRESSE", help="Une autre adresse que celle du producteur.")
@click.option("--import", "then_import", is_flag=True, help="L’importer ensuite.")
@VINTAGE
@NO_DIAGNOSE
@QUIET
def download(
    kind: str,
    folder: Path | None,
    address: str | None,
    then_import: bool,
    vintage: str | None,
    no_diagnose: bool,
    quiet: bool,
) -> None:
    """Télécharger le fichier d’un JEU depuis l’adresse de son producteur.

    Un téléchargement interrompu reprend où il en était ; un fichier inchangé n’est pas repris.

    \b
    Exemples :
      tandem data download urssaf
      tandem data download sirene --import
    """
    load_applications()
    from tandem.core.typography import no_break, octets
    from tandem.datasets import kinds
    from tandem.datasets.download import download as fetch
    from tandem.diagnosis.official_files.in_service import store

    described = kinds.get(kind)
    target = folder or store().root / "downloads" / kind
    with transfer(described.title, quiet) as progress:
        got = fetch(described, target, address=address, progress=progress)
    said = "Inchangé depuis le dernier téléchargement" if got.unchanged else "Téléchargé"
    checked = f", conforme à l’empreinte {got.verified} publiée" if got.verified else ""
    click.echo(no_break(f"{said} : {octets(got.size)}{checked}"), err=True)
    click.echo(f"SHA-256 {got.sha256}", err=True)
    write(f"{got.path}\n")
    if then_import:
        options = {"vintage": vintage, "sheet": None, "dry_run": False, "tolerated": 0.1}
        _import(kind, (got.path,), no_diagnose, quiet, **options)


@data.command()
@KIND
@click.argument("vintage", metavar="MILLÉSIME")
@NO_DIAGNOSE
def withdraw(kind: str, vintage: str, no_diagnose: bool) -> None:
    """Retirer du service un MILLÉSIME d’un JEU : les diagnostics se font sans lui.

    \b
    Exemple :
      tandem data withdraw urssaf 2022
    """
    from tandem.cli.steps import actor

    start_django()
    from tandem.datasets import kinds
    from tandem.diagnosis.official_files.usecases import withdraw_and_journal

    described = kinds.get(kind)
    withdraw_and_journal(kind, vintage, actor=actor())
    write(f"Retiré du service : {described.title}, {vintage}.\n")
    _diagnose(no_diagnose)
