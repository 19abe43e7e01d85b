"""The table of rights: what it refuses to be, and the door it opens."""

import pytest

from dcc.people.permissions import PERMISSIONS, TABLE, parse, requires
from dcc.people.roles import ROLES

NAMES = [name for name, _label in ROLES]
HEAD = " ".join(["permission", *NAMES])
DULL = " ".join(["-"] * len(NAMES))


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
