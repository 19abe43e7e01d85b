"""The installation that is disturbed: one for all, made once, its people at work where a test lets them."""

import os

import pytest

from tests.faults.installation import installed
from tests.faults.scene import Scene


@pytest.fixture(scope="session")
def scene(django_db_setup, django_db_blocker):
    """A store at work."""
    with django_db_blocker.unblock(), installed() as house:
        made = Scene(house)
        house.start()
        house.until(house.is_ready)
        yield made


@pytest.fixture
def house(scene, django_db_blocker):
    """Its installation, ready, and ready again afterwards."""
    with django_db_blocker.unblock():
        scene.house.until(scene.house.is_ready)
        yield scene.house
        scene.house.until(scene.house.is_ready)


@pytest.fixture(scope="session")
def moments() -> int:
    """How many moments processes are killed at."""
    return int(os.environ.get("FAULT_MOMENTS", "4"))


@pytest.fixture(scope="session")
def seed() -> int:
    """What the moments are drawn by."""
    return int(os.environ.get("FAULT_SEED", "16"))
