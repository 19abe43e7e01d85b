"""Deeds that take something back, correct it or open it again: each with what must be there for it to be done once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import Model

from calls.appointments.rules.annulling_appointments import annul_booking, annul_cancelling, annul_confirmation
from calls.appointments.rules.appointments import book, confirm
from calls.appointments.rules.calling_off import call_off
from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.correcting import Corrected, correct_call
from calls.desk.rules.finishing import CardFacts, Next, finish_call
from calls.incoming.rules.incoming import Agreed, Caller, identify, take_call
from leads.customer.rules.do_not_calling import annul_do_not_call, set_do_not_call
from leads.grading.rules.asking_agents import ask_agent
from leads.grading.rules.closing_again import undo_reopening
from leads.grading.rules.grading import grade_lead
from leads.grading.rules.proposing import confirm_invalid, propose
from leads.grading.rules.reopening import reopen_closed
from leads.grading.rules.reviewing import Decision, review_lead
from leads.grading.rules.unanswering import undo_answer
from leads.grading.rules.unasking import unask_agent
from leads.grading.rules.ungrading import undo_grading
from leads.grading.rules.unreviewing import undo_review
from leads.models import Channel, Grading, Lead
from reception.customers.rules.annulling_orders import annul_cancellation, annul_delivery, annul_order
from reception.customers.rules.order_facts import change_order
from reception.customers.rules.orders import Signing, cancel_order, deliver_order, place_order
from reception.door.rules.annulling_changes import annul_change
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, decide_tag, identify_visit, reverse_correction
from reception.door.rules.visits import register_visit
from reception.models import Visit
from tests.factories import LeadFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, WEDNESDAY_9

MINUTE = timedelta(minutes=1)
SOON = MONDAY_11 + MINUTE
PHONE = "15400001234"


@dataclass(frozen=True)
class Deed:
    """A verb that is done with a row, and what the trail calls it."""

    row: Model
    verb: Callable[[Model], object]
    action: str


class Cast:
    """The people of a store, and a customer of its agent."""

    def __init__(self, store) -> None:
        self.store = store
        roles = ("agent", "leader", "data_manager", "director", "front_desk", "reception")
        self.agent, self.leader, self.data_manager, self.director, self.desk, self.reception = (
            UserFactory(store=store, username=role, roles=[role]) for role in roles
        )
        self.lead: Lead = LeadFactory(store=store, agent=self.agent, phone=PHONE, name="王建国", reached_at=MONDAY_9, ungraded_since=MONDAY_9)

    def called(self, **agreed):
        """A conversation at eleven."""
        return finish_call(self.lead, said=Said(outcome="connected"), **agreed, by=self.agent, now=MONDAY_11)

    def came(self) -> Visit:
        """The customer at the door, who named nobody."""
        return register_visit(self.store, Registration(person=Person(PHONE)), by=self.desk, now=MONDAY_11)

    def ordered(self):
        """An order, signed at eleven."""
        return place_order(self.lead, Signing(model="凯美瑞"), by=self.leader, now=MONDAY_11)

    def closed(self):
        """The leader's decision that the customer is lost."""
        grade_lead(self.lead, grade="F", by=self.data_manager, now=MONDAY_10)
        return review_lead(self.lead, decision=Decision("close", outcome="lost", reason="价格不合"), by=self.leader, now=MONDAY_11)


def a_call(cast: Cast) -> Deed:
    call = cast.called(card=CardFacts(model="卡罗拉"), then=Next("invite", at=WEDNESDAY_9))
    return Deed(call, partial(annul_call, by=cast.agent, now=SOON), "call.annul")


def the_call_of_a_stranger(cast: Cast) -> Deed:
    channel = Channel.objects.get(store=cast.store, name="400热线")
    window = identify("15400000099", by=cast.agent, now=MONDAY_10)
    call = take_call(window, said=Said(outcome="connected"), caller=Caller(channel, "张三"), agreed=Agreed(), by=cast.agent, now=MONDAY_11)
    return Deed(call, partial(annul_call, by=cast.agent, now=SOON), "call.annul")


def what_a_call_says(cast: Cast) -> Deed:
    call = log_call(cast.lead, said=Said(outcome="connected"), by=cast.agent, now=MONDAY_11)
    return Deed(call, partial(correct_call, said=Corrected("no_answer"), by=cast.agent, now=SOON), "call.correct")


def a_booking(cast: Cast) -> Deed:
    booked = book(cast.lead, scheduled_for=WEDNESDAY_9, by=cast.agent, now=MONDAY_11)
    return Deed(booked, partial(annul_booking, by=cast.agent, now=SOON), "appointment.annul")


def a_confirmation(cast: Cast) -> Deed:
    booked = book(cast.lead, scheduled_for=WEDNESDAY_9, by=cast.agent, now=MONDAY_11)
    confirm(booked, by=cast.agent, now=MONDAY_11)
    return Deed(booked, partial(annul_confirmation, by=cast.agent, now=SOON), "appointment.unconfirm")


def a_visit_called_off(cast: Cast) -> Deed:
    booked = book(cast.lead, scheduled_for=WEDNESDAY_9, by=cast.agent, now=MONDAY_10)
    call_off(booked, reason="没空", then=Next("callback", at=TUESDAY_9), by=cast.agent, now=MONDAY_11)
    return Deed(booked, partial(annul_cancelling, by=cast.agent, now=SOON), "appointment.put_back")


