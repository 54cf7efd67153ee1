"""Chapters, indicators and units."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.core.figures import FigureDefinition, Nature, Source, Unit
from tandem.core.tables import SECRET, Column
from tandem.datasets import kinds
from tandem.diagnosis.measures.inputs import Inputs, Measure
from tandem.reference import manifest

INHABITANTS = Unit("inhabitants", _("habitant"), _("habitants"))
JOBS = Unit("jobs", _("emploi"), _("emplois"))
EMPLOYEES = Unit("employees", _("salarié"), _("salariés"))
ESTABLISHMENTS = Unit("establishments", _("établissement"), _("établissements"))
POSTS_EACH = Unit("posts_per_establishment", _("poste"), _("postes"), 1)
PERCENT = Unit("percent", "%", "%", 1)
POINTS = Unit("points", _("point"), _("points"), 1)
PERCENT_A_YEAR = Unit("percent_a_year", _("% par an"), _("% par an"), 2)
EUROS_A_YEAR = Unit("euros_a_year", _("€ par an"), _("€ par an"))
INDEX = Unit("index", "", "", 2)
TIMES_FRANCE = Unit("times_france", _("fois la part nationale"), _("fois la part nationale"), 1)
SECTORS = Unit("sectors", _("secteur équivalent"), _("secteurs équivalents"), 1)
SITES = Unit("sites", _("site"), _("sites"))
HECTARES = Unit("hectares", "ha", "ha")
OCCUPATIONS = Unit("occupations", _("métier"), _("métiers"))
SCHEMES = Unit("schemes", _("dispositif"), _("dispositifs"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the diagnosis.

    Parameters
    ----------
    definition
        What it is called and means.
    measure
        Computes it for all areas.
    missing
        Why a value may be missing, in the words of a visitor.
    remark
        Says of the measure of an area, by its row, why its value would mean nothing or what it is compared with; empty
        where there is nothing to say.
    incomplete
        Why some of the records behind a value may be missing, when that is another reason.
    counted
        What those records are, one and several.
    grain
        What the records behind it are: ``commune``, ``intermunicipality``, ``zone``, ``region``; empty when the details
        of the figure are these records.
    columns
        The (table, column) pairs that hold those records.
    ranked
        False where a rank among territories would mean nothing (a regional list, a count of schemes).
    peer
        Weight in the likeness of two territories; 0 leaves it out.
    logarithm
        True for sizes, which are alike by ratio rather than by difference.
    imported
        The kind of official file (`tandem.datasets.kinds`) without which there is no value; empty when the shipped
        tables are enough.
    table
        The columns in which its details are read, on the page and in files.
    behind
        The indicator whose details are the records behind this one, when it has none of its own.
    """

    definition: FigureDefinition
    measure: Callable[[Inputs], Measure]
    missing: Any
    grain: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    incomplete: Any = ""
    counted: tuple[Any, Any] = (_("commune"), _("communes"))
    ranked: bool = True
    peer: float = 0.0
    logarithm: bool = False
    imported: str = ""
    table: tuple[Column, ...] = ()
    behind: str = ""
    remark: Callable[[Inputs, Measure, int], str] = lambda inputs, measure, area: ""

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def a_line_a_record(self) -> bool:
        """Whether the lines behind it are the records it counts; a commune may have several schemes."""
        return self.grain == "commune" and self.definition.nature is not Nature.LIST


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the diagnosis.

    Parameters
    ----------
    id, title
        Stable code, and what a person reads.
    question
        The question that it answers.
    indicators
        In reading order.
    lacks
        What Tandem cannot say yet on the subject, and which source would say it.
    """

    id: str
    title: Any
    question: Any
    indicators: tuple[Indicator, ...]
    lacks: Any = ""


def official_file(kind: str) -> Source:
    """What is known of an official file that an installation imports; its vintage is that of the dataset in service."""
    described = kinds.get(kind)
    return Source(
        table=kind,
        title=described.title,
        producer=described.producer,
        vintage="fichier à importer",
        licence=described.licence,
    )


def or_secret(key: str) -> Callable[[dict[str, Any]], Any]:
    """Read a cell of the details, which says so when it is secret."""
    return lambda row: SECRET if key in row.get("secret", ()) else row[key]


def sources(*tables: str) -> tuple[Source, ...]:
    """What the manifest says of the tables that an indicator is made from."""
    entries = manifest()["tables"]
    return tuple(
        Source(
            table=name,
            title=entries[name]["title"],
            producer=entries[name]["producer"],
            vintage=entries[name]["vintage"],
            licence=entries[name]["licence"],
        )
        for name in tables
    )
