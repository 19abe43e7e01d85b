"""来电登记 as a page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.incoming.incoming_words import whose_after
from calls.models import Call, IncomingNumber
from dcc.models import Word
from leads.models import Channel, DoNotCall, Lead
from tests.factories import AppointmentFactory, ChannelFactory, FollowUpFactory, LeadFactory
from tests.moments import NOW, TODAY

pytestmark = pytest.mark.usefixtures("any_hour")
NUMBER = "15400009999"


def talked(store, **more):
    return {"token": str(uuid4()), "outcome": Word.objects.get(store=store, kind="call_outcome", meaning="connected").pk, "note": "问价", **promise(), **more}


def promise():
    """A call agreed for tomorrow."""
    day = TODAY + timedelta(days=1)
    return {"step": "callback", "call_day": day.isoformat(), "call_time": "1400"}


def type_number(client, number=NUMBER):
    return client.post(reverse("calls_incoming_number"), {"number": number})


def test_a_typed_number_is_read_back_with_the_callers_lead_and_never_stands_in_the_address(client_of, agent, other_agent):
    LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER, name="王建国")
    client = client_of(agent)

    response = type_number(client)
    page = client.get(response["Location"]).content.decode()

    assert response["Location"] == reverse("calls_incoming_caller")
    assert ("王建国" in page, other_agent.name in page, "154 0000 9999" in page, NUMBER in page) == (True, True, True, False)


def test_without_a_typed_number_a_colleagues_lead_stays_unseen(client_of, agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER, name="王建国")

    page = client_of(agent).get(reverse("calls_incoming")).content.decode()

    assert lead.name not in page


def test_once_the_call_is_logged_the_window_closes(client_of, agent, other_agent):
    LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER, name="王建国")
    client = client_of(agent)
    type_number(client)

    response = client.post(reverse("calls_incoming_take"), talked(agent.store))

    assert (response.status_code, response["Location"], Call.objects.get().direction) == (303, reverse("calls"), "in")
    assert "王建国" not in client.get(reverse("calls_incoming"), follow=True).content.decode().partition('id="toasts"')[0]
    assert client.get(reverse("calls_incoming_caller"))["Location"] == reverse("calls_incoming")


def test_the_form_sent_once_more_after_the_window_has_closed_is_the_call_that_is_kept(client_of, agent):
    hotline = Channel.objects.get(store=agent.store, name="400热线")
    client, form = client_of(agent), talked(agent.store) | {"caller-channel": hotline.pk, "caller-name": "王建国"}
    type_number(client)

    answers = [client.post(reverse("calls_incoming_take"), form) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("calls_on", args=[Lead.objects.get().pk])] * 2
    assert "重新输入" not in client.get(answers[1]["Location"]).content.decode()


@pytest.mark.parametrize("owned", [True, False])
def test_a_card_opened_through_the_window_lets_nobody_read_on(client_of, agent, other_agent, owned):
    lead = LeadFactory(store=agent.store, agent=other_agent if owned else None, phone=NUMBER, name="王建国", model="卡罗拉")
    client = client_of(agent)
    type_number(client)

    client.post(reverse("calls_incoming_take"), talked(agent.store, card="on"))

    lead.refresh_from_db()
    statuses = [client.get(reverse("lead", args=[lead.pk])).status_code, client.post(reverse("lead_reveal", args=[lead.pk])).status_code]
    assert (lead.card_by, lead.agent, statuses) == (agent, other_agent if owned else None, [404, 404])
    assert list(client.get(reverse("leads")).context["rows"]) == []


def test_on_a_colleagues_customer_the_form_offers_no_application_and_takes_none(client_of, agent, other_agent):
    LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER)
    client = client_of(agent)
    type_number(client)

    form = client.get(reverse("calls_incoming_caller")).context["form"]
    response = client.post(reverse("calls_incoming_take"), talked(agent.store, step="lost", lost_reason="价格不合"))

    assert [value for value, _words in form.fields["step"].choices] == ["invite", "callback"]
    assert (response.status_code, Call.objects.count()) == (422, 0)


def test_a_stranger_becomes_a_lead_with_call_and_card_in_one_form(client_of, agent):
    client = client_of(agent)
    type_number(client)
    hotline = Channel.objects.get(store=agent.store, name="400热线")

    data = talked(agent.store, card="on") | {"caller-channel": hotline.pk, "caller-name": "王建国", "model": "卡罗拉"}
    response = client.post(reverse("calls_incoming_take"), data)

    lead = Lead.objects.get()
    assert response["Location"] == reverse("calls_on", args=[lead.pk])
    assert (lead.name, lead.agent, lead.card_by, lead.channel) == ("王建国", agent, agent, hotline)


def test_a_strangers_model_is_offered_out_of_the_stores_list(client_of, agent):
    Word.objects.create(store=agent.store, kind="car_model", name="威兰达", position=1)
    client = client_of(agent)

    page = client.get(type_number(client)["Location"]).content.decode()

    assert ('name="model"' in page, 'list="models"' in page, '<option value="威兰达">' in page) == (True, True, True)


def test_a_missed_stranger_waits_in_the_pool(client_of, agent):
    client = client_of(agent)
    type_number(client)

    client.post(reverse("calls_incoming_miss"), {"caller-channel": Channel.objects.get(store=agent.store, name="400热线").pk})

    lead = Lead.objects.get()
    assert (lead.agent, lead.missed_at is not None) == (None, True)


def test_a_wrong_number_comes_back_with_what_was_typed(client_of, agent):
    response = type_number(client_of(agent), "12345")

    assert (response.status_code, "12345" in response.content.decode(), IncomingNumber.objects.count()) == (422, True, 0)


def test_a_wrong_number_closes_the_window_of_the_caller_before(client_of, agent, other_agent):
    LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER, name="王建国")
    client = client_of(agent)
    type_number(client)

    page = type_number(client, "1380000").content.decode()

    assert ("王建国" in page, IncomingNumber.objects.filter(ended_at=None).count()) == (False, 0)


@pytest.mark.parametrize(
    ("whose", "asked"),
    [(lambda agent, other: agent, True), (lambda agent, other: other, True), (lambda agent, other: None, False)],
    ids=["own", "a colleague's", "the pool's"],
)
def test_something_comes_next_unless_the_caller_is_nobodys(client_of, agent, other_agent, whose, asked):
    LeadFactory(store=agent.store, agent=whose(agent, other_agent), phone=NUMBER)
    client = client_of(agent)
    type_number(client)

    response = client.post(reverse("calls_incoming_take"), talked(agent.store) | {"step": ""})

    assert (response.status_code, Call.objects.count()) == ((422, 0) if asked else (303, 1))


def test_of_somebody_who_is_not_to_be_called_nothing_need_come_next(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone=NUMBER)
    DoNotCall.objects.create(store=agent.store, phone=lead.phone, at=NOW, by=agent)
    client = client_of(agent)
    type_number(client)

    response = client.post(reverse("calls_incoming_take"), talked(agent.store) | {"step": ""})

    assert (response.status_code, Call.objects.count()) == (303, 1)


def test_a_stranger_says_what_they_are_called_unless_they_had_hung_up(client_of, agent):
    client, hotline = client_of(agent), Channel.objects.get(store=agent.store, name="400热线")
    type_number(client)

    nameless = client.post(reverse("calls_incoming_take"), talked(agent.store) | {"caller-channel": hotline.pk})
    hung_up = client.post(reverse("calls_incoming_miss"), {"caller-channel": hotline.pk})

    assert (nameless.status_code, hung_up.status_code, list(Call.objects.values_list("outcome", flat=True))) == (422, 303, ["missed"])


def test_who_had_hung_up_asks_for_no_more_than_the_number(client_of, agent):
    client = client_of(agent)
    type_number(client)

    client.post(reverse("calls_incoming_miss"), {"caller-channel": ""})

    assert (Lead.objects.get().channel.name, Call.objects.get().outcome) == ("来电", "missed")


def test_a_caller_who_is_open_stays_while_another_number_is_asked_for(client_of, agent):
    LeadFactory(store=agent.store, agent=agent, phone=NUMBER, name="王建国")
    client = client_of(agent)
    type_number(client)

    page = client.get(reverse("calls_incoming"))

    assert (page.context["window"], page.context["still"]["phone"], page.context["still"]["lead"].name) == (None, "154 0000 9999", "王建国")
    assert client.get(reverse("calls_incoming_caller")).context["lead"].name == "王建国"


@pytest.mark.parametrize(("telephones", "chosen"), [(0, None), (1, "电话 0"), (2, None)])
def test_a_strangers_channel_is_chosen_beforehand_where_the_store_has_a_single_telephone(client_of, agent, telephones, chosen):
    Channel.objects.filter(store=agent.store, source="ad_call").update(retired_at=NOW)
    for number in range(telephones):
        ChannelFactory(store=agent.store, source="ad_call", name=f"电话 {number}")
    client = client_of(agent)

    field = shown_of(client).context["caller_form"]["channel"]

    assert str(field.initial or "") == (chosen or "")


@pytest.mark.parametrize(("lead", "before", "place"), [("own", 0, 0), ("other", 0, 1), ("pool", 0, 2), ("", 1, 3), ("", 0, 4)])
def test_the_first_line_of_the_rule_that_holds_says_whose_the_caller_is(agent, other_agent, lead, before, place):
    whose = {"own": agent, "other": other_agent, "pool": None}
    caller = LeadFactory(store=agent.store, agent=whose[lead]) if lead else None

    lines = whose_after(caller, agent, before=before)

    assert [number for number, line in enumerate(lines) if line.hit] == [place]


@pytest.mark.parametrize("who", ["data_manager", "reception", "front_desk", "marketing", "manager"])
def test_who_takes_no_calls_has_no_such_page(client_of, request, who):
    client = client_of(request.getfixturevalue(who))

    answers = [client.get(reverse("calls_incoming")).status_code, type_number(client).status_code]

    assert answers == [403, 403]


def shown_of(client, number=NUMBER):
    type_number(client, number)
    return client.get(reverse("calls_incoming_caller"))


@pytest.mark.parametrize(
    ("whose", "words"),
    [(lambda agent, other: agent, "你的客户"), (lambda agent, other: other, "李娜 的客户，你代接"), (lambda agent, other: None, "池里还没人的")],
    ids=["own", "a colleague's", "the pool's"],
)
def test_the_band_says_whose_the_caller_is_and_what_was_promised_before_anything_else(client_of, agent, other_agent, whose, words):
    other_agent.name = "李娜"
    other_agent.save()
    lead = LeadFactory(store=agent.store, agent=whose(agent, other_agent), phone=NUMBER)
    soon = NOW + timedelta(hours=1)
    FollowUpFactory(lead=lead, kind="grade", due_at=soon, note="分级后")
    FollowUpFactory(lead=lead, kind="callback", due_at=soon + timedelta(hours=1), note="报双擎月供")

    page = shown_of(client_of(agent)).content.decode().partition("d-call-why")[2].partition("</p>")[0]

    assert (words in page, "报双擎月供" in page, "分级后" in page) == (True, True, False)


@pytest.mark.parametrize(("of", "says"), [("agent", False), ("other_agent", True)])
def test_on_a_colleagues_customer_it_is_the_colleague_who_calls_back(client_of, request, agent, of, says):
    owner = request.getfixturevalue(of)
    LeadFactory(store=agent.store, agent=owner, phone=NUMBER)

    page = shown_of(client_of(agent)).content.decode()

    assert (f"{owner.name} 回电" in page) == says


def test_a_visit_that_is_agreed_is_moved_and_stays_invited_by_whoever_booked_it(client_of, agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER, invited_at=NOW)
    visit = AppointmentFactory(lead=lead, agent=other_agent, scheduled_for=NOW + timedelta(days=2))

    page = shown_of(client_of(agent)).content.decode()

    assert (f"改到店 {timezone.localtime(visit.scheduled_for):%m-%d}" in page, f"仍是 {other_agent.name} 邀的" in page) == (True, True)


def test_what_a_stranger_says_of_how_they_came_is_kept_with_the_inquiry(client_of, agent):
    hotline = Channel.objects.get(store=agent.store, name="400热线")
    client = client_of(agent)
    type_number(client)

    client.post(reverse("calls_incoming_take"), talked(agent.store) | {"caller-channel": hotline.pk, "caller-name": "孟女士", "caller-detail": "车主张姐介绍"})

    assert Lead.objects.get().inquiries.get().remark == "车主张姐介绍"


@pytest.mark.parametrize(("known", "shown"), [(True, False), (False, True)])
def test_what_becomes_of_a_stranger_is_said_before_the_call_is_saved(client_of, agent, known, shown):
    if known:
        LeadFactory(store=agent.store, agent=agent, phone=NUMBER)

    page = shown_of(client_of(agent)).content.decode()

    assert (("存下以后" in page), ("成为你的线索" in page)) == (shown, shown)


def test_a_stranger_whom_no_agent_answers_goes_to_the_pool(client_of, leader):
    page = shown_of(client_of(leader)).content.decode()

    assert ("成为你的线索" in page, "进线索池" in page) == (False, True)


def sent_later(client, form, window, **headers):
    return client.post(reverse("calls_incoming_take"), form | {"window": window.pk}, headers={"HX-Request": "true"} | headers)


def test_a_call_that_was_sent_later_is_kept_once_though_another_number_was_typed_since(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone=NUMBER, name="王建国")
    client, form = client_of(agent), talked(agent.store)
    type_number(client)
    window = IncomingNumber.objects.get()
    type_number(client, "15400008888")

    answers = [sent_later(client, form, window) for _time in range(2)]

    assert [answer.headers["HX-Redirect"] for answer in answers] == [reverse("calls_on", args=[lead.pk])] * 2
    assert [(call.lead, call.at) for call in Call.objects.all()] == [(lead, window.at)]
    assert IncomingNumber.objects.get(phone="15400008888").ended_at is None


def test_what_is_wrong_with_it_is_said_and_nothing_of_the_caller_is_read_again(client_of, agent, other_agent):
    LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER, name="王建国")
    client, form = client_of(agent), talked(agent.store) | {"call_time": ""}
    type_number(client)
    window = IncomingNumber.objects.get()
    type_number(client, "15400008888")

    answer = sent_later(client, form, window)

    assert (answer.status_code, Call.objects.count()) == (422, 0)
    assert ("再输一次号码" in answer.content.decode(), "王建国" in answer.content.decode()) == (True, False)


@pytest.mark.parametrize(("late", "count"), [(timedelta(days=1) - timedelta(seconds=1), 1), (timedelta(days=1), 0)])
def test_it_began_no_longer_than_a_day_ago(client_of, agent, late, count):
    LeadFactory(store=agent.store, agent=agent, phone=NUMBER)
    client, form = client_of(agent), talked(agent.store)
    type_number(client)
    IncomingNumber.objects.update(at=NOW - late, ended_at=NOW - late + timedelta(minutes=1))

    sent_later(client, form, IncomingNumber.objects.get())

    assert Call.objects.count() == count


def test_nobody_logs_in_a_colleagues_window(client_of, agent, other_agent):
    LeadFactory(store=agent.store, agent=agent, phone=NUMBER)
    type_number(client_of(agent))

    sent_later(client_of(other_agent), talked(agent.store), IncomingNumber.objects.get())

    assert Call.objects.count() == 0


def test_in_a_window_whose_call_is_logged_no_second_one_is(client_of, agent):
    LeadFactory(store=agent.store, agent=agent, phone=NUMBER)
    client = client_of(agent)
    type_number(client)
    window = IncomingNumber.objects.get()

    for _time in range(2):
        sent_later(client, talked(agent.store), window)

    assert Call.objects.count() == 1
