"""``tandem work`` and ``tandem search``: what goes on beside the pages."""

import signal
import threading

import click

from tandem.cli.setup import with_django


@click.command()
@click.option("--once", is_flag=True, help="Un seul tour, puis s’arrêter.")
@with_django
def work(once: bool) -> None:
    """Suivre le journal et faire ce qui en découle : avis, recherche, rappels, résumés, courriels, analyses en attente.

    Tourne jusqu’à ce qu’on l’arrête (SIGTERM, Ctrl-C), en finissant le tour commencé. Plusieurs peuvent tourner à la
    fois ; un tour coupé est repris au suivant, sans rien perdre ni redire.

    \b
    Exemples :
      tandem work
      tandem work --once
    """
    from tandem.cli.steps import actor
    from tandem.notifications import working

    if once:
        done = working.work_once(actor())
        click.echo(
            f"{done['followed']} écritures suivies, {done['scanned']} fichiers analysés, {done['reminded']} rappels, "
            f"{done['digests']} résumés préparés, {done['sent']} courriels envoyés."
        )
        return
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: stopping.set())
    click.echo("Tandem travaille. Ctrl-C pour arrêter.", err=True)
    working.work(actor(), stopping)
    click.echo("Arrêté.", err=True)


@click.command()
@click.option("--reindex", is_flag=True, required=True, help="Refaire l’index de tous les objets.")
@with_django
def search(reindex: bool) -> None:
    """Refaire l’index de la recherche, pendant qu’il sert.

    Le journal le tient à jour de lui-même ; à refaire après une restauration, ou quand une version indexe davantage.

    \b
    Exemple :
      tandem search --reindex
    """
    from tandem.core.typography import counted
    from tandem.search.indexing import reindex as made_anew

    click.echo(f"{counted(made_anew(), 'objet')} dans l’index.")
