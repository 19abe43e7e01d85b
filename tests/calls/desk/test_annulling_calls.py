"""A call that was none is taken back with everything agreed in it: the lead stands as if it had never been."""

from datetime import timedelta
from uuid import uuid4

import pytest

from calls.appointments.rules.appointments import book, confirm
from calls.cards.rules.cards import Wanted, wanted_by
from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import CardFacts, Learned, Next, finish_call
from calls.incoming.rules.incoming import Agreed, Caller, identify, miss_call, open_window, take_call
from calls.models import Appointment, Call, Card, CardCheck, Dial
from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.grading import grade_lead
from leads.grading.rules.proposing import Elsewhere
from leads.models import NO_NAME, Channel, FollowUp, Inquiry, Lead, Proposal
from reporting.figures import milestones
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, WEDNESDAY_9, moment
from tests.trail import trail

MINUTE = timedelta(minutes=1)
STANDING = (
    *("level", "model", "name", "phone", "phone_tail", "ungraded_since", "review_since", "missed_at", "unreached_at", "tries"),
    *("first_call_at", "responded_at", "reached_at", "last_call_at", "call_count", "card_at", "card_by", "invited_at", "agent", "closed_at"),
)
PASSED = ("grade", "first_call_at", "responded_at", "reached_at", "last_call_at", "call_count", "card_at", "card_by", "invited_at", "visited_at")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国", model="凯美瑞", level="C")


def standing(lead) -> dict:
    """What the lead says, what is owed to it, and how its bookings stand."""
    return {
        "lead": Lead.objects.filter(pk=lead.pk).values_list(*STANDING).get(),
        "owed": list(FollowUp.objects.filter(lead=lead).order_by("pk").values_list("kind", "agent", "due_at", "done_at", "ended_as")),
        "booked": list(Appointment.objects.filter(lead=lead).order_by("pk").values_list("scheduled_for", "status", "ended_at")),
        "calls": list(Call.objects.filter(lead=lead).order_by("pk").values_list("at", "is_first", "is_first_connected", "is_late")),
        "wanted": wanted_by(Lead.objects.get(pk=lead.pk)),
        "others": [model.objects.filter(lead=lead).count() for model in (Card, Proposal)],
    }


CALLS = {
    "nobody answered": {"said": Said(outcome="no_answer")},
    "a number of nobody": {"said": Said(outcome="empty_number")},
    "a conversation with a level": {"said": Said(outcome="connected", level="H")},
    "a card": {"said": Said(outcome="connected", level="H"), "card": CardFacts(model="卡罗拉")},
    "a car they want": {"said": Said(outcome="connected"), "learned": Learned(model="汉兰达", wanted=Wanted(budget="20 万", payment="loan"))},
    "a card with what they want": {
        **{"said": Said(outcome="connected"), "card": CardFacts(model="卡罗拉")},
        "learned": Learned(model="汉兰达", wanted=Wanted(trade_in="yes")),
    },
    "a visit": {"said": Said(outcome="connected"), "then": Next("invite", at=WEDNESDAY_9)},
    "a promise": {"said": Said(outcome="connected"), "then": Next("callback", at=TUESDAY_9, note="问价")},
    "an application": {"said": Said(outcome="connected"), "then": Next("lost", reason="价格不合")},
    "an application for the leader": {"said": Said(outcome="connected"), "then": Next("out_of_area", reason=Elsewhere("河北", "保定"))},
}


@pytest.mark.parametrize("case", CALLS)
def test_a_first_call_leaves_the_lead_as_it_was(agent, lead, case):
    FollowUpFactory(lead=lead, kind="new", due_at=MONDAY_10)
    before = standing(lead)
    call = finish_call(lead, **CALLS[case], by=agent, now=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert standing(lead) == before
    assert Call.every.values_list("annulled_at", "annulled_by").get() == (MONDAY_11 + MINUTE, agent.pk)
    assert trail("call.annul") == [{"call": call.pk}]


@pytest.mark.parametrize("case", CALLS)
def test_a_later_call_leaves_the_lead_as_it_was(agent, lead, case):
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9)
    finish_call(lead, said=Said(outcome="connected", level="B"), then=Next("callback", at=MONDAY_11), by=agent, now=MONDAY_10)
    before = standing(lead)
    call = finish_call(lead, **CALLS[case], by=agent, now=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert standing(lead) == before


def test_a_name_learned_in_the_call_is_forgotten(agent):
    nameless = LeadFactory(store=agent.store, agent=agent, name=NO_NAME)
    call = finish_call(nameless, said=Said(outcome="connected"), learned=Learned(name="王建国"), by=agent, now=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert Lead.objects.values_list("name", "given_name", "initials").get() == (NO_NAME, "", "")


@pytest.mark.parametrize("case", CALLS)
def test_what_is_rebuilt_says_the_same(agent, lead, case):
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9)
    annul_call(finish_call(lead, **CALLS[case], by=agent, now=MONDAY_11), by=agent, now=MONDAY_11 + MINUTE)
    before = Lead.objects.filter(pk=lead.pk).values_list(*PASSED).get(), standing(lead)["calls"]

    milestones.rebuild(lead.store)

    assert (Lead.objects.filter(pk=lead.pk).values_list(*PASSED).get(), standing(lead)["calls"]) == before


def test_the_ladder_stands_where_it_stood(agent, lead):
    for at in (MONDAY_9, MONDAY_11, TUESDAY_9):
        log_call(lead, said=Said(outcome="no_answer"), by=agent, now=at)
    before = standing(lead)
    call = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=moment(27, 9))

    annul_call(call, by=agent, now=moment(27, 9) + MINUTE)

    assert (standing(lead), before["lead"][8:10]) == (before, (None, 3))


