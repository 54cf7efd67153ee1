"""A list of communes as people have it: typed, pasted, or exported from a spreadsheet; read alike at every entrance.

A text is a table when its first line holds headings, when a line has codes beside words, or when several lines have as
many cells: then one column is read, told by its heading, or by its values when it has none. Otherwise every cell is.
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError
from tandem.core.typography import counted, joined, printable
from tandem.diagnosis.place_names import CODE, POSTAL, by_code, cited, codes_of, places_named, stands, words_of
from tandem.places.rules import fold

MOST_BYTES = 5_000_000
MOST_COLUMNS = 100
TOLD = 5
"""How many lines or places a message names."""
_DATA = re.compile(rf"{CODE.pattern}|[0-9\s.,]{{5,}}", re.IGNORECASE)
_LEFT_OUT = re.compile("[\u200b-\u200f\u2060\ufeff]|(?:^|(?<=\\s))#(?![;,|\t]).*")
"""Characters that nobody sees, and comments; the « # » that heads a column of numbers is none."""

ROLES = {
    "postal": "postal postaux postale cp codepostal postcode zip",
    "insee": "insee codgeo depcom codcom codeinsee codecommune citycode cog",
    "name": "nom noms libelle libelles libgeo lib ville villes name",
    "code": "code codes",
    "either": "commune communes com epci ept siren intercommunalite intercommunalites",
}
"""What a column holds, by the words of its heading; of several roles, the first."""
_ROLE_OF = {word: role for role, words in ROLES.items() for word in words.split()}
_LINKS = set(re.findall(r"\w+", "de du des la le les d l n no numero et officiel geographique"))

Row = tuple[int, list[str]]
"""A line's number in the text, and its cells."""


@dataclass(frozen=True, slots=True)
class CommuneList:
    """Codes of communes, of any year, and of intermunicipalities (SIREN), in the order of the list, each once.

    `faults` say what was not understood, with its lines and what to do: with one, the list is not to be used. `notices`
    say what was mended or left aside.
    """

    codes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read(content: bytes | str) -> CommuneList:
    """Read codes or names of communes or of intermunicipalities, or a table of which a column holds them.

    >>> read("code_postal;code_insee;commune\\n38110;38509;La Tour-du-Pin").codes
    ('38509',)
    """
    try:
        rows = _rows(_decoded(content) if isinstance(content, bytes) else content)
        head = _head(rows[0][1])
        rows = rows[1:] if head else rows
        if not rows:
            raise TandemError(_("La liste n’a que les titres de ses colonnes."), _("Donner aussi les lignes."))
        column, notices = _chosen(head, rows) if len(head) > 1 or _is_table(rows) else (None, ())
        if column:
            pairs = zip(rows, column.cells, strict=True)
            return _understood(
                [(line, cell or f"… {' '.join(filter(None, row))}") for (line, row), cell in pairs], notices
            )
        cells = [(line, part.strip()) for line, row in rows for cell in row for part in re.split(r"[;,|\t]", cell)]
        if head == ["postal"] or (head != ["insee"] and looks_postal(c for _l, cell in cells for c in codes_of(cell))):
            raise _postal()
        return _understood([(line, cell) for line, cell in cells if cell], notices)
    except TandemError as refusal:
        return CommuneList(faults=(str(refusal),))


def looks_postal(codes: Iterable[str]) -> bool:
    """Tell whether codes end as postal codes do: eight in ten in 0, when one commune's code in ten does."""
    each = set(codes)
    return len(each) > 1 and sum(bool(POSTAL.fullmatch(code)) for code in each) >= 0.8 * len(each)


def written(codes: Sequence[str], separator: str) -> str:
    """Return codes as a text that `read` reads back: a heading tells those that could be postal codes."""
    return ("insee\n" if looks_postal(codes) else "") + separator.join(codes)


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise TandemError(
            _("La liste pèse plus de 5 Mo."), _("Une colonne de codes de toute la France tient en 250 ko.")
        )
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:  # the encoding of old spreadsheets, or no text at all
        text = "\0" if wide else content.decode("cp1252", errors="replace").replace("\ufffd", "\0")
    if content.startswith(b"PK") or any(character < " " and character not in "\t\r\n\f\v" for character in text):
        raise TandemError(_("Ce fichier n’est pas un texte."), _("Depuis un tableur : l’enregistrer au format CSV."))
    return text


