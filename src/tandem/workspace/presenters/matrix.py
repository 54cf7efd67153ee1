"""The matrix of roles and operations, for a page."""

from dataclasses import dataclass
from typing import Any

from tandem.accounts.rights import matrix
from tandem.accounts.scopes import ScopeKind
from tandem.programme import Programme, Role
from tandem.programme.operations import OPERATIONS, Operation


@dataclass(frozen=True, slots=True)
class Line:
    """An operation, and for each role of the columns whether it allows it."""

    operation: Operation
    cells: list[bool]
    roles: list[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A role at the head of a column, and what it is exercised over."""

    role: Role
    over: Any
    own: bool


def shown(programme: Programme, own: str) -> dict[str, Any]:
    """Return the columns and lines of the matrix; `own` is the code of the role of who reads it."""
    rows = matrix(programme)
    return {
        "columns": [Column(role, ScopeKind(role.scope).label, role.code == own) for role, _cells in rows],
        "lines": [
            Line(operation, [cells[code] for _role, cells in rows], [role.name for role, cells in rows if cells[code]])
            for code, operation in OPERATIONS.items()
        ],
        "own": next((role for role, _cells in rows if role.code == own), None),
    }
