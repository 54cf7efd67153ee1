"""The totals of one side of a table: communes in their region in the country, classes of activity in their groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from tandem.analytics.arrays import BoolArray, IntArray

Total = tuple[int, tuple[int, ...]]
"""A node, and the nodes that add up to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Nodes, of which some are totals of others.

    A node may be part of several totals, and a total may be cut in several ways (industry into divisions, and into the
    groups of another nomenclature), as long as all its cuts hold the same leaves.

    Attributes
    ----------
    names : tuple of str
        The nodes, numbered from 0.
    totals : tuple of (int, tuple of int)
        Each total and the nodes that add up to it.
    unprinted : frozenset of int
        Nodes that are in the accounts and in no publication.
    leaves : ndarray of int, shape (n_leaves,)
        The nodes that are no total.
    membership : sparse array, shape (n_nodes, n_leaves)
        1 where the leaf is part of the node, or is the node.
    height : ndarray of int, shape (n_nodes,)
        0 for a leaf, one more than the highest of its parts for a total.
    ancestors : ndarray of int, shape (n_leaves, depth)
        The nodes that each leaf is part of, from itself up, filled up with the number of nodes.

    Raises
    ------
    ValueError
        Two nodes of one name, a total without parts or part of itself, a leaf counted twice, cuts that do not agree.
    """

    names: tuple[str, ...]
    totals: tuple[Total, ...] = ()
    unprinted: frozenset[int] = frozenset()
    leaves: IntArray = field(init=False)
    membership: csr_array = field(init=False)
    height: IntArray = field(init=False)
    ancestors: IntArray = field(init=False)

    def __post_init__(self) -> None:
        if len(set(self.names)) != self.size:
            raise ValueError("names: expected different names, two nodes have the same")
        held, height = self._gather()
        leaves = np.flatnonzero(height == 0)
        rank = {leaf: number for number, leaf in enumerate(leaves.tolist())}
        ancestors: list[list[int]] = [[] for _ in rank]
        for node in np.argsort(height, kind="stable").tolist():
            for leaf in held[node]:
                ancestors[rank[leaf]].append(node)
        depth = max(map(len, ancestors), default=1)
        padded = [nodes + [self.size] * (depth - len(nodes)) for nodes in ancestors]
        row = np.array([node for node, inside in enumerate(held) for _ in inside], dtype=np.intp)
        column = np.array([rank[leaf] for inside in held for leaf in sorted(inside)], dtype=np.intp)
        shape = (self.size, leaves.size)
        object.__setattr__(self, "leaves", leaves)
        object.__setattr__(self, "membership", csr_array((np.ones(row.size), (row, column)), shape=shape))
        object.__setattr__(self, "height", height)
        object.__setattr__(self, "ancestors", np.array(padded, dtype=np.intp).reshape(leaves.size, depth))

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.names)

    def holds(self, node: int, others: IntArray) -> BoolArray:
        """Say which of the other nodes are part of the node, or are the node."""
        first_leaf = self.membership.indices[self.membership.indptr[others]]
        within: BoolArray = (self.ancestors[first_leaf] == node).any(axis=1)
        return np.asarray(within & (self.height[others] <= self.height[node]))

    def over(self, node: int) -> BoolArray:
        """Say which nodes hold the node, itself included, shape (n_nodes,)."""
        first_leaf = self.membership.indices[self.membership.indptr[node]]
        found = np.zeros(self.size + 1, dtype=np.bool_)
        found[self.ancestors[first_leaf]] = True
        higher = (self.height > self.height[node]) | (np.arange(self.size) == node)
        return np.asarray(found[:-1] & higher)

    def _gather(self) -> tuple[list[frozenset[int]], IntArray]:
        """Return the leaves that each node holds, and its height."""
        cuts: dict[int, list[tuple[int, ...]]] = {}
        for total, parts in self.totals:
            if not parts:
                raise ValueError(f"totals: expected parts for {self.names[total]}, got none")
            cuts.setdefault(total, []).append(parts)
        held = {node: frozenset([node]) for node in range(self.size) if node not in cuts}
        height = np.zeros(self.size, dtype=np.intp)
        while len(held) < self.size:
            ready = [node for node in cuts if node not in held and all(p in held for cut in cuts[node] for p in cut)]
            if not ready:
                lost = ", ".join(self.names[node] for node in cuts if node not in held)
                raise ValueError(f"totals: expected no total that is part of itself, got {lost}")
            for node in ready:
                held[node] = self._leaves_of(node, [[held[part] for part in cut] for cut in cuts[node]])
                height[node] = 1 + max(height[part] for cut in cuts[node] for part in cut)
        return [held[node] for node in range(self.size)], height

    def _leaves_of(self, node: int, cuts: list[list[frozenset[int]]]) -> frozenset[int]:
        wholes = [frozenset[int]().union(*cut) for cut in cuts]
        if any(sum(map(len, cut)) != len(whole) for cut, whole in zip(cuts, wholes, strict=True)):
            raise ValueError(f"totals: expected parts of {self.names[node]} that do not overlap")
        if any(whole != wholes[0] for whole in wholes):
            raise ValueError(f"totals: expected cuts of {self.names[node]} that hold the same leaves")
        return wholes[0]

    @classmethod
    def flat(cls, names: Sequence[str], total: str | None = "total") -> "Hierarchy":
        """Return nodes and their total; without total when it is None."""
        if total is None or not names:
            return cls(tuple(names))
        return cls((*names, total), ((len(names), tuple(range(len(names)))),))

    @classmethod
    def from_parents(cls, *trees: Mapping[str, str]) -> "Hierarchy":
        """Return the nodes of one or more trees, each given as the parent of each node.

        Nodes are numbered in the order in which they are met as children, then as parents.

        Parameters
        ----------
        *trees : mapping of str to str
            ``{"76540": "Métropole Rouen Normandie", "Métropole Rouen Normandie": "Rouen"}``.  Trees may share
            nodes: a node with parts in two trees is cut in two ways.
        """
        number: dict[str, int] = {}
        for tree in trees:
            for name in (*tree.keys(), *tree.values()):
                number.setdefault(name, len(number))
        totals: dict[tuple[int, frozenset[int]], Total] = {}
        for tree in trees:
            parts: dict[int, list[int]] = {}
            for child, parent in tree.items():
                parts.setdefault(number[parent], []).append(number[child])
            for total, children in parts.items():
                totals.setdefault((total, frozenset(children)), (total, tuple(children)))
        return cls(tuple(number), tuple(totals.values()))

    @classmethod
    def from_levels(cls, *nomenclatures: Mapping[str, Sequence[str | None]]) -> "Hierarchy":
        """Return the nodes of one or more nomenclatures, each given by the code of each leaf at each level.

        Parameters
        ----------
        *nomenclatures : mapping of str to sequence of str
            Levels from the finest up, all of the same length, such as
            ``{"A38": ["CA", "CB", "FZ"], "A21": ["C", "C", "F"], "all": ["all"] * 3}``.  A leaf without group at a
            level (None) is its own part of the next level.  Nomenclatures share the nodes of the levels that bear the
            same name.

        Returns
        -------
        Hierarchy
            Nodes are named after their level and code, ``"A21 C"``, since codes of different levels may be alike.

        Raises
        ------
        ValueError
            Levels of different lengths, a leaf without code, or a group that is cut by one of the next levels.
        """
        trees = []
        for levels in nomenclatures:
            if len({len(codes) for codes in levels.values()}) > 1:
                raise ValueError("nomenclatures: expected one code for each leaf at each level, some level has more")
            tree: dict[str, str] = {}
            nodes: list[str] = []
            for position, (level, codes) in enumerate(levels.items()):
                named = [None if code is None else f"{level} {code}" for code in codes]
                if position == 0:
                    nodes = [name for name in named if name is not None]
                    if len(set(nodes)) < len(codes):
                        raise ValueError(f"nomenclatures: expected a code of its own for each leaf of {level}")
                    continue
                for leaf, name in enumerate(named):
                    if name is None:
                        continue
                    if tree.setdefault(nodes[leaf], name) != name:
                        raise ValueError(f"nomenclatures: expected {nodes[leaf]} in one group of {level}, got several")
                nodes = [name or node for name, node in zip(named, nodes, strict=True)]
            trees.append(tree)
        if not any(trees):
            return cls(tuple(dict.fromkeys(nodes))) if nomenclatures else cls(())
        return cls.from_parents(*trees)
