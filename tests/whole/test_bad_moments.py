"""What the database cannot take now is a calm answer, and the form goes again: never a fault, never a lost word."""

import logging
import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from calls.models import Call
from dcc.frame.views.error_pages import SENT_AGAIN
from dcc.models import User
from tests.calls.desk.test_desk_pages import filled, log
from tests.factories import LeadFactory
from tests.factories.dcc import PASSWORD, open_all_day
from tests.whole.occupying import occupied

pytestmark = pytest.mark.django_db(transaction=True)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def lead(store, agent):
    open_all_day(store)
    return LeadFactory(store=store, agent=agent, name="王建国", model="卡罗拉")


@pytest.fixture
def client(agent):
    browser = Client(raise_request_exception=False)
    browser.force_login(agent, "dcc.log_in.backends.PersonBackend")
    return browser


def test_a_form_for_a_row_that_somebody_holds_comes_back_to_be_sent_once_more(client, lead, caplog):
    form = filled(lead.store, "connected", note="先看<车>")

    with occupied("leads_lead", lead.pk), caplog.at_level(logging.WARNING):
        answer = log(client, lead, form)
    page = answer.content.decode()
    kept = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    again = log(client, lead, kept)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert kept == {name: str(value) for name, value in form.items()} | {SENT_AGAIN: "yes"}
    assert 'data-sends-itself="5"' in page
    assert [record.name for record in caplog.records if record.exc_info or "not now" in record.message] == ["dcc.frame.views.error_pages"]
    assert (again.status_code, Call.objects.get().note) == (303, "先看<车>")


def test_it_goes_by_itself_a_single_time(client, lead):
    with occupied("leads_lead", lead.pk):
        answer = log(client, lead, filled(lead.store, "connected") | {SENT_AGAIN: "yes"})

    assert (answer.status_code, "data-sends-itself" in answer.content.decode()) == (503, False)
    assert SENT_AGAIN in answer.content.decode()


def test_a_part_of_a_page_is_answered_with_a_sentence(client, lead):
    with occupied("leads_lead", lead.pk):
        answer = client.post(reverse("calls_log", args=[lead.pk]), filled(lead.store, "connected"), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["Retry-After"], "<" in answer.content.decode()) == (503, "5", False)


def test_no_password_stands_in_such_an_answer(agent):
    with occupied("dcc_user", agent.pk):
        answer = Client(raise_request_exception=False).post(reverse("login"), {"username": "agent", "password": PASSWORD})

    assert (answer.status_code, PASSWORD in answer.content.decode(), HIDDEN.findall(answer.content.decode())) == (503, False, [])


@contextmanager
def read_only():
    """Let the database take no change."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET default_transaction_read_only = on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF" if connection.vendor == "sqlite" else "SET default_transaction_read_only = off")


def test_a_session_that_cannot_be_written_now_is_no_bad_request(client, lead, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    form = {"token": "no token", "note": "先看<车>"}

    with read_only():
        shown, sent = client.get(reverse("calls")), log(client, lead, form)

    assert [(answer.status_code, answer.get("Retry-After")) for answer in (shown, sent)] == [(503, "5"), (503, "5")]
    assert {name: unescape(value) for name, value in HIDDEN.findall(sent.content.decode())} == form | {SENT_AGAIN: "yes"}


def test_what_no_page_asks_stays_a_bad_request(client):
    answer = client.get("/", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.get("Retry-After")) == (400, None)


def test_where_nothing_can_be_written_it_is_not_ready(client, settings):
    with read_only():
        ready = client.get("/readyz")
        answer = client.post(reverse("look"), {"theme": "dark"})

    assert (ready.status_code, ready.json()["database"], ready.json()["writable"]) == (503, True, False)
    assert (answer.status_code, User.objects.get(pk=client.session["_auth_user_id"]).theme) == (503, "auto")
