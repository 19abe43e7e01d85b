"""What was done with a group is noted step by step, and what the visit says of it follows."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from calls.models import Promise
from dcc.errors import Refused
from leads.models import Lead
from reception.customers.rules.receiving import Seen, note_visit
from reception.customers.rules.stepping import Done, annul_step, answers, is_odd, take_step
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.visits import leave
from reception.models import Step, Visit
from tests.factories import UserFactory, VisitFactory
from tests.moments import MONDAY_9, WEDNESDAY_9
from tests.trail import trail

MINUTE = timedelta(minutes=1)
LATER = WEDNESDAY_9 + 60 * MINUTE


@pytest.fixture
def visit(store, lead, invited, reception, agent) -> Visit:
    """An invited customer in the house since Wednesday at nine, received."""
    Lead.objects.update(reception=reception)
    seen = {"registered_at": WEDNESDAY_9, "taken_at": WEDNESDAY_9, "reception": reception, "appointment": invited, "agent": agent}
    invited.status = "arrived"
    invited.save(update_fields=["status"])
    return VisitFactory(store=store, lead=lead, at=WEDNESDAY_9, tag="dcc", first_tag="dcc", **seen)


@pytest.fixture
def promised(invited, agent):
    """Return a function: a line that was promised for the visit."""
    return lambda text, kind="other": Promise.objects.create(appointment=invited, by=agent, at=MONDAY_9, kind=kind, text=text)


def says(visit: Visit) -> tuple:
    visit.refresh_from_db()
    return visit.test_drive, visit.quoted, visit.quote


def test_each_step_may_happen_more_than_once_and_has_moment_and_author(visit, reception):
    for minutes in (22, 15):
        take_step(visit, Done("test_drive", what="凯美瑞", minutes=minutes), by=reception, now=LATER)

    steps = [(step.kind, step.at, step.minutes, step.by) for step in Step.objects.all()]
    assert steps == [("test_drive", LATER - 22 * MINUTE, 22, reception), ("test_drive", LATER - 15 * MINUTE, 15, reception)]
    assert trail("step.take")[0] == {"step": "test_drive", "after": {"began": (LATER - 22 * MINUTE).isoformat(), "drive_minutes": "22"}}


def test_test_drive_and_quote_of_the_visit_follow_and_go_with_them(visit, reception):
    drive = take_step(visit, Done("test_drive"), by=reception, now=LATER)
    first = take_step(visit, Done("quote", amount=Decimal("20.38"), total=Decimal("22.15")), by=reception, now=LATER)
    second = take_step(visit, Done("quote", amount=Decimal("19.98")), by=reception, now=LATER + MINUTE)
    all_three = says(visit)

    annul_step(second, by=reception, now=LATER + 2 * MINUTE)
    one_quote = says(visit)
    annul_step(first, by=reception, now=LATER + 2 * MINUTE)
    annul_step(drive, by=reception, now=LATER + 2 * MINUTE)

    assert (all_three, one_quote) == ((True, True, Decimal("19.98")), (True, True, Decimal("20.38")))
    assert (says(visit), Step.objects.count(), Step.every.count()) == ((False, False, None), 0, 3)
    assert len(trail("step.annul")) == 3


def test_what_the_visit_said_without_a_step_stays(visit, reception):
    note_visit(visit, Seen(test_drive=True, quoted=True, quote=Decimal(21)), by=reception, now=LATER)
    steps = [take_step(visit, done, by=reception, now=LATER) for done in (Done("test_drive"), Done("quote", amount=Decimal(20)))]
    with_steps = says(visit)

    for step in steps:
        annul_step(step, by=reception, now=LATER)

    assert (with_steps, says(visit)) == ((True, True, Decimal(20)), (True, True, Decimal(21)))


def test_what_is_noted_beside_unsays_no_step(visit, reception):
    take_step(visit, Done("quote", amount=Decimal(20)), by=reception, now=LATER)

    note_visit(visit, Seen(test_drive=False, quoted=False, wechat=True), by=reception, now=LATER)

    assert (says(visit), visit.wechat) == ((False, True, Decimal(20)), True)


@pytest.mark.parametrize(
    ("at", "minutes", "fine"),
    [
        (WEDNESDAY_9 - MINUTE, None, False),
        (WEDNESDAY_9, None, True),
        (LATER, None, True),
        (LATER + MINUTE, None, False),
        (LATER - 10 * MINUTE, 10, True),
        (LATER - 10 * MINUTE, 11, False),
        (None, 0, False),
        (None, 241, False),
    ],
)
def test_a_step_lies_between_the_arrival_and_now(visit, reception, at, minutes, fine):
    if fine:
        assert take_step(visit, Done("test_drive", at=at, minutes=minutes), by=reception, now=LATER).pk
    else:
        with pytest.raises(Refused):
            take_step(visit, Done("test_drive", at=at, minutes=minutes), by=reception, now=LATER)


def test_after_they_left_a_step_lies_before_the_leaving(visit, reception, front_desk):
    leave(visit, by=front_desk, now=LATER)

    step = take_step(visit, Done("talk", what="等老婆来"), by=reception, now=LATER + 30 * MINUTE)

    assert step.at == LATER
    with pytest.raises(Refused):
        take_step(visit, Done("talk", at=LATER + MINUTE), by=reception, now=LATER + 30 * MINUTE)


def test_a_quote_says_its_price_and_the_showrooms_group_has_no_step(visit, store, lead, reception):
    with pytest.raises(Refused):
        take_step(visit, Done("quote"), by=reception, now=LATER)
    with pytest.raises(Refused):
        take_step(VisitFactory(store=store, lead=lead, at=WEDNESDAY_9), Done("talk"), by=reception, now=LATER)


def test_the_same_form_twice_is_one_step(visit, reception):
    token = uuid4()

    first, second = (take_step(visit, Done("talk", token=token), by=reception, now=LATER) for _ in range(2))

    assert (first, Step.objects.count(), len(trail("step.take"))) == (second, 1, 1)


def test_a_corrected_step_takes_the_place_of_the_first(visit, reception):
    wrong = take_step(visit, Done("quote", amount=Decimal("2.38")), by=reception, now=LATER)

    take_step(visit, Done("quote", at=wrong.at, amount=Decimal("20.38")), instead=wrong, by=reception, now=LATER + MINUTE)

    assert (says(visit), Step.objects.count(), Step.every.count()) == ((False, True, Decimal("20.38")), 1, 2)
    changed = trail("step.correct")[0]
    assert (changed["before"]["amount"], changed["after"]["amount"]) == ("2.38", "20.38")


def test_a_colleagues_step_is_taken_back_by_who_did_it_who_receives_or_the_leader(visit, reception, leader):
    other = UserFactory(store=visit.store, roles=["reception"])
    step = take_step(visit, Done("talk"), by=reception, now=LATER)

    with pytest.raises(Refused):
        annul_step(step, by=other, now=LATER)
    annul_step(step, by=leader, now=LATER)
    with pytest.raises(Refused):
        annul_step(step, by=leader, now=LATER)

    assert Step.every.get().annulled_by == leader


def test_a_step_answers_a_promise_of_its_kind_or_words_and_ticks_it_until_it_is_taken_back(visit, reception, promised):
    valued, driven = promised("旧车当场给评估价"), promised("2.5L 双擎", "test_car")

    step = take_step(visit, Done("trade_in", what="轩逸", amount=Decimal("6.1")), keeps=[valued], by=reception, now=LATER)
    valued.refresh_from_db()
    kept = valued.kept_at
    annul_step(step, by=reception, now=LATER + MINUTE)
    valued.refresh_from_db()

    assert (answers("trade_in", valued), answers("trade_in", driven), answers("test_drive", driven), answers("talk", driven)) == (True, False, True, False)
    assert (kept, valued.kept_at) == (LATER, None)


def test_with_the_visit_its_steps_go(visit, reception, data_manager):
    take_step(visit, Done("test_drive"), by=reception, now=LATER)

    annul_visit(visit, reason="没来过", by=data_manager, now=LATER + MINUTE)

    assert (Step.objects.count(), Step.every.get().annulled_at) == (0, LATER + MINUTE)


@pytest.mark.parametrize(("amount", "odd"), [("0.49", True), ("0.50", False), ("300.00", False), ("300.01", True)])
def test_an_odd_price_is_asked_about(amount, odd):
    assert (is_odd(Done("quote", amount=Decimal(amount))), is_odd(Done("trade_in", amount=Decimal(amount)))) == (odd, False)
