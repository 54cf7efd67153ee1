"""The journal as rows, and as the sentences that people read of it."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.core.journal.timeline import Line, timeline
from tandem.core.models import JournalEntry
from tandem.core.tables import Column, Table
from tandem.core.typography import date_short

ENTRIES: Sequence[Column] = (
    Column("sequence", _("N°"), lambda line: line.entry.sequence, decimals=0),
    Column("at", _("Le"), lambda line: timezone.localtime(line.at).isoformat(timespec="seconds")),
    Column("sentence", _("Ce qui a été fait")),
    Column("reason", _("Motif")),
    Column("code", _("Acte"), lambda line: line.entry.code),
    Column("subject", _("Objet"), lambda line: line.entry.subject),
    Column("actor", _("Auteur"), lambda line: line.entry.actor),
    Column("mandate", _("Au titre du mandat"), lambda line: line.entry.mandate),
    Column("organisation", _("Pour l’organisation"), lambda line: line.entry.organisation),
    Column("data", _("Données"), lambda line: line.entry.data),
    Column("digest", _("Empreinte"), lambda line: line.entry.digest),
)
SHORT: Sequence[Column] = (ENTRIES[0], Column("at", _("Le"), lambda line: _moment(line.at)), *ENTRIES[2:4])


def journal_table(subject: str = "", since: dt.date | None = None, columns: Sequence[Column] = ENTRIES) -> Table:
    """Return the entries of an object (all of them without one) from a day on, oldest first."""
    return Table(_("Journal"), columns, lines(subject, since))


def lines(subject: str = "", since: dt.date | None = None) -> list[Line]:
    """Return what the entries of an object say, oldest first: one query, and one for each kind of name in them."""
    entries = JournalEntry.objects.order_by("sequence")
    if subject:
        entries = entries.filter(subject=subject)
    if since is not None:
        entries = entries.filter(at__gte=timezone.make_aware(dt.datetime.combine(since, dt.time.min)))
    return timeline(entries)


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_short(local)} {local:%H:%M}"
