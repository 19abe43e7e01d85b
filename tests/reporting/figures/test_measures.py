"""What each measure counts, event by event: its own day, its own credit, and nothing of a lead that was merged away."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import Model

from calls.models import Call
from leads.models import Channel, Lead
from reporting.figures.counting import ask
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.figures.rows_behind import rows_behind
from tests.factories import (
    AllocationFactory,
    AppointmentFactory,
    CallFactory,
    CardFactory,
    InquiryFactory,
    LeadFactory,
    LeakageFactory,
    OrderFactory,
    ProposalFactory,
    UserFactory,
    VisitFactory,
)
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, SUNDAY_9, TUESDAY_9, moment

SECOND = timedelta(seconds=1)
MONDAY, BEFORE = date(2026, 11, 23), moment(1, 9)
MISSED = {"direction": "in", "agent": None, "outcome": "missed"}
LOST = {"closed_as": "lost", "reason": "价格不合"}

# Each measure of activity ← a row that it counts, made at a moment for a lead.
MAKERS: dict[str, Callable[[Lead, object], Model]] = {
    "leads": lambda lead, at: Lead.objects.filter(pk=lead.pk).update(received_at=at),
    "inquiries": lambda lead, at: InquiryFactory(lead=lead, received_at=at),
    "allocated": lambda lead, at: AllocationFactory(lead=lead, agent=lead.agent, at=at),
    "calls": lambda lead, at: CallFactory(**of(lead), at=at, outcome="no_answer"),
    "connected": lambda lead, at: CallFactory(**of(lead), at=at, outcome="connected"),
    "incoming": lambda lead, at: CallFactory(lead=lead, channel=channel_of(lead), at=at, **MISSED, waited_seconds=10),
    "missed": lambda lead, at: CallFactory(lead=lead, channel=channel_of(lead), at=at, **MISSED),
    "rung_back": lambda lead, at: rung_back(lead, at),
    "answered": lambda lead, at: CallFactory(**of(lead), at=at, direction="in", outcome="connected"),
    "contacted": lambda lead, at: CallFactory(**of(lead), at=at, outcome="no_answer", is_first=True),
    "reached": lambda lead, at: CallFactory(**of(lead), at=at, is_first_connected=True),
    "no_card": lambda lead, at: CallFactory(**of(lead), at=at, is_first_connected=True),
    "late": lambda lead, at: CallFactory(**of(lead), at=at, is_late=True),
    "cards": lambda lead, at: CardFactory(**of(lead), at=at),
    "invited": lambda lead, at: AppointmentFactory(**of(lead), at=at, scheduled_for=SUNDAY_9),
    "due": lambda lead, at: AppointmentFactory(**of(lead), at=BEFORE, scheduled_for=at),
    "arrived": lambda lead, at: AppointmentFactory(**of(lead), at=BEFORE, scheduled_for=at, status="arrived", ended_at=at),
    "no_shows": lambda lead, at: AppointmentFactory(**of(lead), at=BEFORE, scheduled_for=at, status="no_show", ended_at=at),
    "effective": lambda lead, at: CallFactory(**of(lead), at=at, seconds=45),
    "wechat": lambda lead, at: CallFactory(**of(lead), at=at, is_first_connected=True, checks=["wechat"]),
    "visits": lambda lead, at: VisitFactory(**of(lead), at=at, tag="dcc", basis="named"),
    "first_visits": lambda lead, at: VisitFactory(**of(lead), at=at, tag="dcc", basis="named", is_first=True),
    "showroom_visits": lambda lead, at: VisitFactory(**of(lead), at=at),
    "first_groups": lambda lead, at: VisitFactory(**of(lead), at=at),
    "left_number": lambda lead, at: VisitFactory(**of(lead), at=at, phone="15400000001"),
    "test_drives": lambda lead, at: VisitFactory(**of(lead), at=at, tag="dcc", basis="named", test_drive=True),
    "limit_passed": lambda lead, at: Lead.objects.filter(pk=lead.pk).update(respond_by=at),
    "in_time": lambda lead, at: Lead.objects.filter(pk=lead.pk).update(respond_by=at, responded_at=at),
    "leaked": lambda lead, at: LeakageFactory(lead=lead, visit=VisitFactory(**of(lead), at=at)),
    "decided": lambda lead, at: ProposalFactory(lead=lead, by=lead.agent, at=BEFORE, decided_at=at, decision="confirmed"),
    "rejected": lambda lead, at: ProposalFactory(lead=lead, by=lead.agent, at=BEFORE, decided_at=at, decision="rejected"),
    "orders": lambda lead, at: OrderFactory(lead=lead, channel=channel_of(lead), at=at),
    "loans": lambda lead, at: OrderFactory(lead=lead, channel=channel_of(lead), at=at, payment="loan"),
    "trade_ins": lambda lead, at: OrderFactory(lead=lead, channel=channel_of(lead), at=at, trade_in=True),
    "cancelled": lambda lead, at: OrderFactory(lead=lead, channel=channel_of(lead), at=BEFORE, cancelled_at=at),
    "deals": lambda lead, at: OrderFactory(lead=lead, channel=channel_of(lead), at=BEFORE, delivered_at=at),
    "lost": lambda lead, at: Lead.objects.filter(pk=lead.pk, closed_as="").update(closed_at=at, closed_agent=lead.agent, **LOST),
    "lost_visited": lambda lead, at: Lead.objects.filter(pk=lead.pk, closed_as="").update(closed_at=at, visited_at=BEFORE, closed_agent=lead.agent, **LOST),
}


def channel_of(lead: Lead) -> Channel | None:
    """The channel an event carries: its lead's, none where that was merged."""
    return None if lead.merged_into_id else lead.channel


