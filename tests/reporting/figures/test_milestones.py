"""The moments a lead carries are those of its events: what the verbs wrote, rebuilt from the events, is the same."""

from datetime import timedelta
from itertools import permutations

import pytest

from calls.appointments.rules.appointments import book, cancel, move
from calls.cards.rules.cards import open_card
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.dialling import dial
from calls.models import Call
from leads.grading.rules.grading import grade_lead
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect
from leads.models import Inquiry, Lead
from leads.pool.rules.giving import give_lead
from reception.customers.rules.annulling_orders import annul_cancellation, annul_delivery, annul_order
from reception.customers.rules.orders import Signing, cancel_order, deliver_order, place_order
from reception.customers.rules.receiving import take_visit
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import decide_tag
from reception.door.rules.visits import register_visit
from reception.models import Order, Visit
from reporting.figures import milestones
from reporting.ledger.left_waiting import stand
from tests.calling import ring
from tests.factories import AllocationFactory, ChannelFactory, InquiryFactory, LeadFactory, UserFactory
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, MONDAY_17, THURSDAY_9, TUESDAY_9, TUESDAY_10, WEDNESDAY_9, WEDNESDAY_10, moment

PHONES = ["15400000001", "15400000002", "15400000003", "15400000004"]
MINUTE, TWO_MINUTES = timedelta(minutes=1), timedelta(minutes=2)
CONNECTED, UNANSWERED = Said(outcome="connected", seconds=90), Said(outcome="no_answer")


def carried(store) -> dict[str, list[dict]]:
    """Every milestone of every lead of a store, taken back or not, and what its events carry of their lead."""
    columns = {Lead: milestones.COLUMNS, **milestones.EVENTS}
    return {model.__name__: list(model._base_manager.filter(store=store).order_by("pk").values("pk", *names)) for model, names in columns.items()}


@pytest.fixture
def lived(store, agent, other_agent, leader, data_manager, front_desk, reception, director):
    """Four customers go different ways, every step by its verb."""
    portal, radio = ChannelFactory(store=store), ChannelFactory(store=store)
    arrivals = [Arrival(phone=phone, name="张伟", model="卡罗拉", received_at=MONDAY_9, channel_id=portal.pk) for phone in PHONES]
    collect(store, arrivals, by=data_manager, now=MONDAY_9)
    bought, changed, lost, _untouched = Lead.objects.filter(store=store).order_by("pk")
    for lead in (bought, changed, lost):
        give_lead(lead, agent=agent, reason="", by=leader, now=MONDAY_10)
        log_call(lead, said=UNANSWERED, by=agent, now=MONDAY_11)
    for number, lead in enumerate((bought, changed, lost)):
        ring(lead, said=CONNECTED, by=agent, at=MONDAY_14 + number * TWO_MINUTES)
        open_card(lead, by=agent, now=MONDAY_14 + number * TWO_MINUTES)
    give_lead(lost, agent=other_agent, reason="", by=leader, now=TUESDAY_9)
    grade_lead(bought, grade="A", by=data_manager, now=MONDAY_14)
    grade_lead(bought, grade="H", by=data_manager, now=TUESDAY_9)
    move(book(bought, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_14), scheduled_for=WEDNESDAY_10, by=agent, now=TUESDAY_10)
    cancel(book(lost, scheduled_for=THURSDAY_9, by=other_agent, now=TUESDAY_10), by=other_agent, now=TUESDAY_10)
    book(changed, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_14)
    visit = register_visit(store, Registration(person=Person(PHONES[0])), by=front_desk, now=WEDNESDAY_10)
    take_visit(visit, by=reception, now=WEDNESDAY_10)
    order = place_order(Lead.objects.get(pk=bought.pk), Signing(model="卡罗拉"), by=reception, now=THURSDAY_9)
    cancel_order(order, reason="改主意了", by=reception, now=THURSDAY_9 + timedelta(hours=1))
    again = place_order(Lead.objects.get(pk=bought.pk), Signing(model="卡罗拉"), by=reception, now=FRIDAY_9)
    earlier = [Arrival(phone=phone, received_at=MONDAY_9 - timedelta(hours=1), channel_id=radio.pk) for phone in PHONES[:2]]
    collect(store, earlier, by=data_manager, now=FRIDAY_9)
    deliver_order(again, by=reception, now=moment(28, 10))
    log_call(changed, said=Said(outcome="connected", seconds=60, at=MONDAY_10), by=agent, now=MONDAY_17)
    log_call(lost, said=Said(outcome="missed", direction="in", at=MONDAY_10), by=None, now=MONDAY_17)
    wrong = register_visit(store, Registration(person=Person(PHONES[1])), by=front_desk, now=WEDNESDAY_9)
    take_visit(wrong, by=reception, now=WEDNESDAY_9)
    right = register_visit(store, Registration(person=Person(PHONES[1])), by=front_desk, now=THURSDAY_9)
    assert (wrong.tag, right.tag) == ("dcc", "dcc")
    decide_tag(wrong, tag="showroom", reason="展厅客户", by=director, now=THURSDAY_9)
    return store


def test_what_the_verbs_wrote_is_what_the_events_say(lived):
    written = carried(lived)

    milestones.rebuild(lived)

    assert carried(lived) == written
    assert Order.objects.count() == 2
    bought = Lead.objects.order_by("pk").first()
    assert (bought.received_at, bought.inquiry_count, bought.first_call_at, bought.reached_at) == (MONDAY_9 - timedelta(hours=1), 2, MONDAY_11, MONDAY_14)
    assert (bought.invited_at, bought.visited_at, bought.ordered_at, bought.delivered_at) == (MONDAY_14, WEDNESDAY_10, FRIDAY_9, moment(28, 10))


