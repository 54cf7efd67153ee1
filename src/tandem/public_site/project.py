"""A territory to be, as an address names it: what is asked, what it means, the short address that says it again."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import reference
from tandem.core.errors import TandemError
from tandem.core.typography import printable
from tandem.diagnosis import edition
from tandem.diagnosis.edition import Address, Edition
from tandem.diagnosis.projects import Project, figures_of_project, project
from tandem.diagnosis.queries import ChapterFigures
from tandem.public_site import typed
from tandem.public_site.packing import pack, unpack
from tandem.public_site.presenters.addresses import Pages

LONGEST_TEXT = 60_000
LONGEST_NAME = 120
READABLE = 600
"""Length of a query up to which it names its communes; beyond, they are packed."""
LONGEST_ADDRESS = 4_000
"""What every server on the way lets through; a browser with script packs the list before it comes near."""

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of the form, all of it in the address.

    Parameters
    ----------
    name
        What the territory is called; may be empty.
    text
        The list as it was typed.
    epci
        SIREN of the intermunicipalities chosen.
    zone
        A packed list of communes.
    department
        Whose intermunicipalities are proposed.
    choosing
        True while one chooses: the diagnosis is not wanted yet.
    """

    name: str = ""
    text: str = ""
    epci: tuple[str, ...] = ()
    zone: str = ""
    department: str = ""
    choosing: bool = False

    @property
    def empty(self) -> bool:
        return not (self.text or self.epci or self.zone)


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked and what it means: a project, or what is wrong with it, in sentences."""

    asked: Asked
    project: Project | None
    faults: tuple[str, ...] = ()
    restored: int = 0


def asked(query: QueryDict) -> Asked:
    """Read the address; a parameter given several times (boxes ticked) is one list."""

    def plain(name: str, longest: int) -> str:
        return query.get(name, "").replace("\0", "").strip()[:longest]

    groups = re.findall(r"\d{9}", " ".join(query.getlist("epci")))
    return Asked(
        name=" ".join(printable(plain("nom", LONGEST_NAME)).split()),
        text="\n".join(query.getlist("communes")).replace("\0", "").strip()[:LONGEST_TEXT],
        epci=tuple(dict.fromkeys(groups)),
        zone=plain("zone", LONGEST_TEXT),
        department=plain("dep", 3).upper(),
        choosing=bool(query.get("etape")),
    )


def find(wanted: Asked) -> Found:
    """Return what was asked for, or why it cannot be (two queries when names were typed, none otherwise)."""
    if wanted.empty:
        return Found(wanted, None)
    understood = typed.understand(wanted.text)
    if understood.faults:
        return Found(wanted, None, understood.faults)
    try:
        packed = unpack(wanted.zone) if wanted.zone else []
        made = _made((*understood.codes, *wanted.epci, *packed), wanted.name)
    except TandemError as error:
        return Found(wanted, None, (str(error),))
    return Found(wanted, made, restored=understood.restored)


@lru_cache(maxsize=64)
def _made(codes: tuple[str, ...], name: str) -> Project:
    """One page asks for its drawings one by one, each with the same communes."""
    return project(codes, name)


def get(query: QueryDict) -> tuple[Project, Pages]:
    """Return the project that the address of a file or of a figure names, and where its pages are.

    Raises
    ------
    TandemError
        It names none, or one that cannot be.
    """
    wanted = asked(query)
    found = find(wanted)
    if found.project is None:
        raise TandemError(
            " ".join(found.faults) or _("L’adresse ne dit pas de quelles communes il s’agit."),
            _("Partir de la page « Un territoire en projet »."),
        )
    return found.project, pages_of(found.project, wanted.name)


def figures_of(made: Project) -> tuple[ChapterFigures, ...]:
    """Return a project's figures; one is computed at a time, so that its many drawings wait for one computation."""
    with _one_at_a_time:
        return figures_of_project(made)


def edition_of(made: Project, address: Address) -> Edition:
    """Return a project's diagnosis as its files hold it, each figure with an address."""
    with _one_at_a_time:
        return edition.of_project(made, address=address)


@cache
def _groupings() -> tuple[tuple[Mapping[str, str], Counter[str]], ...]:
    """For each way in which communes are grouped, the widest first: the group of a commune, and how many each has."""
    table = reference.load("communes").select(["code", "epci", "ept"])
    codes = table["code"].to_pylist()
    found = []
    for kind in ("epci", "ept"):
        of = {code: group for code, group in zip(codes, table[kind].to_pylist(), strict=True) if group}
        found.append((of, Counter(of.values())))
    return tuple(found)


def composition(communes: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the intermunicipalities that a set of communes holds whole, and its other communes."""
    whole: set[str] = set()
    left = list(communes)
    for of, sizes in _groupings():
        counts = Counter(of[code] for code in left if code in of)
        held = {group for group, count in counts.items() if count == sizes[group]}
        left = [code for code in left if of.get(code) not in held]
        whole |= held
    return tuple(sorted(whole)), tuple(left)


def query_of(name: str, communes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the parameters that say a project in the shortest way that can be read, packed when it would be long."""
    groups, others = composition(communes)
    named = [("nom", name)] if name else []
    said = [("epci", ",".join(groups)), ("communes", ",".join(others))]
    readable = tuple((key, value) for key, value in (*named, *said) if value)
    return readable if len(_written(readable)) <= READABLE else (*named, ("zone", pack(communes)))


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(pairs), safe=",", quote_via=quote)


def pages_of(made: Project, name: str) -> Pages:
    """Return where the pages of a project are; `name` is the one given, empty for a project without a name."""
    return Pages(reverse("public_site:project"), "?" + _written(query_of(name, made.communes)))


def address_of(name: str, communes: Sequence[str]) -> str:
    """Return the address of the project that a set of communes is: to start from a perimeter that exists."""
    return f"{reverse('public_site:project')}?{_written(query_of(name, communes))}"


def departments_of(communes: Sequence[str]) -> list[str]:
    """Return the codes of the departments of communes, those with most of them first."""
    counts = Counter(code[:3] if code.startswith(("97", "98")) else code[:2] for code in communes)
    return [code for code, _count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
