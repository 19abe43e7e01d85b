"""Logging in and out: throttled, on the trail, telling nobody who exists."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client

from dcc.log_in.rules.passwords import change_own_password
from dcc.models import TrailEntry, User
from dcc.people.rules.people import reset_password
from tests.factories.dcc import PASSWORD
from tests.moments import NOW
from tests.trail import trail

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"


@pytest.fixture
def browser(db) -> Client:
    """A browser in which nobody is logged in."""
    return Client()


def log_in(browser: Client, username: str, password: str = PASSWORD, **query):
    """Send the log-in form."""
    return browser.post("/login/", {"username": username, "password": password, **query})


def test_whoever_logs_in_goes_to_their_first_page(browser, agent):
    response = log_in(browser, " Agent ")

    assert (response.status_code, response.url) == (303, "/")
    assert TrailEntry.objects.get(action="session.open").by == agent


def test_unknown_left_and_mistyped_get_one_answer(browser, agent, other_agent):
    other_agent.left_at = "2026-11-20T00:00:00Z"
    other_agent.save()

    answers = [log_in(browser, "agent", "wrong-password"), log_in(browser, "nobody", "wrong-password"), log_in(browser, "other_agent")]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert [list(answer.context["form"].errors.items()) for answer in answers] == [list(answers[0].context["form"].errors.items())] * 3
    assert len(trail("session.refuse")) == 3


def test_a_refused_log_in_stands_on_the_trail_of_the_person_and_says_nothing_typed(browser, agent):
    log_in(browser, "agent", "wrong-password")

    entry = TrailEntry.objects.get(action="session.refuse")
    assert (entry.by, entry.object_id, entry.detail) == (None, agent.pk, {"address": "127.0.0.1"})


def test_from_where_one_logged_in_stands_on_the_trail_and_a_new_device_is_named(browser, agent, leader, client_of):
    for _time in range(2):
        browser.post("/login/", {"username": "agent", "password": PASSWORD}, headers={"User-Agent": EDGE})
        page = browser.get("/me/security/").content.decode()
        browser.post("/logout/")

    place = {"browser": "Edge · Windows", "address": "127.0.0.1"}
    assert sorted(trail("session.open"), key=len) == [place, {**place, "device": "new"}]
    assert (page.count("Edge · Windows · 127.0.0.1"), page.count("新设备")) == (2, 1)
    assert client_of(leader).get("/settings/trail/", {"action": "session.open"}).content.decode().count("新设备") == 1


@pytest.mark.parametrize("username", ["agent", "nobody"])
def test_ten_tries_end_the_tries_of_one_account(browser, agent, other_agent, username):
    answers = [log_in(browser, username, "wrong-password") for _try in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 9 + [429] * 2
    assert log_in(browser, username).status_code == 429
    assert log_in(browser, "other_agent").status_code == 303


def test_the_throttle_says_the_same_whoever_was_meant(agent):
    said = []
    for username in ("agent", "nobody"):
        for _try in range(10):
            answer = log_in(Client(), username, "wrong-password")
        said.append(next(part["locked"] for part in answer.context if part.get("locked")))

    assert said[0] == said[1]


def test_a_right_password_forgets_earlier_typos(browser, agent):
    for _try in range(9):
        log_in(browser, "agent", "wrong-password")

    assert log_in(browser, "agent").status_code == 303
    assert AccessAttempt.objects.count() == 0


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"])
def test_nobody_is_sent_elsewhere(browser, agent, onward):
    assert log_in(browser, "agent", next=onward).url == "/"


def test_the_page_one_came_for_follows(browser, agent):
    asked = browser.get("/settings/people/")

    assert asked.url == "/login/?next=/settings/people/"
    assert log_in(browser, "agent", next="/me/").url == "/me/"


def test_a_form_sent_too_late_leads_back_to_its_page(browser, agent):
    answer = browser.post("/me/away/", {"last": "2026-11-23"}, headers={"referer": "http://testserver/me/?a=1"})

    assert answer.url == "/login/?next=/me/%3Fa%3D1"


def test_a_log_in_gets_a_new_session_id(browser, agent):
    browser.get("/login/")
    session = browser.session
    session["seen"] = True
    session.save()
    before = session.session_key
    browser.cookies["dcc-session"] = before

    log_in(browser, "agent")

    assert browser.session.session_key != before


def test_logging_out_ends_the_session_and_clears_the_browser(client_of, agent):
    browser = client_of(agent)

    answer = browser.post("/logout/")

    assert (answer.status_code, answer.url) == (303, "/login/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert TrailEntry.objects.get(action="session.close").by == agent
    assert browser.get("/me/").status_code == 302


def test_logging_out_is_never_a_link(client_of, agent):
    browser = client_of(agent)

    assert browser.get("/logout/").status_code == 405
    assert browser.get("/me/").status_code == 200


def test_before_the_first_store_the_page_says_what_to_run(browser):
    assert "bin/manage create_store --code S1" in browser.get("/login/").content.decode()


def test_accounts_are_named_in_the_demo_only(browser, store, settings):
    settings.DEMO = True
    with_accounts = browser.get("/login/").content.decode()
    settings.DEMO = False
    without = browser.get("/login/").content.decode()

    assert ("reception3" in with_accounts, "reception3" in without) == (True, False)


def test_the_language_of_the_log_in_page_is_kept(browser, agent):
    answer = browser.post("/language/", {"language": "en", "next": "/login/"})

    assert answer.url == "/login/"
    assert browser.get("/login/").headers["Content-Language"] == "en"


def test_a_persons_language_is_theirs_on_every_computer(client_of, agent):
    client_of(agent).post("/language/", {"language": "en", "next": "/me/"})

    assert client_of(agent).get("/me/").wsgi_request.LANGUAGE_CODE == "en"


def test_an_address_that_fails_at_many_accounts_is_held_up_and_no_other(browser, agent):
    for number in range(100):
        log_in(browser, f"nobody{number}", "wrong-password")

    from_there = log_in(browser, "agent")
    from_elsewhere = Client(REMOTE_ADDR="192.0.2.7").post("/login/", {"username": "agent", "password": PASSWORD})

    assert (from_there.status_code, from_elsewhere.status_code) == (429, 303)


def test_a_one_time_password_runs_out(browser, agent, leader):
    password = reset_password(agent, by=leader, now=NOW - timedelta(days=7))

    answer = log_in(browser, "agent", password)

    assert answer.status_code == 422


def test_a_one_time_password_opens_until_then_and_ones_own_for_ever(browser, agent, leader):
    password = reset_password(agent, by=leader, now=NOW - timedelta(days=6))

    opened = log_in(browser, "agent", password)
    change_own_password(agent, password="ein-langes-eigenes", now=NOW)

    assert (opened.status_code, User.objects.get(username="agent").password_until) == (303, None)


def test_what_one_was_told_is_gone_with_the_log_out(client_of, agent, other_agent):
    told, left_open = client_of(agent), client_of(agent)
    for browser in (told, left_open):
        browser.post("/me/look/", {"theme": "dark", "language": "", "single_keys": "on"})
    kept = told.cookies["messages"].value

    told.post("/logout/")
    Session.objects.all().delete()

    assert (kept != "", told.cookies["messages"].value) == (True, "")
    assert [b"d-toast " in browser.get("/login/").content for browser in (told, left_open)] == [False, False]
    assert left_open.cookies["messages"].value == ""


def test_a_form_whose_token_was_replaced_says_to_reload_and_leads_back(agent):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(agent, "dcc.log_in.backends.PersonBackend")

    page = browser.post("/me/look/", {"theme": "dark"}, headers={"referer": "http://testserver/calls/7/?a=1"})
    part = browser.post("/me/look/", {"theme": "dark"}, headers={"HX-Request": "true"})

    assert (page.status_code, "刷新后再存" in page.content.decode(), 'href="/calls/7/?a=1"' in page.content.decode()) == (403, True, True)
    assert (part.status_code, part["X-Old-Page"], part.content.decode()) == (403, "yes", "刷新后再存")
    assert User.objects.get(pk=agent.pk).theme == "auto"
