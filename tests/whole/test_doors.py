"""Who gets in, and how: no deed without the form's token, none in a session that has ended, no way out of the house by `next`."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from dcc.log_in.rules.passwords import change_own_password
from dcc.people.rules.people import change_roles, end_access, reset_password
from tests.factories import AllocationFactory
from tests.factories.dcc import PASSWORD
from tests.moments import NOW
from tests.whole.matrix import NOBODY, Question, questions, read
from tests.whole.matrix_objects import kinds_of
from tests.whole.matrix_scene import Scene, set_scene
from tests.whole.matrix_walk import Walker, watched

UNSAFE = ("POST", "PUT", "DELETE", "PATCH")
ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "http:///evil.example",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    " https://evil.example/",
    "\thttps://evil.example/",
    "\x00https://evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example/",
    "ftp://testserver/",
    "https:evil.example",
]


@pytest.fixture
def scene(db) -> Scene:
    """Both stores with people and customers."""
    return set_scene(NOW)


@pytest.fixture
def each_address(scene) -> Iterator[Question]:
    """Every address once, asked about an object of one's own."""
    asked = [cell for cell in questions(read(), kinds_of) if (cell.asker, cell.method, cell.kind) == ("agent", "POST", "own")]
    return list({cell.url: cell for cell in asked}.values())


ENDS = [
    lambda person, by: end_access(person, by=by, now=NOW),
    lambda person, by: change_roles(person, roles=["reception"], by=by, now=NOW),
    lambda person, by: reset_password(person, by=by, now=NOW),
    lambda person, by: change_own_password(person, password="a-quite-new-password", now=NOW),
]
BY_ITS_OWN = "capture"  # a program has no session that anybody could ride on: it is let in by a token of its own, in a header


@pytest.mark.once
def test_no_deed_goes_without_its_token(scene, each_address):
    walker = Walker(scene, "agent")
    walker.client.handler.enforce_csrf_checks = True
    with watched() as writes:
        statuses = {(cell.url, method): walker.send(method, walker.path(cell)).status_code for cell in each_address for method in UNSAFE}

    assert len(statuses) == len(each_address) * len(UNSAFE)
    assert {place: status for place, status in statuses.items() if status != 403} == {
        (BY_ITS_OWN, method): 401 if method == "POST" else 405 for method in UNSAFE
    }
    assert set(writes.tables) - {"django_session"} == set()


@pytest.mark.once
@pytest.mark.parametrize("deed", ENDS, ids=["leaving", "roles", "reset", "own password"])
def test_an_ended_session_opens_no_address(scene, deed):
    nobodys = [cell for cell in questions(read(), kinds_of) if cell.asker == NOBODY and cell.kind == "own"]
    walker, theirs = Walker(scene, "agent"), nobodys[ENDS.index(deed) :: len(ENDS)]  # a session that ended is none, however it ended: every address once
    before = walker.send("GET", "/me/").status_code

    deed(scene.person("agent"), scene.sides["own"].people["leader"])
    answers = [walker.ask(cell) for cell in theirs]

    wrong = [str(answer) for answer in answers if not answer.letter_holds]
    assert before == 200
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_next_leads_out_of_the_house(agent, client_of, elsewhere):
    answers = [
        Client().post(reverse("login"), {"username": agent.username, "password": PASSWORD, "next": elsewhere}),
        client_of(agent).get(reverse("login"), {"next": elsewhere}),
        Client().post(reverse("language"), {"language": "en", "next": elsewhere}),
        client_of(agent).post(reverse("language"), {"language": "en", "next": elsewhere}),
    ]

    assert [answer.headers["Location"] for answer in answers] == ["/"] * 4


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/leads/", "//evil.example/", "http://testserver//evil.example/", "http://testserver/\\\\evil.example/", "javascript:alert(1)"],
)
def test_no_referer_leads_out_of_the_house(leader, client_of, elsewhere):
    allocation = AllocationFactory(lead__store=leader.store, by=leader)
    asked = Client().post(reverse("present"), headers={"referer": elsewhere})
    entered = Client().post(asked.headers["Location"], {"username": leader.username, "password": PASSWORD})
    undone = client_of(leader).post(reverse("allocate_undo", args=[allocation.pk]), headers={"referer": elsewhere})

    assert [answer.headers["Location"] in {"/", "/evil.example/"} for answer in (entered, undone)] == [True, True]