def of(lead: Lead) -> dict:
    return {"lead": lead, "store": lead.store, "agent": lead.agent, "channel": channel_of(lead)}


def rung_back(lead: Lead, at) -> Call:
    """A missed call, and the one that answers it a minute later."""
    missed = CallFactory(lead=lead, channel=channel_of(lead), at=at, **MISSED, respond_by=at + timedelta(minutes=30))
    CallFactory(**of(lead), at=at + timedelta(minutes=1), outcome="no_answer")
    return missed


def asked(store, *names: str, by: str = "channel", basis: str = "activity", first: date = MONDAY, last: date = MONDAY):
    """The answer to one day's question about some measures."""
    return ask(Question(store, by, basis, first, last), names)


@pytest.fixture
def lead_of(store):
    """Return a function: a lead of before, whoever's it is."""
    channel = Channel.objects.filter(store=store, source="web").first()
    return lambda agent, **facts: LeadFactory(**({"store": store, "channel": channel, "agent": agent, "received_at": BEFORE} | facts))


def test_there_is_a_maker_for_every_measure_of_activity():
    assert set(MAKERS) == {name for name, measure in MEASURES.items() if measure.happening}


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("by", ["channel", "agent", "day"])
def test_a_day_counts_from_its_first_moment_to_its_last(store, agent, lead_of, name, by):
    start, end = moment(23, 0), moment(24, 0)
    question = Question(store, by, "activity", MONDAY, MONDAY)
    if not question.dimension.path(MEASURES[name].happening):
        return  # leads as they arrive have no agent yet

    for at in (start - SECOND, start, end - SECOND, end):
        MAKERS[name](lead_of(agent), at)

    figures = ask(question, [name])
    [key] = figures.rows
    assert (figures.rows[key], figures.total) == ({name: 2}, {name: 2})
    assert [rows_behind(question, name, asked_for).count() for asked_for in (key, None)] == [2, 2]


@pytest.mark.parametrize("name", MAKERS)
def test_what_happened_to_a_merged_lead_counts_nowhere(store, agent, lead_of, name):
    merged = lead_of(agent, closed_at=MONDAY_14, closed_as="merged", merged_into=lead_of(agent), received_at=MONDAY_9)

    MAKERS[name](merged, MONDAY_10)

    assert [asked(store, name, by=by).rows for by in ("channel", "agent", "day")] == [{}, {}, {}]
    assert rows_behind(Question(store, "channel", "activity", MONDAY, MONDAY), name, None).count() == 0


@pytest.mark.parametrize("name", MAKERS)
def test_what_happened_in_another_store_is_not_counted(store, other_store, foreign_agent, name):
    MAKERS[name](LeadFactory(store=other_store, agent=foreign_agent, received_at=BEFORE), MONDAY_10)

    assert [asked(store, name, by=by).rows for by in ("channel", "agent", "day")] == [{}, {}, {}]
    assert asked(other_store, name).total == {name: 1}


def test_a_missed_call_is_no_call_and_an_answered_one_of_nobody_is_in_the_row_unassigned(store, agent, lead_of):
    lead = lead_of(agent)
    for outcome, caller in (("missed", None), ("no_answer", agent), ("connected", agent), ("connected", None)):
        CallFactory(**of(lead) | {"agent": caller}, at=MONDAY_10, direction="in", outcome=outcome)

    by_agent, by_channel = (asked(store, "calls", "connected", by=by) for by in ("agent", "channel"))

    assert by_agent.rows == {"": {"calls": 1, "connected": 1}, "agent": {"calls": 2, "connected": 1}}
    assert by_channel.total == by_agent.total == {"calls": 3, "connected": 2}


