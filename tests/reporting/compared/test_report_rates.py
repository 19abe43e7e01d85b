"""What each rate of the reports divides by what, at its limits."""

from datetime import date, timedelta

import pytest

from dcc.models import StoreSetting
from leads.models import Grading, Lead, Review
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.rates import RATES
from reporting.figures.rows_behind import rows_behind
from tests.factories import CallFactory, GradingFactory, LeadFactory, LeakageFactory, OrderFactory, ProposalFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14

DAY = (date(2026, 11, 23), date(2026, 11, 23))
SECOND = timedelta(seconds=1)


def shown(store, name: str, basis: str, *, by: str = "day", at=None) -> dict[str, str]:
    """The fraction of a rate, by row."""
    rate, question = RATES[name], Question(store, by, basis, *DAY, at)
    return {key: rate.fraction(counts, basis) for key, counts in ask(question, (rate.above(basis), rate.under)).rows.items()}


def called(store, *outcomes: str) -> Lead:
    """A lead of Monday, called so often."""
    lead = LeadFactory(store=store, received_at=MONDAY_8)
    moments = [MONDAY_9, MONDAY_10, MONDAY_11]
    for at, outcome in zip(moments, outcomes, strict=False):
        CallFactory(lead=lead, store=store, at=at, outcome=outcome)
    reached = next((at for at, outcome in zip(moments, outcomes, strict=False) if outcome == "connected"), None)
    Lead.objects.filter(pk=lead.pk).update(first_call_at=MONDAY_9 if outcomes else None, reached_at=reached, call_count=len(outcomes))
    return lead


@pytest.mark.parametrize(
    ("outcomes", "second", "third"),
    [
        ((), "", ""),
        (("connected",), "", ""),
        (("connected", "busy"), "", ""),
        (("busy",), "0/1", ""),
        (("busy", "connected"), "1/1", ""),
        (("busy", "off"), "1/1", "0/1"),
        (("busy", "off", "connected"), "1/1", "1/1"),
        (("busy", "off", "busy"), "1/1", "1/1"),
    ],
)
def test_a_second_call_is_asked_of_whom_the_first_did_not_reach_and_a_third_of_whom_two_did_not(store, outcomes, second, third):
    called(store, *outcomes)

    assert [shown(store, name, "cohort").get("2026-11-23", "") for name in ("second_call", "third_call")] == [second, third]


@pytest.mark.parametrize(
    ("responded", "fraction"),
    [(MONDAY_10 - SECOND, "1/1"), (MONDAY_10, "1/1"), (MONDAY_10 + SECOND, "0/1"), (None, "0/1")],
)
def test_first_called_in_time_is_counted_on_the_day_the_limit_passed(store, responded, fraction):
    Lead.objects.filter(pk=LeadFactory(store=store, received_at=MONDAY_8 - timedelta(days=3)).pk).update(respond_by=MONDAY_10, responded_at=responded)

    assert shown(store, "in_time_rate", "activity") == {"2026-11-23": fraction}


def test_whose_limit_runs_still_is_not_counted_until_it_has_passed(store):
    Lead.objects.filter(pk=LeadFactory(store=store).pk).update(respond_by=MONDAY_10)

    assert [shown(store, "in_time_rate", "activity", at=at) for at in (MONDAY_10 - SECOND, MONDAY_10)] == [{}, {"2026-11-23": "0/1"}]


def test_leaked_are_those_not_settled_back_of_all_that_came_for_dcc_and_them(store):
    for outcome in ("", "stays_showroom", "back_to_dcc"):
        lead = LeadFactory(store=store)
        visit = VisitFactory(store=store, lead=lead, at=MONDAY_11)
        LeakageFactory(lead=lead, visit=visit, outcome=outcome, settled_at=MONDAY_14 if outcome else None)
    for _each in range(3):
        VisitFactory(store=store, lead=(lead := LeadFactory(store=store)), channel=lead.channel, at=MONDAY_11, tag="dcc", basis="named")

    assert shown(store, "leakage_rate", "activity") == {"2026-11-23": "2/5"}


def test_rejected_is_of_the_applications_decided_in_the_period_by_whoever_applied(store, agent, other_agent):
    for by, decision, at in (
        (agent, "rejected", MONDAY_10),
        (agent, "confirmed", MONDAY_10),
        (other_agent, "confirmed", MONDAY_10),
        (agent, "rejected", MONDAY_10 - timedelta(days=1)),
    ):
        ProposalFactory(lead=LeadFactory(store=store), by=by, at=MONDAY_8 - timedelta(days=2), decided_at=at, decision=decision)
    ProposalFactory(lead=LeadFactory(store=store), by=agent)
    ProposalFactory(lead=LeadFactory(store=store), by=agent, kind="invalid", decided_at=MONDAY_10, decision="rejected")

    assert shown(store, "rejected_rate", "activity", by="agent") == {"agent": "1/2", "other_agent": "0/1"}


def test_a_lead_is_lost_for_the_words_of_the_application_that_was_confirmed(store):
    lost = {"store": store, "closed_as": "lost", "closed_at": MONDAY_11, "reason": "他品战败"}
    plain, named = LeadFactory(**lost), LeadFactory(**lost, visited_at=MONDAY_9)
    for detail, rival, decision, at in (("新能源", "宋PLUS", "rejected", MONDAY_9), ("价格优惠大", "CR-V", "confirmed", MONDAY_10)):
        ProposalFactory(lead=named, reason="他品战败", detail=detail, competitor=rival, decision=decision, decided_at=at)

    assert plain.reason == "他品战败"
    assert shown(store, "lost_after_visit", "activity", by="detail") == {"他品战败": "0/1", "他品战败 / 价格优惠大": "1/1"}
    assert shown(store, "lost_after_visit", "activity", by="reason") == {"他品战败": "1/2"}
    assert shown(store, "lost_after_visit", "activity", by="rival") == {"": "0/1", "CR-V": "1/1"}


