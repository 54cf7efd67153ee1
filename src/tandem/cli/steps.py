"""The steps from an empty machine to a site: each says what it did and how long it took."""

import getpass
import time
from collections.abc import Callable
from dataclasses import dataclass

import click
from django.conf import settings

DEMO_TERRITORY = "ti-8413"


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    run: Callable[[], str]


def actor() -> str:
    """Who the journal says has run the command."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container's user may have no name
        return "cli"


def show(step: Step) -> None:
    """Run a step with its name in front and its outcome after."""
    click.echo(f"  {step.label:<32}", nl=False, err=True)
    start = time.perf_counter()
    outcome = step.run()
    seconds = f"{time.perf_counter() - start:.1f}".replace(".", ",")
    click.echo(f"{outcome}  ({seconds} s)", err=True)


def _migrate() -> str:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return "à jour"
    call_command("migrate", verbosity=0, interactive=False)
    return f"{len(pending)} migrations"


def _load() -> str:
    from django.db import transaction

    from tandem.places.usecases import load_places
    from tandem.territories.usecases import load_territories

    with transaction.atomic():  # places and territories arrive together or not at all
        places = load_places(actor=actor())
        territories = load_territories(actor=actor())
    return "chargées" if places or territories else "inchangées"


def _diagnose() -> str:
    from tandem.diagnosis.usecases import compute_diagnoses

    outcome = compute_diagnoses(actor=actor())
    told = f"{outcome.diagnoses} {'calculés' if outcome.computed else 'inchangés'}"
    if not outcome.lost:
        return told
    files = ", ".join(f"« {title} »" for title in outcome.lost)
    return f"{told}, sans les fichiers officiels qu’ils lisaient : {files} ; les remettre dans TANDEM_HOME/data"


def _report() -> str:
    from tandem.core.clock import today
    from tandem.steering.usecases import write_report

    path = settings.TANDEM_HOME / "rapports" / "rapport.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    return str(write_report(today(), path))


def _people() -> str:
    from tandem.accounts import demo
    from tandem.core.clock import today
    from tandem.territories.queries import territories_as_of

    if not settings.TANDEM_DEMO:
        return "sans objet hors de la démonstration"
    # One territory, and the region and department where it lies.
    territory = next(iter(territories_as_of(today()).filter(pk=DEMO_TERRITORY) or territories_as_of(today())[:1]))
    commune = territory.perimeters.as_of(today()).get().commune_links.order_by("-commune__population").first()
    places = {
        "region": territory.region_id,
        "department": commune.commune.department_id,
        "territory": territory.pk,
    }
    made = demo.prepare(places, actor=actor())
    demo.surround(places)
    return f"{made} créées, fictives" if made else "inchangées, fictives"


def _collect() -> str:
    from tandem.theme.collect import collect

    return f"{collect()} fichiers"


MIGRATE = Step("Schéma de la base", _migrate)
LOAD = Step("Données de référence", _load)
DIAGNOSE = Step("Diagnostics", _diagnose)
REPORT = Step("Rapport du comité de pilotage", _report)
PEOPLE = Step("Personnes de la démonstration", _people)
COLLECT = Step("Feuilles de style et polices", _collect)
