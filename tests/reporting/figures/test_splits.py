"""Splits that no column says: campaign, consultant, hour, weekday. Each figure leads to its rows."""

from datetime import date, timedelta

import pytest

from leads.models import Campaign
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from reporting.figures.rows_behind import rows_behind
from tests.factories import (
    AppointmentFactory,
    InquiryFactory,
    LeadFactory,
    ShowroomCardFactory,
    TransferFactory,
    VisitFactory,
)
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_14

DAYS = (date(2026, 11, 1), date(2026, 11, 30))


def rows(store, by: str, basis: str, *measures: str) -> dict:
    """The counts of each row, each held against the rows behind it."""
    question = Question(store, by, basis, *DAYS)
    found = ask(question, measures).rows
    assert found == {key: {name: rows_behind(question, name, key).count() for name in counts} for key, counts in found.items()}
    return found


def campaign(store, name: str) -> Campaign:
    """A campaign of November."""
    return Campaign.objects.create(store=store, name=name, first_day=DAYS[0], last_day=DAYS[1], budget=0)


@pytest.fixture
def carshow(store):
    """A campaign."""
    return campaign(store, "车展")


def test_a_cohort_stands_under_the_campaign_of_its_first_inquiry(store, carshow):
    by_campaign, later, without = LeadFactory(store=store), LeadFactory(store=store), LeadFactory(store=store)
    InquiryFactory(lead=by_campaign, received_at=MONDAY_9, campaign=carshow)
    InquiryFactory(lead=by_campaign, received_at=MONDAY_10)
    InquiryFactory(lead=later, received_at=MONDAY_9)
    InquiryFactory(lead=later, received_at=MONDAY_10, campaign=carshow)
    InquiryFactory(lead=without, received_at=MONDAY_9)

    assert rows(store, "campaign", "cohort", "leads") == {"": {"leads": 2}, "车展": {"leads": 1}}


def test_of_two_inquiries_of_one_moment_the_one_entered_first_and_not_the_one_of_a_mere_day_decides(store, carshow):
    entered, day = LeadFactory(store=store), LeadFactory(store=store)
    InquiryFactory(lead=entered, received_at=MONDAY_9, entered_at=MONDAY_10)
    InquiryFactory(lead=entered, received_at=MONDAY_9, entered_at=MONDAY_9, campaign=carshow)
    InquiryFactory(lead=day, received_at=MONDAY_9, entered_at=MONDAY_9, day_only=True)
    InquiryFactory(lead=day, received_at=MONDAY_9, entered_at=MONDAY_10, campaign=carshow)

    assert rows(store, "campaign", "cohort", "leads") == {"车展": {"leads": 2}}


def test_an_event_stands_under_its_own_campaign_else_under_that_of_its_lead(store, carshow):
    other = campaign(store, "店庆")
    lead = LeadFactory(store=store)
    InquiryFactory(lead=lead, received_at=MONDAY_9, campaign=carshow)
    AppointmentFactory(lead=lead, at=MONDAY_9, status="arrived")
    AppointmentFactory(lead=lead, at=MONDAY_10, campaign=other)

    assert rows(store, "campaign", "activity", "invited") == {"店庆": {"invited": 1}, "车展": {"invited": 1}}


def test_an_inquiry_stands_under_its_own_sub_channel_and_all_else_under_that_of_the_first_of_its_lead(store):
    lead, unnamed = LeadFactory(store=store), LeadFactory(store=store)
    InquiryFactory(lead=lead, received_at=MONDAY_10, levels="垂媒 / 易车 / 直播")
    InquiryFactory(lead=lead, received_at=MONDAY_9, levels="垂媒 / 易车 / 询价")
    InquiryFactory(lead=unnamed, received_at=MONDAY_9)
    AppointmentFactory(lead=lead, at=MONDAY_14)

    assert rows(store, "sub-channel", "cohort", "leads") == {"": {"leads": 1}, "垂媒 / 易车 / 询价": {"leads": 1}}
    assert rows(store, "sub-channel", "activity", "inquiries", "invited") == {
        "": {"inquiries": 1},
        "垂媒 / 易车 / 询价": {"inquiries": 1, "invited": 1},
        "垂媒 / 易车 / 直播": {"inquiries": 1},
    }


def test_a_lead_stands_under_the_consultant_of_the_card_it_was_last_transferred_from(store):
    lead, own = LeadFactory(store=store), LeadFactory(store=store)
    for consultant, decided in (("何静", MONDAY_9), ("许峰", MONDAY_10)):
        card = ShowroomCardFactory(store=store, consultant=consultant, state="transferred")
        TransferFactory(card=card, lead=lead, decided_at=decided, decision="confirmed")
    held = ShowroomCardFactory(store=store, consultant="吴迪")
    TransferFactory(card=held, lead=own, decided_at=MONDAY_10, decision="held", until=MONDAY_10 + timedelta(days=9))

    assert rows(store, "consultant", "cohort", "leads") == {"": {"leads": 1}, "许峰": {"leads": 1}}


def test_a_visit_stands_under_the_consultant_it_names(store):
    lead = LeadFactory(store=store)
    for consultant in ("何静", ""):
        VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=MONDAY_10, consultant=consultant)

    assert rows(store, "consultant", "activity", "visits") == {"": {"visits": 1}, "何静": {"visits": 1}}


@pytest.mark.parametrize(("by", "keys"), [("hour", ["09", "14"]), ("weekday", ["1", "7"])])
def test_hours_and_weekdays_are_those_of_the_store(store, by, keys):
    later = MONDAY_14 if by == "hour" else MONDAY_9 + timedelta(days=6)
    for moment in (MONDAY_9, MONDAY_9 + timedelta(minutes=59), later):
        LeadFactory(store=store, received_at=moment)

    assert rows(store, by, "cohort", "leads") == {keys[0]: {"leads": 2}, keys[1]: {"leads": 1}}
    assert rows(store, by, "activity", "leads") == {keys[0]: {"leads": 2}, keys[1]: {"leads": 1}}


def test_consultants_are_people_and_shown_to_nobody_who_sees_no_persons(marketing, hq, leader):
    assert ["consultant" in reach_of(person).dimensions for person in (marketing, hq, leader)] == [False, False, True]
