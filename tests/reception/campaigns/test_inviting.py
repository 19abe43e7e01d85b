"""Campaigns: planned, invited to, named by appointments and visits, counted."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from calls.appointments.rules.appointments import book
from calls.desk.queue import agenda_of
from calls.desk.queue_words import headline, why
from dcc.errors import Changed, Refused
from leads.campaigns.invited import campaign_of
from leads.campaigns.rules.marketing_plans import change_campaign, plan_campaign
from leads.models import Campaign, FollowUp
from reception.campaigns.effect import Effect, effects_of, leads_behind
from reception.campaigns.invitable import PARTS, choice_of, found
from reception.campaigns.rounds import batches_of
from reception.campaigns.rules.inviting import invite_found, withdraw_invitations
from reception.campaigns.spreading import spread
from reception.campaigns.year import lines_of
from reception.door.rules.cycles import write_visited
from reception.merging.rules.merging import merge_leads
from tests.factories import (
    AppointmentFactory,
    CallFactory,
    DoNotCallFactory,
    FollowUpFactory,
    InquiryFactory,
    LeadFactory,
    OrderFactory,
    ShiftFactory,
    VisitFactory,
)
from tests.moments import MONDAY_9, MONDAY_10, NOW, SATURDAY_9, SUNDAY_9, TODAY, TUESDAY_9, moment
from tests.trail import trail

SATURDAY, SUNDAY = date(2026, 11, 28), date(2026, 11, 29)
PLAN = {"name": "冬季团购会", "first_day": SATURDAY, "last_day": SUNDAY, "budget": Decimal(18000), "spent": Decimal(6400)}


@pytest.fixture
def campaign(store, marketing):
    """One on Saturday and Sunday."""
    return plan_campaign(store, facts=PLAN, by=marketing, now=MONDAY_9)


@pytest.fixture
def customer(store, agent):
    """Return a function: a lead in an agent's hand."""

    def make(**facts):
        return LeadFactory(**{"store": store, "agent": agent} | facts)

    return make


def invite(campaign, leader, query="status=hand", *, count=None, now=NOW):
    _filter, rows = found(campaign, QueryDict(query), user=leader, now=now)
    return invite_found(campaign, rows, count=choice_of(rows).free if count is None else count, by=leader, now=now)


def parts(campaign, leader, query=""):
    _filter, rows = found(campaign, QueryDict(query), user=leader, now=NOW)
    counted = choice_of(rows)
    return {part: number for part, number in counted.parts.items() if number}


@pytest.mark.parametrize(
    ("count", "days", "dealt"),
    [(0, 2, []), (1, 2, [1]), (2, 2, [1, 2]), (3, 2, [1, 1, 2]), (5, 2, [1, 1, 1, 2, 2]), (3, 1, [1, 1, 1])],
)
def test_calls_are_dealt_evenly_over_the_days(count, days, dealt):
    assert [day.day for day in spread(count, [date(2026, 11, number + 1) for number in range(days)])] == dealt


def test_a_campaign_that_ends_before_it_begins_is_refused(store, marketing, campaign):
    with pytest.raises(Refused):
        plan_campaign(store, facts={**PLAN, "last_day": date(2026, 11, 27)}, by=marketing, now=MONDAY_9)
    with pytest.raises(Refused):
        change_campaign(campaign, facts={**PLAN, "last_day": date(2026, 11, 27)}, by=marketing, now=MONDAY_9)

    assert Campaign.objects.count() == 1


def test_what_was_spent_is_written_and_days_stay_once_somebody_was_invited(campaign, customer, leader, marketing):
    customer()
    invite(campaign, leader)

    changed = change_campaign(campaign, facts={**PLAN, "spent": Decimal(7000)}, by=marketing, now=NOW)
    again = change_campaign(campaign, facts={**PLAN, "spent": Decimal(7000)}, by=marketing, now=NOW)
    with pytest.raises(Refused):
        change_campaign(campaign, facts={**PLAN, "first_day": date(2026, 11, 27)}, by=marketing, now=NOW)

    assert (changed, again, Campaign.objects.get().spent) == (True, False, Decimal(7000))
    assert [(entry["before"]["spent"], entry["after"]["spent"]) for entry in trail("campaign.change")] == [("6400.00", "7000")]


def test_each_lead_found_stands_in_the_first_part_that_holds(campaign, customer, leader, store):
    customer()
    FollowUpFactory(lead=customer(phone=None), kind="campaign", campaign=campaign)
    customer(closed_at=MONDAY_10, closed_as="lost")
    customer(phone=None)
    DoNotCallFactory(store=store, phone=customer().phone)
    OrderFactory(lead=customer(ordered_at=MONDAY_10))
    AppointmentFactory(lead=customer(), scheduled_for=SUNDAY_9)
    AppointmentFactory(lead=customer(), scheduled_for=moment(30, 9))
    customer(agent=None)

    counted = parts(campaign, leader)

    assert counted == {"invited": 1, "closed": 1, "no_number": 1, "barred": 1, "bought": 1, "expected": 1, "nobodys": 1, "free": 2}
    assert set(counted) == set(PARTS)
    assert parts(campaign, leader, "agent=x") == {}


