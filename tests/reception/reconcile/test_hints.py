"""Whom a showroom visit may belong to: which hints come, in which order, and how they end."""

from datetime import timedelta

import pytest

from leads.models import Lead
from reception.door.rules.tags import Correction, correct_tag
from reception.models import NoRelation, Visit
from reception.reconcile.day_list import day_of_visits
from reception.reconcile.hints import hints_of
from reception.reconcile.rules.ending_hints import end_hint
from tests.factories import AppointmentFactory, LeadFactory, VisitFactory
from tests.moments import NOW, WEDNESDAY_9


@pytest.fixture
def guest(store, front_desk) -> Visit:
    """Somebody of the showroom, nobody's lead."""
    facts = {"tag": "showroom", "basis": "none", "lead": None, "phone": "15400009999", "name": "顾长青", "by": front_desk}
    return VisitFactory(store=store, at=WEDNESDAY_9, registered_at=WEDNESDAY_9, companion="爱人 15400005928", **facts)


def before(store, agent, **facts) -> Lead:
    return LeadFactory(store=store, agent=agent, opened_at=WEDNESDAY_9 - timedelta(days=2), **facts)


def kinds(store, visit) -> list[str]:
    return [hint.kind for hint in hints_of(store, [visit]).get(visit.pk, [])]


def test_hints_come_by_number_second_phone_name_and_companion_in_this_order(store, guest, agent):
    before(store, agent, name="爱人")
    before(store, agent, name="顾长青")
    before(store, agent, name="顾女士", second_phone=guest.phone)
    before(store, agent, name="赵女士", phone="15400005928")
    assert kinds(store, guest) == ["companion_number", "second_phone", "name", "companion"]


def test_a_lead_is_one_hint_however_many_things_fit(store, guest, agent):
    before(store, agent, name="顾长青", phone="15400005928", second_phone=guest.phone)
    assert kinds(store, guest) == ["companion_number"]


def test_only_a_lead_that_was_open_at_the_arrival_is_a_hint(store, guest, agent):
    before(store, agent, name="顾长青", closed_at=WEDNESDAY_9, closed_as="lost")
    LeadFactory(store=store, name="顾长青", opened_at=WEDNESDAY_9 + timedelta(seconds=1))
    assert kinds(store, guest) == []
    before(store, agent, name="顾长青", closed_at=WEDNESDAY_9 + timedelta(seconds=1), closed_as="lost")
    assert kinds(store, guest) == ["name"]


def test_a_hint_that_is_ended_comes_never_again_and_is_ended_once(store, guest, agent, data_manager):
    lead = before(store, agent, name="顾长青")
    assert [end_hint(guest, lead, by=data_manager, now=NOW), end_hint(guest, lead, by=data_manager, now=NOW)] == [True, False]
    assert kinds(store, guest) == []
    assert NoRelation.objects.get().by == data_manager


def test_a_visit_is_corrected_to_the_lead_of_a_hint_with_the_basis_that_then_holds(store, guest, agent, data_manager):
    lead = before(store, agent, name="顾女士", phone="15400005928")
    invited = AppointmentFactory(lead=lead, agent=agent, at=WEDNESDAY_9 - timedelta(days=1), scheduled_for=WEDNESDAY_9 + timedelta(days=2))
    change = correct_tag(guest, Correction(lead=lead), reason="同行人号码", by=data_manager, now=NOW)
    guest.refresh_from_db()
    assert (change.basis, guest.lead, guest.agent, guest.appointment, guest.phone) == ("appointment", lead, agent, invited, "15400009999")


def test_hints_stand_first_and_never_on_a_second_page(store, guest, agent, front_desk):
    before(store, agent, name="顾长青")
    facts = {"tag": "showroom", "basis": "none", "lead": None, "phone": "", "name": ""}
    for minute in range(1, 103):
        VisitFactory(store=store, at=WEDNESDAY_9 - timedelta(minutes=minute), by=front_desk, **facts)
    first, second = (day_of_visits(store, WEDNESDAY_9.date(), page=page) for page in (1, 2))
    assert (len(first.hinted), len(first.others), first.pages, first.count) == (1, 99, 2, 103)
    assert (len(second.hinted), len(second.others)) == (0, 3)


def test_the_page_offers_both_ways_and_the_correction_comes_filled_in(client_of, store, guest, agent, data_manager, leader):
    lead = before(store, agent, name="顾女士", phone="15400005928")
    AppointmentFactory(lead=lead, agent=agent, at=WEDNESDAY_9 - timedelta(days=1), scheduled_for=WEDNESDAY_9 + timedelta(days=2))
    day = f"/reception/reconcile/?day={WEDNESDAY_9:%Y-%m-%d}"
    page, read = (client_of(person).get(day).content.decode() for person in (data_manager, leader))
    form = client_of(data_manager).get(f"/reception/visits/{guest.pk}/correct/?lead={lead.pk}&why=同行人号码")
    answer = client_of(data_manager).post(f"/reception/visits/{guest.pk}/no-relation/", {"lead": lead.pk}, follow=True)
    assert ("更正为 DCC" in page, "不是一家人" in page, "不是一家人" in read) == (True, True, False)
    assert form.context["answer"].basis == "appointment"
    assert "15400005928" not in page + form.content.decode()
    assert "顾女士" in str(next(iter(answer.context["messages"])))
    assert "更正为 DCC" not in client_of(data_manager).get(day).content.decode()
