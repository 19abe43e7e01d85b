"""The page of other rules: what it refuses, keeps and shows to whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dcc.models import StoreSetting
from reporting.models import Trial
from reporting.trials.trying import Asked, try_rules
from tests.factories.calls import AppointmentFactory
from tests.factories.leads import LeadFactory
from tests.factories.reception import VisitFactory
from tests.moments import MONDAY_9

pytestmark = pytest.mark.django_db
ASKED = {"from": "2026-11-20", "to": "2026-11-22"}


@pytest.fixture
def late_one(store, agent):
    """A visit of yesterday, four days and an hour after its appointment."""
    came = MONDAY_9 - timedelta(days=1)
    lead = LeadFactory(store=store, phone="13812340001", received_at=came - timedelta(days=20), agent=agent)
    booked = AppointmentFactory(lead=lead, agent=agent, at=came - timedelta(days=9), scheduled_for=came - timedelta(days=4, hours=1), status="arrived")
    return VisitFactory(
        store=store, lead=lead, at=came, registered_at=came, phone=lead.phone, phone_tail="0001", name="迟晓光", tag="dcc", basis="appointment",
        agent=agent, appointment=booked,
    )  # fmt: skip


def ask(browser, **said):
    return browser.get(reverse("rules_try"), ASKED | said)


def test_who_came_four_days_late_is_the_showrooms_by_four_days_and_dccs_by_five(client_of, director, late_one):
    browser = client_of(director)

    by_four, by_five = (ask(browser, attribution_days_after=days).context["shown"] for days in (4, 5))

    assert (by_four.moved, by_four.counts["out"], by_five.moved) == (1, 1, 0)
    assert [row.off for _head, rows in by_four.groups for row in rows] == ["晚 4 天 1 小时"]
    assert "迟晓光" in ask(browser, attribution_days_after=4).content.decode()


def test_all_fields_empty_is_each_visit_by_the_setting_of_its_arrival(client_of, director, late_one, store):
    StoreSetting.objects.create(store=store, name="attribution_days_after", value=4, valid_from=MONDAY_9 - timedelta(hours=1))

    page = ask(client_of(director))

    assert page.context["shown"].moved == 0
    assert "一条都不动" in page.content.decode()
    assert ask(client_of(director), attribution_days_after=4).context["shown"].moved == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"to": "2026-11-26"}, "最晚到昨天"),
        ({"from": "2026-11-22", "to": "2026-11-21"}, "结束"),
        ({"from": "2025-11-21"}, "366"),
        ({"from": "never"}, ""),
        ({"attribution_days_after": "91"}, "90"),
        ({"attribution_days_after": "9" * 400}, "90"),
        ({"transfer_after_days": "-1"}, "720"),
    ],
)
def test_what_cannot_be_tried_is_said_at_its_field(client_of, director, said, why):
    page = ask(client_of(director), **said)

    assert page.status_code == 422
    assert page.context["shown"] is None
    assert why in page.content.decode()


def test_a_year_is_tried(client_of, director):
    assert ask(client_of(director), **{"from": "2025-11-22"}).status_code == 200


def test_a_trial_sent_twice_is_kept_once_and_stays_as_it_came_out(client_of, director, late_one, leader):
    browser, token = client_of(director), str(uuid4())
    for _again in range(2):
        answer = browser.post(reverse("rules_keep"), ASKED | {"attribution_days_after": 4, "token": token})
    trial = Trial.objects.get()
    late_one.annulled_at = late_one.at
    late_one.save()

    page = client_of(leader).get(answer.url)

    assert answer.url == reverse("rules_kept", args=[trial.pk])
    assert (trial.by, trial.values, page.context["shown"].moved) == (director, {"attribution_days_after": 4}, 1)
    assert "迟晓光" in page.content.decode()


def test_leader_and_manager_read_what_is_kept_and_try_nothing(client_of, leader, manager, late_one):
    for person in (leader, manager):
        page = ask(client_of(person), attribution_days_after=4)
        assert (page.status_code, page.context["shown"], page.context["may_try"]) == (200, None, False)


def test_a_trial_asks_as_often_for_ten_visits_as_for_one(late_one, store):
    asked = Asked(MONDAY_9.date() - timedelta(days=30), MONDAY_9.date() - timedelta(days=1), {"attribution_days_after": 4, "transfer_after_days": 5})
    with CaptureQueriesContext(connection) as one:
        try_rules(store, asked)
    for number in range(9):
        lead = LeadFactory(store=store, phone=f"1381234010{number}", received_at=late_one.at - timedelta(days=3))
        VisitFactory(store=store, lead=lead, at=late_one.at, registered_at=late_one.at, phone=lead.phone)
    with CaptureQueriesContext(connection) as ten:
        try_rules(store, asked)

    assert len(ten) == len(one) < 25
