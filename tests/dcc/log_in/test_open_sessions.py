"""One's own open log-ins: seen, and ended one by one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dcc.log_in.browsers import is_in_the_hand, words_of
from dcc.log_in.rules.open_sessions import open_sessions
from dcc.log_in.rules.passwords import change_own_password
from dcc.models import TrailEntry
from tests.dcc.log_in.test_log_in import log_in
from tests.moments import NOW

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0"


def logged_in(username: str, agent: str, address: str = "192.0.2.1") -> Client:
    browser = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    log_in(browser, username)
    return browser


def sessions(person, browser=None):
    return open_sessions(person, here=browser.session.session_key if browser else None, now=NOW)


def test_ones_log_ins_are_listed_with_what_they_are_recognised_by(agent, other_agent):
    office, telephone = logged_in("agent", EDGE), logged_in("agent", WECHAT, "192.0.2.7")
    logged_in("other_agent", EDGE)

    page = office.get(reverse("security")).content.decode()
    found = sessions(agent, office)

    assert [(each.browser, each.address, each.icon, each.is_here) for each in found] == [
        ("Edge · Windows", "192.0.2.1", "device-desktop", True),
        ("微信 · iPhone", "192.0.2.7", "device-mobile", False),
    ]
    assert ("微信 · iPhone" in page, telephone.session.session_key in page) == (True, False)
    assert page.count(reverse("session_end")) == 1


def test_one_is_ended_and_the_others_go_on(agent):
    here, lost, third = (logged_in("agent", EDGE) for _browser in range(3))
    name = next(each.name for each in sessions(agent, lost) if each.is_here)

    answer = here.post(reverse("session_end"), {"session": name})

    assert (answer.status_code, [browser.get("/me/").status_code for browser in (here, lost, third)]) == (303, [200, 302, 200])
    assert TrailEntry.objects.get(action="session.end").detail == {"count": 1}


def test_all_others_end_at_once(agent):
    here, *others = (logged_in("agent", EDGE) for _browser in range(3))

    here.post(reverse("session_end"), {"session": "others"})

    assert [browser.get("/me/").status_code for browser in (here, *others)] == [200, 302, 302]
    assert len(sessions(agent)) == 1


@pytest.mark.parametrize("whose", ["colleague", "here", "nobody"])
def test_nobody_ends_a_colleagues_log_in_or_the_present_one(agent, other_agent, whose):
    here, colleague = logged_in("agent", EDGE), logged_in("other_agent", EDGE)
    names = {"colleague": sessions(other_agent)[0].name, "here": sessions(agent)[0].name, "nobody": ""}

    here.post(reverse("session_end"), {"session": names[whose]})

    assert [browser.get("/me/").status_code for browser in (here, colleague)] == [200, 200]
    assert TrailEntry.objects.filter(action="session.end").count() == 0


def test_what_has_ended_by_itself_is_listed_no_more(agent):
    logged_in("agent", EDGE)
    later = open_sessions(agent, here=None, now=NOW + timedelta(hours=12))
    change_own_password(agent, password="ein-langes-eigenes", now=NOW)

    assert (later, sessions(agent)) == ([], [])


@pytest.mark.parametrize(
    ("agent_string", "words", "in_the_hand"),
    [(EDGE, "Edge · Windows", False), (WECHAT, "微信 · iPhone", True), ("", "", False), ("curl/8", "", False), ("Android Firefox", "Firefox · Android", True)],
)
def test_a_browser_is_two_words(agent_string, words, in_the_hand):
    assert (words_of(agent_string), is_in_the_hand(words)) == (words, in_the_hand)
