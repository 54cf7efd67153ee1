"""The official files that an installation imports: which are in service, what they hold, how they are read.

Their rows are never shown: some files hold what may not be, and none is the site's to publish again.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tandem.core.errors import NotFoundError
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, date_long, joined, no_break, number
from tandem.datasets import kinds
from tandem.datasets.errors import DatasetError
from tandem.datasets.kind import Field, Kind, readable
from tandem.datasets.store import Dataset
from tandem.diagnosis.official_files import in_service
from tandem.places.rules import fold
from tandem.theme.cells import Missing

FEW_FILES = 6


@dataclass(frozen=True, slots=True)
class Service:
    """A dataset in service, in words.

    Parameters
    ----------
    title
        Its vintage, and its part when the kind has several.
    facts
        Label and text, in reading order.
    files
        Name and checksum of the files that it was made from.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A kind of file and what this installation has of it; `damaged` when what it has cannot be read."""

    kind: Kind
    datasets: tuple[Dataset, ...]
    damaged: bool = False

    @property
    def title(self) -> str:
        return no_break(self.kind.title)

    @property
    def href(self) -> str:
        return reverse("public_site:data_table", args=[self.kind.id])

    @property
    def fills(self) -> str:
        words = no_break(self.kind.fills)
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def state(self) -> str | Missing:
        """Say what is in service: vintages, and how much of the country."""
        if self.damaged:
            return Missing(_("Le fichier en service ne se lit plus : l’importer à nouveau."))
        if not self.datasets:
            return _("à importer")
        vintages = joined(_vintage(each) for each in self.datasets)
        return f"{vintages}, {coverage(self.datasets[-1])}" if coverage(self.datasets[-1]) else vintages

    @property
    def rows(self) -> int | str:
        return sum(int(each.manifest["rows"]) for each in self.datasets) if self.datasets else "—"

    @property
    def services(self) -> list[Service]:
        return [_service(each) for each in reversed(self.datasets)]


def official_files() -> list[OfficialFile]:
    """Return every kind of file that Tandem imports, those in service first, then by title."""
    found = [official_file(kind) for kind in kinds.KINDS]
    return sorted(found, key=lambda each: (not each.datasets and not each.damaged, fold(each.kind.title)))


def official_file(name: str) -> OfficialFile:
    """Return one kind of file and its datasets in service.

    Raises
    ------
    NotFoundError
        No such kind.
    """
    kind, store = kinds.get(name), in_service.store()
    try:
        found = tuple(store.get(kind.id, slot) for slot in store.current(kind.id))
    except NotFoundError:
        found = ()  # withdrawn in between
    except DatasetError:
        return OfficialFile(kind, (), damaged=True)
    return OfficialFile(kind, found)


def coverage(dataset: Dataset) -> str:
    """Say which part of the country a dataset covers; empty for one that is not by commune."""
    if dataset.manifest["coverage"] is None:
        return ""
    return in_service.covers(dataset) or _("toute la France")


def _vintage(dataset: Dataset) -> str:
    return f"{dataset.vintage} ({dataset.part})" if dataset.part else dataset.vintage


def _service(dataset: Dataset) -> Service:
    manifest = dataset.manifest
    facts = [
        (_("Années"), _periods(manifest.get("periods"))),
        (_("Couverture"), coverage(dataset)),
        (_("Lignes gardées"), number(manifest["rows"])),
        *((label, number(manifest[key])) for key, label in _counts() if manifest.get(key)),
        *((_("Lignes mises de côté"), f"{number(rows)} : {no_break(why)}") for why, rows in _aside(manifest).items()),
        (_("Géographie"), _("communes de %(cog)s") % {"cog": manifest["cog"]} if manifest.get("cog") else ""),
        (_("Importé le"), date_long(dt.datetime.fromisoformat(manifest["imported_at"]).date())),
    ]
    return Service(
        _("Millésime %(vintage)s") % {"vintage": _vintage(dataset)},
        tuple((label, text) for label, text in facts if text),
        tuple((str(each["name"]), str(each["sha256"])) for each in manifest.get("sources", ())[:FEW_FILES]),
    )


def _aside(manifest: Mapping[str, Any]) -> Mapping[str, int]:
    return {why: rows for why, rows in (manifest.get("aside") or {}).items() if rows}


def _periods(periods: Any) -> str:
    if not periods:
        return ""
    first, last = periods
    return str(first) if first == last else _("de %(first)s à %(last)s") % {"first": first, "last": last}


def _counts() -> tuple[tuple[str, str], ...]:
    return (
        ("refused", _("Lignes refusées")),
        ("moved", _("Codes d’une autre année, ramenés à aujourd’hui")),
        ("merged", _("Lignes réunies, communes fusionnées")),
        ("discarded", _("Lignes écartées, en double")),
        ("unplaced", _("Lignes sans commune connue")),
        ("mended", _("Textes mal encodés, réparés")),
        ("secret", _("Cellules secrètes, gardées secrètes")),
    )


def inventory(found: list[OfficialFile]) -> Table:
    """What stands about the files in the index."""
    return Table(
        _("Les fichiers officiels : ce qui est en service, ce qui manque"),
        [
            Column("title", _("Fichier"), value=lambda row: format_html('<a href="{}">{}</a>', row.href, row.title)),
            Column("producer", _("Producteur"), value=lambda row: no_break(row.kind.producer)),
            Column("state", _("En service ici"), value=lambda row: row.state),
            Column("rows", _("Lignes"), value=lambda row: row.rows, decimals=0),
            Column("fills", _("Ce qu’il apporte"), value=lambda row: row.fills),
        ],
        found,
    )


def columns(kind: Kind) -> Table:
    """The columns that the import reads, under the names that the publications give them."""
    return Table(
        _("Colonnes lues dans le fichier « %(title)s »") % {"title": no_break(kind.title)},
        [
            Column("name", _("Dans Tandem"), value=lambda row: format_html("<code>{}</code>", row.name)),
            Column("names", _("Dans le fichier"), value=_names),
            Column("required", _("Nécessaire"), value=lambda row: _("oui") if row.required else _("non")),
        ],
        [*kind.fields.values()],
    )


def _names(field: Field) -> str:
    return _(" ou ").join(dict.fromkeys(readable(name) for name in field.names))


def recognised(kind: Kind) -> list[str]:
    """The ways in which the file is published that the import knows."""
    return [no_break(name) for name in dict.fromkeys(form.name for form in kind.forms)]


def commands(kind: Kind) -> list[tuple[str, str]]:
    """What puts the file in service: what each command does, and the command."""
    found = [(_("Importer le fichier téléchargé"), f"tandem data import {kind.id} FICHIER")]
    if kind.address:
        found.insert(0, (_("Le télécharger depuis son adresse officielle"), f"tandem data download {kind.id}"))
    return [*found, (_("Calculer les diagnostics à nouveau"), "tandem load")]


def citation(found: OfficialFile, address: str, day: dt.date) -> str:
    """How to cite the file in service; empty when there is none."""
    if not found.datasets:
        return ""
    return _(
        "%(producer)s, « %(title)s », millésime : %(vintage)s ; lu par Tandem, %(address)s, consulté le %(day)s. "
        "%(licence)s."
    ) % {
        "producer": no_break(found.kind.producer),
        "title": found.title,
        "vintage": joined(_vintage(each) for each in found.datasets),
        "address": address,
        "day": f"{day:%d/%m/%Y}",
        "licence": found.kind.licence,
    }


def size_words(found: list[OfficialFile]) -> str:
    """Say how many files are in service, out of how many."""
    here = sum(bool(each.datasets) for each in found)
    return _("%(here)s en service sur %(all)s") % {
        "here": counted(here, _("fichier")) if here else _("aucun"),
        "all": number(len(found)),
    }
