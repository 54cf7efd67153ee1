"""``tandem journal``: what was done, whether the record of it is whole, and what to keep of it elsewhere."""

import datetime as dt
from pathlib import Path

import click

from tandem.cli.options import AsOf
from tandem.cli.output import emit, format_option, write
from tandem.cli.setup import FAILED, with_django


@click.group()
def journal() -> None:
    """Lire le journal de ce qui a été fait, vérifier qu’il est entier, en garder l’ancre ailleurs.

    \b
    Exemples :
      tandem journal verify --anchor ancres.jsonl
      tandem journal show --object mandate:12
    """


@journal.command()
@click.option(
    "--anchor",
    "anchors",
    metavar="FICHIER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ancres gardées ailleurs : sans elles, une fin coupée ne se voit pas.",
)
@with_django
def verify(anchors: Path | None) -> None:
    """Vérifier que le journal est entier ; sinon, dire quelle écriture a été changée, ôtée, ajoutée ou déplacée.

    \b
    Exemples :
      tandem journal verify
      tandem journal verify --anchor ancres.jsonl
    """
    from tandem.core.journal import verify as verified
    from tandem.core.journal.anchors import read_anchors
    from tandem.core.typography import counted

    known = read_anchors(anchors) if anchors else []
    found = verified(known)
    count = counted(found.entries, "écriture")
    if not found.faults:
        against = f", conforme à {counted(len(known), 'ancre')}" if known else ""
        write(f"Journal entier : {count}{against}.\n")
        return
    click.echo(f"Journal rompu ({count}) :", err=True)
    for fault in found.faults:
        click.echo(f"- {fault}", err=True)
    raise SystemExit(FAILED)


@journal.command()
@click.option(
    "--output",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fichier auquel l’ajouter ; sans lui, la sortie standard.",
)
@with_django
def anchor(output: Path | None) -> None:
    """Donner l’ancre du jour : le nombre d’écritures et l’empreinte de la dernière, à garder ailleurs.

    Une ligne de JSON par jour. Le même jour une seconde fois, le fichier reste comme il est.

    \b
    Exemple :
      tandem journal anchor --output /mnt/ailleurs/ancres.jsonl
    """
    from tandem.core.journal.anchors import anchor_now, append_anchor

    taken = append_anchor(output) if output else anchor_now()
    write(taken.as_line() + "\n")


@journal.command()
@click.option("--object", "subject", metavar="OBJET", default="", help="Un seul objet, par sa référence : mandate:12.")
@click.option("--since", type=AsOf(), metavar="AAAA-MM-JJ", help="À partir de ce jour.")
@format_option()
@with_django
def show(subject: str, since: dt.date | None, form: str) -> None:
    """Montrer les écritures du journal, de la plus ancienne à la plus récente, en phrases.

    \b
    Exemples :
      tandem journal show --since 2026-11-01
      tandem journal show --object organisation:7 --format json
    """
    from tandem.core.journal.exports import ENTRIES, SHORT, journal_table

    emit(journal_table(subject, since, SHORT if form == "table" else ENTRIES), form)
