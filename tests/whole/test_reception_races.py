"""Two desks, two specialists, two signatures at once: what may happen once happens once (docs/rules/trust.md#claims, #twice-is-once)."""

from collections import Counter

import pytest

from calls.models import Appointment
from leads.models import Inquiry, Lead
from reception.models import DaySigning, Leakage, Order, ShowroomCard, TagChange, Transfer, Visit
from reception.reconcile.rules.leakages import propose_settlement
from tests.factories import AppointmentFactory, LeadFactory, LeakageFactory, OrderFactory, ShowroomCardFactory, TransferFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.whole import reception_contestants as contestants
from tests.whole.racing import race

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def test_of_two_desks_with_the_same_group_one_registers_and_the_other_is_asked(store, agent, leader):
    desks = [UserFactory(store=store, username=f"desk{number}", roles=["front_desk"]) for number in range(4)]
    lead = LeadFactory(store=store, agent=agent)
    AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=WEDNESDAY_9)

    answers = race(contestants.register, [(desk.username, lead.phone, WEDNESDAY_9) for desk in desks])

    visit = Visit.objects.get()
    assert Counter(answers) == {("registered", visit.pk): 1, ("asked", visit.pk): 3}
    assert (visit.tag, visit.appointment, Appointment.objects.get().status) == ("dcc", Appointment.objects.get(), "arrived")


def test_two_hundred_pairs_at_two_desks_are_two_hundred_visits(store, agent):
    desks = [UserFactory(store=store, username=f"desk{number}", roles=["front_desk"]) for number in range(2)]
    phones = [LeadFactory(store=store, agent=agent).phone for _number in range(200)]

    registered = race(contestants.register_all, [(desk.username, phones, WEDNESDAY_9) for desk in desks])

    assert (sum(registered), Visit.objects.count(), Visit.objects.values("lead").distinct().count()) == (200, 200, 200)


def test_of_two_desks_that_sign_the_day_at_once_one_has_signed(store):
    desks = [UserFactory(store=store, username=f"desk{number}", roles=["front_desk"]) for number in range(4)]

    signed = race(contestants.sign_the_day, [(desk.username, WEDNESDAY_9) for desk in desks])

    assert (len(set(signed)), DaySigning.objects.count()) == (1, 1)


def test_two_desks_open_one_lead_for_a_stranger_of_one_number(store, leader):
    from_the_showroom = [UserFactory(store=store, username=f"desk{number}", roles=["front_desk"]) for number in range(2)]
    lead = LeadFactory(store=store, closed_at=TUESDAY_9, closed_as="lost")

    answers = race(contestants.register, [(desk.username, lead.phone, WEDNESDAY_9) for desk in from_the_showroom])

    assert sorted(word for word, _visit in answers) == ["asked", "registered"]
    assert (Visit.objects.count(), Lead.objects.count()) == (1, 1)


def test_of_eight_specialists_who_press_at_once_one_receives(store, agent):
    people = [UserFactory(store=store, username=f"reception{number}", roles=["reception"]) for number in range(8)]
    lead = LeadFactory(store=store, agent=agent)
    visit = VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=WEDNESDAY_9, registered_at=WEDNESDAY_9)

    won = race(contestants.take, [(person.username, visit.pk, WEDNESDAY_9) for person in people])

    taker = people[won.index(True)]
    visit.refresh_from_db()
    lead.refresh_from_db()
    assert Counter(won) == {True: 1, False: 7}
    assert (visit.reception, visit.first_reception, lead.reception) == (taker, taker, taker)


def test_of_two_signatures_at_once_one_counts(store, agent, leader):
    directors = [UserFactory(store=store, username=f"director{number}", roles=["director"]) for number in range(2)]
    leakage = LeakageFactory(lead=LeadFactory(store=store, agent=agent), visit__at=TUESDAY_9)
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员在跟", by=leader, now=WEDNESDAY_9)
    outcomes = ("back_to_dcc", "stays_showroom")

    won = race(contestants.sign, [(director.username, leakage.pk, outcome, THURSDAY_9) for director, outcome in zip(directors, outcomes, strict=True)])

    leakage.refresh_from_db()
    outcome = outcomes[won.index(True)]
    assert Counter(won) == {True: 1, False: 1}
    assert (leakage.outcome, leakage.by) == (outcome, directors[won.index(True)])
    assert TagChange.objects.count() == (1 if outcome == "back_to_dcc" else 0)
    assert Leakage.objects.count() == 1


