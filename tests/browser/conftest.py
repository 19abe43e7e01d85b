"""Chromium for the tests: the system's, quiet, Chinese; a person logged in; what the page owes everyone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from dcc.models import User
from tests.browser.chromium import CHROMIUM, FLAGS, OFFICE
from tests.browser.clock import Clock
from tests.browser.walking import GRAVE, Seen
from tests.browser.whole_pages import PATIENCE, read_settled_pages
from tests.factories import FollowUpFactory, LeadFactory
from tests.factories.dcc import PASSWORD, open_all_day
from tests.moments import moment

NOON = moment(26, 12)

expect.set_options(timeout=PATIENCE)
read_settled_pages()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, give it a database that other threads see; where there is no Chromium skip it and say why."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the system's Chromium."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """An office screen in a Chinese store."""
    return {**browser_context_args, **OFFICE}


@pytest.fixture
def page(page: Page, live_server, clock) -> Page:
    """A page that goes by the clock of the play and gives up waiting some time; relative addresses on it are the server's."""
    clock.shows(page.context)
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """Where relative addresses of `page.goto` lead."""
    return live_server.url


def log_in_on(page: Page, user: User, password: str = PASSWORD) -> Page:
    """Log somebody in through the log-in page of this window; return it."""
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


@pytest.fixture
def log_in(page: Page, live_server):
    """Return a function: let this person be logged in. With a password by the log-in page, else by a session that is open already."""

    def come(user: User, password: str = "") -> Page:
        if password:
            return log_in_on(page, user, password)
        before = Client()
        before.force_login(user, "dcc.log_in.backends.PersonBackend")
        page.context.add_cookies([{"name": name, "value": kept.value, "url": live_server.url, "httpOnly": True} for name, kept in before.cookies.items()])
        return page

    return come


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Clock:
    """The clock of the play, at noon of a working day; what time it is for the program is asked of it alone, whatever hour the machine has."""
    clock = Clock(NOON)
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def assert_accessible():
    """Return a function: fail if axe finds anything serious or critical on the page as it stands."""

    def check(page: Page) -> None:
        found = [breach for breach in Axe().run(page).response["violations"] if breach["impact"] in GRAVE]
        assert [(breach["id"], [node["target"] for node in breach["nodes"]]) for breach in found] == []

    return check


@pytest.fixture
def any_hour(store):
    """Let the call window and the working hours last the whole day."""
    open_all_day(store)


@pytest.fixture
def queue(any_hour, agent):
    """Three leads in the agent's queue: a promise and two new ones."""
    now = timezone.now()
    promised = LeadFactory(store=agent.store, agent=agent, name="王建国", model="RAV4荣放", received_at=now, first_call_at=now - timedelta(hours=1))
    FollowUpFactory(lead=promised, due_at=now - timedelta(seconds=1), note="给准话")
    new = (("赵敏", 10), ("刘洋", 20))
    facts = {"store": agent.store, "agent": agent, "model": "亚洲龙", "received_at": now}
    return [promised, *(LeadFactory(name=name, respond_by=now + timedelta(minutes=left), **facts) for name, left in new)]


@pytest.fixture(scope="session")
def seen() -> Seen:
    """What axe has looked at, whoever opened it."""
    return Seen()
