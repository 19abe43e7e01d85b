"""Who has which key to what waits in a browser."""

from base64 import b64decode

import pytest

from dcc.people.browser_keys import browser_keys
from tests.factories import StoreFactory, UserFactory


def keys(person) -> list[bytes]:
    """Return a person's keys as their page uncovers them."""
    halves = [(bytes_[:32], bytes_[32:]) for bytes_ in map(b64decode, browser_keys(person).split())]
    return [bytes(one ^ other for one, other in zip(mask, covered, strict=True)) for mask, covered in halves]


@pytest.fixture
def colleague(front_desk):
    return UserFactory(store=front_desk.store, roles=["front_desk"])


def test_all_of_a_front_desk_write_by_one_key_and_have_one_of_their_own(front_desk, colleague):
    (desk, own), (same, theirs) = keys(front_desk), keys(colleague)

    assert (desk == same, own == theirs, desk == own) == (True, False, False)


def test_nobody_else_has_the_key_of_a_desk(front_desk, agent, leader):
    elsewhere = UserFactory(store=StoreFactory(), roles=["front_desk"])

    desk = keys(front_desk)[0]

    assert [desk in keys(person) for person in (agent, leader, elsewhere)] == [False] * 3
    assert [len(keys(person)) for person in (agent, leader)] == [1, 1]


def test_a_key_is_written_otherwise_in_each_answer(agent):
    once, again = browser_keys(agent), browser_keys(agent)

    assert once != again
    assert keys(agent) == keys(agent)
