"""The proof of one visit: three boxes joined where equal, the rules with their facts, who signed."""

from datetime import timedelta

import pytest

from reception.door.attribution import decide
from reception.door.rules.evidence import person_of
from reception.door.rules.known_then import known_then
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, identify_visit
from reception.door.rules.visits import leave, register_visit
from reception.models import Leakage, Visit
from reception.reconcile.parts.proof import proof_of
from reception.reconcile.rules.leakages import propose_settlement, sign_settlement, tell_leakage
from tests.factories import AppointmentFactory, CallFactory
from tests.moments import NOW, THURSDAY_9, WEDNESDAY_9


@pytest.fixture
def guest(store, agent, front_desk, invited) -> Visit:
    """Somebody invited, registered by the rules."""
    return register_visit(store, Registration(person=person_of(invited.lead)), by=front_desk, now=invited.scheduled_for + timedelta(minutes=7))


def test_a_visit_by_the_rules_has_one_box(guest, data_manager):
    proof = proof_of(guest, data_manager, NOW)
    assert [box.tag for box in proof.boxes] == ["dcc"]
    assert [line.state for line in proof.lines] == ["no", "decides", "after", "after"]
    assert "7" in proof.lines[1].fact


def test_an_overruled_and_settled_visit_has_three_boxes_and_its_signatures(store, front_desk, data_manager, leader, director, invited):
    group = Registration(person=person_of(invited.lead), tag="showroom", override_reason="前台未听清 13812345678")
    visit = register_visit(store, group, by=front_desk, now=invited.scheduled_for)
    leakage = Leakage.objects.get()
    tell_leakage(leakage, by=data_manager, now=visit.at + timedelta(hours=1))
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员约的", by=leader, now=visit.at + timedelta(hours=2))
    sign_settlement(leakage, outcome="back_to_dcc", reason="邀约在先", by=director, now=visit.at + timedelta(hours=3))
    visit.refresh_from_db()

    proof = proof_of(visit, data_manager, NOW)

    assert [box.tag for box in proof.boxes] == ["dcc", "showroom", "dcc"]
    assert "13812345678" not in proof.boxes[1].why
    assert [str(who) for who, _what, _at in proof.signatures] == [str(one) for one in (front_desk, data_manager, leader, director)]
    assert [step.at for step in proof.steps] == sorted(step.at for step in proof.steps)


def test_a_correction_joins_the_first_two_boxes(store, front_desk, data_manager, agent, lead):
    visit = register_visit(store, Registration(person=person_of(lead)), by=front_desk, now=WEDNESDAY_9)
    correct_tag(visit, Correction(named="person", named_user=agent), reason="录音", by=data_manager, now=THURSDAY_9)
    visit.refresh_from_db()
    assert [box.tag for box in proof_of(visit, data_manager, NOW).boxes] == ["showroom", "dcc"]


def test_what_came_later_is_no_fact_of_it(store, front_desk, data_manager, lead):
    visit = register_visit(store, Registration(person=person_of(lead)), by=front_desk, now=WEDNESDAY_9)
    AppointmentFactory(lead=lead, at=WEDNESDAY_9 + timedelta(minutes=5), scheduled_for=THURSDAY_9)
    register_visit(store, Registration(person=person_of(lead), named="called"), by=front_desk, now=THURSDAY_9)
    assert decide(known_then(visit)).basis == "none"
    assert [line.state for line in proof_of(visit, data_manager, NOW).lines] == ["no"] * 4


def test_a_stranger_completed_later_is_judged_as_nobody(store, front_desk, data_manager, invited):
    visit = register_visit(store, Registration(), by=front_desk, now=invited.scheduled_for)
    identify_visit(visit, phone=invited.lead.phone, by=front_desk, now=invited.scheduled_for + timedelta(hours=1))
    visit.refresh_from_db()
    assert decide(known_then(visit)).basis == "none"


def test_who_completed_a_stranger_and_who_let_them_go_is_whoever_wrote_it_down(store, front_desk, data_manager, invited):
    visit = register_visit(store, Registration(), by=front_desk, now=invited.scheduled_for)
    identify_visit(visit, phone=invited.lead.phone, by=data_manager, now=invited.scheduled_for + timedelta(hours=1))
    leave(visit, by=data_manager, now=invited.scheduled_for + timedelta(hours=2))
    visit.refresh_from_db()

    by = {step.what: step.by for step in proof_of(visit, data_manager, NOW).steps}
    assert (by["来店"], by["补录了号码"], by["离店"]) == (front_desk, data_manager, data_manager)


def test_the_page_masks_numbers_and_says_what_there_is_none_of(client_of, guest, data_manager):
    page = client_of(data_manager).get(f"/reception/visits/{guest.pk}/proof/").content.decode()
    assert guest.phone not in page
    assert f"****{guest.phone_tail}" in page


def test_who_may_not_see_the_visit_gets_no_proof(client_of, guest, agent):
    assert client_of(agent).get(f"/reception/visits/{guest.pk}/proof/").status_code == 403


def test_a_long_history_folds_its_middle_and_never_the_tag(store, front_desk, data_manager, agent, invited):
    for hour in range(30):
        CallFactory(lead=invited.lead, agent=agent, at=invited.at + timedelta(minutes=hour))
    visit = register_visit(store, Registration(person=person_of(invited.lead)), by=front_desk, now=invited.scheduled_for)
    proof = proof_of(visit, data_manager, NOW)
    assert proof.folded > 0
    assert len(proof.steps) <= 18
    assert any(step.key for step in proof.steps)
