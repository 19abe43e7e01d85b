"""The page of the checks: what is seen by whom, and the way from one to the next."""

import re

import pytest
from django.urls import reverse

from reception.checks.rules.check_verdicts import dial_check, judge
from reception.checks.rules.drawing import draw_checks
from reception.models import CheckDraw
from tests.factories import UserFactory
from tests.moments import moment
from tests.reception.checks.conftest import THURSDAY_8, carded

AT_10 = moment(26, 10)


def test_the_leader_rings_and_judges_and_the_next_opens(client_of, leader, store, agent, other_agent):
    for number, who in ((1, agent), (2, other_agent)):
        carded(store, who, number)
    draw_checks(store, at=THURSDAY_8)
    first, second = CheckDraw.objects.order_by("pk")
    desk = client_of(leader)

    before = desk.get(reverse("checks"), {"one": first.pk}).content.decode()
    dialled = desk.post(reverse("check_dial", args=[first.pk]), follow=True).content.decode()
    saved = desk.post(reverse("check_judge", args=[first.pk]), {"verdict": "wrong", "kind": "invented", "reason": "没这回事"}, follow=True)

    assert (first.lead.phone in before, first.lead.phone in dialled) == (False, True)
    page = saved.content.decode()
    assert f"one={second.pk}" in saved.request["QUERY_STRING"]
    assert "意向是编的" in page
    first.refresh_from_db()
    assert first.ended_as == "wrong"
    desk.post(reverse("check_undo", args=[first.pk]))
    first.refresh_from_db()
    assert first.ended_as == ""


def test_what_is_refused_comes_back_with_what_was_typed(client_of, leader, card):
    desk = client_of(leader)

    answer = desk.post(reverse("check_judge", args=[card.pk]), {"verdict": "wrong", "kind": "invented", "reason": "只问保养"})

    assert answer.status_code == 422
    assert "只问保养" in answer.content.decode()


def test_an_agent_sees_only_their_own_and_only_once_it_was_judged(client_of, leader, agent, other_agent, card):
    mine, other = client_of(agent), client_of(other_agent)
    before = [client.get(reverse(page)).content.decode() for client in (mine, other) for page in ("checks", "checks_rows")]
    dial_check(card, by=leader, now=AT_10)
    judge(card, upheld=True, by=leader, now=AT_10)

    after = mine.get(reverse("checks_rows")).content.decode(), other.get(reverse("checks_rows")).content.decode()

    assert not any(card.lead.name in page for page in before)
    assert [card.lead.name in page for page in after] == [True, False]


def test_a_rate_is_said_from_ten_checked_on(client_of, leader, store, agent):
    for number in range(11):
        carded(store, agent, number, day=2 + number)
    for day in range(3, 13):
        draw_checks(store, at=moment(day, 8))
        one = CheckDraw.objects.get(day=moment(day - 1, 8).date())
        dial_check(one, by=leader, now=moment(day, 9))
        judge(one, upheld=day > 3, kind="" if day > 3 else "other", reason="" if day > 3 else "不对", by=leader, now=moment(day, 9))
        page = re.sub(r"\s+", " ", client_of(leader).get(reverse("checks")).content.decode())
        assert ("10.0%" in page) == (day == 12)


@pytest.mark.parametrize("role", ["data_manager", "director", "manager"])
def test_who_answers_for_them_sees_all_and_writes_nothing(client_of, store, card, role):
    person = UserFactory(store=store, roles=[role])
    page = client_of(person).get(reverse("checks"), {"one": card.pk}).content.decode()

    assert card.lead.name in page
    assert reverse("check_dial", args=[card.pk]) not in page
    assert client_of(person).post(reverse("check_dial", args=[card.pk])).status_code == 403


def test_a_morning_without_anything_says_so(client_of, leader):
    page = client_of(leader).get(reverse("checks")).content.decode()

    assert "d-empty" in page


@pytest.mark.parametrize("day", ["", "x", "2026-13-40", "9999-12-31", "0001-01-01"])
def test_any_day_is_answered(client_of, leader, card, day):
    assert client_of(leader).get(reverse("checks"), {"day": day}).status_code == 200