def test_a_tag_corrected_while_its_leakage_is_settled_one_wins_and_the_other_is_told(store, agent, data_manager):
    boss = UserFactory(store=store, username="boss", roles=["leader", "director"])
    leakage = LeakageFactory(lead=LeadFactory(store=store, agent=agent), visit__at=TUESDAY_9)

    won = race(
        contestants.settle_or_correct,
        [(boss.username, leakage.pk, "stays_showroom", THURSDAY_9), (data_manager.username, leakage.pk, "", THURSDAY_9)],
    )

    leakage.refresh_from_db()
    changes = list(TagChange.objects.values_list("kind", "to_tag"))
    settled = (leakage.outcome, leakage.by, Visit.objects.get().tag, changes)
    assert won in ([True, False], [False, True])
    assert settled == (("stays_showroom", boss, "showroom", []) if won[0] else ("back_to_dcc", data_manager, "dcc", [("correction", "dcc")]))


def test_a_transfer_confirmed_by_four_at_once_is_one_inquiry(store):
    directors = [UserFactory(store=store, username=f"director{number}", roles=["director"]) for number in range(4)]
    transfer = TransferFactory(card=ShowroomCardFactory(store=store))

    won = race(contestants.confirm, [(director.username, transfer.pk, WEDNESDAY_9) for director in directors])

    assert Counter(won) == {True: 1, False: 3}
    assert (Lead.objects.count(), Inquiry.objects.count()) == (1, 1)
    assert (ShowroomCard.objects.get().state, Transfer.objects.get().decision) == ("transferred", "confirmed")


def test_of_four_orders_at_once_one_runs(store, agent, leader):
    lead = LeadFactory(store=store, agent=agent)

    won = race(contestants.order, [(leader.username, lead.pk, WEDNESDAY_9)] * 4)

    assert Counter(won) == {True: 1, False: 3}
    assert Order.objects.running().count() == 1


def test_of_four_who_take_a_visit_back_at_once_one_does(store, agent):
    people = [UserFactory(store=store, username=f"data{number}", roles=["data_manager"]) for number in range(4)]
    lead = LeadFactory(store=store, agent=agent)
    appointment = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=WEDNESDAY_9, status="arrived", ended_at=WEDNESDAY_9)
    facts = {"store": store, "lead": lead, "tag": "dcc", "basis": "appointment", "appointment": appointment, "at": WEDNESDAY_9}
    visit = VisitFactory(**facts, registered_at=WEDNESDAY_9)

    won = race(contestants.annul, [(person.username, visit.pk, WEDNESDAY_9) for person in people])

    appointment.refresh_from_db()
    assert Counter(won) == {True: 1, False: 3}
    assert (Visit.every.get().annulled_by, appointment.status) == (people[won.index(True)], "booked")


def test_a_group_is_received_or_taken_back(store, agent):
    desk = UserFactory(store=store, username="desk", roles=["front_desk"])
    people = [UserFactory(store=store, username=f"reception{number}", roles=["reception"]) for number in range(3)]
    lead = LeadFactory(store=store, agent=agent)
    visit = VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=WEDNESDAY_9, registered_at=WEDNESDAY_9, by=desk)

    won = race(contestants.take_or_annul, [(person.username, visit.pk, WEDNESDAY_9) for person in (desk, *people)])

    visit = Visit.every.get()
    assert Counter(won) == {True: 1, False: 3}
    assert (visit.annulled_at is not None, visit.taken_at is not None) == (won[0], not won[0])


def test_of_four_who_take_a_delivery_back_at_once_one_does(store, agent, leader):
    lead = LeadFactory(store=store, agent=agent, closed_at=WEDNESDAY_9, closed_as="delivered", closed_agent=agent)
    order = OrderFactory(lead=lead, at=TUESDAY_9, delivered_at=WEDNESDAY_9)

    won = race(contestants.annul_delivery, [(leader.username, order.pk, THURSDAY_9)] * 4)

    assert Counter(won) == {True: 1, False: 3}
    assert (len(Order.objects.get().taken_back), Lead.objects.get().closed_at) == (1, None)