def test_an_appointment_that_was_moved_runs_again_at_its_time(agent, reception, lead):
    first = book(lead, scheduled_for=WEDNESDAY_9, reception=reception, by=agent, now=MONDAY_9)
    confirm(first, by=agent, now=MONDAY_10)
    before = standing(lead)
    call = finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=moment(26, 10)), by=agent, now=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert (standing(lead)["booked"], before["booked"]) == (before["booked"], [(WEDNESDAY_9, "confirmed", None)])
    gone = Appointment.every.get(pk__gt=first.pk)
    assert (gone.replaces, gone.annulled_at) == (first, MONDAY_11 + MINUTE)


def test_it_may_be_moved_anew(agent, lead):
    first = book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_9)
    wrong = finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=moment(26, 10)), by=agent, now=MONDAY_11)
    annul_call(wrong, by=agent, now=MONDAY_11 + MINUTE)

    finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=moment(27, 10)), by=agent, now=MONDAY_14)

    assert list(Appointment.objects.order_by("pk").values_list("replaces", "status")) == [(None, "moved"), (first.pk, "booked")]
    assert Appointment.every.filter(replaces=first).count() == 2


def test_one_whose_time_has_come_since_is_missed_by_its_hour(agent, lead):
    book(lead, scheduled_for=MONDAY_11 + 5 * MINUTE, by=agent, now=MONDAY_9)
    call = finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=WEDNESDAY_9), by=agent, now=MONDAY_11 + 60 * MINUTE)

    annul_call(call, by=agent, now=MONDAY_11 + 66 * MINUTE)

    assert list(Appointment.objects.values_list("status", "ended_at")) == [("no_show", MONDAY_11 + 65 * MINUTE)]


def test_a_missed_call_waits_again(agent, lead):
    caller = {"number": lead.phone, "caller": Caller(), "by": None}
    miss_call(lead.store, at=MONDAY_9, **caller, now=MONDAY_9)
    call = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert Lead.objects.get().missed_at == MONDAY_9


