import numpy as np
import pytest

from tandem.analytics.secrecy import Hierarchy, Table, overlay

LEVELS = {"A38": ["CA", "CB", "FZ"], "A21": ["C", "C", "F"], "all": ["all"] * 3}


def held(hierarchy, name):
    node = hierarchy.names.index(name)
    return {hierarchy.names[hierarchy.leaves[leaf]] for leaf in hierarchy.membership[[node]].indices}


def test_levels_give_a_tree_whose_names_tell_the_level():
    tree = Hierarchy.from_levels(LEVELS)
    assert tree.names == ("A38 CA", "A38 CB", "A38 FZ", "A21 C", "A21 F", "all all")
    assert held(tree, "A21 C") == {"A38 CA", "A38 CB"}
    assert held(tree, "all all") == {"A38 CA", "A38 CB", "A38 FZ"}
    assert tree.height.tolist() == [0, 0, 0, 1, 1, 2]


def test_two_nomenclatures_share_their_leaves_and_the_levels_of_the_same_name():
    other = {"A38": LEVELS["A38"], "A10": ["BE", "FZ", "FZ"], "all": ["all"] * 3}
    both = Hierarchy.from_levels(LEVELS, other)
    assert held(both, "A10 FZ") == {"A38 CB", "A38 FZ"}
    cuts = [parts for total, parts in both.totals if both.names[total] == "all all"]
    assert sorted(sorted(both.names[part] for part in parts) for parts in cuts) == [
        ["A10 BE", "A10 FZ"],
        ["A21 C", "A21 F"],
    ]


def test_a_leaf_without_group_is_its_own_part_of_the_next_level():
    tree = Hierarchy.from_levels({"commune": ["1", "2", "3"], "epci": ["x", "x", None], "zone": ["z"] * 3})
    (parts,) = [parts for total, parts in tree.totals if tree.names[total] == "zone z"]
    assert {tree.names[part] for part in parts} == {"epci x", "commune 3"}


def test_parents_give_the_same_tree_as_levels():
    tree = Hierarchy.from_parents({"CA": "C", "CB": "C", "FZ": "all", "C": "all"})
    assert held(tree, "all") == {"CA", "CB", "FZ"}
    assert held(tree, "C") == {"CA", "CB"}


def test_what_holds_what():
    tree = Hierarchy.from_levels(LEVELS)
    assert [tree.names[node] for node in np.flatnonzero(tree.over(1))] == ["A38 CB", "A21 C", "all all"]
    assert tree.holds(3, np.arange(6)).tolist() == [True, True, False, True, False, False]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Hierarchy(("a", "a")), "names: expected different names"),
        (lambda: Hierarchy(("a", "b"), ((1, ()),)), "totals: expected parts for b"),
        (lambda: Hierarchy(("a", "b"), ((0, (1,)), (1, (0,)))), "no total that is part of itself, got a, b"),
        (lambda: Hierarchy(("a", "b"), ((1, (0, 0)),)), "parts of b that do not overlap"),
        (lambda: Hierarchy(("a", "b", "t"), ((2, (0, 1)), (2, (0,)))), "cuts of t that hold the same leaves"),
        (lambda: Hierarchy.from_levels({"l": ["a", "b"], "m": ["x"]}), "one code for each leaf at each level"),
        (lambda: Hierarchy.from_levels({"l": ["a", "a"]}), "a code of its own for each leaf"),
        (
            lambda: Hierarchy.from_levels({"l": ["a", "b"], "m": ["x", "x"], "n": ["y", "z"]}),
            "m x in one group of n, got several",
        ),
    ],
)
def test_trees_that_do_not_add_up_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_an_overlay_has_a_remainder_by_region_and_a_part_by_crossed_border():
    cut = overlay(["A", "A", None, "B", "B", None], ["r", "r", "r", "r", "s", "s"], country="France")
    names = cut.hierarchy.names
    assert set(names) == {
        "territory A",
        "part B / r",
        "part B / s",
        "remainder r",
        "remainder s",
        "territory B",
        "region r",
        "region s",
        "France",
    }
    assert {names[node] for node in cut.hierarchy.unprinted} == {"part B / r", "part B / s"}
    assert held(cut.hierarchy, "region r") == {"territory A", "part B / r", "remainder r"}
    assert held(cut.hierarchy, "territory B") == {"part B / r", "part B / s"}
    assert held(cut.hierarchy, "France") == held(cut.hierarchy, "region r") | held(cut.hierarchy, "region s")
    places = Table(cut.hierarchy, Hierarchy.flat(["x"], None))
    jobs = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    leaves = np.bincount(cut.leaf, weights=jobs)[:, np.newaxis]
    totals = dict(zip(names, places.totals(leaves)[:, 0], strict=True))
    assert (totals["territory B"], totals["region r"], totals["remainder s"], totals["France"]) == (24, 15, 32, 63)


def test_remainders_may_be_left_out_of_print_but_not_of_the_accounts():
    cut = overlay(["A", None], ["r", "r"], print_remainders=False)
    assert {cut.hierarchy.names[node] for node in cut.hierarchy.unprinted} == {"remainder r"}
    assert held(cut.hierarchy, "region r") == {"territory A", "remainder r"}


def test_an_overlay_needs_a_region_for_each_place():
    with pytest.raises(ValueError, match="territory: expected 1 territories"):
        overlay(["A", "B"], ["r"])


def test_totals_and_equations_say_the_same():
    table = Table(Hierarchy.from_levels(LEVELS), Hierarchy.flat(["x", "y"]))
    leaves = np.array([[1.0, 2.0], [4.0, 8.0], [16.0, 32.0]])
    whole = table.totals(leaves)
    assert whole[table.rows.names.index("A21 C")].tolist() == [5.0, 10.0, 15.0]
    assert whole[-1].tolist() == [21.0, 42.0, 63.0]
    assert not (table.equations() @ whole.ravel()).any()
    assert table.largest(leaves)[-1].tolist() == [16.0, 32.0, 32.0]
    wrong = whole.copy()
    wrong[3, 0] += 1
    with pytest.raises(ValueError, match="A21 C × x is 6, its parts are 5"):
        table.check_sums(wrong, table.equations())
