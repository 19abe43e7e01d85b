"""What every page owes everybody: axe finds nothing grave, nothing scrolls sideways, no script complains; in light and dark, on every width.

The pages of whoever works on the floor, and of an empty store, are walked in test_accessible_floor.py: a process of its own takes them meanwhile.
"""

import pytest
from django.utils import timezone

from dcc.people.roles import ROLES
from tests.browser.test_accessible_floor import FLOOR
from tests.browser.walking import addresses_of, walk
from tests.whole.matrix_scene import set_scene

pytestmark = pytest.mark.long
OFFICE = [name for name, _label in ROLES if name not in FLOOR]


@pytest.mark.parametrize("role", OFFICE)
def test_every_page_of_a_role_is_for_everybody(page, log_in, seen, role):
    scene = set_scene(timezone.now())
    log_in(scene.person(role))

    inspector = walk(page, seen, addresses_of(role, scene))

    assert inspector.complaints == [], "\n".join(inspector.complaints)
    assert inspector.looked >= 4


def test_the_pages_before_one_is_anybody_are_for_everybody(page, log_in, seen, leader):
    before = walk(page, seen, ["/login/"])
    leader.must_change_password = True
    leader.save()
    log_in(leader)

    after = walk(page, seen, ["/password/"])

    assert before.complaints + after.complaints == []
    assert (before.looked, after.looked) == (1, 1)
