"""The day's incidents: what went wrong on that very day, and what is to be settled still."""

import pickle
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from dcc.reckoning.clock import start_of
from leads.models import Lead
from reception.models import Claim
from reporting.boards.incidents import KINDS, incidents_of
from reporting.figures.question import Question
from tests.factories import (
    AppointmentFactory,
    CallFactory,
    LeadFactory,
    LeakageFactory,
    OrderFactory,
    ProposalFactory,
    ShowroomCardFactory,
    VisitFactory,
)
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_17, TUESDAY_9, TUESDAY_10, TUESDAY_14

MIDNIGHT = start_of(date(2026, 11, 25), ZoneInfo("Asia/Shanghai"))  # in which Tuesday ends
A_MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def found(store):
    """Return what the board of Tuesday names, asked on Tuesday or another time: {kind: names of customers}."""

    def names(now=TUESDAY_14) -> dict[str, list[str]]:
        tuesday = Question(store, "agent", "activity", date(2026, 11, 24), date(2026, 11, 24))
        return {incident.kind.name: [name for _pk, name, _at in incident.leads] for incident in incidents_of(store, tuesday, now=now)}

    return names


def first_called(agent, name: str, *, at, respond_by) -> Lead:
    """A lead whose first call was then."""
    lead = LeadFactory(store=agent.store, agent=agent, name=name, respond_by=respond_by, first_call_at=at)
    CallFactory(lead=lead, agent=agent, at=at, outcome="no_answer", is_first=True, is_late=at > respond_by)
    return lead


def closed(agent, name: str, outcome: str, at) -> Lead:
    """A lead that was closed then."""
    return LeadFactory(store=agent.store, agent=agent, name=name, closed_at=at, closed_as=outcome, closed_agent=agent)


def test_first_calls_made_after_the_limit_are_incidents_of_the_day_they_were_made_on(agent, found):
    late = first_called(agent, "迟", at=TUESDAY_10, respond_by=MONDAY_9)
    first_called(agent, "及时", at=TUESDAY_9, respond_by=TUESDAY_10)
    first_called(agent, "昨天迟", at=MONDAY_11, respond_by=MONDAY_10)
    CallFactory(lead=late, agent=agent, at=TUESDAY_14, outcome="connected")

    incidents = found()

    assert incidents == {"late": ["迟"]}


def test_losses_are_those_closed_that_day_and_no_application_however_old(agent, found):
    closed(agent, "今天战败", "lost", TUESDAY_10)
    closed(agent, "昨天战败", "lost", MONDAY_17)
    closed(agent, "无效", "invalid", TUESDAY_10)
    ProposalFactory(lead=LeadFactory(store=agent.store, agent=agent, name="申请"), at=MONDAY_9)

    incidents = found()

    assert incidents == {"lost": ["今天战败"]}


def test_a_claim_ends_with_its_lead(store, agent, found):
    open_lead = LeadFactory(store=store, name="未决")
    for lead in (open_lead, closed(agent, "已关", "invalid", MONDAY_17)):
        Claim.objects.create(store=store, lead=lead, card=ShowroomCardFactory(store=store), at=MONDAY_10)

    incidents = found()

    assert incidents == {"claim": ["未决"]}


@pytest.mark.parametrize(("asked", "is_named"), [(MIDNIGHT - A_MICROSECOND, True), (MIDNIGHT, False)])
def test_what_waits_until_it_is_settled_is_no_matter_of_a_day_that_is_over(store, agent, found, asked, is_named):
    claimed = LeadFactory(store=store, name="未决")
    Claim.objects.create(store=store, lead=claimed, card=ShowroomCardFactory(store=store), at=TUESDAY_10)
    LeadFactory(store=store, agent=agent, name="漏接", missed_at=TUESDAY_10)
    closed(agent, "战败", "lost", TUESDAY_10)

    incidents = found(asked)

    assert incidents == {"lost": ["战败"]} | ({"claim": ["未决"], "missed": ["漏接"]} if is_named else {})


def test_leakages_and_who_did_not_come_count_on_their_day(store, agent, found):
    for day, name in ((MONDAY_10, "昨天"), (TUESDAY_10, "今天")):
        leaked = LeadFactory(store=store, agent=agent, name=f"{name}流失")
        LeakageFactory(lead=leaked, visit=VisitFactory(store=store, lead=leaked, at=day))
        AppointmentFactory(lead=LeadFactory(store=store, agent=agent, name=f"{name}未到"), agent=agent, at=MONDAY_9, scheduled_for=day, status="no_show")

    incidents = found()

    assert incidents == {"leakage": ["今天流失"], "no_show": ["今天未到"]}


def test_the_kinds_can_be_kept_in_the_cache_with_the_page():
    kept = pickle.loads(pickle.dumps(KINDS))  # noqa: S301 - our own

    assert [kind.name for kind in kept] == [kind.name for kind in KINDS]


def test_orders_whose_moment_was_stated_are_incidents_of_the_day_they_were_written_on_each_once(agent, found):
    def order(name: str, **moments) -> None:
        OrderFactory(lead=LeadFactory(store=agent.store, agent=agent, name=name), at=MONDAY_9, **moments)

    order("签单补写", logged_at=TUESDAY_9)
    order("交车补写", delivered_at=MONDAY_10, delivery_logged_at=TUESDAY_10)
    order("退订补写", cancelled_at=MONDAY_10, cancellation_logged_at=TUESDAY_14)
    order("两样补写", logged_at=TUESDAY_9, delivered_at=MONDAY_10, delivery_logged_at=TUESDAY_10)
    order("昨天补写", logged_at=MONDAY_17)
    order("当时写的", delivered_at=TUESDAY_9)

    assert sorted(found()["stated"]) == ["两样补写", "交车补写", "签单补写"]  # the first three of four


def entered(agent, name: str, *, at, logged_at, **facts) -> None:
    """A call of a customer that began and was written down then."""
    CallFactory(lead=LeadFactory(store=agent.store, agent=agent, name=name), agent=agent, at=at, logged_at=logged_at, **facts)


def test_calls_whose_start_was_stated_are_incidents_of_the_day_they_were_written_down_on(agent, found):
    midnight = TUESDAY_9.replace(hour=0)
    tick = timedelta.resolution
    entered(agent, "昨晚打的", at=MONDAY_17, logged_at=midnight)
    entered(agent, "昨晚记的", at=MONDAY_17, logged_at=midnight - tick)
    entered(agent, "看见的", at=TUESDAY_9, logged_at=None)
    entered(agent, "当场记的", at=TUESDAY_9, logged_at=TUESDAY_9)
    entered(agent, "晚一点记的", at=TUESDAY_10, logged_at=TUESDAY_10 + tick)

    incidents = found()

    assert incidents == {"entered_later": ["昨晚打的", "晚一点记的"]}


def test_a_missed_call_written_down_later_is_nobodys_statement(agent, found):
    CallFactory(lead=LeadFactory(store=agent.store), agent=None, direction="in", outcome="missed", at=TUESDAY_9, logged_at=TUESDAY_10)

    incidents = found()

    assert incidents == {}