def test_an_appointment_that_was_moved_is_invited_once_and_falls_due_at_its_new_time(store, agent, lead_of):
    lead = lead_of(agent)
    first = AppointmentFactory(**of(lead), at=MONDAY_9, scheduled_for=MONDAY_14, status="moved", ended_at=MONDAY_11)
    AppointmentFactory(**of(lead), at=MONDAY_11, scheduled_for=TUESDAY_9, replaces=first)

    monday, tuesday = asked(store, "invited", "due"), asked(store, "invited", "due", first=date(2026, 11, 24), last=date(2026, 11, 24))

    assert (monday.total, tuesday.total) == ({"invited": 1}, {"due": 1})


@pytest.mark.parametrize(("waited", "counts"), [(9, 0), (10, 1), (11, 1), (None, 1)])
def test_a_missed_call_is_to_be_answered_from_ten_seconds_of_waiting_on(store, agent, lead_of, waited, counts):
    lead = lead_of(agent)
    CallFactory(lead=lead, at=MONDAY_10, channel=lead.channel, **MISSED, waited_seconds=waited)
    CallFactory(**of(lead), at=MONDAY_11, direction="in", waited_seconds=3)
    CallFactory(**of(lead), at=MONDAY_14)

    assert asked(store, "incoming", "answered").total == {"incoming": 1 + counts, "answered": 1}


@pytest.mark.parametrize(
    ("call", "counts"),
    [
        ({"at": MONDAY_11}, 1),
        ({"at": MONDAY_11 - SECOND, "direction": "in"}, 1),
        ({"at": MONDAY_11 + SECOND}, 0),
        ({"at": MONDAY_10}, 1),
        ({"at": MONDAY_10 - SECOND, "logged_at": MONDAY_10 + SECOND}, 0),
        ({"at": MONDAY_10 + SECOND, "logged_at": MONDAY_11}, 1),
        ({"at": MONDAY_10 + SECOND, "logged_at": MONDAY_11 + SECOND}, 0),
        ({"at": MONDAY_10 + SECOND, "logged_at": MONDAY_14, "row": "made", "direction": "in"}, 1),
        ({"at": MONDAY_10 + SECOND, "annulled_at": MONDAY_11}, 0),
        ({"at": MONDAY_10 + SECOND, **MISSED}, 0),
    ],
)
def test_a_missed_call_is_rung_back_in_time_by_a_later_call_known_by_its_limit(store, agent, lead_of, call, counts):
    lead = lead_of(agent)
    CallFactory(lead=lead, at=MONDAY_10, channel=lead.channel, **MISSED, respond_by=MONDAY_11)
    CallFactory(lead=lead, at=MONDAY_10, channel=lead.channel, **MISSED, waited_seconds=9, respond_by=MONDAY_11)
    CallFactory(**of(lead) | call)
    CallFactory(**of(lead_of(agent)), at=MONDAY_11)

    assert asked(store, "rung_back").total.get("rung_back", 0) == counts


def test_due_is_what_was_not_cancelled_or_moved_kept_or_not(store, agent, lead_of):
    for status in ("booked", "confirmed", "arrived", "no_show", "cancelled", "moved"):
        AppointmentFactory(**of(lead_of(agent)), at=BEFORE, scheduled_for=MONDAY_14, status=status)

    assert asked(store, "due", "arrived", "no_shows").total == {"due": 4, "arrived": 1, "no_shows": 1}


def test_only_dccs_visits_to_look_at_cars_are_visits_and_the_showrooms_beside_them(store, agent, lead_of):
    for tag in ("dcc", "showroom"):
        for purpose in ("look", "办手续"):
            VisitFactory(**of(lead_of(agent)), at=MONDAY_10, tag=tag, basis="named", purpose=purpose, is_first=True)

    assert asked(store, "visits", "first_visits", "showroom_visits").total == {"visits": 1, "first_visits": 1, "showroom_visits": 1}


def test_each_visit_of_a_lead_counts_and_the_first_on_its_own(store, agent, lead_of):
    lead = lead_of(agent)
    for is_first in (True, False, False):
        VisitFactory(**of(lead), at=MONDAY_10, tag="dcc", basis="named", is_first=is_first)

    assert asked(store, "visits", "first_visits").total == {"visits": 3, "first_visits": 1}


def test_an_order_counts_on_the_day_it_was_signed_though_it_was_cancelled_since(store, agent, lead_of):
    OrderFactory(lead=lead_of(agent), at=MONDAY_10, cancelled_at=TUESDAY_9)
    OrderFactory(lead=lead_of(agent), at=MONDAY_11, delivered_at=MONDAY_14)

    monday = asked(store, "orders", "cancelled", "deals")
    tuesday = asked(store, "orders", "cancelled", "deals", first=date(2026, 11, 24), last=date(2026, 11, 24))

    assert (monday.total, tuesday.total) == ({"orders": 2, "deals": 1}, {"cancelled": 1})


