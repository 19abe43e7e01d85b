"""A tag that was changed by mistake: taken back by whoever did it, at once, while nothing was built on it (docs/rules/ledger.md#taken-back)."""

from datetime import timedelta

import pytest

from calls.models import Appointment
from dcc.errors import Refused
from leads.models import Lead
from reception.customers.rules.receiving import take_visit
from reception.door.rules.annulling_changes import annul_change
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, decide_tag, reverse_correction
from reception.door.rules.visits import register_visit
from reception.models import Leakage, TagChange, Visit
from reception.reconcile.rules.leakages import propose_settlement
from tests.factories import CallFactory
from tests.moments import FRIDAY_9, THURSDAY_9, WEDNESDAY_9
from tests.trail import deeds

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
SHOWN = ("tag", "basis", "agent", "reception", "appointment", "lead", "name", "is_first", "channel")


@pytest.fixture
def leaked(store, front_desk, lead, group) -> Visit:
    """A customer of DCC who came on Wednesday, named nobody, and was tagged showroom."""
    return register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)


@pytest.fixture
def visit_of_guest(store, front_desk, invited, reception, group) -> Visit:
    """A guest somebody went to receive a minute after nine."""
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    take_visit(visit, by=reception, now=WEDNESDAY_9 + MINUTE)
    return visit


def as_it_is(visit: Visit) -> list:
    visit = Visit.objects.get(pk=visit.pk)
    return [getattr(visit, name) for name in SHOWN]


def took(change: TagChange, **how) -> bool:
    try:
        annul_change(change, **how)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(("after", "taken"), [(5 * MINUTE - SECOND, True), (5 * MINUTE, True), (5 * MINUTE + SECOND, False)])
def test_a_correction_is_taken_back_by_its_author_within_five_minutes(leaked, data_manager, after, taken):
    change = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    assert took(change, by=data_manager, now=THURSDAY_9 + after) is taken


@pytest.mark.parametrize("role", ["director", "leader", "front_desk"])
def test_and_by_nobody_else(request, leaked, data_manager, role):
    change = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    assert took(change, by=request.getfixturevalue(role), now=THURSDAY_9) is False


def test_visit_and_leakage_are_as_before_a_correction(leaked, data_manager):
    before = as_it_is(leaked)
    change = correct_tag(leaked, Correction(named="called", name="张维"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)
    changed = as_it_is(leaked)

    annul_change(change, by=data_manager, now=THURSDAY_9 + MINUTE)

    leakage = Leakage.objects.get()
    assert (as_it_is(leaked) == before, changed == before) == (True, False)
    assert (leakage.settled_at, leakage.outcome, leakage.by, Lead.objects.get().visited_at) == (None, "", None, None)
    assert (TagChange.objects.count(), TagChange.every.get().annulled_by) == (0, data_manager)
    assert deeds(leaked)[-1] == "tag_change.annul"


def test_visit_appointment_and_lead_are_as_before_a_decision_that_opened_one(store, front_desk, director):
    visit = register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)
    before = as_it_is(visit)
    change = decide_tag(visit, tag="dcc", reason="监控里是专员带进来的", by=director, now=THURSDAY_9)

    annul_change(change, by=director, now=THURSDAY_9 + MINUTE)

    assert (as_it_is(visit), Lead.objects.count(), Lead.every.count()) == (before, 0, 1)


def test_an_appointment_it_fulfilled_runs_again_and_one_the_arrival_had_fulfilled_stays(store, front_desk, data_manager, director, lead, invited, group):
    visit = register_visit(store, group(tag="showroom", override_reason="客户找展厅"), by=front_desk, now=WEDNESDAY_9)
    correction = correct_tag(visit, Correction(), reason="有邀约", by=data_manager, now=WEDNESDAY_9 + MINUTE)
    kept = Appointment.objects.get().status

    annul_change(correction, by=data_manager, now=WEDNESDAY_9 + 2 * MINUTE)
    free = Appointment.objects.get().status
    correct_tag(visit, Correction(), reason="有邀约", by=data_manager, now=WEDNESDAY_9 + 3 * MINUTE)
    away = decide_tag(visit, tag="showroom", reason="展厅先接触", by=director, now=FRIDAY_9)
    annul_change(away, by=director, now=FRIDAY_9)

    assert (kept, free, Appointment.objects.get().status) == ("arrived", "booked", "arrived")