def test_an_expired_number_is_the_leads_again(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400000001,4321")
    call = log_call(lead, said=Said(outcome="virtual_expired"), by=agent, now=MONDAY_11)
    expired = Lead.objects.get().phone

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert (expired, *Lead.objects.values_list("phone", "phone_tail").get()) == (None, "15400000001,4321", "0001")


def test_a_real_number_is_forgotten(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400000001,4321")
    call = finish_call(lead, said=Said(outcome="connected"), real_number="15400000077", by=agent, now=MONDAY_11)
    learned = Lead.objects.get().phone

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert (learned, Lead.objects.get().phone) == ("15400000077", "15400000001,4321")


def test_what_the_server_saw_waits_for_a_call_again(agent, lead):
    dial(lead, by=agent, now=MONDAY_10)
    call = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_10 + MINUTE)
    annul_call(call, by=agent, now=MONDAY_10 + 2 * MINUTE)

    again = log_call(lead, said=Said(outcome="connected"), by=agent, now=MONDAY_10 + 3 * MINUTE)

    assert (Dial.objects.get().call, again.at, again.logged_at) == (again, MONDAY_10, None)


def test_a_stranger_who_called_is_nobody_again(agent):
    window = identify("15400000099", by=agent, now=MONDAY_11 - 5 * MINUTE)
    channel = Channel.objects.filter(store=agent.store).first()
    call = take_call(window, said=Said(outcome="connected"), caller=Caller(channel, "张三", "凯美瑞"), agreed=Agreed(CardFacts()), by=agent, now=MONDAY_11)
    opened = Lead.objects.get()

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert (opened.agent, Lead.objects.count(), Inquiry.objects.count(), FollowUp.objects.count(), Card.objects.count()) == (agent, 0, 0, 0, 0)
    assert Lead.every.values_list("annulled_at", "agent", "card_at", "call_count").get() == (MONDAY_11 + MINUTE, None, None, 0)
    assert open_window(agent, now=MONDAY_11 + 2 * MINUTE).lead is None


def test_a_customer_who_asked_again_meanwhile_stays(agent):
    window = identify("15400000099", by=agent, now=MONDAY_10)
    channel = Channel.objects.filter(store=agent.store).first()
    call = take_call(window, said=Said(outcome="connected"), caller=Caller(channel, "张三"), agreed=Agreed(), by=agent, now=MONDAY_11)
    lead = Lead.objects.get()
    Inquiry.objects.create(store=lead.store, lead=lead, channel=channel, received_at=MONDAY_11, entered_at=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    assert Lead.objects.values_list("agent", "call_count", "ungraded_since").get() == (agent.pk, 0, None)


@pytest.mark.parametrize(("after", "holds"), [(14.99, True), (15, True), (15.01, False)])
def test_for_fifteen_minutes_from_the_logging(agent, lead, after, holds):
    call = log_call(lead, said=Said(outcome="connected", at=MONDAY_9), by=agent, now=MONDAY_11)
    then = MONDAY_11 + after * MINUTE

    if holds:
        annul_call(call, by=agent, now=then)
    else:
        with pytest.raises(Refused):
            annul_call(call, by=agent, now=then)

    assert Call.objects.exists() is not holds


def test_by_nobody_but_its_author(agent, leader, lead):
    call = log_call(lead, said=Said(outcome="connected"), by=agent, now=MONDAY_11)

    with pytest.raises(Refused):
        annul_call(call, by=leader, now=MONDAY_11 + MINUTE)

    assert Call.objects.count() == 1


def graded(lead, call, agent, data_manager, leader):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_11 + MINUTE)


def checked(lead, call, agent, data_manager, leader):
    CardCheck.objects.create(store=lead.store, lead=lead, by=leader, at=MONDAY_11 + MINUTE, upheld=True)


def moved(lead, call, agent, data_manager, leader):
    finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=moment(26, 10)), by=leader, now=MONDAY_11 + MINUTE)


def called(lead, call, agent, data_manager, leader):
    log_call(lead, said=Said(outcome="no_answer"), by=leader, now=MONDAY_11 + MINUTE)


def closed(lead, call, agent, data_manager, leader):
    Lead.objects.update(closed_at=MONDAY_11 + MINUTE, closed_as="lost", reason="价格不合")


@pytest.mark.parametrize("built", [graded, checked, moved, called, closed])
def test_it_is_refused_once_somebody_built_on_it(agent, data_manager, leader, lead, built):
    said, card, then = Said(outcome="connected"), CardFacts(), Next("invite", at=WEDNESDAY_9)
    call = finish_call(lead, said=said, card=card, then=then, by=agent, now=MONDAY_11)
    built(lead, call, agent, data_manager, leader)

    with pytest.raises(Refused):
        annul_call(call, by=agent, now=MONDAY_11 + 2 * MINUTE)

    assert (Call.objects.filter(pk=call.pk).count(), Card.objects.count()) == (1, 1)


def test_after_a_later_call_that_was_none_it_is_taken_back_too(agent, lead):
    before = standing(lead)
    first = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_10)
    second = log_call(lead, said=Said(outcome="connected", level="H"), by=agent, now=MONDAY_10 + 2 * MINUTE)

    for call, minute in ((second, 3), (first, 4)):
        annul_call(call, by=agent, now=MONDAY_10 + minute * MINUTE)

    assert standing(lead) == before


def test_the_specialist_is_told_that_nobody_comes(agent, reception, lead):
    call = finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=WEDNESDAY_9, reception=reception), by=agent, now=MONDAY_11)

    annul_call(call, by=agent, now=MONDAY_11 + MINUTE)

    told = Notice.objects.filter(user=reception).order_by("pk").values_list("kind", "lead_id")
    assert list(told) == [("appointment.booked", lead.pk), ("appointment.annulled", lead.pk)]


def test_what_is_sent_once_more_logs_nothing(agent, lead):
    said = Said(outcome="connected", token=uuid4())
    annul_call(finish_call(lead, said=said, by=agent, now=MONDAY_11), by=agent, now=MONDAY_11 + MINUTE)

    with pytest.raises(Refused):
        finish_call(lead, said=said, by=agent, now=MONDAY_11 + 2 * MINUTE)

    assert Call.every.count() == 1