def _rows(text: str) -> list[Row]:
    """Return the lines that hold something, cut by what separates the cells of most of them."""
    lines = [_LEFT_OUT.sub("", printable(line)).rstrip() for line in text.splitlines()]
    separator = max("\t;|,", key=lambda each: sum(each in line for line in lines))
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator, skipinitialspace=separator != "\t")
    rows: list[Row] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, [cell.strip(" \t\u00a0\u202f\"'") for cell in row]))
            line = reader.line_num + 1
    except csv.Error:
        raise TandemError(
            _("Un guillemet est ouvert sans être fermé."), _("Ôter les guillemets de la liste.")
        ) from None
    rows = [(line, row) for line, row in rows if any(any(map(str.isalnum, cell)) for cell in row)]
    if not rows:
        raise TandemError(_("La liste est vide."), _("Donner un code ou un nom par ligne : 76540, ou Rouen."))
    return rows


def _head(first: Sequence[str]) -> list[str]:
    """Return the role of each column when the first line holds headings; nothing otherwise."""
    roles = []
    for heading in first:
        words = {word for word in fold(heading).split() if not word.isdigit()} - _LINKS
        found = {_ROLE_OF.get(word, "") for word in words}
        roles.append("" if "" in found else next((role for role in ROLES if role in found), ""))
    named = [(bool(places_named(cell)), role) for cell, role in zip(first, roles, strict=True) if cell]
    data = all(place for place, _role in named) or any(place and not role for place, role in named)
    return roles if any(roles) and not data and not any(map(_DATA.fullmatch, first)) else []


def _is_table(rows: Sequence[Row]) -> bool:
    widths = {len(row) for _line, row in rows}
    mixed = any(any(map(codes_of, row)) and not all(not cell or cited(cell) for cell in row) for _line, row in rows)
    return widths != {1} and (mixed or (len(rows) > 1 and len(widths) == 1))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as its values tell it, in shares: of its cells, codes and communes' names; of its codes, the rest."""

    role: str
    cells: list[str]
    coded: float
    named: float
    known: float
    agreeing: float
    postal: bool


def _column(role: str, cells: list[str], lines: Sequence[Set[str]]) -> _Column:
    codes = [(found[0], line) for cell, line in zip(cells, lines, strict=True) if len(found := cited(cell)) == 1]
    size, filled = len(codes) or 1, sum(map(bool, cells)) or 1
    # An intermunicipality counts half, so that a column of communes comes before one of the groups they belong to.
    known = sum(len(code) == 5 or 0.5 for code, _line in codes if code in by_code())
    agreeing = sum(stands(code, line) for code, line in codes)
    named = sum(any(place.department for place in places_named(cell)) for cell in cells)
    postal = role != "insee" and looks_postal(code for code, _line in codes)
    return _Column(role, cells, len(codes) / filled, named / filled, known / size, agreeing / size, postal)


def _chosen(head: Sequence[str], rows: Sequence[Row]) -> tuple[_Column | None, Sequence[str]]:
    """Return the column of a table to read, none when every cell is to be, and what is to be said of it.

    Codes come before names, unless they are not those of the places named beside them: then they are postal codes or
    a population.
    """
    roles = dict(enumerate(head)) if len(head) > 1 else {}
    lines = [set(words_of(" ".join(row))) for _line, row in rows]
    places = range(max(len(row) for _line, row in rows))
    if places.stop > MOST_COLUMNS:
        raise TandemError(_("Plus de 100 colonnes."), _titles())
    cells = [[row[place] if place < len(row) else "" for _line, row in rows] for place in places]
    columns = [_column(roles.get(place, "") if roles else "any", cells[place], lines) for place in places]
    codes = [
        each for each in columns if each.coded > {"insee": 0, "code": 0, "either": 0.5, "any": 0.5}.get(each.role, 1)
    ]
    names = [each for each in columns if each.role in ("name", "either", "any") and each not in codes]
    names = [each for each in names if roles or each.named > 0.5]
    exact = [each for each in codes if each.role == "insee"] or codes
    sound = [each for each in exact if each.agreeing > 0.5]
    if any(each.named > 0.5 for each in names):
        doubtful = [each for each in exact if each.known > 0.5 and not each.postal]
        if doubtful and not sound:
            raise _contradiction(rows, doubtful[0].cells, lines)
    elif not sound:
        # Without titles, codes beside words that do not name their places may be a population.
        alone = not any(re.search(r"[^\W\d_]", cell) for each in columns if each not in codes for cell in each.cells)
        sound = [each for each in exact if not each.postal and (roles or (alone and each.known >= 0.5))]
    if sound:
        chosen = _best(sound, lambda each: (each.agreeing > 0.5, each.known))
    elif names and (roles or len(names) < len(columns)):
        chosen = _best(names, lambda each: (True, each.named))
    elif "postal" in head or any(each.postal for each in codes):
        raise _postal()
    elif roles:
        raise TandemError(_("Aucune colonne de codes INSEE ni de noms."), _titles())
    else:
        return None, ()
    aside = any(each is not chosen for each in codes)
    first = next(filter(None, chosen.cells))
    return chosen, [_("Une seule colonne est lue : celle de « %(cell)s ».") % {"cell": first[:60]}] if aside else ()