def test_a_leakage_it_opened_goes_with_it_and_one_it_opened_again_is_settled_as_before(leaked, data_manager, director):
    correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)
    away = decide_tag(leaked, tag="showroom", reason="展厅先接触", by=director, now=FRIDAY_9)

    annul_change(away, by=director, now=FRIDAY_9 + MINUTE)

    leakage = Leakage.objects.get()
    assert (leakage.outcome, leakage.settled_at, leakage.by, leakage.reason) == ("back_to_dcc", THURSDAY_9, data_manager, "客户说接过电话")


def test_a_fresh_leakage_is_taken_back_with_the_decision(store, front_desk, director, lead, invited, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    away = decide_tag(visit, tag="showroom", reason="展厅先接触", by=director, now=FRIDAY_9)

    annul_change(away, by=director, now=FRIDAY_9 + MINUTE)

    assert (Leakage.objects.count(), Leakage.every.get().annulled_at, Visit.objects.get().tag) == (0, FRIDAY_9 + MINUTE, "dcc")


def test_not_where_somebody_has_built_on_it(store, front_desk, leaked, data_manager, director, leader, lead):
    correction = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)
    away = decide_tag(leaked, tag="showroom", reason="展厅先接触", by=director, now=THURSDAY_9 + MINUTE)
    changed_since = took(correction, by=data_manager, now=THURSDAY_9 + 2 * MINUTE)
    propose_settlement(Leakage.objects.get(), outcome="back_to_dcc", reason="专员在跟", by=leader, now=THURSDAY_9 + 2 * MINUTE)
    proposed_since = took(away, by=director, now=THURSDAY_9 + 3 * MINUTE)
    visit = register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)
    opened = decide_tag(visit, tag="dcc", reason="专员带进来的", by=director, now=THURSDAY_9)
    CallFactory(lead=Lead.objects.latest("pk"), agent=lead.agent, at=THURSDAY_9)

    worked_since = took(opened, by=director, now=THURSDAY_9 + MINUTE)

    assert (changed_since, proposed_since, worked_since) == (False, False, False)
    assert Visit.objects.get(pk=visit.pk).tag == "dcc"


def test_not_where_somebody_received_the_group_since(store, front_desk, leaked, director, reception):
    change = decide_tag(leaked, tag="dcc", reason="专员带进来的", by=director, now=WEDNESDAY_9 + MINUTE)
    take_visit(leaked, by=reception, now=WEDNESDAY_9 + MINUTE)

    assert took(change, by=director, now=WEDNESDAY_9 + 2 * MINUTE) is False


def test_but_where_the_group_was_received_before_the_change(visit_of_guest, director):
    away = decide_tag(visit_of_guest, tag="showroom", reason="展厅先接触", by=director, now=WEDNESDAY_9 + 2 * MINUTE)

    assert took(away, by=director, now=WEDNESDAY_9 + 3 * MINUTE) is True


def test_not_where_the_number_was_corrected_with_it_nor_a_reversal(store, front_desk, data_manager, director, lead, group):
    visit = register_visit(store, group("15400004321"), by=front_desk, now=WEDNESDAY_9)
    numbered = correct_tag(visit, Correction(phone=lead.phone, named="called"), reason="号码记错", by=data_manager, now=THURSDAY_9)
    with_the_number = took(numbered, by=data_manager, now=THURSDAY_9)
    reversal = reverse_correction(numbered, reason="不是他", by=director, now=THURSDAY_9)

    taken = (with_the_number, took(reversal, by=director, now=THURSDAY_9))

    assert taken == (False, False)


def test_it_is_taken_back_once(leaked, director):
    change = decide_tag(leaked, tag="dcc", reason="专员带进来的", by=director, now=THURSDAY_9)

    taken = [took(change, by=director, now=THURSDAY_9 + MINUTE) for _time in range(2)]

    assert taken == [True, False]
