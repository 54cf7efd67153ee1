"""``tandem``: one command, a verb per job.

Exit codes: 0 done; 1 refused or failed, with the reason; 2 wrong usage; 3 no such territory, date or figure;
4 configuration or reference file unusable; 130 interrupted.
"""

import os
import sys

import click

from tandem.cli import data, datasets, demo, diagnosis, figures, journal, people, purge, report, server, territories
from tandem.cli.output import ReaderGone
from tandem.cli.setup import INTERRUPTED, choose_settings, fail, misused

VERBS = (
    demo.demo,
    data.load,
    data.status,
    datasets.data,
    territories.territories,
    diagnosis.diagnosis,
    figures.figures,
    report.report,
    people.appoint,
    journal.journal,
    purge.purge,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tandem", prog_name="tandem")
def group() -> None:
    """Tandem : le programme Territoires d’industrie, du diagnostic au rapport du comité de pilotage.

    Chaque verbe a son aide : tandem territories --help
    """


for verb in (*VERBS, server.serve, server.collect, server.migrate, data.verify_diagnoses):
    group.add_command(verb)


def main() -> None:
    """Run the command; an error of the domain is told in a sentence, never as a traceback."""
    try:
        choose_settings()
        sys.exit(group(standalone_mode=False))
    except click.UsageError as error:
        sys.exit(misused(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except ReaderGone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        sys.exit(fail(error))
