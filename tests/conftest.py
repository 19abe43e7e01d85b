"""The cast: a store with one person per role, and a second store with its own people."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from dcc.models import Store, User
from dcc.store.rules.stores import create_store
from tests import copies
from tests.clock import stopped
from tests.factories import UserFactory
from tests.moments import MONDAY_8
from tests.one_line import ReadingClient

# No test is timed: a slow machine is no reason to fail.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """The database of this process, in place of the one pytest-django would migrate for each."""
    with django_db_blocker.unblock():
        copies.set_up(worker_id)
    yield
    with django_db_blocker.unblock():
        copies.tear_down(worker_id)


@pytest.fixture(autouse=True)
def nothing_cached():
    """Let no test see a snapshot another one left: its store may have had the same key."""
    cache.clear()


@pytest.fixture(autouse=True)
def chinese():
    """Start every test in Chinese, whatever the one before it left."""
    translation.activate("zh-hans")


@pytest.fixture(autouse=True)
def clock():
    """Let the clock of the program stand still at NOW; a test may set it."""
    with stopped() as clock:
        yield clock


@pytest.fixture
def store(db) -> Store:
    """The store of the cast, as a store is born: with its channels, words and settings."""
    return create_store(code="S1", name="长春一店", brand="丰田", by=None, now=MONDAY_8)


@pytest.fixture
def other_store(db) -> Store:
    """Another store, whose rows do not exist for the cast."""
    return create_store(code="S2", name="长春二店", brand="丰田", by=None, now=MONDAY_8)


def person(fixture: str, name: str, role: str, store: str = "store"):
    """Return a fixture: one person of one role in one of the two stores."""

    @pytest.fixture(name=fixture)
    def make(request, db) -> User:
        return UserFactory(username=fixture, name=name, store=request.getfixturevalue(store), roles=[role])

    return make


data_manager = person("data_manager", "孙丽", "data_manager")
agent = person("agent", "王伟", "agent")
other_agent = person("other_agent", "李娜", "agent")
leader = person("leader", "赵明哲", "leader")
reception = person("reception", "陈嘉怡", "reception")
front_desk = person("front_desk", "周敏", "front_desk")
marketing = person("marketing", "吴迪", "marketing")
director = person("director", "郑强", "director")
manager = person("manager", "冯涛", "manager")

foreign_data_manager = person("foreign_data_manager", "何静", "data_manager", "other_store")
foreign_agent = person("foreign_agent", "许峰", "agent", "other_store")
foreign_leader = person("foreign_leader", "沈洁", "leader", "other_store")
foreign_director = person("foreign_director", "韩磊", "director", "other_store")


@pytest.fixture
def hq(store) -> User:
    """Somebody of head office, who watches the store's figures."""
    person = UserFactory(username="hq", name="杨帆", store=None, roles=["hq"])
    person.stores.add(store)
    return person


def logging_in(browser: type[Client]):
    """Return a function: a browser of this kind in which this person is logged in."""

    def log_in(user: User) -> Client:
        client = browser()
        client.force_login(user, "dcc.log_in.backends.PersonBackend")
        return client

    return log_in


@pytest.fixture
def client_of():
    """Return a function: a browser without a window in which this person is logged in."""
    return logging_in(ReadingClient)


@pytest.fixture
def window_of():
    """Return a function: the same, for walks through many pages: what it shows is left as it was laid out."""
    return logging_in(Client)
