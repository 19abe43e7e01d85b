"""What the desk of a new store says comes first, and to whom."""

import pytest

from dcc.store.rules.stores import create_store
from dcc.store.rules.words import add_word
from tests.factories import LeadFactory, UserFactory
from tests.moments import MONDAY_9


@pytest.fixture
def new_store(db):
    return create_store(code="S9", name="新店", by=None, now=MONDAY_9)


def addresses(client_of, person) -> list[str]:
    """Where the things that wait on somebody's desk lead, the first one first."""
    context = client_of(person).get("/").context
    return [item.url for item in ([context["first"]] if context["first"] else []) + [item for _number, item in context["items"]]]


def test_the_director_of_a_new_store_adds_the_leader_and_the_models(client_of, new_store):
    director = UserFactory(store=new_store, roles=["director"])

    before = addresses(client_of, director)
    UserFactory(store=new_store, roles=["leader"])
    add_word(new_store, kind="car_model", name="轩逸", by=director, now=MONDAY_9)

    assert before[:2] == ["/settings/people/new/", "/settings/words/car_model/"]
    assert {"/settings/people/new/", "/settings/words/car_model/"} & set(addresses(client_of, director)) == set()


def test_the_leader_adds_whoever_is_missing(client_of, new_store):
    leader = UserFactory(store=new_store, roles=["leader"])
    add_word(new_store, kind="car_model", name="轩逸", by=leader, now=MONDAY_9)

    waiting = [addresses(client_of, leader)]
    for role in ("data_manager", "agent"):
        UserFactory(store=new_store, roles=[role])
        waiting.append(addresses(client_of, leader))

    assert ["/settings/people/new/" in found for found in waiting] == [True, True, False]


def test_the_data_manager_imports_the_first_file(client_of, new_store):
    data_manager = UserFactory(store=new_store, roles=["data_manager"])

    before = addresses(client_of, data_manager)
    LeadFactory(store=new_store)

    assert ("/leads/import/" in before, "/leads/import/" in addresses(client_of, data_manager)) == (True, False)
