"""What a human reads of journal entries: a sentence each, made when it is shown. Pure.

A room says what its codes mean, and how what it holds is called, in its `journal_words` module, which Django's start
loads (`tandem.core.apps`)::

    @says("accounts.mandate_ended")
    def ended(told: Told) -> str:
        return _("a mis fin à %(mandate)s") % {"mandate": told.subject}

    @names("mandate")
    def mandates(keys: Collection[str]) -> dict[str, str]: ...

The sentence begins with who acted. Names are asked for by kind, all those of a timeline at once, so that showing any
number of entries costs one query for each kind; an entry itself never holds a person's name.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.journal.chain import Entry

Name = Callable[[str, Any], str]
"""What a thing is called, from its kind and its key."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, for whoever words it: its data, and names for its references."""

    entry: Entry
    name: Name

    @property
    def data(self) -> dict[str, Any]:
        return self.entry.data

    def named(self, reference: str) -> str:
        """Return what a reference (``kind:key``) is called; the reference itself when nobody knows."""
        kind, separator, key = reference.partition(":")
        return self.name(kind, key) if separator else reference

    @property
    def subject(self) -> str:
        return self.named(self.entry.subject)


Maker = Callable[[Told], str]
Namer = Callable[[Collection[str]], dict[str, str]]

_makers: dict[str, Maker] = {}
_namers: dict[str, Namer] = {}


def says(code: str) -> Callable[[Maker], Maker]:
    """Register what an entry of this code says, after its author's name: « a fondu … dans … »."""
    return _registering(_makers, code)


def names(kind: str) -> Callable[[Namer], Namer]:
    """Register how things of a kind are called: a function of their keys that leaves out those it does not know."""
    return _registering(_namers, kind)


def _registering(registry: dict[str, Any], key: str) -> Callable[[Any], Any]:
    def register(function: Any) -> Any:
        if registry.setdefault(key, function) is not function:
            raise ValueError(f"{key!r} is worded twice")
        return function

    return register


def worded() -> frozenset[str]:
    """Return the codes that have words."""
    return frozenset(_makers)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: when, what, why, and the entry that it tells."""

    at: dt.datetime
    sentence: str
    reason: str
    entry: Entry


def timeline(entries: Iterable[Entry]) -> list[Line]:
    """Return what entries say, in their order."""
    entries = list(entries)
    wanted: dict[str, set[str]] = defaultdict(set)

    def ask(kind: str, key: Any) -> str:
        wanted[kind].add(str(key))
        return ""

    for entry in entries:
        sentence(entry, ask)
    known = {kind: _namers[kind](keys) for kind, keys in wanted.items() if kind in _namers}

    def name(kind: str, key: Any) -> str:
        return known.get(kind, {}).get(str(key)) or f"{kind}:{key}"

    return [Line(entry.at, sentence(entry, name), entry.reason, entry) for entry in entries]


def sentence(entry: Entry, name: Name) -> str:
    """Return what an entry says; a code that nobody has worded is told as it is."""
    told = Told(entry, name)
    author = told.named(entry.actor)
    if entry.organisation:
        author = _("%(who)s, pour %(organisation)s,") % {"who": author, "organisation": told.named(entry.organisation)}
    if entry.code in _makers:
        said = f"{author} {_makers[entry.code](told)}"
    elif entry.subject:
        said = _("%(who)s : acte « %(code)s » sur %(subject)s") % {
            "who": author, "code": entry.code, "subject": told.subject}  # fmt: skip
    else:
        said = _("%(who)s : acte « %(code)s »") % {"who": author, "code": entry.code}
    return f"{said[:1].upper()}{said[1:]}."


@names("cli")
def _commands(keys: Collection[str]) -> dict[str, str]:
    return {key: _("la commande tandem lancée par %(user)s") % {"user": key} for key in keys}
