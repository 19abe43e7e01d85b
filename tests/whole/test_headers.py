"""What every answer carries: a strict content security policy, no guessing of types, no copy on a shared computer."""

import re

import pytest
from django.conf import settings
from django.test import Client
from whitenoise.media_types import MediaTypes

from dcc.frame.middleware import MOST_BYTES
from tests.whole.matrix import ASKERS, NOBODY
from tests.whole.matrix_walk import Answer

pytestmark = pytest.mark.django_db
DIRECTIVES = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


def missing(answer: Answer) -> list[str]:
    """Return what an answer should carry and does not."""
    headers = answer.headers
    wanted = {
        "policy": set(re.split(r";\s*", headers.get("Content-Security-Policy", ""))) == DIRECTIVES,
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "frame": headers.get("X-Frame-Options") == "DENY",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "no-store": answer.question.asker == NOBODY or answer.question.url == "logout" or "no-store" in headers.get("Cache-Control", ""),
    }
    return [name for name, there in wanted.items() if not there]


@pytest.mark.parametrize("asker", ASKERS)
def test_every_answer_carries_its_headers(walks, asker):
    bare = [f"{missing(answer)} in {answer}" for answer in walks[asker].answers if missing(answer)]

    assert bare == [], "\n".join(bare)


def test_every_answer_leads_to_a_page_of_ours(walks):
    places = {answer.headers["Location"] for walk in walks.values() for answer in walk.answers if "Location" in answer.headers}

    assert places != set()
    assert [place for place in places if not re.match(r"/(?![/\\])", place)] == []


def test_a_refused_body_and_a_file_carry_the_policy_too():
    answer, order = Client().generic("POST", "/login/", b"", CONTENT_LENGTH=str(MOST_BYTES + 1)), settings.MIDDLEWARE

    assert (answer.status_code, set(answer.headers["Content-Security-Policy"].split("; "))) == (413, DIRECTIVES)
    assert order.index("csp.middleware.CSPMiddleware") < order.index("whitenoise.middleware.WhiteNoiseMiddleware")


def test_no_address_answers_to_trace_and_no_folder_is_listed(leader, client_of):
    browser = client_of(leader)

    assert {browser.trace(path).status_code for path in ("/", "/leads/", "/login/", "/healthz", "/api/v1/inquiries", "/static/icons/dcc.svg")} <= {404, 405}
    assert {browser.get(path).status_code for path in ("/static/", "/static/icons/", "/uploads/")} == {404}


def test_a_drawing_says_its_letters():
    types = MediaTypes(extra_types=settings.WHITENOISE_MIMETYPES)

    assert types.get_type("icons.svg") == "image/svg+xml; charset=utf-8"


def test_the_policy_allows_nothing_inline_and_nobody_elses():
    policy = " ".join(source for sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in sources)

    assert re.findall(r"unsafe|https?:|\*", policy) == []


def test_cookies_are_out_of_reach_of_scripts_and_other_sites():
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY) == (True, True)
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")


def test_a_page_is_compressed_and_never_twice_of_one_length(leader):
    browser = Client()
    browser.force_login(leader, "dcc.log_in.backends.PersonBackend")

    answers = [browser.get("/leads/", headers={"Accept-Encoding": "gzip"}) for _time in range(8)]

    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1
    assert max(len(answer.content) for answer in answers) < len(browser.get("/leads/").content) / 2
