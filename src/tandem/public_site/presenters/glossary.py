"""The glossary ready for its page: what goes with each word, and the zonings' vintages."""

from dataclasses import dataclass

from tandem import reference
from tandem.core.typography import date_long
from tandem.places.rules import fold
from tandem.public_site.content.glossary import SECTIONS, Section, Term, term
from tandem.public_site.content.glossary.zonings import anchor


@dataclass(frozen=True, slots=True)
class Entry:
    """A term, the terms that go with it, and what the catalogue of zonings adds to it."""

    term: Term
    see: tuple[Term, ...]
    note: str = ""


def shown() -> list[tuple[Section, list[Entry]]]:
    """Return the sections and their entries, in reading order."""
    notes = _notes_on_zonings()
    return [
        (
            section,
            [Entry(each, tuple(term(other) for other in each.see), notes.get(each.id, "")) for each in section.terms],
        )
        for section in SECTIONS
    ]


def alphabetical() -> list[Term]:
    return sorted((each for section in SECTIONS for each in section.terms), key=lambda each: fold(str(each.name)))


def _notes_on_zonings() -> dict[str, str]:
    return {
        anchor(row["zoning"]): " ".join(part for part in (_vintage(row), row["note"]) if part)
        for row in reference.load("zoning_catalogue").to_pylist()
    }


def _vintage(row: dict) -> str:
    until = row["valid_until"]
    ended = f", terminé le {date_long(until)}" if until else ""
    return f"Liste chargée\u202f: {row['vintage'][:1].lower()}{row['vintage'][1:]}{ended}."
