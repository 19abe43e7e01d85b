"""Who receives a lead's person: whoever received last, judged by the taking; a handover counts as one."""

from datetime import timedelta

import pytest

from leads.models import FollowUp, Handover, Lead
from reception.customers.rules.receivers import receive, reception_at, write_reception
from tests.factories import FollowUpFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_10, TUESDAY_9, TUESDAY_10, TUESDAY_14, WEDNESDAY_9, WEDNESDAY_10

TICK = timedelta.resolution


@pytest.fixture
def colleague(store):
    return UserFactory(username="reception2", store=store, roles=["reception"])


@pytest.fixture
def came(store, lead):
    """Return a function: a DCC visit of the lead, and who received it when."""

    def visit(at, reception, taken_at=None, **facts):
        return VisitFactory(**({"store": store, "lead": lead, "tag": "dcc", "basis": "named", "at": at, "reception": reception, "taken_at": taken_at} | facts))

    return visit


def handed_over(lead: Lead, reception, at) -> None:
    Handover.objects.create(store=lead.store, lead=lead, reception=reception, at=at)


def receiver(lead: Lead):
    write_reception(lead.pk)
    return Lead.objects.get(pk=lead.pk).reception


def test_who_received_last_is_judged_by_the_taking_and_not_by_the_arrival(lead, reception, colleague, came):
    came(TUESDAY_9, reception, taken_at=TUESDAY_14)
    came(TUESDAY_10, colleague, taken_at=TUESDAY_10)

    now_theirs = receiver(lead)

    assert now_theirs == reception
    assert [reception_at(lead, at) for at in (TUESDAY_9, TUESDAY_10, TUESDAY_14)] == [None, colleague.pk, reception.pk]


def test_one_whose_taking_nobody_wrote_counts_from_the_arrival(lead, reception, colleague, came):
    came(TUESDAY_10, reception)
    came(TUESDAY_9, colleague, taken_at=TUESDAY_10 - TICK)

    assert receiver(lead) == reception


def test_a_handover_counts_as_the_last_to_receive_and_of_the_same_moment_before_a_visit(lead, reception, colleague, came):
    for taken_at in (TUESDAY_9, TUESDAY_9, TUESDAY_10):
        came(TUESDAY_9, reception, taken_at=taken_at)
    handed_over(lead, colleague, TUESDAY_10)

    at_once = receiver(lead)
    came(TUESDAY_10, reception, taken_at=TUESDAY_10 + TICK)

    assert (at_once, receiver(lead)) == (colleague, reception)


def test_of_two_handovers_or_two_takings_at_one_moment_the_one_written_last_counts(lead, reception, colleague, came):
    handed_over(lead, reception, MONDAY_10)
    handed_over(lead, colleague, MONDAY_10)
    after_handovers = receiver(lead)
    came(TUESDAY_9, colleague, taken_at=TUESDAY_10)
    came(TUESDAY_9, reception, taken_at=TUESDAY_10)

    assert (after_handovers, receiver(lead)) == (colleague, reception)


def test_a_handover_to_nobody_leaves_nobody(lead, reception, came):
    came(TUESDAY_9, reception, taken_at=TUESDAY_9)
    handed_over(lead, None, TUESDAY_10)

    assert (receiver(lead), reception_at(lead, TUESDAY_10)) == (None, None)


def test_the_showrooms_visits_and_those_nobody_received_name_nobody(lead, reception, colleague, came):
    came(TUESDAY_9, reception, taken_at=TUESDAY_9)
    came(TUESDAY_10, None)
    came(TUESDAY_14, colleague, taken_at=TUESDAY_14, tag="showroom")

    assert receiver(lead) == reception


def test_who_received_only_what_became_the_showrooms_has_the_customer_no_longer(lead, reception, came):
    Lead.objects.update(reception=reception)
    came(TUESDAY_9, reception, taken_at=TUESDAY_9, tag="showroom")

    assert receiver(lead) is None


def test_a_visit_without_a_lead_writes_nobodys_specialist(lead, reception):
    Lead.objects.update(reception=reception)

    write_reception(None)

    assert Lead.objects.get().reception == reception


def test_a_visit_for_papers_counts_like_any_other(lead, reception, colleague, came):
    came(TUESDAY_9, reception, taken_at=TUESDAY_9)
    came(TUESDAY_10, colleague, taken_at=TUESDAY_10, purpose="办手续")

    assert receiver(lead) == colleague


@pytest.mark.parametrize(("moment", "theirs"), [(TUESDAY_9 - TICK, False), (TUESDAY_9, True), (WEDNESDAY_9, True)])
def test_who_received_has_the_customer_from_exactly_that_moment(lead, reception, came, moment, theirs):
    Lead.objects.update(reception=reception)
    came(TUESDAY_9 - timedelta(hours=1), reception, taken_at=TUESDAY_9)

    assert reception_at(Lead.objects.get(), moment) == (reception.pk if theirs else None)


def test_a_lead_without_visit_and_handover_has_whoever_it_carries(lead, reception):
    Lead.objects.update(reception=reception)

    assert reception_at(Lead.objects.get(), TUESDAY_9) == reception.pk


def test_another_leads_visits_and_handovers_name_nobody_here(store, lead, reception, colleague, came):
    other = LeadFactory(store=store)
    came(WEDNESDAY_9, colleague, taken_at=WEDNESDAY_9, lead=other)
    handed_over(other, colleague, WEDNESDAY_10)
    came(TUESDAY_9, reception, taken_at=TUESDAY_9)

    assert receiver(lead) == reception


def test_what_the_former_one_owes_moves_to_who_receives_now_and_to_the_agent_where_nobody_does(lead, agent, reception, colleague):
    Lead.objects.update(reception=reception)
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit")
    LeadFactory(store=lead.store, agent=colleague)
    owing = []

    for person in (colleague.pk, None):
        receive(lead.pk, person)
        owing.append((Lead.objects.get(pk=lead.pk).reception_id, FollowUp.objects.get().agent_id))

    assert owing == [(colleague.pk, colleague.pk), (None, agent.pk)]
