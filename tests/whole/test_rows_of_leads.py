"""Which leads a person reads, works on, and is shown the number of: each way to own one beside what only looks like it (docs/rules/trust.md#rows, #own)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from dcc.models import Role, User
from dcc.people.permissions import requires, roles_to_give
from leads.models import Lead
from tests.factories import AllocationFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, TUESDAY_9

CLOSED = {"closed_at": TUESDAY_9, "closed_as": "lost", "reason": "价格不合"}
DELIVERED = {"closed_at": TUESDAY_9, "closed_as": "delivered"}


def read_by(person: User, *, only_open: bool = False) -> set[Lead]:
    return set(Lead.objects.visible_to(person, now=TUESDAY_9, only_open=only_open))


def worked_on_by(person: User, deed: str) -> set[Lead]:
    return set(Lead.objects.workable_by(person, deed, now=TUESDAY_9))


def numbers_for(person: User) -> set[Lead]:
    return set(Lead.objects.visible_to(person, now=TUESDAY_9).with_number_for(person, now=TUESDAY_9))


def carded(by: User, holder: User | None = None, **facts) -> Lead:
    """A lead whose card one person opened while another, or they themselves, had it; the pool's by now."""
    lead = LeadFactory(**({"store": by.store, "card_at": MONDAY_10, "card_by": by} | facts))
    AllocationFactory(lead=lead, agent=holder or by, at=MONDAY_9)
    return lead


def test_who_sees_every_lead_sees_those_of_their_store_alone(store, other_store, agent, leader, data_manager, director, manager):
    here = {LeadFactory(store=store), LeadFactory(store=store, agent=agent), LeadFactory(store=store, **CLOSED)}
    LeadFactory(store=other_store)

    assert [read_by(person) for person in (leader, data_manager, director, manager)] == [here] * 4


def test_who_sees_no_lead_sees_none(store, front_desk, marketing, hq):
    LeadFactory(store=store, agent=front_desk, reception=marketing)

    assert [read_by(person) for person in (front_desk, marketing, hq)] == [set()] * 3


def test_what_is_somebodys_in_another_store_is_not_theirs_here(other_store, agent, reception):
    LeadFactory(store=other_store, agent=agent)
    LeadFactory(store=other_store, reception=reception)
    LeadFactory(store=other_store, reception=reception, **DELIVERED)
    carded(agent, store=other_store)

    assert [read_by(person) for person in (agent, reception)] == [set(), set()]


def test_a_card_makes_a_lead_theirs_to_read_who_opened_it_themselves_while_they_had_this_very_lead(store, agent, other_agent, leader):
    theirs = carded(agent)
    carded(leader, holder=agent)
    carded(agent, holder=other_agent)
    LeadFactory(store=store, card_at=MONDAY_10, card_by=agent)  # never given to anybody

    assert read_by(agent) == {theirs}


def test_who_is_no_agent_any_more_has_neither_leads_nor_cards_of_that_time(store, agent):
    LeadFactory(store=store, agent=agent)
    carded(agent)
    received = LeadFactory(store=store, reception=agent)
    Role.objects.filter(user=agent).update(name="reception")

    assert read_by(User.objects.get(pk=agent.pk)) == {received}


def test_who_is_agent_and_specialist_reads_and_works_on_the_leads_of_both(store):
    both = UserFactory(store=store, roles=["agent", "reception"])
    called, received, delivered = (
        LeadFactory(store=store, agent=both),
        LeadFactory(store=store, reception=both),
        LeadFactory(store=store, reception=both, **DELIVERED),
    )
    opened = carded(both)
    LeadFactory(store=store)

    assert read_by(both) == {called, received, delivered, opened}
    assert worked_on_by(both, "call.log") == numbers_for(both) == {called, received}


def test_of_open_leads_alone_no_closed_one_is_found_whichever_way_it_is_ones_own(store, agent, reception, leader):
    ours = LeadFactory(store=store, agent=agent, reception=reception)
    opened = carded(agent)
    LeadFactory(store=store, agent=agent, reception=reception, **CLOSED)
    LeadFactory(store=store, reception=reception, **DELIVERED)
    carded(agent, **CLOSED)

    assert [read_by(person, only_open=True) for person in (agent, reception, leader)] == [{ours, opened}, {ours}, {ours, opened}]


def test_an_agent_works_on_their_closed_leads_and_a_specialist_on_open_ones_alone(store, agent, reception):
    ours, closed = LeadFactory(store=store, agent=agent, reception=reception), LeadFactory(store=store, agent=agent, reception=reception, **DELIVERED)

    assert [worked_on_by(person, "lead.change") for person in (agent, reception)] == [{ours, closed}, {ours}]


def test_whom_a_specialist_met_but_a_colleague_receives_now_they_read_while_the_lead_is_open_and_do_not_work_on(store, agent, reception):
    colleague = UserFactory(store=store, roles=["reception"])
    met = LeadFactory(store=store, agent=agent, reception=colleague)
    VisitFactory(store=store, lead=met, tag="dcc", basis="named", reception=reception, taken_at=MONDAY_8)

    assert (read_by(reception), worked_on_by(reception, "lead.change")) == ({met}, set())


def test_full_numbers_are_shown_of_what_is_ones_own_now_of_all_to_who_sees_all_and_of_none_where_they_are_masked(store, agent, reception, leader, manager):
    ours = LeadFactory(store=store, agent=agent, reception=reception)
    opened, delivered = carded(agent), LeadFactory(store=store, reception=reception, **DELIVERED)

    shown = {person.username: numbers_for(person) for person in (agent, reception, leader, manager)}

    assert shown == {"agent": {ours}, "reception": {ours}, "leader": {ours, opened, delivered}, "manager": set()}


# the door of a page


def test_a_door_lets_in_whom_the_table_lets_in_with_whatever_they_asked(agent, manager):
    view = requires("lead.allocate")(lambda request, *args, **kwargs: (args, kwargs))
    seen = requires("lead.see")(lambda request, *args, **kwargs: (args, kwargs))
    request = RequestFactory().get("/")

    request.user = agent
    with pytest.raises(PermissionDenied):
        view(request)

    assert seen(request, 7, by="channel") == ((7,), {"by": "channel"})


def test_not_even_head_office_gives_the_role_of_head_office(leader, hq, director):
    assert [name for person in (leader, hq, director) for name, _label in roles_to_give(person) if name == "hq"] == []