def _best(columns: Sequence[_Column], score: Callable[[_Column], tuple[bool, float]]) -> _Column:
    best = max(columns, key=score)
    rivals = [each for each in columns if each.cells != best.cells and score(each)[0] == score(best)[0]]
    if any(score(each)[1] > 0.6 for each in rivals):
        raise TandemError(_("Plusieurs colonnes peuvent être celle des communes."), _titles())
    return best


def _titles() -> str:
    return _("Garder une seule colonne, ou donner un titre à chacune : « insee », « nom », « population »…")


def _contradiction(rows: Sequence[Row], cells: Sequence[str], lines: Sequence[Set[str]]) -> TandemError:
    codes = ((row, code, words) for row, cell, words in zip(rows, cells, lines, strict=True) for code in codes_of(cell))
    (line, row), code, _words = next(each for each in codes if each[1] in by_code() and not stands(each[1], each[2]))
    said = {"line": line, "row": " ".join(row)[:60], "code": code, "place": by_code()[code].name}
    return TandemError(
        _("Ligne %(line)s, « %(row)s » : %(code)s est le code INSEE de %(place)s.") % said,
        _("Donner le code INSEE, qui n’est pas le code postal, ou le nom seul ; une commune par ligne."),
    )


def _postal() -> TandemError:
    return TandemError(
        _("Ce sont des codes postaux : un même code postal peut couvrir plusieurs communes."),
        _("Donner les codes INSEE ou les noms. Si ce sont des codes INSEE, écrire « insee » seul en première ligne."),
    )


def _understood(cells: Sequence[tuple[int, str]], notices: Sequence[str]) -> CommuneList:
    codes: dict[str, None] = {}
    restored: set[str] = set()
    unread, unclear = [], []
    for line, cell in cells:
        found = cited(cell)
        places = [] if found else places_named(cell)
        codes.update(dict.fromkeys(found or [each.code for each in places]))
        restored.update({f"0{part}" for part in cell.split()} & set(found))
        if found or len(places) == 1:
            continue
        told = _("ligne %(line)s, « %(cell)s »") % {"line": line, "cell": cell[:60]}
        if places:
            choices = [f"{each.name} ({each.department or each.code})" for each in places]
            choices[TOLD:] = ["…"] if len(choices) > TOLD else []
            unclear.append(f"{told}, {joined(choices, _('ou'))}")
        else:
            unread.append(told)
    said = (
        (unread, counted(len(unread), _("passage non compris"), _("passages non compris")),
         _("%(count)s (code ou nom inconnu) : %(told)s. Donner le code INSEE ou le nom exact, ou retirer la ligne.")),
        (unclear, counted(len(unclear), _("nom à préciser"), _("noms à préciser")),
         _("%(count)s (plusieurs communes ont ce nom) : %(told)s. Ajouter le département, comme ici, ou son code.")),
    )  # fmt: skip
    for each in (unread, unclear):
        each[TOLD:] = [counted(len(each) - TOLD, _("autre"))] if len(each) > TOLD else []
    faults = [sentence % {"count": count, "told": " ; ".join(each)} for each, count, sentence in said if each]
    if restored:
        count = counted(len(restored), _("code sans zéro de tête"), _("codes sans zéro de tête"))
        notices = [*notices, _("%(count)s, remis : 1283 est lu 01283.") % {"count": count}]
    return CommuneList(tuple(codes), tuple(faults), tuple(notices))
