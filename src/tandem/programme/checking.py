"""Reads typed values out of a TOML table; every problem is kept with its line, instead of stopping at the first."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.errors import nearest
from tandem.programme.lines import Path, line_of

TODAY = dt.date(2000, 1, 1)  # stands for a date that could not be read, once its problem is noted


class Checked:
    """A table of the file, and the problems found in the whole file."""

    def __init__(self, content: dict[str, Any], lines: dict[Path, int], path: Path = (), problems: Any = None) -> None:
        self.content = content
        self.lines = lines
        self.path = path
        self.problems: list[tuple[int, str]] = [] if problems is None else problems

    def problem(self, message: str, *where: str | int) -> None:
        self.problems.append((line_of((*self.path, *where), self.lines), message))

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that nobody reads: they are mistyped ones."""
        for key in self.content:
            if key not in known:
                close = nearest(key, known, 1)
                message = _("clé inconnue « %s »") % key
                self.problem(message + (_(", peut-être « %s »") % close[0] if close else ""), key)

    def text(self, key: str) -> str:
        value = self._present(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.problem(_("« %s » doit être un texte entre guillemets, non vide") % key, key)
            return ""
        return value.strip()

    def date(self, key: str) -> dt.date:
        return self._date(key, self._present(key)) or TODAY

    def optional_date(self, key: str) -> dt.date | None:
        return self._date(key, self.content.get(key))

    def count(self, key: str) -> int:
        """A whole number, one at least."""
        value = self._present(key)
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.problem(_("« %s » doit être un nombre entier, au moins 1") % key, key)
            return 1
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """List of texts; an absent key is an empty list."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem(_('« %s » doit être une liste de textes, par exemple ["a", "b"]') % key, key)
            return ()
        return tuple(value)

    def table(self, key: str) -> "Checked":
        value = self._present(key)
        if value is None:
            return Checked({}, self.lines)  # one problem is told, not each key that the table would have held
        if not isinstance(value, dict):
            self.problem(
                _("« %s » doit être une table, écrite [%s]") % (key, ".".join(map(str, self._named(key)))), key
            )
            return Checked({}, self.lines)
        return Checked(value, self.lines, (*self.path, key), self.problems)

    def tables(self, key: str) -> "list[Checked]":
        value = self._present(key)
        if value is None:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.problem(
                _("« %s » doit compter au moins une table, écrite [[%s]]") % (key, ".".join(self._named(key))), key
            )
            return []
        return [Checked(item, self.lines, (*self.path, key, rank), self.problems) for rank, item in enumerate(value)]

    def _present(self, key: str) -> Any:
        if key not in self.content:
            self.problem(_("il manque « %s »") % ".".join(self._named(key)))
            return None
        return self.content[key]

    def _named(self, key: str) -> list[str]:
        return [str(part) for part in (*self.path, key) if isinstance(part, str)]

    def _date(self, key: str, value: Any) -> dt.date | None:
        if value is None:
            return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.problem(_("« %s » doit être une date sans guillemets, par exemple 2023-11-09") % key, key)
            return None
        return value
