"""A lead typed in by hand."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages

from dcc.errors import Refused
from leads.grading.rules.closing_leads import close_lead
from leads.intake.arrival import Arrival
from leads.intake.rules.by_hand import register_by_hand
from leads.models import Campaign, Channel, DoNotCall, Inquiry, Lead
from tests.factories import LeadFactory
from tests.moments import MONDAY_9
from tests.trail import trail

WEEK, A_MICROSECOND = timedelta(days=7), timedelta(microseconds=1)


def typed(store, **facts):
    """What the form sends."""
    channel = Channel.objects.get(store=store, name="手工登记")
    return {"phone": "154 0000 1234", "channel": channel.pk, "name": "王建国", "model": "凯美瑞", **facts}


def said(answer):
    """What the toasts say."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("who", ["leader", "data_manager"])
def test_a_new_lead_lies_in_the_pool_with_its_inquiry_and_its_limit(request, client_of, store, who):
    person = request.getfixturevalue(who)

    answer = client_of(person).post("/leads/new/", typed(store, remark="朋友介绍", city="长春", gender="男"))

    lead = Lead.objects.get()
    assert answer["Location"] == f"/leads/{lead.pk}/"
    assert (lead.phone, lead.name, lead.initials, lead.model) == ("15400001234", "王建国", "wjg", "凯美瑞")
    assert (lead.city, lead.gender, lead.agent) == ("长春", "男", None)
    assert lead.respond_by is not None
    assert Inquiry.objects.values_list("by", "remark", "repeat_key").get() == (person.pk, "朋友介绍", "")
    assert trail("lead.create") == [{"outcome": "created"}]


@pytest.mark.parametrize(("first", "last", "is_offered"), [(26, 27, True), (27, 27, False), (18, 19, True), (17, 18, False)])
def test_who_asked_at_a_campaign_names_it_while_it_is_on_and_a_week_after(client_of, leader, store, first, last, is_offered):
    days = {"first_day": date(2026, 11, first), "last_day": date(2026, 11, last)}
    campaign = Campaign.objects.create(store=store, name="冬季团购会", budget=1, **days)

    client_of(leader).post("/leads/new/", typed(store, campaign=campaign.pk))

    assert Inquiry.objects.get().campaign_id == (campaign.pk if is_offered else None)


def test_two_numbers_in_one_field_are_both_kept(client_of, leader, store):
    client_of(leader).post("/leads/new/", typed(store, phone="15400001234/15400005678"))

    assert Lead.objects.values_list("phone", "second_phone").get() == ("15400001234", "15400005678")


def test_a_number_with_an_open_lead_joins_it_and_the_page_says_so(client_of, leader, store, agent):
    lead = LeadFactory(store=store, agent=agent, phone="15400001234", name="王建国")

    answer = client_of(leader).post("/leads/new/", typed(store))

    assert answer["Location"] == f"/leads/{lead.pk}/"
    assert said(answer) == ["王建国 已有在跟线索\n并为第 2 次咨询，没有另建线索"]
    assert (Lead.objects.count(), Lead.objects.get().inquiry_count) == (1, 2)


def test_a_number_with_a_closed_lead_begins_a_new_cycle(client_of, leader, store):
    old = LeadFactory(store=store, phone="15400001234")
    close_lead(old, outcome="lost", reason="其他", by=leader, now=MONDAY_9)

    client_of(leader).post("/leads/new/", typed(store))

    assert Lead.objects.filter(phone="15400001234").count() == 2


def test_a_number_nobody_may_call_is_refused_and_the_form_comes_back_filled(client_of, leader, store):
    DoNotCall.objects.create(store=store, phone="15400001234", at=MONDAY_9 - timedelta(days=9))

    answer = client_of(leader).post("/leads/new/", typed(store))

    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"] == ["在“不再联系”名单，不能登记"]
    assert answer.context["form"]["name"].value() == "王建国"
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"phone": "154****1234"}, "phone"),
        ({"phone": "1.54E+10"}, "phone"),
        ({"phone": "12345"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"channel": ""}, "channel"),
        ({"channel": "999999"}, "channel"),
        ({"name": "王" * 61}, "name"),
        ({"second_phone": "abc"}, "second_phone"),
        ({"received_at": "gestern"}, "received_at"),
        ({"received_at": "2099-01-01T10:00"}, "received_at"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client_of, leader, store, facts, field):
    answer = client_of(leader).post("/leads/new/", typed(store, **facts))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(("back", "holds"), [(WEEK, True), (WEEK + A_MICROSECOND, False)])
def test_a_moment_of_the_last_seven_days_is_the_arrival(leader, store, back, holds):
    at = MONDAY_9 - back

    written = registered(store, at, by=leader)

    assert written == ("" if holds else "手工登记最早补到 7 天前；更早的名单用导入。")
    assert list(Lead.objects.values_list("received_at", "opened_at")) == ([(at, MONDAY_9)] if holds else [])


@pytest.mark.parametrize(("later", "holds"), [(A_MICROSECOND, True), (timedelta(0), True), (-A_MICROSECOND, False)])
def test_no_channel_takes_an_open_lead_from_another_by_what_somebody_types(leader, store, later, holds):
    first = MONDAY_9 - timedelta(days=2)
    known = LeadFactory(store=store, phone="15400001234", name="王建国", channel=Channel.objects.get(store=store, name="易车"), received_at=first)

    refused = registered(store, first + later, by=leader)

    assert refused == ("" if holds else "王建国 11-21 09:00 已由易车带来，补写的不能早于它。时间往后写。")
    assert list(Lead.objects.values_list("received_at", "channel__name")) == [(first, "易车")]
    assert Lead.objects.get(pk=known.pk).inquiry_count == (2 if holds else 1)


def test_a_moment_too_far_back_is_said_beside_its_field(client_of, leader, store):
    answer = client_of(leader).post("/leads/new/", typed(store, received_at="2026-01-05T10:00"))

    assert (answer.status_code, set(answer.context["form"].errors), Lead.objects.count()) == (422, {"received_at"}, 0)


def registered(store, at, *, by) -> str:
    """Register an inquiry of this moment by hand; return why it was refused."""
    channel = Channel.objects.get(store=store, name="手工登记")
    try:
        register_by_hand(store, Arrival(phone="15400001234", received_at=at), channel=channel, by=by, now=MONDAY_9)
    except Refused as refusal:
        return str(refusal)
    return ""


def test_a_channel_of_another_store_and_that_of_transfers_are_no_choice(client_of, leader, store, other_store):
    foreign = Channel.objects.filter(store=other_store).first()
    transfers = Channel.objects.get(store=store, source="transfer")

    answers = [client_of(leader).post("/leads/new/", typed(store, channel=channel.pk)) for channel in (foreign, transfers)]

    assert [set(answer.context["form"].errors) for answer in answers] == [{"channel"}, {"channel"}]


@pytest.mark.parametrize("role", ["agent", "reception", "front_desk", "marketing", "director", "manager", "hq"])
def test_only_leader_and_data_manager_register(request, client_of, role):
    browser = client_of(request.getfixturevalue(role))

    assert [browser.get("/leads/new/").status_code, browser.post("/leads/new/", {}).status_code] == [403, 403]
