"""Columns of the lists of territories: one list serves the page, the files and the command line."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem import programme
from tandem.core.tables import Column, Table
from tandem.core.typography import date_long
from tandem.territories.queries import territories_as_of

TERRITORIES = (
    Column("code", gettext_lazy("Code")),
    Column("name", gettext_lazy("Nom"), value=lambda territory: territory.listed_as),
    Column("phase", gettext_lazy("Phase"), value=lambda territory: territory.phase_id),
    Column("region", gettext_lazy("Région"), value=lambda territory: territory.region.name),
    Column("members", gettext_lazy("Membres"), decimals=0),
    Column("communes", gettext_lazy("Communes"), decimals=0),
    Column("population", gettext_lazy("Population"), unit=gettext_lazy("habitants"), decimals=0),
)
"""For the rows of `tandem.territories.queries.territories_as_of`."""


def territory_table(date: dt.date) -> Table:
    """Return the territories in force on a day, by code.

    Raises
    ------
    NotFoundError
        No list is known on that day.
    """
    named = programme.current().wording.territories
    return Table(
        title=_("%(territories)s au %(date)s")
        % {"territories": named[:1].upper() + named[1:], "date": date_long(date)},
        columns=TERRITORIES,
        rows=list(territories_as_of(date)),
        note=_("Communes et population dans la géographie en vigueur, quelle que soit la date."),
    )
