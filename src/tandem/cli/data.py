"""``tandem load``, ``status``, ``verify-diagnoses``: the data of this installation."""

import click

from tandem.cli.output import emit, format_option
from tandem.cli.setup import FAILED, with_django


@click.command()
@with_django
def load() -> None:
    """Mettre l’installation à jour : schéma, données de référence, diagnostics, fichiers statiques.

    Sans effet si rien n’a changé : à lancer à chaque mise à jour, avant de servir.

    \b
    Exemple :
      tandem load
    """
    from tandem.cli import steps

    for step in (steps.MIGRATE, steps.LOAD, steps.DIAGNOSE, steps.COLLECT):
        steps.show(step)


@click.command()
@format_option()
@with_django
def status(form: str) -> None:
    """Dire quelles tables sont chargées, de quelle source, de quel millésime et depuis quand.

    \b
    Exemple :
      tandem status --format json
    """
    from tandem.core.tables import Table
    from tandem.places.exports import reference_table_list

    whole = reference_table_list()
    short = [column for column in whole.columns if column.key in ("name", "title", "producer", "vintage", "rows")]
    emit(Table(whole.title, short, whole.rows) if form == "table" else whole, form)


@click.command("verify-diagnoses")
@with_django
def verify_diagnoses() -> None:
    """Refaire tous les diagnostics et vérifier qu’ils sont, au chiffre près, ceux qui ont été conservés.

    \b
    Exemple :
      tandem verify-diagnoses
    """
    from tandem.diagnosis.usecases import differing_diagnoses

    made, differing = differing_diagnoses()
    if not differing:
        click.echo(f"{made} diagnostics refaits : tous identiques à ceux qui sont conservés.")
        return
    named = ", ".join(differing[:5]) + ("…" if len(differing) > 5 else "")
    click.echo(f"{len(differing)} diagnostics sur {made} ne se refont pas à l’identique : {named}", err=True)
    click.echo("Si les données ou le programme ont changé depuis : tandem load", err=True)
    raise SystemExit(FAILED)
