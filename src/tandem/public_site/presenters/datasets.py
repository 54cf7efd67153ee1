"""The reference tables as the site shows them: their sheet, a preview, their CSV, and what is made from them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pyarrow import csv

from tandem import reference
from tandem.core.tables import Column, Table
from tandem.core.typography import significant
from tandem.diagnosis.catalogue import INDICATORS, Indicator
from tandem.places.models import ReferenceTable
from tandem.public_site.content.tables import GROUPS, Group
from tandem.reference.reader import ColumnEntry, TableEntry
from tandem.theme.cells import Missing

PREVIEW_ROWS = 10
_LONG_TEXT = 90
_ROWS_PER_CHUNK = 8_192
# What a spreadsheet would run as a formula: the same rule as `tandem.core.tables`.
_FORMULA = r"^[=+\-@\t\r]"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table: its name, what the manifest says of it, and when this installation checked it (None: not yet)."""

    name: str
    entry: TableEntry
    loaded_at: dt.datetime | None = None

    @property
    def title(self) -> str:
        return self.entry["title"]

    @property
    def href(self) -> str:
        return reverse("public_site:data_table", args=[self.name])

    @property
    def csv_href(self) -> str:
        return reverse("public_site:data_table_csv", args=[self.name])

    @property
    def csv_size(self) -> str:
        return written_size(csv_size(self.name))

    @property
    def size(self) -> str:
        """Weight of the shipped file."""
        return written_size(self.entry["bytes"])


def datasets() -> dict[str, Dataset]:
    """Return every table by name (one query)."""
    loaded = dict(ReferenceTable.objects.values_list("name", "loaded_at"))
    return {name: Dataset(name, entry, loaded.get(name)) for name, entry in reference.manifest()["tables"].items()}


def dataset(name: str) -> Dataset:
    """Return one table (one query); KeyError when the manifest has none of this name."""
    entry = reference.manifest()["tables"][name]
    return Dataset(name, entry, ReferenceTable.objects.filter(pk=name).values_list("loaded_at", flat=True).first())


def grouped(tables: dict[str, Dataset]) -> list[tuple[Group, list[Dataset]]]:
    """Return the tables group by group, in reading order."""
    return [(group, [tables[name] for name in group.tables if name in tables]) for group in GROUPS]


# -- tables of tables --------------------------------------------------------------------------------------------------


def inventory(group: Group, tables: list[Dataset]) -> Table:
    """What stands about the tables of a group in the index."""
    return Table(
        _("%(group)s : les tables") % {"group": group.title},
        [
            Column("title", _("Table"), value=lambda row: link(row.href, row.title)),
            Column("producer", _("Producteur"), value=lambda row: row.entry["producer"]),
            Column("vintage", _("Millésime"), value=lambda row: row.entry["vintage"]),
            Column("licence", _("Licence"), value=lambda row: row.entry["licence"]),
            Column("rows", _("Lignes"), value=lambda row: row.entry["rows"], decimals=0),
            Column("size", _("Taille"), value=lambda row: row.size),
            Column("loaded_at", _("Chargée le"), value=lambda row: written_day(row.loaded_at)),
        ],
        tables,
    )


def dictionary(table: Dataset) -> Table:
    """The columns of a table, as its readers need them."""
    return Table(
        _("Colonnes de la table « %(title)s »") % {"title": table.title},
        [
            Column("name", _("Nom dans le fichier"), value=lambda row: format_html("<code>{}</code>", row["name"])),
            Column("label", _("Contenu")),
            Column("type", _("Nature"), value=lambda row: _kind(row["type"])),
            Column("unit", _("Unité"), value=lambda row: row["unit"] or "—"),
            Column("role", _("Rôle"), value=lambda row: _role(table, row)),
        ],
        table.entry["columns"],
    )


def preview(table: Dataset, rows: int = PREVIEW_ROWS) -> Table:
    """The first rows, under the labels of the manifest; long texts are cut, a file never is."""
    return Table(
        _("Premières lignes de la table « %(title)s »") % {"title": table.title},
        [
            Column(
                column["name"],
                column["label"],
                value=partial(_shown, column),
                unit=column["unit"] or "",
                decimals=_decimals(column),
            )
            for column in table.entry["columns"]
        ],
        reference.load(table.name).slice(0, rows).to_pylist(),
    )