@pytest.mark.parametrize(("basis", "fraction"), [("activity", "2/3"), ("cohort", "1/1")])
def test_a_test_drive_is_of_each_group_and_in_a_cohort_of_each_lead_once(store, basis, fraction):
    lead = LeadFactory(store=store, received_at=MONDAY_8, visited_at=MONDAY_9)
    for at, drove in ((MONDAY_9, False), (MONDAY_10, True), (MONDAY_11, True)):
        VisitFactory(store=store, lead=lead, channel=lead.channel, at=at, tag="dcc", basis="named", test_drive=drove)

    assert shown(store, "test_drive_rate", basis) == {"2026-11-23": fraction}


def test_a_call_is_effective_from_as_many_seconds_as_the_setting_of_its_moment_asks(store):
    StoreSetting.objects.create(store=store, name="effective_seconds", value=60, valid_from=MONDAY_10)
    for at, seconds, outcome in (
        (MONDAY_10 - SECOND, 44, "connected"),
        (MONDAY_10 - SECOND, 45, "connected"),
        (MONDAY_10, 59, "connected"),
        (MONDAY_10, 60, "connected"),
        (MONDAY_11, 90, "no_answer"),
    ):
        CallFactory(lead=LeadFactory(store=store), at=at, seconds=seconds, outcome=outcome)

    assert shown(store, "effective_rate", "activity") == {"2026-11-23": "2/4"}


@pytest.mark.parametrize("basis", ["activity", "cohort"])
def test_wechat_is_added_by_a_tick_in_any_connected_call_of_a_lead_that_was_reached(store, basis):
    for ticked in ([[]], [["need", "wechat"]], [["need"], ["wechat"]]):
        lead = LeadFactory(store=store, received_at=MONDAY_8, reached_at=MONDAY_9)
        for place, checks in enumerate(ticked):
            CallFactory(lead=lead, store=store, at=MONDAY_9 + place * SECOND, outcome="connected", checks=checks, is_first_connected=place == 0)
    CallFactory(lead=LeadFactory(store=store, received_at=MONDAY_8), store=store, at=MONDAY_9, outcome="no_answer")

    assert shown(store, "wechat_rate", basis) == {"2026-11-23": "2/3"}


@pytest.mark.parametrize(("basis", "loans", "trade_ins"), [("activity", "2/5", "2/5"), ("cohort", "1/3", "1/3")])
def test_loans_and_trade_ins_are_of_all_orders_and_in_a_cohort_of_those_that_stand(store, basis, loans, trade_ins):
    for payment, trade_in, cancelled in (("loan", None, None), ("full", True, None), ("", False, None), ("loan", True, MONDAY_14), ("", None, MONDAY_14)):
        lead = LeadFactory(store=store, received_at=MONDAY_8, ordered_at=None if cancelled else MONDAY_11)
        OrderFactory(lead=lead, at=MONDAY_11, payment=payment, trade_in=trade_in, cancelled_at=cancelled)

    assert [shown(store, name, basis)["2026-11-23"] for name in ("loan_rate", "trade_in_rate")] == [loans, trade_ins]


def test_risen_are_those_graded_high_after_they_were_graded_low_or_nurtured(store):
    for grades in ("LH", "HL", "LA", "H", "L", "NH", "HN", "N", "LHH", ""):
        lead = LeadFactory(store=store, received_at=MONDAY_8)
        for place, grade in enumerate(grades):
            at = MONDAY_9 + place * SECOND
            if grade == "N":
                Review.objects.create(store=store, lead=lead, at=at, decision="nurture")
            else:
                GradingFactory(lead=lead, at=at, grade=grade)
    undone = LeadFactory(store=store, received_at=MONDAY_8)
    GradingFactory(lead=undone, at=MONDAY_9, grade="L")
    Grading.every.create(store=store, lead=undone, at=MONDAY_10, grade="H", undone_at=MONDAY_11)

    assert shown(store, "risen_rate", "cohort") == {"2026-11-23": "3/9"}


def test_a_number_is_left_by_groups_of_either_tag_that_look_at_a_car_for_the_first_time(store):
    lead = LeadFactory(store=store)
    for said in (
        {"phone": "15400000001"},
        {"phone": "person:abcdefghij"},
        {},
        {"phone": "15400000002", "lead": lead, "tag": "dcc", "basis": "named"},
        {"phone": "15400000003", "visit_class": "again"},
        {"phone": "15400000004", "visit_class": "first_with_card"},
        {"phone": "15400000005", "purpose": "service"},
    ):
        VisitFactory(store=store, at=MONDAY_11, **said)

    assert shown(store, "left_number_rate", "activity") == {"2026-11-23": "3/4"}
    assert shown(store, "left_number_rate", "activity", by="channel") == {"": "2/3", lead.channel.name: "1/1"}
    for by in ("channel", "source", "model", "campaign", "sub-channel", "consultant", "hour"):
        question = Question(store, by, "activity", *DAY)
        rows = ask(question, ["first_groups"]).rows
        assert {key: rows_behind(question, "first_groups", key).count() for key in rows} == {key: counts["first_groups"] for key, counts in rows.items()}
