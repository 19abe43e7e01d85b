"""The table of rights: what it refuses to be, and the door it opens."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied

from dcc.people.permissions import PERMISSIONS, TABLE, decides, outranks, parse, rank, requires, roles_to_give
from dcc.people.roles import ROLES

NAMES = [name for name, _label in ROLES]
HEAD = " ".join(["permission", *NAMES])
DULL = " ".join(["-"] * len(NAMES))


@dataclass
class Somebody:
    roles: frozenset[str]


@dataclass
class Request:
    user: Somebody


def with_roles(*roles: str) -> Somebody:
    return Somebody(frozenset(roles))


def test_a_cell_is_a_scope_and_a_dash_none():
    parsed = parse(f"{HEAD}\n# a remark\nlead.see own {' '.join(['-'] * (len(NAMES) - 1))}\nlead.dream {DULL}")

    assert parsed == {"lead.see": {NAMES[0]: "own"}, "lead.dream": {}}


@pytest.mark.parametrize(
    "table",
    [
        HEAD.replace(NAMES[0], "wizard"),
        f"{HEAD} wizard\nlead.see {DULL} -",
        f"{HEAD}\nlead.see {DULL} all",
        f"{HEAD}\nlead.see {DULL[2:]}",
        f"{HEAD}\nlead.see {DULL}\nlead.see {DULL}",
    ],
    ids=["another role", "a role too many", "a cell too many", "a cell too few", "twice"],
)
def test_a_table_of_other_roles_widths_or_names_is_refused(table):
    with pytest.raises(ValueError, match="permission table"):
        parse(table)


def test_the_table_is_what_is_asked():
    assert parse(TABLE) == PERMISSIONS


def test_a_view_names_a_permission_there_is_and_bears_it():
    with pytest.raises(KeyError):
        requires("lead.dream")

    assert requires("lead.see")(lambda request: None).permission == "lead.see"


def test_a_view_is_opened_to_whoever_has_the_right_with_what_it_was_asked_and_to_nobody_else():
    view = requires("lead.grade")(lambda request, pk, *, how: (pk, how))

    assert view(Request(with_roles("data_manager")), 7, how="quick") == (7, "quick")
    with pytest.raises(PermissionDenied):
        view(Request(with_roles("agent")), 7, how="quick")


def test_directors_managers_and_head_office_are_of_one_rank_above_the_leader_and_all_others_below():
    ranks = {name: rank([name]) for name in NAMES}

    assert ranks == dict.fromkeys(NAMES, 1) | {"leader": 2, "director": 3, "manager": 3, "hq": 3}
    assert (rank(["agent", "leader"]), rank([])) == (2, 0)


@pytest.mark.parametrize(
    ("mine", "theirs", "above"),
    [("leader", "agent", True), ("leader", "leader", False), ("leader", "director", False), ("director", "leader", True), ("director", "manager", False)],
)
def test_only_whoever_is_of_a_higher_rank_stands_above(mine, theirs, above):
    assert outranks(with_roles(mine), ["reception", theirs]) is above


def test_roles_are_given_below_ones_own_rank_by_whoever_manages_people():
    below = set(NAMES) - {"leader", "director", "manager", "hq"}

    given = {mine: {name for name, _label in roles_to_give(with_roles(mine))} for mine in ("agent", "leader", "director", "manager", "hq")}

    assert given == {"agent": set(), "leader": below, "director": below | {"leader"}, "manager": set(), "hq": set()}


def test_whoever_may_only_propose_does_not_decide():
    assert [decides(with_roles(role), "lead.number") for role in ("leader", "agent", "director")] == [True, False, False]