def test_what_was_taken_back_is_read_by_no_milestone(lived, front_desk, data_manager, leader, agent):
    bought, changed, lost, untouched = Lead.objects.filter(store=lived).order_by("pk")
    came = [register_visit(lived, Registration(person=Person(phone), named="called"), by=front_desk, now=FRIDAY_9) for phone in (PHONES[2], "15400000009")]
    order = place_order(untouched, Signing(), by=leader, now=FRIDAY_9)
    moments_before = Lead.objects.get(pk=lost.pk).visited_at
    for visit in (*came, Visit.objects.get(lead=changed, tag="dcc")):
        annul_visit(visit, reason="没来过", by=data_manager, now=moment(28, 11))
    annul_order(order, reason="签错人", by=leader, now=moment(28, 11))
    annul_delivery(Order.objects.get(lead=bought, cancelled_at=None), reason="没交车", by=leader, now=moment(28, 11))
    annul_cancellation_of(bought, leader)
    written = carried(lived)

    milestones.rebuild(lived)

    assert carried(lived) == written
    assert (moments_before, Lead.every.get(phone="15400000009").annulled_at) == (FRIDAY_9, moment(28, 11))
    leads = {lead.pk: (lead.visited_at, lead.ordered_at, lead.delivered_at) for lead in Lead.objects.all()}
    assert leads == {
        bought.pk: (WEDNESDAY_10, THURSDAY_9, None),
        changed.pk: (None, None, None),
        lost.pk: (None, None, None),
        untouched.pk: (None, None, None),
    }


def annul_cancellation_of(lead: Lead, leader) -> None:
    """The second order of a customer was none, nor was the cancellation of the first."""
    annul_order(Order.objects.get(lead=lead, cancelled_at=None), reason="签错人", by=leader, now=moment(28, 11))
    annul_cancellation(Order.objects.get(lead=lead), reason="没退", by=leader, now=moment(28, 11))


def test_what_was_done_for_a_lead_counts_in_the_channel_of_its_earliest_inquiry(lived):
    bought, changed, *others = Lead.objects.filter(store=lived).order_by("pk")

    channels = {model: set(model.objects.filter(lead__in=(bought, changed)).values_list("channel", flat=True)) for model in milestones.EVENTS}

    radio = Inquiry.objects.get(lead=bought, received_at=MONDAY_9 - timedelta(hours=1)).channel_id
    assert channels == {model: {radio} for model in milestones.EVENTS}
    assert radio not in {lead.channel_id for lead in others}


def test_first_is_what_happened_first_however_late_it_was_noted(lived):
    _bought, changed, *_others = Lead.objects.filter(store=lived).order_by("pk")

    first = Call.objects.get(lead=changed, is_first=True)

    assert (first.at, first.outcome, first.is_first_connected, first.is_late) == (MONDAY_10, "connected", True, True)
    assert list(Visit.objects.filter(lead=changed).order_by("at").values_list("tag", "is_first")) == [("showroom", False), ("dcc", True)]


def test_a_lead_of_which_nothing_happened_is_blank(store):
    lead = LeadFactory(store=store, first_call_at=MONDAY_9, call_count=3, card_at=MONDAY_9, visited_at=MONDAY_9, grade="H", inquiry_count=2)

    milestones.rebuild(store)

    lead.refresh_from_db()
    assert (lead.first_call_at, lead.call_count, lead.card_at, lead.visited_at, lead.grade, lead.inquiry_count) == (None, 0, None, None, "", 0)
    assert lead.received_at == MONDAY_9


def dialled(lead, by, now):
    log_call(lead, said=UNANSWERED, by=by, now=now)


def stated(lead, by, now):
    log_call(lead, said=Said(outcome="connected", seconds=60, at=MONDAY_9 + 30 * MINUTE), by=by, now=now)


def stated_unanswered(lead, by, now):
    log_call(lead, said=Said(outcome="no_answer", at=MONDAY_10 + 20 * MINUTE), by=by, now=now)


def answered(lead, by, now):
    log_call(lead, said=Said(outcome="connected", direction="in", seen_at=MONDAY_10 + 10 * MINUTE), by=by, now=now)


def missed(lead, by, now):
    log_call(lead, said=Said(outcome="missed", direction="in", at=MONDAY_10 + 5 * MINUTE), by=None, now=now)


def missed_again(lead, by, now):
    log_call(lead, said=Said(outcome="missed", direction="in", at=MONDAY_11 + 3 * MINUTE), by=None, now=now)


def test_in_whatever_order_calls_are_written_down_the_verbs_write_what_the_events_say(store):
    for number, order in enumerate(permutations((dialled, stated, stated_unanswered, answered, missed, missed_again))):
        if number % 7:  # 103 of 720, spread over all of them
            continue
        agent = UserFactory(store=store, roles=["agent"])
        lead = LeadFactory(store=store, agent=agent, respond_by=MONDAY_10)
        InquiryFactory(lead=lead)
        Lead.objects.filter(pk=lead.pk).update(inquiry_count=1)
        AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
        dial(lead, by=agent, now=MONDAY_10)
        for minute, write_down in enumerate(order, start=10):
            write_down(lead, agent, MONDAY_11 + minute * MINUTE)
    written, missed_at = carried(store), list(Lead.objects.order_by("pk").values_list("missed_at", flat=True))

    milestones.rebuild(store)
    stand(store)

    assert carried(store) == written
    assert list(Lead.objects.order_by("pk").values_list("missed_at", flat=True)) == missed_at
