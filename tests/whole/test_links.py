"""Nobody is led to a closed door: every link of every page opens, every form goes where its reader may send it, in one language."""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from dcc.people.roles import ROLES
from tests.whole import matrix
from tests.whole.crawling import Reader, Visit, crawl
from tests.whole.speaking import CHINESE, ENGLISH, foreign, written

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
NAMES = [name for name, _label in ROLES]


def sendable(role: str) -> set[str]:
    """Return the names of the addresses to which this role may send a form, after the table of the matrix."""
    return {line.name for line in matrix.read() if line.method == "POST" and {line.letter(role, kind) for kind in matrix.KINDS[:2]} & matrix.OPENED}


def name_of(address: str) -> str:
    """Return the name of an address, or that there is none."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "nowhere"


def closed_forms(visits: list[Visit], role: str) -> set[str]:
    """Return the forms on these pages that go nowhere, or to where their reader may not send them."""
    allowed = sendable(role)
    sent = {(visit.address, name_of(address), address) for visit in visits for address in visit.page.sends()}
    return {f"{page} sends to {address} ({name})" for page, name, address in sent if name not in allowed}


@pytest.mark.parametrize("role", NAMES)
def test_every_link_of_a_role_opens_every_form_has_where_to_go_and_every_page_is_in_chinese(scene, window_of, role):
    client = window_of(scene.person(role))
    client.raise_request_exception = False

    visits = list(crawl(client))

    dead = [f"{visit.found_on} leads to {visit.address}: {visit.status}" for visit in visits if visit.status not in {200, 204}]
    assert dead == [], "\n".join(dead)
    assert closed_forms(visits, role) == set()
    assert foreign(visits, ENGLISH, written()) == []
    assert {"home", "me", "notices"} <= {name_of(visit.address) for visit in visits}


@pytest.mark.parametrize("role", NAMES)
def test_who_reads_english_is_shown_no_chinese_but_what_people_wrote(scene, window_of, role):
    person = scene.person(role)
    person.language = "en"
    person.save()

    visits = list(crawl(window_of(person), per_shape=1))

    mixed = foreign(visits, CHINESE, written())
    assert mixed == [], "\n".join(mixed)


def test_links_and_the_goals_of_buttons_are_found_wherever_they_stand():
    page = Reader("/leads/?status=pool")

    page.feed("""<a href="7/">x</a> <a href="#main">x</a> <img src="/x.png"> <div hx-get="/calls/queue/"></div>
        <form method="post" action="/a/"><button formaction="/b/">x</button><button type="button">x</button></form>
        <form method="post" id="far" action="/c/"></form><button form="far">x</button>
        <form method="post" action="/without-a-button/"></form> <form action="/search/"><button>x</button></form>""")

    assert page.links == ["/leads/7/", "/calls/queue/"]
    assert page.sends() == {"/b/", "/c/"}
