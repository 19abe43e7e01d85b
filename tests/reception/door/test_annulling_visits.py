"""A visit that was none is taken back: by whom, until when, and what is as before (docs/rules/trust.md#duties, docs/rules/ledger.md#taken-back)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from calls.appointments.rules.appointments import book, cancel, confirm, mark_no_shows, move
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import FollowUp, Inquiry, Lead
from reception.customers.rules.receiving import take_visit
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.tags import Correction, correct_tag
from reception.door.rules.visits import register_visit
from reception.models import Leakage, TagChange, Visit
from reporting.models import Closing
from tests.factories import CallFactory, FollowUpFactory, GradingFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import FRIDAY_9, MONDAY_10, THURSDAY_9, TUESDAY_9, WEDNESDAY_9, WEDNESDAY_10
from tests.trail import deeds, trail

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
STRANGER = "15400005678"


@pytest.fixture
def came(store, front_desk, lead, invited, group) -> Visit:
    """The invited customer, registered on Wednesday at nine."""
    return register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)


def stands() -> bool:
    return Visit.objects.exists()


# who, and until when


@pytest.mark.parametrize(("after", "taken"), [(timedelta(), True), (5 * MINUTE - SECOND, True), (5 * MINUTE, True), (5 * MINUTE + SECOND, False)])
def test_whoever_registered_it_takes_it_back_within_five_minutes_without_a_reason(came, front_desk, after, taken):
    if taken:
        annul_visit(came, by=front_desk, now=WEDNESDAY_9 + after)
    else:
        with pytest.raises(Refused):
            annul_visit(came, by=front_desk, now=WEDNESDAY_9 + after)

    assert stands() is not taken


def test_and_only_until_somebody_went_to_receive_them(came, front_desk, reception, data_manager):
    take_visit(came, by=reception, now=WEDNESDAY_9 + MINUTE)

    with pytest.raises(Refused, match="陈嘉怡"):
        annul_visit(came, by=front_desk, now=WEDNESDAY_9 + 2 * MINUTE)
    annul_visit(came, reason="认错人", by=data_manager, now=WEDNESDAY_9 + 3 * MINUTE)

    assert not stands()


def test_whoever_goes_to_a_group_that_was_taken_back_is_told(came, front_desk, reception):
    annul_visit(came, by=front_desk, now=WEDNESDAY_9 + MINUTE)

    with pytest.raises(Refused):
        take_visit(came, by=reception, now=WEDNESDAY_9 + 2 * MINUTE)

    assert Visit.every.get().taken_at is None


@pytest.mark.parametrize("role", ["leader", "director", "manager", "agent", "reception"])
def test_nobody_else_takes_it_back(request, came, role):
    with pytest.raises(Refused):
        annul_visit(came, reason="认错人", by=request.getfixturevalue(role), now=WEDNESDAY_9 + MINUTE)

    assert stands()


def test_nor_does_another_desk_and_the_data_manager_gives_a_reason(store, came, data_manager):
    other = UserFactory(store=store, roles=["front_desk"])

    for by, reason in ((other, "认错人"), (data_manager, " ")):
        with pytest.raises(Refused):
            annul_visit(came, reason=reason, by=by, now=WEDNESDAY_9 + MINUTE)
    annul_visit(came, reason="认错人", by=data_manager, now=FRIDAY_9)

    visit = Visit.every.get()
    assert (visit.annulled_at, visit.annulled_by, visit.annulled_reason) == (FRIDAY_9, data_manager, "认错人")


def test_it_is_taken_back_once(came, front_desk, data_manager):
    annul_visit(came, by=front_desk, now=WEDNESDAY_9 + MINUTE)

    with pytest.raises(Refused):
        annul_visit(came, reason="认错人", by=data_manager, now=WEDNESDAY_9 + 2 * MINUTE)

    assert deeds(came) == ["visit.register", "visit.annul"]


def test_the_form_of_a_visit_that_was_taken_back_registers_nobody(store, front_desk, group):
    token = uuid4()
    annul_visit(register_visit(store, group(token=token), by=front_desk, now=WEDNESDAY_9), by=front_desk, now=WEDNESDAY_9)

    with pytest.raises(Refused):
        register_visit(store, group(token=token), by=front_desk, now=WEDNESDAY_9 + SECOND)

    assert Visit.every.count() == 1


def test_in_a_closed_day_or_month_it_is_an_adjustment_that_the_trail_names(store, came, data_manager):
    Closing.objects.create(store=store, period="2026-11-25", number=1, at=WEDNESDAY_10)

    annul_visit(came, reason="认错人", by=data_manager, now=THURSDAY_9)

    assert trail("visit.annul") == [{"closed": True}]


# the appointment it kept


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_appointment_is_booked_or_confirmed_again(came, invited, store, front_desk, agent, group, confirmed):
    annul_visit(came, by=front_desk, now=WEDNESDAY_9)
    if confirmed:
        confirm(invited, by=agent, now=WEDNESDAY_9)
        annul_visit(register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 + MINUTE), by=front_desk, now=WEDNESDAY_9 + MINUTE)

    invited.refresh_from_db()
    assert (invited.status, invited.ended_at) == ("confirmed" if confirmed else "booked", None)


@pytest.mark.parametrize(("after", "status", "ended_at"), [
    (HOUR - SECOND, "booked", None),
    (HOUR, "no_show", WEDNESDAY_10),
    (HOUR + SECOND, "no_show", WEDNESDAY_10),
])  # fmt: skip
def test_where_its_hour_is_over_by_now_it_is_a_no_show_of_that_moment(came, invited, agent, data_manager, after, status, ended_at):
    annul_visit(came, reason="认错人", by=data_manager, now=WEDNESDAY_9 + after)

    invited.refresh_from_db()
    told = Notice.objects.filter(kind="appointment.no_show", user=agent).count()
    assert (invited.status, invited.ended_at, told) == (status, ended_at, 1 if ended_at else 0)


def test_what_was_missed_before_they_came_is_missed_again_and_told_once(store, front_desk, agent, invited, group):
    mark_no_shows(now=WEDNESDAY_10)
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_10 + MINUTE)

    annul_visit(visit, by=front_desk, now=WEDNESDAY_10 + 2 * MINUTE)

    invited.refresh_from_db()
    assert (invited.status, invited.ended_at, Notice.objects.filter(kind="appointment.no_show").count()) == ("no_show", WEDNESDAY_10, 1)


def test_what_was_moved_before_the_typing_is_moved_again_and_its_replacement_runs(store, front_desk, agent, invited, group):
    moved = move(invited, scheduled_for=FRIDAY_9, by=agent, now=WEDNESDAY_9 - MINUTE)
    visit = register_visit(store, group(arrived_at=WEDNESDAY_9 - 2 * MINUTE), by=front_desk, now=WEDNESDAY_9 + 2 * MINUTE)

    annul_visit(visit, by=front_desk, now=WEDNESDAY_9 + 3 * MINUTE)

    rows = list(Appointment.objects.order_by("pk").values_list("status", "ended_at"))
    assert rows == [("moved", WEDNESDAY_9 - MINUTE), ("booked", None)]
    assert moved.replaces == invited


def test_what_was_cancelled_before_the_typing_is_cancelled_again(store, front_desk, agent, invited, group):
    cancel(invited, by=agent, now=WEDNESDAY_9 - MINUTE)
    visit = register_visit(store, group(arrived_at=WEDNESDAY_9 - 2 * MINUTE), by=front_desk, now=WEDNESDAY_9 + 2 * MINUTE)

    annul_visit(visit, by=front_desk, now=WEDNESDAY_9 + 3 * MINUTE)

    invited.refresh_from_db()
    assert (visit.appointment, invited.status, invited.ended_at) == (invited, "cancelled", WEDNESDAY_9 - MINUTE)


@pytest.mark.parametrize(("booked_after", "status", "ended_at"), [
    (-SECOND, "cancelled", WEDNESDAY_9 - SECOND),
    (timedelta(), "no_show", WEDNESDAY_9),
    (30 * MINUTE, "no_show", WEDNESDAY_9 + 30 * MINUTE),
    (2 * HOUR, "no_show", WEDNESDAY_10),
])  # fmt: skip
def test_where_another_was_agreed_since_it_ended_with_that_one(store, front_desk, agent, data_manager, lead, invited, group, booked_after, status, ended_at):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 - HOUR)
    book(lead, scheduled_for=FRIDAY_9, by=agent, now=WEDNESDAY_9 + booked_after)

    annul_visit(visit, reason="认错人", by=data_manager, now=WEDNESDAY_9 + 3 * HOUR)

    invited.refresh_from_db()
    assert (invited.status, invited.ended_at) == (status, ended_at)
    assert Appointment.objects.running().get().scheduled_for == FRIDAY_9


# what hung on it


def test_its_tag_changes_and_its_leakage_go_with_it(store, front_desk, data_manager, lead, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    correct_tag(visit, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    annul_visit(visit, reason="没来过", by=data_manager, now=FRIDAY_9)

    assert (TagChange.objects.count(), Leakage.objects.count()) == (0, 0)
    assert [(row.annulled_at, row.annulled_by, row.annulled_reason) for row in (TagChange.every.get(), Leakage.every.get())] == [
        (FRIDAY_9, data_manager, "没来过")
    ] * 2


def test_a_lead_that_only_it_opened_goes_with_it_and_the_number_is_free(store, front_desk, leader, agent, group):
    visit = register_visit(store, group(STRANGER, named="called"), by=front_desk, now=WEDNESDAY_9)

    taken = annul_visit(visit, by=front_desk, now=WEDNESDAY_9 + MINUTE)
    again = register_visit(store, group(STRANGER, named="called"), by=front_desk, now=WEDNESDAY_9 + 2 * MINUTE)

    assert (taken.lead_stays, Lead.objects.get(), Inquiry.objects.get().lead) == (False, again.lead, again.lead)
    assert (Lead.every.count(), Inquiry.every.count()) == (2, 2)


@pytest.mark.parametrize("work", [
    lambda lead, by: CallFactory(lead=lead, agent=by, at=WEDNESDAY_10),
    lambda lead, by: GradingFactory(lead=lead, grade="A", at=WEDNESDAY_10),
    lambda lead, by: VisitFactory(store=lead.store, lead=lead, at=WEDNESDAY_10, tag="dcc", basis="named"),
    lambda lead, by: FollowUpFactory(lead=lead, agent=by, kind="after_visit"),
], ids=["called", "graded", "came again", "noted"])  # fmt: skip
def test_a_lead_with_which_somebody_has_worked_stays_with_its_inquiry(store, front_desk, leader, agent, data_manager, group, work):
    visit = register_visit(store, group(STRANGER, named="called"), by=front_desk, now=WEDNESDAY_9)
    work(visit.lead, agent)

    taken = annul_visit(visit, reason="没来过", by=data_manager, now=THURSDAY_9)

    assert (taken.lead_stays, Lead.objects.count(), Inquiry.objects.count()) == (True, 1, 1)


def test_a_lead_that_was_there_before_stays_and_nobody_speaks_of_it(came, front_desk, lead):
    taken = annul_visit(came, by=front_desk, now=WEDNESDAY_9)

    assert (taken.lead_stays, Lead.objects.get()) == (False, lead)


def test_the_lead_is_as_without_it(store, came, front_desk, reception, data_manager, lead, group):
    other = UserFactory(store=store, roles=["reception"])
    Lead.objects.update(reception=other)
    VisitFactory(store=store, lead=lead, at=TUESDAY_9, tag="dcc", basis="named", reception=other, registered_at=TUESDAY_9, purpose="办手续")
    take_visit(came, by=reception, now=WEDNESDAY_9 + MINUTE)
    later = register_visit(store, group(), by=front_desk, now=THURSDAY_9)
    owed = FollowUp.objects.create(store=store, lead=lead, agent=reception, kind="after_visit", created_at=WEDNESDAY_10, due_at=FRIDAY_9)

    annul_visit(came, reason="认错人", by=data_manager, now=FRIDAY_9)

    lead.refresh_from_db()
    later.refresh_from_db()
    owed.refresh_from_db()
    assert (lead.visited_at, lead.reception, lead.ungraded_since) == (THURSDAY_9, other, TUESDAY_9)
    assert (later.is_first, Visit.every.get(pk=came.pk).is_first, owed.agent) == (True, False, other)


def test_nothing_waits_for_a_grade_where_it_was_the_only_contact_and_the_next_contact_counts_where_there_is_one(came, front_desk, data_manager, lead):
    call = CallFactory(lead=lead, agent=lead.agent, at=THURSDAY_9, outcome="connected")

    annul_visit(came, reason="认错人", by=data_manager, now=FRIDAY_9)
    with_a_call = Lead.objects.get().ungraded_since
    call.delete()
    Lead.objects.update(ungraded_since=WEDNESDAY_9)
    other = VisitFactory(store=lead.store, lead=lead, at=WEDNESDAY_9, registered_at=WEDNESDAY_9)
    annul_visit(other, reason="认错人", by=data_manager, now=FRIDAY_9)

    assert (with_a_call, Lead.objects.get().ungraded_since) == (THURSDAY_9, None)


def test_what_was_judged_before_stands(came, data_manager, lead):
    GradingFactory(lead=lead, grade="H", at=WEDNESDAY_10)
    Lead.objects.update(grade="H", graded_at=WEDNESDAY_10, ungraded_since=None)

    annul_visit(came, reason="认错人", by=data_manager, now=FRIDAY_9)

    lead.refresh_from_db()
    assert (lead.grade, lead.graded_at, lead.ungraded_since) == ("H", WEDNESDAY_10, None)


def test_whoever_was_called_and_whose_number_it_was_are_told(came, front_desk, reception, agent):
    annul_visit(came, by=front_desk, now=WEDNESDAY_9 + MINUTE)

    assert set(Notice.objects.filter(kind="visit.annulled").values_list("user", flat=True)) == {reception.pk, agent.pk}


def test_the_same_person_comes_for_real_an_hour_later(store, came, front_desk, invited, group):
    annul_visit(came, by=front_desk, now=WEDNESDAY_9 + MINUTE)

    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 + 2 * MINUTE)

    invited.refresh_from_db()
    assert (visit.appointment, visit.visit_class, visit.is_first or Visit.objects.get().is_first, invited.status) == (
        invited,
        "first_with_card",
        True,
        "arrived",
    )


def test_a_lead_of_another_number_is_never_touched(store, came, front_desk):
    other = LeadFactory(store=store, phone=STRANGER, visited_at=MONDAY_10)

    annul_visit(came, by=front_desk, now=WEDNESDAY_9)

    other.refresh_from_db()
    assert (other.visited_at, other.annulled_at) == (MONDAY_10, None)
