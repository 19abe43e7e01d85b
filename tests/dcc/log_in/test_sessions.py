"""Sessions end at once; one-time passwords come first."""

import pytest
from django.contrib.sessions.models import Session

from dcc.log_in.rules.passwords import change_own_password
from dcc.log_in.rules.sessions import forget_expired_sessions
from dcc.people.rules.people import change_roles, end_access, give_access_back, rename_person, reset_password
from tests.factories.dcc import PASSWORD
from tests.moments import MONDAY_9, MONDAY_10, NOW, moment

NEW = "a-quite-new-password"


@pytest.mark.parametrize(
    "deed",
    [
        lambda person, by: end_access(person, by=by, now=MONDAY_9),
        lambda person, by: change_roles(person, roles=["reception"], by=by, now=MONDAY_9),
        lambda person, by: reset_password(person, by=by, now=MONDAY_9),
        lambda person, by: change_own_password(person, password=NEW, now=MONDAY_9),
    ],
    ids=["leaving", "roles", "reset", "own password"],
)
def test_every_open_session_ends_at_its_next_request(client_of, agent, leader, deed):
    office, phone = client_of(agent), client_of(agent)
    before = [browser.get("/me/").status_code for browser in (office, phone)]

    deed(agent, leader)

    after = [browser.get("/me/").status_code for browser in (office, phone)]
    assert (before, after) == ([200, 200], [302, 302])


def test_a_session_from_before_leaving_stays_closed_after_the_return(client_of, agent, leader):
    browser = client_of(agent)
    end_access(agent, by=leader, now=MONDAY_9)
    give_access_back(agent, by=leader, now=MONDAY_10)

    assert browser.get("/me/").status_code == 302


def test_a_new_name_ends_no_session(client_of, agent, leader):
    browser = client_of(agent)

    rename_person(agent, name="王维", by=leader, now=MONDAY_9)

    assert browser.get("/me/").status_code == 200


def test_whoever_changes_their_password_stays_logged_in_here_and_nowhere_else(client_of, agent):
    here, elsewhere = client_of(agent), client_of(agent)

    answer = here.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert (answer.status_code, answer.url) == (303, "/me/")
    assert [browser.get("/me/").status_code for browser in (here, elsewhere)] == [200, 302]


@pytest.mark.parametrize(
    "typed",
    [
        {"old_password": "not-the-password", "new_password1": NEW, "new_password2": NEW},
        {"old_password": PASSWORD, "new_password1": NEW, "new_password2": "another-password"},
        {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"},
        {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD},
        {"new_password1": NEW, "new_password2": NEW},
    ],
    ids=["present one wrong", "differ", "too short", "the same again", "present one missing"],
)
def test_a_password_that_will_not_do_changes_nothing(client_of, agent, typed):
    browser = client_of(agent)

    assert browser.post("/password/", typed).status_code == 422

    agent.refresh_from_db()
    assert agent.check_password(PASSWORD) is True


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("zh-hans", "密码太短，至少要 10 个字符。", "The password"), ("en", "The password is too short: it needs 10 characters or more.", "密码")],
)
def test_why_a_password_will_not_do_is_said_in_one_language(client_of, agent, language, said, unsaid):
    agent.language = language
    agent.save()
    typed = {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}

    page = client_of(agent).post("/password/", typed).content.decode()

    assert (said in page, unsaid in page.replace(said, "")) == (True, False)


def test_a_one_time_password_opens_only_the_page_that_replaces_it(client_of, agent, leader):
    one_time = reset_password(agent, by=leader, now=NOW)
    browser = client_of(agent)

    places = [browser.get(path).headers.get("Location") for path in ("/", "/me/", "/notices/", "/settings/channels/")]
    chosen = browser.post("/password/", {"new_password1": NEW, "new_password2": NEW})

    assert places == ["/password/"] * 4
    assert one_time != NEW
    assert (chosen.status_code, chosen.url) == (303, "/")
    assert browser.get("/me/").status_code == 200


def test_a_fragment_under_a_one_time_password_leads_the_whole_page_away(client_of, agent, leader):
    reset_password(agent, by=leader, now=NOW)

    answer = client_of(agent).get("/me/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"], answer["X-Undone"]) == (204, "/password/", "password")


def test_expired_sessions_are_forgotten_and_open_ones_kept(client_of, agent):
    browser = client_of(agent)
    Session.objects.create(session_key="old", session_data="", expire_date=moment(22, 9))

    forget_expired_sessions(now=MONDAY_9)
    forget_expired_sessions(now=MONDAY_9)

    assert list(Session.objects.values_list("session_key", flat=True)) == [browser.session.session_key]