def test_the_invited_stand_in_their_agents_queues_beside_their_next_step(campaign, customer, leader, agent):
    low, high = customer(grade="L", last_call_at=MONDAY_10), customer(grade="H", graded_at=MONDAY_10)
    FollowUpFactory(lead=high)

    assert invite(campaign, leader) == 2

    made = FollowUp.objects.filter(campaign=campaign)
    assert [(each.lead, each.agent, each.kind, each.due_at, each.note) for each in made] == [
        (high, agent, "campaign", NOW, "冬季团购会"),
        (low, agent, "campaign", moment(27, 8, 30), "冬季团购会"),
    ]
    assert FollowUp.objects.filter(lead=high, kind="callback", done_at=None).count() == 1
    assert trail("campaign.invite") == [{"count": 2}]


def test_invitations_are_due_on_the_days_and_at_the_hour_their_agent_works_by_the_roster(campaign, customer, leader, agent, other_agent):
    ShiftFactory(user=agent, day=TODAY, starts=None, ends=None, word="休")
    ShiftFactory(user=agent, day=moment(27, 0).date(), starts=time(11), ends=time(20), word="晚班")
    for day in (26, 27):
        ShiftFactory(user=other_agent, day=moment(day, 0).date(), starts=None, ends=None, word="休")
    mine, theirs = [customer(first_call_at=MONDAY_9), customer(first_call_at=MONDAY_9)], customer(agent=other_agent, first_call_at=MONDAY_9)

    invite(campaign, leader)

    due = dict(FollowUp.objects.values_list("lead", "due_at"))
    assert {due[lead.pk] for lead in mine} == {moment(27, 11)}
    assert due[theirs.pk] == NOW


def test_where_another_number_is_found_now_nobody_is_invited(campaign, customer, leader):
    customer()

    with pytest.raises(Changed, match=r"1.*2"):
        invite(campaign, leader, count=2)
    with pytest.raises(Refused):
        invite(campaign, leader, "status=closed", count=0)

    assert FollowUp.objects.count() == 0


def test_to_what_is_over_nobody_is_invited_and_on_its_last_day_somebody_is(campaign, customer, leader):
    customer()

    with pytest.raises(Refused):
        invite(campaign, leader, now=moment(30, 9))

    assert invite(campaign, leader, now=SUNDAY_9) == 1


def test_those_whom_nobody_called_yet_are_withdrawn(campaign, customer, leader):
    called, uncalled = customer(), customer(last_call_at=MONDAY_10)
    invite(campaign, leader)
    called.__class__.objects.filter(pk=called.pk).update(last_call_at=NOW)

    assert withdraw_invitations(campaign, NOW, by=leader, now=NOW) == 1

    assert [each.lead for each in FollowUp.objects.filter(campaign=campaign)] == [called]
    assert [each.lead for each in FollowUp.every.filter(annulled_at__isnull=False)] == [uncalled]
    with pytest.raises(Refused):
        withdraw_invitations(campaign, NOW, by=leader, now=NOW)


@pytest.mark.parametrize(("day", "is_its"), [(27, False), (28, True), (29, True), (30, False)])
def test_an_appointment_on_a_day_of_the_campaign_names_it(campaign, customer, leader, agent, day, is_its):
    lead, other = customer(), customer()
    FollowUpFactory(lead=lead, kind="campaign", campaign=campaign)

    booked = book(lead, scheduled_for=moment(day, 10), by=agent, now=NOW)
    unasked = book(other, scheduled_for=moment(day, 10), by=agent, now=NOW)

    assert (booked.campaign_id == campaign.pk, unasked.campaign_id) == (is_its, None)


def test_of_two_campaigns_of_a_day_the_one_invited_to_last_is_named(campaign, customer, store, marketing):
    lead, other = customer(), plan_campaign(store, facts={**PLAN, "name": "车展"}, by=marketing, now=MONDAY_9)
    FollowUpFactory(lead=lead, kind="campaign", campaign=other, created_at=TUESDAY_9)
    FollowUpFactory(lead=lead, kind="campaign", campaign=campaign, created_at=MONDAY_9)

    assert campaign_of(lead.pk, SATURDAY) == other.pk


def test_invited_agreed_came_and_ordered_are_counted_each_by_its_rows(campaign, customer):
    leads = [customer() for _number in range(4)]
    for lead in leads:
        FollowUpFactory(lead=lead, kind="campaign", campaign=campaign, created_at=MONDAY_9)
    AppointmentFactory(lead=leads[0], campaign=campaign, scheduled_for=SATURDAY_9)
    AppointmentFactory(lead=leads[1], campaign=campaign, scheduled_for=SATURDAY_9, status="cancelled", ended_at=NOW)
    for lead, at in ((leads[0], SATURDAY_9), (leads[2], SUNDAY_9), (leads[3], moment(30, 9))):
        VisitFactory(lead=lead, at=at, tag="dcc", purpose="look")
        write_visited(lead.pk)
    bought = OrderFactory(lead=leads[0], at=SATURDAY_9 + timedelta(hours=2))
    OrderFactory(lead=leads[2], at=SATURDAY_9)
    OrderFactory(lead=leads[3], at=moment(30, 10))
    CallFactory(lead=leads[0], at=TUESDAY_9, outcome="connected")
    CallFactory(lead=leads[1], at=TUESDAY_9, outcome="no_answer")

    effect = effects_of([campaign])[campaign.pk]

    assert effect == Effect(Decimal(6400), Decimal(18000), 4, 1, 2, 1)
    assert effect.costs == [Decimal(1600), Decimal(6400), Decimal(3200), Decimal(6400)]
    assert [len(leads_behind(stage, campaign)) for stage in ("invited", "confirmed", "came", "ordered", "not_reached")] == [4, 1, 2, 1, 3]
    assert leads_behind("ordered", campaign) == [(leads[0].pk, bought.at)]


