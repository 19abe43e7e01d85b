"""The checker of ledgers finds nothing where a life went its lawful ways: what a merge, a reversal or a late visit leaves behind breaks no rule."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.reporting.ledger_checker import RULES, Book

pytestmark = pytest.mark.once
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 8, 31, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TRY = {"type": "call", "lead": "L1", "agent": "one", "direction": "out", "outcome": "no_answer", "seconds": 0}
NEVER = {"closed_at": None, "closed_as": None, "phone": None}


def told(action: str, of: str, at: datetime, **detail) -> dict:
    """Return a line of the trail."""
    return {"type": "audit", "store": "S1", "at": at, "by": "director", "action": action, "object": of, "detail": detail}


def found(rule: str, *lines: dict) -> list[str]:
    """Return what a rule finds in a store of these lines."""
    store = {"type": "store", "code": "S1", "name": "S1", "timezone": "Asia/Shanghai"}
    return list(RULES[rule](Book([store, *lines, told("day.close", "store:S1", NOON + 60 * DAY)])))


def lead(name: str) -> dict:
    """Return a lead that is open still."""
    return {"type": "lead", "id": name, "store": "S1", "opened_at": NOON - 5 * DAY, **NEVER}


def test_a_reversed_joining_goes_with_the_card_of_a_person_whose_leads_were_merged():
    merged = [told("lead.merge", "lead:L2", NOON, lead="L1"), {"type": "transfer", "id": "T1", "card": "K1", "lead": "L2"}]
    order = {"type": "order", "id": "O1", "lead": "L3", "card": "K1", "at": NOON, "entered_at": NOON}
    people = [lead("L1"), lead("L2"), lead("L3"), {"type": "showroom_card", "id": "K1", "phone": None}]

    assert found("a_joining_is_reversed_by_the_director_within_seven_days", *people, *merged, order, told("order.reverse", "order:O1", NOON + DAY)) == []


@pytest.mark.parametrize(("owed_since", "wrong"), [(NOON + HOUR, 0), (NOON + 2 * HOUR, 1)])
def test_whoever_did_not_come_by_the_hour_is_called_again_though_they_came_after_all(owed_since, wrong):
    tries = [{**TRY, "at": NOON - number * HOUR} for number in (9, 7, 5, 3)]
    booked = {"type": "appointment", "id": "P1", "lead": "L1", "scheduled_for": NOON, "status": "arrived", "ended_at": NOON + DAY}
    owed = {"type": "follow_up", "lead": "L1", "kind": "retry", "created_at": owed_since, "due_at": NOON + HOUR}

    assert len(found("nobody_climbs_beyond_the_ladder", lead("L1"), booked, owed, *tries, {**TRY, "at": NOON + HOUR})) == wrong


def test_a_lead_that_was_merged_as_a_month_began_is_none_of_its_stock_and_the_kept_one_has_its_own_agent():
    given = [{"type": "allocation", "lead": name, "agent": agent, "at": NOON - days * DAY} for name, agent, days in (("L1", "one", 2), ("L2", "two", 1))]
    deeds = [told("lead.merge", "lead:L2", NOON, lead="L1"), told("lead.separate", "lead:L2", NOON + DAY, lead="L1")]
    stock = {"type": "opening", "store": "S1", "month": "2026-09", "figures": {"levels": {"": 1}, "agents": {"one": 1}, "orders": 0}}

    assert found("the_stock_of_a_month_is_what_stood_open_as_it_began", lead("L1"), lead("L2"), *given, *deeds, stock) == []


@pytest.mark.parametrize(("decided", "wrong"), [(20 * HOUR, 0), (40 * HOUR, 1)])
def test_what_was_decided_in_time_and_taken_back_later_was_decided(decided, wrong):
    leader = {"type": "user", "username": "leader", "name": "L", "store": "S1", "roles": ["leader"]}
    graded = {"type": "grading", "lead": "L1", "grade": "F", "at": NOON}
    review = {"type": "review", "lead": "L1", "at": NOON + decided, "annulled": {"at": NOON + decided + DAY}}
    at_work = {**told("lead.reopen", "lead:L1", NOON + 9 * DAY), "by": "leader"}

    assert len(found("low_and_lost_are_decided_by_the_leader", leader, lead("L1"), graded, review, at_work)) == wrong
