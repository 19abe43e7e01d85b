"""A stranger's wrong tries lock no one out of a browser that knows them; whoever is above unlocks; an open session does not guess passwords."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dcc.log_in.known_devices import MOST, SALT, Device
from dcc.log_in.rules.throttle import locked_until, may_try_own_password, record_wrong_password, unlock
from dcc.models import Notice, TrailEntry
from dcc.people.rules.people import reset_password
from tests.dcc.log_in.test_log_in import log_in
from tests.dcc.people.test_people import refusal
from tests.factories.dcc import PASSWORD
from tests.moments import NOW
from tests.trail import trail

pytestmark = pytest.mark.django_db
NEW = "a-quite-new-password"


@pytest.fixture
def known(agent) -> Client:
    """A browser in which the agent logged in before, and is logged in no more."""
    browser = Client()
    log_in(browser, "agent")
    browser.post("/logout/")
    return browser


def fail(username: str, times: int, browser: Client | None = None) -> int:
    """Try wrongly; return the last status."""
    return [log_in(browser or Client(), username, "wrong-password").status_code for _time in range(times)][-1]


def test_a_strangers_wrong_tries_lock_nobody_out_of_a_browser_that_knows_them(known, agent):
    stranger = fail("agent", 12)

    assert (stranger, log_in(Client(), "agent").status_code) == (429, 429)
    assert log_in(known, " Agent ").status_code == 303


def test_an_address_that_failed_at_many_accounts_does_not_hold_up_who_is_known_there(known, agent, other_agent):
    for number in range(100):
        fail(f"nobody{number}", 1)

    assert [log_in(browser, name).status_code for browser, name in ((known, "other_agent"), (known, "agent"), (Client(), "agent"))] == [429, 303, 429]


def test_a_known_browser_has_ten_tries_of_its_own(known, agent):
    answers = [fail("agent", 1, known) for _time in range(11)]

    assert answers == [422] * 9 + [429] * 2
    assert (log_in(known, "agent").status_code, log_in(Client(), "agent").status_code) == (429, 303)


def test_it_knows_the_accounts_that_logged_in_there_and_no_other(known, other_agent):
    fail("other_agent", 12)

    assert log_in(known, "other_agent").status_code == 429


@pytest.mark.parametrize("bent", ["", "x", "agent", signing.dumps(["ab", "agent"], salt="another")], ids=["empty", "short", "name", "another salt"])
def test_a_cookie_that_is_none_of_ours_knows_nobody(agent, bent):
    fail("agent", 12)
    browser = Client()
    browser.cookies[settings.DEVICE_COOKIE_NAME] = bent

    assert log_in(browser, "agent").status_code == 429


def test_of_many_accounts_of_one_browser_the_oldest_is_forgotten():
    device = Device()
    for number in range(MOST + 1):
        name, *accounts = signing.loads(device.remembering(f"agent{number}"), salt=SALT)
        device = Device(name, tuple(accounts))

    assert [device.knows(f"agent{number}") for number in (0, 1, MOST)] == [False, True, True]


def test_a_try_during_the_lock_does_not_prolong_it(agent):
    fail("agent", 10)
    AccessAttempt.objects.update(attempt_time=NOW - timedelta(minutes=14))

    fail("agent", 1)
    until = locked_until(agent, now=NOW)

    assert until < NOW + timedelta(minutes=2)


@pytest.mark.parametrize("who", ["leader", "director"])
def test_whoever_is_above_unlocks_on_the_persons_page(client_of, request, agent, who):
    above = request.getfixturevalue(who)
    fail("agent", 10)
    page, address = reverse("person", args=[agent.pk]), reverse("person_unlock", args=[agent.pk])

    before = address in client_of(above).get(page).content.decode()
    answer = client_of(above).post(address)

    assert (before, answer.status_code, address in client_of(above).get(page).content.decode()) == (True, 303, False)
    assert log_in(Client(), "agent").status_code == 303
    assert TrailEntry.objects.get(action="person.unlock").by == above


def test_a_new_password_from_above_opens_a_locked_account(agent, leader):
    fail("agent", 10)

    password = reset_password(agent, by=leader, now=NOW)

    assert log_in(Client(), "agent", password).status_code == 303


@pytest.mark.parametrize(("tries", "locked"), [(9, False), (10, True)])
def test_a_page_says_locked_from_the_tenth_try(agent, tries, locked):
    fail("agent", tries)

    assert (locked_until(agent, now=NOW) is not None) == locked


@pytest.mark.parametrize(("tries", "told"), [(9, 0), (10, 1), (12, 1)])
def test_the_person_is_told_once_that_wrong_tries_have_locked_the_account(client_of, agent, other_agent, tries, told):
    browser = client_of(agent)

    fail(" Agent ", tries)

    until = timezone.localtime(locked_until(agent, now=NOW)) if told else None
    page = browser.get(reverse("notices")).content.decode()
    assert list(Notice.objects.values_list("user", "kind")) == [(agent.pk, "person.locked")] * told
    assert (f"账号锁到 {until:%m-%d %H:%M}" in page) if told else ("账号锁到" not in page)


def test_and_again_when_it_is_locked_anew(agent):
    fail("agent", 10)
    AccessAttempt.objects.update(attempt_time=NOW - timedelta(minutes=16))
    Notice.objects.update(at=NOW - timedelta(minutes=16))

    fail("agent", 10)

    assert Notice.objects.filter(user=agent, kind="person.locked").count() == 2


def test_nobody_is_told_of_a_name_that_nobody_bears(agent):
    fail("nobody", 11)

    assert Notice.objects.count() == 0


def test_no_account_is_unlocked_by_a_name_that_begins_like_it(agent, leader):
    fail("agent2", 10)

    assert (unlock(agent, by=leader, now=NOW), AccessAttempt.objects.count()) == (False, 1)


def test_nobody_unlocks_their_own_or_whoever_is_not_below(agent, other_agent, leader, director):
    assert refusal(unlock, director, by=leader, now=NOW) != ""
    assert refusal(unlock, leader, by=leader, now=NOW) != ""
    assert refusal(unlock, agent, by=other_agent, now=NOW) != ""


def test_an_open_session_guesses_its_password_ten_times(client_of, agent):
    browser, typed = client_of(agent), {"new_password1": NEW, "new_password2": NEW}

    wrong = [browser.post("/password/", typed | {"old_password": f"guess-{number}"}).status_code for number in range(11)]
    right = browser.post("/password/", typed | {"old_password": PASSWORD})

    agent.refresh_from_db()
    assert wrong == [422] * 10 + [429]
    assert (right.status_code, agent.check_password(PASSWORD), len(trail("person.password_wrong"))) == (429, True, 10)


@pytest.mark.parametrize(("minutes", "may"), [(14, False), (15, True)])
def test_guesses_hold_up_for_a_quarter_of_an_hour(agent, minutes, may):
    now = NOW
    for _time in range(10):
        record_wrong_password(agent, now=now - timedelta(minutes=minutes))

    assert may_try_own_password(agent, now=now) == may
