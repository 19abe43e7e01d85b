"""The plan on its page: by the store's own counts, by what is tried, and what is refused."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from dcc.models import Store
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.together import ask_together
from reporting.models import Target
from reporting.plan.back_plan import OF_AGENTS, back_plan
from reporting.plan.backwards import STEPS
from reporting.plan.plan_words import changes_said
from tests.moments import MONDAY_9
from tests.reporting.plan.test_backwards import quotients

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def planned(store):
    """The store wants 36 deals in November."""
    Target.objects.create(store=store, month=NOVEMBER, measure="deals", value=36)
    return store


def test_nothing_is_known_of_a_new_store_but_its_target(planned):
    plan = back_plan(planned, NOVEMBER, now=MONDAY_9)

    assert {step.key: step.need for step in plan.steps} == dict.fromkeys(STEPS[:-1]) | {"deals": 36}
    assert sum(counts[-1] for _day, counts in plan.coming_days) == 36


def test_tried_quotients_are_reckoned_with_and_their_parts_add_up(planned, agent, other_agent):
    tried = {step: Fraction(1, 2) for step in STEPS[1:]}

    plan = back_plan(planned, NOVEMBER, now=MONDAY_9, tried=tried)

    assert [step.need for step in plan.steps] == [36 * 32, 36 * 16, 36 * 8, 36 * 4, 36 * 2, 36]
    for place, step in enumerate(OF_AGENTS):
        whole = next(share.need for share in plan.steps if share.key == step)
        assert sum(shares[place].need or 0 for _name, shares in plan.by_agent) == whole


def test_a_month_to_come_has_nothing_yet_and_no_days(planned):
    plan = back_plan(planned, date(2026, 12, 1), now=MONDAY_9, goal=10)

    assert (plan.has_begun, plan.is_over, plan.target) == (False, False, None)


def test_the_page_reckons_with_what_is_tried(client_of, leader, planned):
    page = client_of(leader).get("/reports/plan/", {"month": "2026-11", "goal": "40", "r_deals": "50%"})

    assert page.status_code == 200
    assert [step["share"].need for step in page.context["chain"]][-2:] == [80, 40]
    assert page.context["changes"] == ""  # nothing is known to compare with


def test_what_a_tried_quotient_changes_is_said_in_figures_of_the_page(planned):
    plan = replace(back_plan(planned, NOVEMBER, now=MONDAY_9), quotients=quotients(visits=Fraction(75, 100)))

    assert changes_said(plan) == "来店 ÷ 邀约从 70.2% 到 75.0%：邀约少要 18、建卡少要 24、线索少要 40。"


@pytest.mark.parametrize("sent", [{"goal": "-1"}, {"goal": "x"}, {"r_deals": "0"}, {"r_deals": "1000.1"}, {"r_deals": "abc"}, {"r_deals": "NaN"}])
def test_what_cannot_be_tried_is_said_at_its_field_and_kept_as_typed(client_of, leader, planned, sent):
    page = client_of(leader).get("/reports/plan/", {"month": "2026-11"} | sent)

    (typed,) = sent.values()
    assert page.status_code == 422
    assert f'value="{typed}"' in page.content.decode()
    assert page.context["plan"].goal == 36


@pytest.mark.parametrize("sent", [{"r_deals": "0.1"}, {"r_deals": "1000"}, {"r_deals": "88.1％"}, {"goal": "0"}])
def test_the_limits_of_what_can_be_tried(client_of, leader, planned, sent):
    assert client_of(leader).get("/reports/plan/", sent).status_code == 200


def test_counted_together_is_counted_apart(imported):
    question = Question(Store.objects.get(code="S1"), "agent", "activity", date(2026, 7, 1), date(2026, 10, 31))
    by_channel = question.with_(by="channel")

    later = by_channel.with_(first=date(2026, 9, 15))

    (agents,) = ask_together((question, OF_AGENTS))
    channels, leads = ask_together((by_channel, STEPS), (later, ("leads",)))

    assert (agents.rows, agents.labels) == (ask(question, OF_AGENTS).rows, ask(question, OF_AGENTS).labels)
    assert channels.rows == ask(by_channel, STEPS).rows
    assert leads.rows == ask(later, ("leads",)).rows


def test_the_command_answers_what_the_page_shows(client_of, leader, planned):
    said = StringIO()

    call_command("report", "plan", "--store", "S1", stdout=said)

    page, answered = client_of(leader).get("/reports/plan/"), json.loads(said.getvalue())
    assert [(line["need"], line["had"], line["missing"]) for line in answered["lines"]] == [
        (step["share"].need, step["share"].had, step["share"].missing) for step in page.context["chain"]
    ]
    assert answered["total"] == {"goal": 36, "had": 0}
