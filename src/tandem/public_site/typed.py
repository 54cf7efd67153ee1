"""What a person typed or pasted to say which communes they mean: codes, names, rows of a spreadsheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tandem.core.typography import counted, joined
from tandem.places.models import Commune, Intermunicipality
from tandem.places.rules import fold

CODE = re.compile(r"\d[\dABab]\d{3}")
SIREN = re.compile(r"\d{3}\s?\d{3}\s?\d{3}")
BARE = re.compile(r"[1-9]\d{3}")
"""A code whose leading zero a spreadsheet dropped: 1004 for 01004."""
IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)")

HEADS = {"code", "codes", "codgeo", "insee", "commune", "communes", "siren", "epci", "com", "depcom"}
"""Words that begin a heading of a table, and no commune's name."""

TOLD = 5
"""How many unknown names a message gives."""
CHOICES = 4
"""How many communes of one name a message gives."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it is read, before any name is looked for.

    Parameters
    ----------
    codes
        Of communes and of intermunicipalities.
    names
        What is no code.
    restored
        How many codes got back the leading zero that they had lost.
    """

    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    restored: int = 0


@dataclass(slots=True)
class _Reading:
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    restored: int = 0

    def take(self, text: str) -> None:
        code = _code(text)
        assert code is not None, "only what is a code is taken as one"
        self.restored += BARE.fullmatch(text) is not None
        self.codes.append(code)


def read(text: str) -> Typed:
    """Read a list as it comes: one code a line, several on a line, names, or the rows of a spreadsheet.

    In a spreadsheet's row the first code counts; the rest (a name, a population) is left. A first line that says
    « code » or « commune » is the head of the table.

    >>> read("Code\\tCommune\\n76540\\tRouen\\n1004\\tAmbérieu-en-Bugey").codes
    ('76540', '01004')
    """
    lines = [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]
    if len(lines) > 1 and any(fold(cell).split(" ")[0] in HEADS for cell in re.split(r"[\t;|,]", lines[0])):
        lines = lines[1:]
    found = _Reading()
    for line in lines:
        _read_line(line, found, spreadsheet=len(lines) > 1 and "\t" in line)
    return Typed(tuple(dict.fromkeys(found.codes)), tuple(dict.fromkeys(found.names)), found.restored)


def _read_line(line: str, found: _Reading, *, spreadsheet: bool) -> None:
    cells = [cell for each in re.split(r"\t" if "\t" in line else r"[;|,]", line) if (cell := each.strip(" \"'"))]
    codes = [part for cell in cells for part in _codes_of(cell)]
    if codes and not spreadsheet and all(_codes_of(cell) for cell in cells):
        for code in codes:
            found.take(code)
        return
    alone = [code for code in codes if not BARE.fullmatch(code)] or codes
    if alone:
        found.take(alone[0])
    elif cited := re.search(rf"\b({CODE.pattern}|{SIREN.pattern})\b", line):
        found.take(cited[1])
    else:
        found.names += [cell for cell in cells if re.search(r"[^\W\d_]", cell)][: 1 if spreadsheet else None] or [line]


def _codes_of(cell: str) -> list[str]:
    """The codes that a cell is made of; empty when it holds anything else."""
    if _code(cell):
        return [cell]
    parts = cell.split()
    return parts if parts and all(map(_code, parts)) else []


def _code(text: str) -> str | None:
    if CODE.fullmatch(text):
        return text.upper()
    if SIREN.fullmatch(text):
        return re.sub(r"\s", "", text)
    return f"0{text}" if BARE.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Understood:
    """Codes of what was typed, and what could not be understood, each fault in a sentence."""

    codes: tuple[str, ...]
    faults: tuple[str, ...] = ()
    restored: int = 0


def understand(text: str) -> Understood:
    """Return the communes and intermunicipalities that a text means (two queries when it holds names, none otherwise).

    A name means the commune or the intermunicipality that has it; « Saint-Denis (93) » tells one from its namesakes.
    """
    typed = read(text)
    if not typed.names:
        return Understood(typed.codes, restored=typed.restored)
    wanted = [_named(name) for name in typed.names]
    folded = {name for name, _hint in wanted}
    places = [
        _Place(code, name, kept, department or "", department_name or "")
        for code, name, kept, department, department_name in Commune.objects.in_force()
        .filter(search_name__in=folded)
        .order_by("code")
        .values_list("code", "name", "search_name", "department_id", "department__name")
    ]
    groups = Intermunicipality.objects.in_force().filter(search_name__in=folded).order_by("siren")
    places += [_Place(*row, "", "") for row in groups.values_list("siren", "name", "search_name")]
    by_name: dict[str, list[_Place]] = {}
    for place in places:
        by_name.setdefault(place.folded, []).append(place)
    codes, unknown, faults = list(typed.codes), [], []
    for (name, hint), text_of_it in zip(wanted, typed.names, strict=True):
        found = [place for place in by_name.get(name, ()) if not hint or place.is_in(hint)]
        if len(found) == 1:
            codes.append(found[0].code)
        elif found:
            faults.append(_ambiguous(text_of_it, found))
        else:
            unknown.append(text_of_it)
    return Understood(tuple(dict.fromkeys(codes)), (*_unknown(unknown), *faults), typed.restored)


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    name: str
    folded: str
    department: str
    department_name: str

    def is_in(self, hint: str) -> bool:
        return fold(hint) in (fold(self.department), fold(self.department_name), fold(self.code))


def _named(text: str) -> tuple[str, str]:
    """A name and what stands in brackets after it."""
    bracketed = IN_BRACKETS.fullmatch(text)
    return (fold(bracketed[1]), bracketed[2]) if bracketed else (fold(text), "")


def _ambiguous(text: str, found: Sequence[_Place]) -> str:
    choices = [f"{place.name} ({place.department or place.code})" for place in found]
    more = _(" et d’autres") if len(choices) > CHOICES else ""
    return _("« %(text)s » : plusieurs communes ont ce nom. Préciser : %(choices)s%(more)s.") % {
        "text": text,
        "choices": joined(choices[:CHOICES], _("ou")),
        "more": more,
    }


def _unknown(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    shown = ", ".join(f"« {name[:60]} »" for name in names[:TOLD])
    return [
        _("%(count)s : %(names)s%(more)s. Vérifier l’orthographe, ou donner le code.")
        % {
            "count": counted(len(names), _("nom inconnu"), _("noms inconnus")),
            "names": shown,
            "more": "…" if len(names) > TOLD else "",
        }
    ]
