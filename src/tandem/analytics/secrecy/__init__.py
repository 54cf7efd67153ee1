"""Statistical secrecy: which cells of a table may not be published, which others would give them away, and the proof.

`protect`
    A table with nested totals on both sides, made fit to be published: `Protected`.
`primary`
    The cells that are secret by themselves: too few units, one that dominates, or the source's own secret.
`secondary`
    The other cells that must be hidden, at the least cost, so that no reader comes near a secret value.
`attack`, `audit`
    What a reader finds out by linear programming: the interval of each hidden cell; whether any secret is recovered.
`Hierarchy`, `overlay`, `Table`
    How totals are made: trees, several nomenclatures over the same leaves, territories that leave places out and cross
    borders.

A hidden value is NaN with a `Reason`; never 0, which says that there is nothing, nor an empty cell.  How it is done:
`pose` gathers cells that move together and writes the equations (`problem`), a search protects each secret by
patterns and routes (`search`, `patterns`, `routes`), or branch and cut finds the cheapest choice (`exact`); the
attacker (`attack`, `audit`) starts again from what is published and shares none of it.
"""

from tandem.analytics.secrecy.attack import Attack, attack
from tandem.analytics.secrecy.audit import Audit, audit
from tandem.analytics.secrecy.hierarchy import Hierarchy
from tandem.analytics.secrecy.linear import SolverError
from tandem.analytics.secrecy.overlay import Overlay, overlay
from tandem.analytics.secrecy.problem import UnprotectableError
from tandem.analytics.secrecy.protect import Loss, Protected, protect
from tandem.analytics.secrecy.rules import Primary, Reason, Rules, primary
from tandem.analytics.secrecy.secondary import Suppression, secondary
from tandem.analytics.secrecy.table import Table

__all__ = [
    "Attack",
    "Audit",
    "Hierarchy",
    "Loss",
    "Overlay",
    "Primary",
    "Protected",
    "Reason",
    "Rules",
    "SolverError",
    "Suppression",
    "Table",
    "UnprotectableError",
    "attack",
    "audit",
    "overlay",
    "primary",
    "protect",
    "secondary",
]
