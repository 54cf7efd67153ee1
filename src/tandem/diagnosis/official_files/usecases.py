"""Bring an official file into service, or take one out, and say so in the journal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tandem.core import journal
from tandem.datasets import importing
from tandem.datasets.report import Report
from tandem.diagnosis.official_files.in_service import store


def import_and_journal(kind: str, paths: Sequence[Path], *, actor: str, **options: Any) -> Report:
    """Import files as one dataset of this installation, and journal it when it came into service.

    Parameters
    ----------
    kind, paths, options
        As `tandem.datasets.importing.import_files` takes them.
    actor
        Who the journal says has done it.

    Raises
    ------
    TandemError
        The files are refused: nothing has changed.
    """
    if not options.get("dry_run"):
        connection.ensure_connection()  # a database that does not answer is told before the work, not after it
    report = importing.import_files(kind, paths, store(), **options)
    if report.dataset is not None and not report.unchanged:
        with transaction.atomic():
            journal.record(
                "data.imported",
                actor=actor,
                subject=kind,
                kind=kind,
                vintage=report.vintage,
                part=report.part,
                dataset=report.dataset,
                rows=report.kept,
                refused=report.refused,
            )
    return report


def withdraw_and_journal(kind: str, slot: str, *, actor: str) -> None:
    """Take a dataset out of service, and journal it.

    Parameters
    ----------
    slot
        Its vintage, followed by its part when the kind has several: ``2024 A88``.

    Raises
    ------
    NotFoundError
        It is not in service.
    """
    datasets = store()
    name = datasets.current(kind).get(slot, "")
    with transaction.atomic():  # the journal has the last word: without its entry, the dataset stays
        datasets.get(kind, slot)
        journal.record("data.withdrawn", actor=actor, subject=kind, kind=kind, vintage=slot, dataset=name)
        datasets.withdraw(kind, slot)
