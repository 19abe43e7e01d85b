"""What every page owes everybody: axe finds nothing grave, nothing scrolls sideways, no script complains; in light and dark, on every width.

Of the floor and of an empty store; test_accessible.py walks the pages of the others.
"""

import pytest
from django.utils import timezone

from dcc.store.rules.stores import create_store
from tests.browser.walking import addresses_of, walk
from tests.factories import UserFactory
from tests.whole.matrix_scene import set_scene

pytestmark = pytest.mark.long
FLOOR = ["agent", "reception", "front_desk", "marketing"]


@pytest.mark.parametrize("role", FLOOR)
def test_every_page_of_a_role_is_for_everybody(page, log_in, seen, role):
    scene = set_scene(timezone.now())
    log_in(scene.person(role))

    inspector = walk(page, seen, addresses_of(role, scene))

    assert inspector.complaints == [], "\n".join(inspector.complaints)
    assert inspector.looked >= 4


@pytest.mark.parametrize("role", ["agent", "leader", "reception", "front_desk", "data_manager"])
def test_the_pages_of_an_empty_store_are_for_everybody(page, log_in, seen, role):
    empty = create_store(code="S9", name="空店", by=None, now=timezone.now())
    log_in(UserFactory(store=empty, roles=[role]))

    inspector = walk(page, seen, addresses_of(role))

    assert inspector.complaints == [], "\n".join(inspector.complaints)
