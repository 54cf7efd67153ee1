"""Who may do what, where: the matrix that ships, cell by cell, and the rules that read it."""

from pathlib import Path

import pytest

from tandem import programme
from tandem.accounts.rights import Acting, matrix, may, may_grant
from tandem.accounts.scopes import ANYWHERE, NATION, Place, Scope, ScopeKind
from tandem.programme.operations import OPERATIONS

COMMITTED = Path(__file__).with_name("matrix.txt")
HERE = Place(territories={"ti-8413"}, departments={"01"}, regions={"84"}, organisations={"7"})
ELSEWHERE = Place(territories={"ti-2802"}, departments={"76", "27"}, regions={"28"}, organisations={"8"})
OF_KIND = {
    "nation": NATION,
    "region": Scope(ScopeKind.REGION, "84"),
    "department": Scope(ScopeKind.DEPARTMENT, "01"),
    "territory": Scope(ScopeKind.TERRITORY, "ti-8413"),
    "organisation": Scope(ScopeKind.ORGANISATION, "7"),
}


def acting(role: str, scope: Scope | None = None, second_factor: bool = True) -> Acting:
    kind = programme.current().role(role).scope
    return Acting(1, 1, 7, role, scope or OF_KIND[kind], second_factor)


def written() -> str:
    rows = matrix(programme.current())
    width = max(len(code) for code in OPERATIONS)
    head = [f"{'':{width}}  " + "  ".join(role.code for role, _ in rows)]
    return (
        "\n".join(
            head
            + [
                f"{code:{width}}  "
                + "  ".join(("yes" if cells[code] else "-").center(len(role.code)) for role, cells in rows)
                for code in OPERATIONS
            ]
        )
        + "\n"
    )


def test_the_matrix_is_the_one_that_was_agreed():
    """A change of the programme file's roles shows here, to be read: write the file anew with what the test prints."""
    assert written() == COMMITTED.read_text(encoding="utf-8")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("role", [role.code for role in programme.current().roles])
def test_each_role_may_what_its_line_says_and_only_in_its_perimeter(role, operation):
    held = programme.current()
    allowed = operation in held.role(role).may
    assert bool(may(acting(role), operation, HERE, held)) is allowed
    everywhere = held.role(role).scope == "nation"
    assert bool(may(acting(role), operation, ELSEWHERE, held)) is (allowed and everywhere)
    assert bool(may(acting(role), operation, ANYWHERE, held)) is (allowed and everywhere)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_nobody_may_anything_without_a_mandate(operation):
    verdict = may(None, operation, HERE, programme.current())
    assert not verdict
    assert "se connecter" in str(verdict.reason)


def test_what_binds_asks_for_a_second_factor():
    held = programme.current()
    for role in held.roles:
        for operation in role.may:
            verdict = may(acting(role.code, second_factor=False), operation, HERE, held)
            assert bool(verdict) is not OPERATIONS[operation].binding
            assert verdict or "second facteur" in str(verdict.reason)


def test_a_role_that_the_file_no_longer_has_allows_nothing():
    ghost = Acting(1, 1, 7, "ghost", NATION, second_factor=True)
    assert not any(may(ghost, operation, HERE, programme.current()) for operation in OPERATIONS)


def test_an_operation_that_does_not_exist_is_a_mistake_in_the_code():
    with pytest.raises(KeyError):
        may(acting("delegate"), "people.raed", HERE, programme.current())


def test_roles_are_given_within_ones_own_perimeter_and_list():
    held = programme.current()
    region = acting("region-instructor")
    assert may_grant(region, "project-manager", HERE, held)
    assert not may_grant(region, "project-manager", ELSEWHERE, held)
    assert not may_grant(region, "delegate", HERE, held)
    assert not may_grant(acting("project-manager"), "project-manager", HERE, held)
    assert not may_grant(None, "project-manager", HERE, held)


def test_every_role_can_be_given_by_somebody():
    held = programme.current()
    given = {code for role in held.roles for code in role.grants}
    assert given == {role.code for role in held.roles}
