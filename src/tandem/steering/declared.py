"""What was announced elsewhere: the press release of 12 October 2021, and the counts given over time, each sourced.

Kept beside the figures that the records give, never instead of them, and never corrected.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tandem import reference
from tandem.core.figures import Declared
from tandem.core.typography import NNBSP, number, significant

_DATED = re.compile(r"^\d{4}(?:-\d{2}){1,2}-")
# A second voice on the same figure: the press, or the minister's quote in the same text.
_VOICES = ("-press", "-minister")
# The same word for another count: actions of the territories' plans, not files of the fund.
_DISTINCT = {("projects", "programme"): "roadmap-projects"}
# Told at one date about an earlier phase: history, not what stands at that date.
_ABOUT_THE_PAST = {"intermunicipalities-phase-1"}
_ORDER = (
    "territories",
    "intermunicipalities",
    "communes",
    "new-territories",
    "project-managers",
    "roadmap-projects",
    "projects",
    "companies",
    "jobs-created",
    "investment",
    "committed",
    "fund-top-up",
    "fund-top-up-redevelopment-and-collective",
    "fund-top-up-regional",
    "people-trained",
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announced number.

    Parameters
    ----------
    figure
        Code of the figure that it speaks of: ``territories``, ``jobs-created``.
    label, unit
        As announced; `unit` is a French plural or a symbol.
    stage
        What had happened by then: annoncé, décidé, prévisionnel, en poste.
    scope
        ``programme``, or ``fonds d’accélération``, which is open to the whole country.
    first_voice
        False for the press or a quote that gives the same figure otherwise.
    """

    figure: str
    label: str
    value: float
    unit: str
    qualifier: str
    as_of: dt.date
    stage: str
    scope: str
    source: str
    note: str = ""
    first_voice: bool = True

    def declared(self) -> Declared:
        return Declared(self.value, self.source, self.as_of, self.qualifier, self.note)

    @property
    def written(self) -> str:
        """The number as it was announced: ``plus de 27 250 emplois``, ``près de 2 Md€``."""
        return in_words(self.value, self.unit, self.qualifier)


def in_words(value: float, unit: str, qualifier: str) -> str:
    """Write an announced number with what was said of its precision: ``plus de 27 250 emplois``."""
    text = significant(value, 3, unit) if unit == "€" else f"{number(value)}{NNBSP}{unit}"
    return text if qualifier in ("", "exact") else f"{qualifier} {text}"


def announcements() -> tuple[Announcement, ...]:
    """Return all that was announced, oldest first; on one day, the first voice before the others."""
    found = (_read(row) for row in reference.load("declared_figures").to_pylist())
    return tuple(sorted(found, key=lambda each: (each.as_of, not each.first_voice)))


def _read(row: dict[str, object]) -> Announcement:
    name = _DATED.sub("", str(row["id"]))
    voice = next((voice for voice in _VOICES if name.endswith(voice)), "")
    figure = name.removesuffix(voice)
    figure = _DISTINCT.get((figure, str(row["scope"])), figure)
    texts = {key: str(row[key] or "") for key in ("label", "unit", "qualifier", "stage", "scope", "source", "note")}
    return Announcement(
        figure=figure.replace("_", "-"),
        value=float(str(row["value"])),
        as_of=row["as_of"],  # type: ignore[arg-type]
        first_voice=not voice,
        **texts,
    )


def history(figure: str, among: Iterable[Announcement] | None = None) -> tuple[Announcement, ...]:
    """Return every number announced for a figure, oldest first."""
    return tuple(each for each in (announcements() if among is None else among) if each.figure == figure)


def nearest(figure: str, date: dt.date, among: Iterable[Announcement] | None = None) -> tuple[Announcement, ...]:
    """Return what was last announced for a figure at a date: the first voice, then the others of the same day."""
    known = [each for each in history(figure, among) if each.as_of <= date]
    return tuple(each for each in known if each.as_of == known[-1].as_of)


def at(date: dt.date) -> dict[str, tuple[Announcement, ...]]:
    """Return what was last announced at a date for every figure, by code, in the order of reading."""
    known = announcements()
    codes = {each.figure for each in known} - _ABOUT_THE_PAST
    found = {code: nearest(code, date, known) for code in sorted(codes, key=_place)}
    return {code: voices for code, voices in found.items() if voices}


def _place(code: str) -> tuple[int, str]:
    return (_ORDER.index(code) if code in _ORDER else len(_ORDER), code)