def calling_a_visit_off(cast: Cast) -> Deed:
    booked = book(cast.lead, scheduled_for=WEDNESDAY_9, by=cast.agent, now=MONDAY_11)
    off = partial(call_off, reason="没空", then=Next("callback", at=TUESDAY_9), by=cast.agent, now=SOON)
    return Deed(booked, off, "appointment.cancel")


def a_judgement(cast: Cast) -> Deed:
    grade_lead(cast.lead, grade="A", by=cast.data_manager, now=MONDAY_11)
    return Deed(Grading.objects.get(), partial(undo_grading, by=cast.data_manager, now=SOON), "lead.ungrade")


def an_answer(cast: Cast) -> Deed:
    applied = propose(cast.lead, kind="invalid", reason="空错号", by=cast.agent, now=MONDAY_10)
    confirm_invalid(applied, by=cast.data_manager, now=MONDAY_11)
    return Deed(applied, partial(undo_answer, by=cast.data_manager, now=SOON), "lead.unanswer")


def a_decision(cast: Cast) -> Deed:
    return Deed(cast.closed(), partial(undo_review, by=cast.leader, now=SOON), "lead.unreview")


def a_closed_customer(cast: Cast) -> Deed:
    cast.closed()
    return Deed(cast.lead, partial(reopen_closed, by=cast.leader, now=TUESDAY_9), "lead.reopen")


def an_opening(cast: Cast) -> Deed:
    cast.closed()
    reopen_closed(cast.lead, by=cast.leader, now=TUESDAY_9)
    return Deed(cast.lead, partial(undo_reopening, by=cast.leader, now=TUESDAY_9 + MINUTE), "lead.unreopen")


def a_wish_for_more(cast: Cast) -> Deed:
    ask_agent(cast.lead, by=cast.data_manager, now=MONDAY_11)
    return Deed(cast.lead, partial(unask_agent, by=cast.data_manager, now=SOON), "lead.unask")


def a_number_nobody_may_call(cast: Cast) -> Deed:
    set_do_not_call(cast.lead, source="客户要求", by=cast.agent, now=MONDAY_11)
    return Deed(cast.lead, partial(annul_do_not_call, by=cast.agent, now=SOON), "do_not_call.annul")


def a_visit(cast: Cast) -> Deed:
    return Deed(cast.came(), partial(annul_visit, by=cast.desk, now=SOON), "visit.annul")


def the_facts_of_a_visit(cast: Cast) -> Deed:
    said = {"correction": Correction(named="called"), "reason": "接过电话", "by": cast.data_manager, "now": SOON}
    return Deed(cast.came(), partial(correct_tag, **said), "visit.correct")


def a_correction_of_a_visit(cast: Cast) -> Deed:
    change = correct_tag(cast.came(), Correction(named="called"), reason="接过电话", by=cast.data_manager, now=MONDAY_11)
    return Deed(change, partial(annul_change, by=cast.data_manager, now=SOON), "tag_change.annul")


def a_correction_the_director_reverses(cast: Cast) -> Deed:
    change = correct_tag(cast.came(), Correction(named="called"), reason="接过电话", by=cast.data_manager, now=MONDAY_11)
    return Deed(change, partial(reverse_correction, reason="没接过", by=cast.director, now=SOON), "visit.reverse")


def a_tag_the_director_decides(cast: Cast) -> Deed:
    return Deed(cast.came(), partial(decide_tag, tag="dcc", reason="专员在跟", by=cast.director, now=SOON), "visit.decide")


def a_walk_in_who_is_known_now(cast: Cast) -> Deed:
    visit = register_visit(cast.store, Registration(person=Person()), by=cast.desk, now=MONDAY_11)
    return Deed(visit, partial(identify_visit, phone=PHONE, by=cast.desk, now=SOON), "visit.identify")


def an_order(cast: Cast) -> Deed:
    return Deed(cast.ordered(), partial(annul_order, by=cast.leader, now=SOON), "order.annul")


def a_delivery(cast: Cast) -> Deed:
    order = cast.ordered()
    deliver_order(order, by=cast.leader, now=MONDAY_11)
    return Deed(order, partial(annul_delivery, by=cast.leader, now=SOON), "order.annul_delivery")


def a_withdrawal(cast: Cast) -> Deed:
    order = cast.ordered()
    cancel_order(order, reason="不买了", by=cast.leader, now=MONDAY_11)
    return Deed(order, partial(annul_cancellation, by=cast.leader, now=SOON), "order.annul_cancellation")


def what_an_order_says(cast: Cast) -> Deed:
    return Deed(cast.ordered(), partial(change_order, changes={"model": ("凯美瑞", "汉兰达")}, by=cast.leader, now=SOON), "order.change")


TAKEN_BACK = (
    *(a_call, the_call_of_a_stranger, a_booking, a_confirmation, a_visit_called_off, a_judgement, an_answer, a_decision, a_closed_customer),
    *(an_opening, a_wish_for_more, a_number_nobody_may_call),
    *(a_visit, the_facts_of_a_visit, a_correction_of_a_visit, a_correction_the_director_reverses, a_tag_the_director_decides, a_walk_in_who_is_known_now),
    *(an_order, a_delivery, a_withdrawal),
)
SAID_ANEW = (what_a_call_says, what_an_order_says, calling_a_visit_off)
