"""A full number is shown one at a time, and it is known who saw it; a person and day have a budget of them."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from dcc.models import Notice, TrailEntry
from dcc.store.rules.house_rules import change_settings
from leads.customer.rules.changing import correct_number
from leads.customer.rules.revealing import numbers_shown, record_showing, reveal_number
from leads.models import Lead
from tests.factories import LeadFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, moment
from tests.trail import trail

MIDNIGHT = moment(24, 0)


def was_shown(person, count, *, at=MONDAY_9, action="lead.reveal"):
    """Let a person have been shown the numbers of so many leads, none of which is made here."""
    TrailEntry.objects.bulk_create(
        TrailEntry(store=person.store, by=person, at=at, action=action, object_type="lead", object_id=1_000_000 + number) for number in range(count)
    )


def told(kind="lead.reveal_many"):
    return list(Notice.objects.filter(kind=kind).values_list("user", "detail"))


def test_a_shown_number_is_on_the_trail_and_the_trail_does_not_hold_it(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400001234", second_phone="15400005678")

    numbers = reveal_number(lead, by=agent, now=MONDAY_9)

    entry = TrailEntry.objects.get(action="lead.reveal")
    assert numbers == ["15400001234", "15400005678"]
    assert (entry.by, entry.object_type, entry.object_id, entry.detail) == (agent, "lead", lead.pk, {"which": ["phone", "second_phone"]})


@pytest.mark.parametrize(("later", "shown"), [(timedelta(0), True), (timedelta(minutes=59, seconds=59), True), (timedelta(hours=1), False)])
def test_a_number_stays_shown_for_less_than_an_hour_to_whoever_asked_for_it_and_of_that_lead(agent, leader, later, shown):
    lead, other = (LeadFactory(store=agent.store, agent=agent, phone=phone) for phone in ("15400001234", "15400005678"))
    reveal_number(lead, by=agent, now=MONDAY_9)

    found = [numbers_shown(one, by=by, now=MONDAY_9 + later) for one, by in ((lead, agent), (lead, leader), (other, agent))]

    assert found == [["15400001234"] if shown else [], [], []]


@pytest.mark.parametrize(("written", "stay"), [({"second": "15400009999"}, ["15400001234"]), ({"number": "15400009999"}, [])])
def test_a_number_that_was_written_since_is_yet_to_be_shown(agent, leader, written, stay):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400001234")
    reveal_number(lead, by=agent, now=MONDAY_9)

    correct_number(lead, **written, by=leader, now=MONDAY_9)

    lead.refresh_from_db()
    before = numbers_shown(lead, by=agent, now=MONDAY_9)
    again = reveal_number(lead, by=agent, now=MONDAY_9)
    assert (before, numbers_shown(lead, by=agent, now=MONDAY_9)) == (stay, again)


def test_a_second_number_a_file_brought_since_is_yet_to_be_shown(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400001234")
    reveal_number(lead, by=agent, now=MONDAY_9)

    Lead.objects.filter(pk=lead.pk).update(second_phone="15400009999")

    lead.refresh_from_db()
    assert numbers_shown(lead, by=agent, now=MONDAY_9) == ["15400001234"]


def test_a_lead_without_a_number_has_none_to_show(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone=None)

    with pytest.raises(Refused):
        reveal_number(lead, by=agent, now=MONDAY_9)

    assert trail("lead.reveal") == []


def test_what_shows_numbers_is_hung_up_or_is_no_deed_at_all(agent):
    lead = LeadFactory(store=agent.store)

    with pytest.raises(KeyError):
        record_showing("lead.change", lead, which=["phone"], by=agent, now=MONDAY_9)

    assert trail("lead.change") == []


@pytest.mark.parametrize(("before", "is_told"), [(198, False), (199, True), (200, False)])
def test_the_leader_is_told_at_the_two_hundredth_lead_and_only_then(agent, leader, before, is_told):
    was_shown(agent, before)

    reveal_number(LeadFactory(store=agent.store), by=agent, now=MONDAY_10)

    assert told() == ([(leader.pk, {"by": agent.pk, "count": 200})] if is_told else [])


def test_the_two_hundredth_lead_shown_again_tells_nobody_again(agent, leader):
    was_shown(agent, 199)
    lead = LeadFactory(store=agent.store)

    for _time in range(3):
        reveal_number(lead, by=agent, now=MONDAY_10)

    assert told() == [(leader.pk, {"by": agent.pk, "count": 200})]


@pytest.mark.parametrize("before", [298, 299])
def test_up_to_the_three_hundredth_lead_a_number_is_shown(agent, before):
    was_shown(agent, before)
    lead = LeadFactory(store=agent.store)

    numbers = reveal_number(lead, by=agent, now=MONDAY_10)

    assert numbers == [lead.phone]


def test_the_three_hundred_and_first_lead_is_refused_and_leaves_no_trace(agent):
    was_shown(agent, 300)

    with pytest.raises(Refused, match="300"):
        reveal_number(LeadFactory(store=agent.store), by=agent, now=MONDAY_10)

    assert len(trail("lead.reveal")) == 300


def test_a_lead_shown_today_is_shown_again_past_the_limit(agent):
    lead = LeadFactory(store=agent.store)
    reveal_number(lead, by=agent, now=MONDAY_9)
    was_shown(agent, 299)

    numbers = reveal_number(lead, by=agent, now=MONDAY_10)

    assert (numbers, len(trail("lead.reveal"))) == ([lead.phone], 301)


def test_one_lead_shown_many_times_counts_once(agent, leader):
    lead = LeadFactory(store=agent.store)
    was_shown(agent, 198)

    for _time in range(5):
        reveal_number(lead, by=agent, now=MONDAY_10)
    before = told()
    reveal_number(LeadFactory(store=agent.store), by=agent, now=MONDAY_10)

    assert (before, len(told())) == ([], 1)


def test_every_person_has_a_budget_of_their_own(agent, other_agent):
    was_shown(other_agent, 300)
    lead = LeadFactory(store=agent.store)

    numbers = reveal_number(lead, by=agent, now=MONDAY_10)

    assert numbers == [lead.phone]


def test_the_day_is_the_stores_and_begins_at_its_midnight(agent):
    was_shown(agent, 300, at=MIDNIGHT - timedelta(microseconds=1))
    first, second = LeadFactory.create_batch(2, store=agent.store)

    with pytest.raises(Refused):
        reveal_number(first, by=agent, now=MIDNIGHT - timedelta(microseconds=1))
    numbers = reveal_number(second, by=agent, now=MIDNIGHT)

    assert numbers == [second.phone]


def test_what_was_shown_at_midnight_counts_in_the_day_that_begins(agent):
    was_shown(agent, 300, at=MIDNIGHT)

    with pytest.raises(Refused):
        reveal_number(LeadFactory(store=agent.store), by=agent, now=MIDNIGHT + timedelta(hours=9))

    assert len(trail("lead.reveal")) == 300


def test_both_limits_are_the_directors_settings(agent, leader, director):
    change_settings(agent.store, values={"numbers_warning": 2, "numbers_limit": 3}, by=director, now=MONDAY_8)

    for _number in range(3):
        reveal_number(LeadFactory(store=agent.store), by=agent, now=MONDAY_9)
    with pytest.raises(Refused, match="3"):
        reveal_number(LeadFactory(store=agent.store), by=agent, now=MONDAY_9)

    assert told() == [(leader.pk, {"by": agent.pk, "count": 2})]
    assert len(trail("lead.reveal")) == 3


@pytest.mark.parametrize(("who", "warning"), [("leader", 100), ("director", 301)])
def test_the_leader_does_not_widen_the_limits_and_nobody_is_told_after_the_end(request, store, who, warning):
    person = request.getfixturevalue(who)

    with pytest.raises(Refused):
        change_settings(store, values={"numbers_warning": warning}, by=person, now=MONDAY_9)

    assert trail("setting.change") == []


def test_the_one_leader_of_a_store_is_told_of_to_the_director(leader, director):
    was_shown(leader, 199)

    reveal_number(LeadFactory(store=leader.store), by=leader, now=MONDAY_11)

    assert told() == [(director.pk, {"by": leader.pk, "count": 200})]