def test_a_cost_without_a_number_is_none_and_half_a_yuan_goes_up():
    assert Effect(Decimal(5), invited=2, came=0).costs == [Decimal(3), None, None, None]


def test_by_the_cost_of_a_visit_only_finished_ones_are_compared(store, marketing):
    days = {"dear": date(2026, 9, 1), "cheap": date(2026, 8, 1), "empty": date(2026, 10, 1), "coming": SATURDAY}
    rows = [plan_campaign(store, facts={**PLAN, "name": name, "first_day": day, "last_day": day}, by=marketing, now=MONDAY_9) for name, day in days.items()]
    effects = dict(
        zip([row.pk for row in rows], [Effect(Decimal(9), came=1), Effect(Decimal(9), came=3), Effect(Decimal(9)), Effect(Decimal(1), came=9)], strict=True)
    )

    by_cost, by_day = lines_of(rows, effects, TODAY, by_cost=True), lines_of(rows, effects, TODAY, by_cost=False)

    assert [line.campaign.name for line in by_cost] == ["cheap", "dear", "coming", "empty"]
    assert [(line.campaign.name, line.state) for line in by_day] == [("coming", "planned"), ("empty", "over"), ("dear", "over"), ("cheap", "over")]


@pytest.fixture
def merged(campaign, customer, leader, data_manager):
    """Return a function: two leads of one person, those named invited to the campaign, merged."""

    def make(*invited):
        pair = [customer(received_at=at, last_call_at=MONDAY_9) for at in (MONDAY_9, MONDAY_10)]
        for lead in pair:
            InquiryFactory(lead=lead)
        for place in invited:
            FollowUpFactory(lead=pair[place], kind="campaign", campaign=campaign, note=campaign.name, created_at=TUESDAY_9, due_at=SATURDAY_9)
        merge_leads(*pair, by=data_manager, now=NOW)
        return pair

    return make


@pytest.mark.parametrize("invited", [(0,), (1,), (0, 1)])
def test_a_merge_carries_the_invitation_and_one_person_is_invited_once(campaign, merged, invited):
    older, _younger = merged(*invited)

    assert list(FollowUp.objects.filter(done_at=None).values_list("lead", "campaign")) == [(older.pk, campaign.pk)]
    assert (effects_of([campaign])[campaign.pk].invited, [lead for lead, _at in leads_behind("invited", campaign)]) == (1, [older.pk])
    assert [(batch.made_at, batch.count, batch.uncalled) for batch in batches_of(campaign)] == [(TUESDAY_9, 1, 1)]


def test_invitations_to_two_campaigns_stay_two_when_their_leads_are_merged(campaign, customer, marketing, data_manager, store):
    other = plan_campaign(store, facts=PLAN | {"name": "置换专场"}, by=marketing, now=MONDAY_9)
    pair = [customer(received_at=at) for at in (MONDAY_9, MONDAY_10)]
    for lead, named in zip(pair, (campaign, other), strict=True):
        InquiryFactory(lead=lead)
        FollowUpFactory(lead=lead, kind="campaign", campaign=named, created_at=TUESDAY_9, due_at=SATURDAY_9)

    merge_leads(*pair, by=data_manager, now=NOW)

    assert set(FollowUp.objects.filter(done_at=None).values_list("lead", "campaign")) == {(pair[0].pk, campaign.pk), (pair[0].pk, other.pk)}


def test_withdrawing_reaches_what_a_merge_carried_along(campaign, merged, leader):
    merged(1)

    count = withdraw_invitations(campaign, TUESDAY_9, by=leader, now=NOW)

    assert (count, FollowUp.objects.filter(done_at=None).count()) == (1, 0)


def test_the_queue_says_by_its_name_to_which_campaign_somebody_is_invited(campaign, customer, leader, agent):
    lead = customer(first_call_at=NOW - timedelta(days=3))
    invite(campaign, leader)
    type(campaign).objects.filter(pk=campaign.pk).update(name="冬季团购会")
    FollowUp.objects.filter(lead=lead).update(due_at=NOW)

    [place] = agenda_of(agent, now=NOW).places

    assert why(place, lead, NOW) == "活动 冬季团购会"
    reason, promised, _waits = headline(place, lead, NOW)
    assert (reason.startswith("活动 冬季团购会 · "), promised) == (True, "")
