"""Columns of the list of reference tables."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.tables import Column, Table
from tandem.places.models import ReferenceTable

REFERENCE_TABLES = (
    Column("name", gettext_lazy("Table")),
    Column("title", gettext_lazy("Titre")),
    Column("producer", gettext_lazy("Producteur")),
    Column("source", gettext_lazy("Source")),
    Column("vintage", gettext_lazy("Millésime")),
    Column("licence", gettext_lazy("Licence")),
    Column("rows", gettext_lazy("Lignes"), decimals=0),
    Column("in_database", gettext_lazy("En base"), value=lambda table: bool(table.loaded_sha256)),
    Column("loaded_at", gettext_lazy("Chargée le"), value=lambda table: _local(table.loaded_at)),
    Column("sha256", gettext_lazy("Empreinte")),
)


def reference_table_list() -> Table:
    """Return every table that ships with the package, as this installation last checked or loaded it."""
    return Table(
        title=_("Tables de référence"),
        columns=REFERENCE_TABLES,
        rows=list(ReferenceTable.objects.all()),
        note=_("« En base » : les autres tables sont lues dans leur fichier."),
    )


def _local(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds")