def uses_of(name: str) -> list[Indicator]:
    """Return the indicators that are made from a table."""
    return [
        indicator for indicator in INDICATORS.values() if any(s.table == name for s in indicator.definition.sources)
    ]


def citation(table: Dataset, address: str, day: dt.date) -> str:
    """How to cite the table: producer, title, vintage, who prepared it, where and when it was read."""
    return _(
        "%(producer)s, « %(source)s », millésime : %(vintage)s ; table « %(title)s » préparée par Tandem, %(address)s, "
        "consultée le %(day)s. %(licence)s."
    ) % {
        "producer": table.entry["producer"],
        "source": table.entry["source"],
        "vintage": table.entry["vintage"],
        "title": table.title,
        "address": address,
        "day": f"{day:%d/%m/%Y}",
        "licence": table.entry["licence"],
    }


# -- files -------------------------------------------------------------------------------------------------------------


def csv_chunks(name: str) -> Iterator[bytes]:
    """Write a table as CSV, a few thousand rows at a time: UTF-8, commas, an empty cell for null.

    A text that a spreadsheet would run gets an apostrophe in front.
    """
    table = reference.load(name)
    yield (",".join(table.column_names) + "\n").encode()
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    for start in range(0, table.num_rows, _ROWS_PER_CHUNK):
        sink = pa.BufferOutputStream()
        csv.write_csv(_harmless(table.slice(start, _ROWS_PER_CHUNK)), sink, options)
        yield sink.getvalue().to_pybytes()


@cache
def csv_size(name: str) -> int:
    """Weight of the CSV in bytes; written once per process to know it, since the tables do not change."""
    return sum(len(chunk) for chunk in csv_chunks(name))


def _harmless(table: pa.Table) -> pa.Table:
    for index, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = table[index]
            risky = pc.match_substring_regex(column, _FORMULA)
            if pc.any(risky).as_py():
                quoted = pc.binary_join_element_wise("'", column, "")
                table = table.set_column(index, field, pc.if_else(risky, quoted, column))
    return table


# -- words -------------------------------------------------------------------------------------------------------------


def link(href: str, words: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', href, words)


def written_size(size: int) -> str:
    """A file's weight, as one writes it in French: ``850 octets``, ``74,2 ko``, ``1,2 Mo``."""
    if size < 1_000:
        return significant(size, unit=_("octets"))
    if size < 1_000_000:
        return significant(size / 1_000, unit="ko")
    return significant(size / 1_000_000, unit="Mo")


def written_day(moment: dt.datetime | None) -> str | Missing:
    return f"{moment:%d/%m/%Y}" if moment else Missing(_("Cette installation n’a pas encore chargé ses données."))


def _kind(arrow_type: str) -> str:
    kinds = {
        "string": _("texte"),
        "int64": _("nombre entier"),
        "double": _("nombre décimal"),
        "bool": _("oui ou non"),
        "date32[day]": _("date"),
    }
    return kinds.get(arrow_type, arrow_type)


def _role(table: Dataset, column: ColumnEntry) -> str | SafeString:
    key = _("clé") if column["name"] in table.entry["key"] else ""
    target = column.get("references")
    if not target:
        return key or "—"
    name = target.partition(".")[0]
    sheet = link(reverse("public_site:data_table", args=[name]), reference.manifest()["tables"][name]["title"])
    joined = _("{key}, code de la table {table}") if key else _("code de la table {table}")
    return format_html(joined, key=key, table=sheet)


def _decimals(column: ColumnEntry) -> int | None:
    if column["type"].startswith("int"):
        return 0
    if column["type"] != "double":
        return None
    return 4 if column["unit"] == "degrés" else 1


def _shown(column: ColumnEntry, row: dict[str, Any]) -> Any:
    value = row[column["name"]]
    if value is None:
        return Missing() if _decimals(column) is not None else _empty()
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, str) and len(value) > _LONG_TEXT:
        return f"{value[:_LONG_TEXT].rstrip()}…"
    return value


def _empty() -> SafeString:
    return format_html('<span class="td-missing">{}</span>', _("vide"))
