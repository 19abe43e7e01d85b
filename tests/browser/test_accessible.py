"""What every page owes everybody: axe finds nothing grave, nothing scrolls sideways, no script complains; in light and dark, on every width."""

import pytest
from django.utils import timezone

from dcc.people.roles import ROLES
from dcc.store.rules.stores import create_store
from tests.browser.walking import Inspector, Seen, addresses_of
from tests.factories import UserFactory
from tests.whole.matrix_scene import set_scene

pytestmark = pytest.mark.long
NAMES = [name for name, _label in ROLES]


@pytest.fixture(scope="session")
def seen() -> Seen:
    """What axe has looked at, whoever opened it."""
    return Seen()


@pytest.mark.parametrize("role", NAMES)
def test_every_page_of_a_role_is_for_everybody(page, log_in, seen, role):
    scene = set_scene(timezone.now())
    log_in(scene.person(role))
    inspector = Inspector(page, seen)

    for address in addresses_of(role, scene):
        inspector.look_at(address)

    assert inspector.complaints == [], "\n".join(inspector.complaints)
    assert inspector.looked >= 4


@pytest.mark.parametrize("role", ["agent", "leader", "reception", "front_desk", "data_manager"])
def test_the_pages_of_an_empty_store_are_for_everybody(page, log_in, seen, role):
    empty = create_store(code="S9", name="空店", by=None, now=timezone.now())
    log_in(UserFactory(store=empty, roles=[role]))
    inspector = Inspector(page, seen)

    for address in addresses_of(role):
        inspector.look_at(address)

    assert inspector.complaints == [], "\n".join(inspector.complaints)


def test_the_pages_before_one_is_anybody_are_for_everybody(page, log_in, seen, leader):
    inspector = Inspector(page, seen)
    inspector.look_at("/login/")
    leader.must_change_password = True
    leader.save()
    log_in(leader)

    inspector.look_at("/password/")

    assert inspector.complaints == [], "\n".join(inspector.complaints)
    assert inspector.looked == 2
