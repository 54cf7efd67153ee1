"""What decisions do to their objects: each effect is registered once, and run in the transaction of its decision.

::

    @acts("territory.renew", on="territory", label=_("renouveler le territoire"))
    def _renew(author: Author, key: str, decision: Decision, parameters: Mapping[str, Any]) -> None: ...

An effect that is refused (`TandemError`) refuses the decision with it. The programme file names effects by
their code, for each matter (`tandem.programme.Matter.effect`); a system check holds that they exist, on the matter’s
kind of objects.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tandem.committees.models import Decision
from tandem.core.errors import TandemError
from tandem.core.journal import Author

Run = Callable[[Author, str, Decision, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision does: to objects of which kind, in which words, and how."""

    code: str
    on: str
    label: Any
    run: Run


_effects: dict[str, Effect] = {}


def acts(code: str, *, on: str, label: Any) -> Callable[[Run], Run]:
    """Register an effect."""

    def register(run: Run) -> Run:
        if _effects.setdefault(code, Effect(code, on, label, run)).run is not run:
            raise ValueError(f"{code!r} acts twice")
        return run

    return register


def effect(code: str) -> Effect | None:
    """Return an effect by its code; None when there is none."""
    return _effects.get(code)


def effects() -> tuple[Effect, ...]:
    """Return all effects, by code."""
    return tuple(_effects[code] for code in sorted(_effects))


def apply(decision: Decision, author: Author) -> None:
    """Do to its object what a decision says; called in the transaction that takes it.

    Raises
    ------
    TandemError
        The object refuses it: the decision is not taken, and the message says why.
    """
    found = effect(decision.effect)
    kind, _separator, key = decision.item.about.partition(":")
    if found is None or found.on != kind:
        raise TandemError(
            _("La décision n’est pas prise : son effet « %s » n’existe pas pour cet objet.") % decision.effect,
            _("Corriger la matière du point, ou le fichier du programme."),
        )
    try:
        found.run(author, key, decision, decision.parameters)
    except TandemError as error:
        raise TandemError(_("La décision n’est pas prise : %s") % error.message, error.hint) from error