def test_lost_is_only_what_was_closed_as_lost_and_counts_for_whoever_had_it_then(store, agent, other_agent, lead_of):
    for closed_as in ("lost", "invalid", "unreachable", "out_of_area", "showroom", "delivered"):
        lead_of(other_agent, closed_at=MONDAY_10, closed_as=closed_as, closed_agent=agent)
    lead_of(other_agent, closed_at=MONDAY_10, closed_agent=None, **LOST)

    assert asked(store, "lost", by="agent").rows == {"": {"lost": 1}, "agent": {"lost": 1}}


def test_what_goes_back_to_the_pool_is_allocated_to_nobody(store, agent, leader, lead_of):
    lead = lead_of(agent)
    for taker in (agent, None, agent):
        AllocationFactory(lead=lead, agent=taker, by=leader, at=MONDAY_10)

    assert asked(store, "allocated", by="agent").rows == {"agent": {"allocated": 2}}


def test_credit_stays_with_who_did_it_whoever_has_the_lead_now_and_wherever_they_went(store, other_store, agent, other_agent, reception, lead_of):
    gone = UserFactory(username="gone", store=other_store, roles=["agent"])
    lead = lead_of(other_agent, reception=None)
    done = {"lead": lead, "agent": gone, "channel": lead.channel, "store": store}
    CallFactory(**done, at=MONDAY_9)
    AppointmentFactory(**done, at=MONDAY_10, scheduled_for=SUNDAY_9)
    VisitFactory(**done, at=MONDAY_11, tag="dcc", basis="named", reception=reception)
    OrderFactory(lead=lead, agent=agent, reception=reception, at=MONDAY_14)

    by_agent = asked(store, "calls", "invited", "visits", "orders", by="agent")
    by_reception = asked(store, "visits", "orders", by="reception")

    assert by_agent.rows == {"agent": {"orders": 1}, "gone": {"calls": 1, "invited": 1, "visits": 1}}
    assert by_reception.rows == {"reception": {"visits": 1, "orders": 1}}


def test_inquiries_count_in_their_own_channel_and_everything_else_in_the_leads(store, agent, lead_of):
    lead = lead_of(agent)
    other = Channel.objects.filter(store=store).exclude(pk=lead.channel_id).first()
    InquiryFactory(lead=lead, channel=other, received_at=MONDAY_9)
    CallFactory(**of(lead), at=MONDAY_10)

    assert asked(store, "inquiries", "calls").rows == {other.name: {"inquiries": 1}, lead.channel.name: {"calls": 1}}


def test_a_showroom_visit_counts_in_the_channel_of_its_lead_whatever_it_carries(store, agent, lead_of):
    lead = lead_of(agent)
    other = Channel.objects.filter(store=store).exclude(pk=lead.channel_id).first()
    merged = lead_of(agent, closed_at=MONDAY_14, closed_as="merged", merged_into=lead)
    for carried in (None, other):
        VisitFactory(store=store, lead=lead, channel=carried, at=MONDAY_10)
    VisitFactory(store=store, lead=merged, channel=other, at=MONDAY_10)

    by_channel = asked(store, "showroom_visits")

    assert (by_channel.rows, by_channel.total) == ({lead.channel.name: {"showroom_visits": 2}}, {"showroom_visits": 2})


def test_a_showroom_visit_without_a_lead_counts_in_the_total_and_lies_behind_no_channel(store, agent, lead_of):
    lead = lead_of(agent)
    for whose in (lead, None):
        VisitFactory(store=store, lead=whose, at=MONDAY_10)
    question = Question(store, "channel", "activity", MONDAY, MONDAY)

    behind = [rows_behind(question, "showroom_visits", key).count() for key in (lead.channel.name, None)]

    assert (behind, asked(store, "showroom_visits", by="day").total) == ([1, 2], {"showroom_visits": 2})


@pytest.mark.parametrize("by", ["channel", "source"])
def test_a_showroom_visit_without_a_lead_counts_beside_the_channels_and_the_sources(store, agent, lead_of, by):
    lead = lead_of(agent)
    for whose in (lead, None):
        VisitFactory(store=store, lead=whose, at=MONDAY_10)

    counts = asked(store, "showroom_visits", by=by)

    assert (list(counts.rows.values()), counts.total) == ([{"showroom_visits": 1}, {"showroom_visits": 1}], {"showroom_visits": 2})


def test_allocations_count_in_the_channel_of_their_lead(store, agent, other_agent, lead_of):
    other = Channel.objects.filter(store=store, source="transfer").first()
    for lead, taker in ((lead_of(agent), agent), (lead_of(agent), other_agent), (lead_of(agent, channel=other), agent)):
        AllocationFactory(lead=lead, agent=taker, at=MONDAY_10)

    assert asked(store, "allocated").rows == {Channel.objects.filter(store=store, source="web").first().name: {"allocated": 2}, other.name: {"allocated": 1}}
