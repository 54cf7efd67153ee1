"""``tandem purge``: what has been kept long enough, told before anything is removed."""

import click

from tandem.cli.output import emit, format_option
from tandem.cli.setup import with_django


@click.command()
@click.option("--confirm", is_flag=True, help="Faire ce que le rapport annonce ; sans cette option, rien n’est touché.")
@format_option()
@with_django
def purge(confirm: bool, form: str) -> None:
    """Dire ce qui a dépassé sa durée de conservation, puis l’effacer ou le supprimer si on le confirme.

    Les durées sont celles du fichier du programme ([[retention]]). Ce qui est fait est écrit au journal.

    \b
    Exemples :
      tandem purge
      tandem purge --confirm
    """
    from django.utils import timezone

    from tandem.accounts import retention
    from tandem.cli.steps import actor
    from tandem.core.tables import Column, Table

    lines = retention.purge(actor=actor()) if confirm else retention.due(timezone.now())
    title = "Ce qui a été fait" if confirm else "Ce qui serait fait (tandem purge --confirm)"
    columns = [
        Column("kind", "Quoi", lambda line: line.label),
        Column("months", "Gardé (mois)", lambda line: line.rule.months, decimals=0),
        Column("before", "Avant le", lambda line: timezone.localtime(line.before).date().isoformat()),
        Column("then", "Ensuite", lambda line: line.then),
        Column("count", "Combien", lambda line: line.over.count, decimals=0),
    ]
    emit(Table(title, columns, lines), form)
