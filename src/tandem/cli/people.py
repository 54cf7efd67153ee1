"""``tandem appoint``: the first mandate of an installation."""

import click

from tandem.cli.setup import with_django


@click.command()
@click.argument("email")
@click.option("--first-name", required=True, help="Prénom.")
@click.option("--last-name", required=True, help="Nom.")
@with_django
def appoint(email: str, first_name: str, last_name: str) -> None:
    """Donner le premier mandat de cette installation à la personne d’adresse EMAIL.

    Refusé dès que quelqu’un tient ce rôle : c’est alors à cette personne de donner les autres mandats.

    \b
    Exemple :
      tandem appoint camille@exemple.fr --first-name Camille --last-name Martin
    """
    from tandem import programme
    from tandem.accounts.usecases import appoint_first
    from tandem.cli.steps import actor

    held = programme.current()
    appoint_first(
        actor=actor(),
        email=email,
        first_name=first_name,
        last_name=last_name,
        organisation=held.organisation.name,
    )
    click.echo(f"{first_name} {last_name} tient le rôle « {held.steering_role.name} ».")
    click.echo("Un premier mot de passe se demande sur la page « Mot de passe oublié » du site.")
