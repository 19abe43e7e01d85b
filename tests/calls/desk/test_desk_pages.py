"""The agent's desk as pages: who may stand on whom, what a saved form does, how many queries it takes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.models import Appointment, Call, Card, CardFact
from dcc.models import User, Word
from leads.models import DoNotCall, FollowUp, Lead, Proposal
from tests.calling import typed, visit_in
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import NOW, TODAY

pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def lead(agent):
    now = NOW
    return LeadFactory(store=agent.store, agent=agent, name="王建国", model="卡罗拉", received_at=now, respond_by=now + timedelta(minutes=20))


def outcome(store, meaning):
    return Word.objects.get(store=store, kind="call_outcome", meaning=meaning).pk


def filled(store, meaning, **more):
    return {"token": str(uuid4()), "outcome": outcome(store, meaning), "note": "", **more}


def log(client, lead, data):
    return client.post(reverse("calls_log", args=[lead.pk]), data)


def test_the_desk_stands_on_whoever_is_next(client_of, agent, lead):
    FollowUpFactory(lead=LeadFactory(store=agent.store, agent=agent, name="李秀英", first_call_at=NOW), due_at=NOW)

    response = client_of(agent).get(reverse("calls"))

    assert (response.status_code, response.context["lead"].name, response.context["count"]) == (200, "李秀英", 2)


def test_who_is_skipped_comes_again_when_nobody_else_waits(client_of, agent, lead):
    limits = {"received_at": NOW, "respond_by": NOW + timedelta(minutes=30)}
    second, third = (LeadFactory(store=agent.store, agent=agent, name=name, **limits) for name in ("赵敏", "刘洋"))
    client, tomorrow = client_of(agent), {"step": "callback", "call_at": typed(visit_in(1, agent.store))}

    skips = client.get(reverse("calls")).context["skip_to"]
    page = client.get(skips)
    saved = log(client, second, filled(agent.store, "connected", skipped=page.context["skipped"], **tomorrow))
    last = client.get(saved["Location"])

    assert skips == f"{reverse('calls_on', args=[second.pk])}?skipped={lead.pk}"
    assert (page.context["lead"], page.context["skipped"], page.context["next_lead"]) == (second, str(lead.pk), third)
    assert (saved["Location"], last.context["lead"]) == (f"{reverse('calls_on', args=[third.pk])}?skipped={lead.pk}", third)
    assert last.context["skip_to"] == f"{reverse('calls_on', args=[lead.pk])}?skipped={third.pk}"


@pytest.mark.parametrize("said", ["x", "1,,x", "9" * 30])
def test_what_is_nobody_is_not_skipped(client_of, agent, lead, said):
    page = client_of(agent).get(reverse("calls_on", args=[lead.pk]), {"skipped": said})

    assert (page.status_code, page.context["skipped"]) == (200, {"1,,x": "1"}.get(said, ""))


def test_the_next_call_is_proposed_at_the_interval_of_the_level(client_of, agent, lead):
    Word.objects.filter(store=agent.store, kind="level", name="C").update(detail={"days": 90, "interval": 12})
    Lead.objects.filter(pk=lead.pk).update(level="C")
    day = (TODAY + timedelta(days=12)).isoformat()

    form = client_of(agent).get(reverse("calls_on", args=[lead.pk])).context["form"]

    assert (form["call_day"].value(), day in dict(form.fields["call_day"].choices)) == (day, True)
    assert {option.data["value"]: option.data["attrs"].get("data-call-day") for option in form["level"]}["C"] == day


def test_without_a_level_no_day_is_chosen_for_the_agent(client_of, agent, lead):
    form = client_of(agent).get(reverse("calls_on", args=[lead.pk])).context["form"]

    assert form["call_day"].value() is None


def test_of_somebody_who_is_not_due_it_is_said_and_not_that_nobody_waits(client_of, agent, lead):
    done = LeadFactory(store=agent.store, agent=agent, first_call_at=NOW)

    page = client_of(agent).get(reverse("calls_on", args=[done.pk])).content.decode()

    assert ("这位现在不用打。" in page, "现在没有要打的" in page, lead.name in page) == (True, False, True)


def test_after_a_call_stands_the_head_of_the_queue_and_not_whoever_followed(client_of, agent, lead):
    now = NOW
    called, following = (
        FollowUpFactory(lead=LeadFactory(store=agent.store, agent=agent, first_call_at=now), kind="retry", due_at=now + timedelta(seconds=seconds)).lead
        for seconds in (-2, -1)
    )

    response = log(client_of(agent), called, filled(lead.store, "no_answer"))

    assert (response["Location"], following.pk > called.pk) == (reverse("calls_on", args=[lead.pk]), True)


def test_the_full_number_stands_nowhere_on_the_desk(client_of, agent, lead):
    page = client_of(agent).get(reverse("calls_on", args=[lead.pk])).content.decode()

    assert lead.phone not in page


def test_the_number_is_shown_by_a_recorded_click(client_of, agent, lead):
    response = client_of(agent).post(reverse("calls_number", args=[lead.pk]), headers={"HX-Request": "true"})

    assert lead.phone in response.content.decode()


@pytest.mark.parametrize("who", ["other_agent", "foreign_agent", "reception"])
def test_a_lead_that_is_not_ones_own_does_not_exist(client_of, request, lead, who):
    client = client_of(request.getfixturevalue(who))

    answers = [client.get(reverse("calls_on", args=[lead.pk])).status_code, log(client, lead, filled(lead.store, "no_answer")).status_code]

    assert (answers, Call.objects.count()) == ([404, 404], 0)


def test_the_leader_may_cover(client_of, leader, lead):
    log(client_of(leader), lead, filled(lead.store, "no_answer"))

    assert Call.objects.get().agent == leader


def test_the_reception_specialist_books_the_next_visit_with_the_agents_form(client_of, reception, lead):
    lead.reception = reception
    lead.save()
    tomorrow = typed(visit_in(1, lead.store))

    log(client_of(reception), lead, filled(lead.store, "connected", step="invite", visit_at=tomorrow))

    assert Appointment.objects.get().agent == reception


@pytest.mark.parametrize("who", ["data_manager", "front_desk", "marketing", "manager", "hq"])
def test_who_does_not_call_has_no_desk(client_of, request, who):
    response = client_of(request.getfixturevalue(who)).get(reverse("calls"))

    assert response.status_code == 403


def test_saving_an_unanswered_call_leads_to_the_next_lead(client_of, agent, lead):
    other = LeadFactory(store=agent.store, agent=agent, name="赵敏", received_at=NOW, respond_by=NOW + timedelta(minutes=25))

    response = log(client_of(agent), lead, filled(lead.store, "no_answer"))

    assert (response.status_code, response["Location"]) == (303, reverse("calls_on", args=[other.pk]))
    assert list(Call.objects.values_list("outcome", "outcome_name")) == [("no_answer", "无人接听")]


@pytest.mark.parametrize("whose", ["in another tab", "by a colleague"])
def test_a_call_logged_meanwhile_is_named_and_the_form_sent_again_is_a_further_one(client_of, agent, leader, lead, whose):
    client = client_of(agent)
    form = client.get(reverse("calls_on", args=[lead.pk])).context["form"]
    drawn = {"calls_known": form["calls_known"].value()}
    log(client if whose == "in another tab" else client_of(leader), lead, filled(lead.store, "busy", **drawn))

    second = filled(lead.store, "no_answer", **drawn)
    asked = log(client, lead, second)
    before = Call.objects.count()
    done = log(client, lead, second | {"calls_known": asked.context["form"]["calls_known"].value()})

    who = agent.name if whose == "in another tab" else leader.name
    assert (asked.status_code, f"{who}，忙线" in asked.content.decode(), before) == (422, True, 1)
    assert (done.status_code, Call.objects.count()) == (303, 2)


def test_the_same_form_sent_twice_asks_nothing(client_of, agent, lead):
    client, form = client_of(agent), filled(lead.store, "no_answer", calls_known=0)

    answers = [log(client, lead, form).status_code for _time in range(2)]

    assert (answers, Call.objects.count()) == ([303, 303], 1)


def test_only_saving_stays(client_of, agent, lead):
    response = log(client_of(agent), lead, filled(lead.store, "no_answer", stay="1"))

    assert response["Location"] == reverse("calls_on", args=[lead.pk])


def test_htmx_gets_the_desk_on_the_next_lead_and_its_address(client_of, agent, lead):
    other = LeadFactory(store=agent.store, agent=agent, name="赵敏", received_at=NOW, respond_by=NOW + timedelta(minutes=25))

    response = client_of(agent).post(reverse("calls_log", args=[lead.pk]), filled(lead.store, "no_answer"), headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Push-Url"], response.context["lead"]) == (200, reverse("calls_on", args=[other.pk]), other)
    assert "<html" not in response.content.decode()


def test_one_form_logs_opens_the_card_and_keeps_the_promise(client_of, agent, lead):
    tomorrow = timezone.localtime(NOW + timedelta(days=1))
    promise = {"step": "callback", "call_day": tomorrow.date().isoformat(), "call_time": "14:00", "promise": "给准话"}

    response = log(client_of(agent), lead, filled(lead.store, "connected", note="等报价", level="A", checks=["need"], card="on", **promise))

    lead.refresh_from_db()
    assert response.status_code == 303
    assert (lead.level, Card.objects.count(), Call.objects.get().checks) == ("A", 1, ["need"])
    assert [(timezone.localtime(row.due_at).strftime("%H:%M"), row.note) for row in FollowUp.objects.all()] == [("14:00", "给准话")]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"step": "invite", "visit_time": "1030"}, "visit_day"),
        ({"step": "callback", "call_time": "14:00"}, "call_day"),
        ({"step": "lost"}, "lost_reason"),
        ({"step": "lost", "lost_reason": "同品战败"}, "competitor"),
        ({"step": "lost", "lost_reason": "他品战败", "competitor": "CR-V"}, "where"),
        ({"step": "lost", "lost_reason": "unreachable"}, "where"),
        ({"step": "lost", "lost_reason": "out_of_area"}, "province"),
        ({"step": "lost", "lost_reason": "out_of_area", "province": "河北"}, "city"),
        ({"step": "invalid"}, "invalid_reason"),
    ],
)
def test_a_step_without_what_it_needs_comes_back_filled(client_of, agent, lead, more, field):
    response = log(client_of(agent), lead, filled(lead.store, "connected", note="聊了半天", **more))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert ("聊了半天" in response.content.decode(), Call.objects.count()) == (True, 0)


@pytest.mark.parametrize(("chosen", "kept"), [("现车更快", "现车更快"), ("别的", "")])
def test_a_loss_is_applied_for_with_the_word_below_its_reason(client_of, agent, lead, chosen, kept):
    said = {"lost_reason": "他品战败", "lost_detail": chosen, "competitor": "CR-V", "where": "当周能提"}

    log(client_of(agent), lead, filled(lead.store, "connected", step="lost", **said))

    assert [each.said for each in Proposal.objects.all()] == [[part for part in ("他品战败", kept, "CR-V", "当周能提") if part]]


def test_who_says_do_not_call_again_is_called_no_more_and_applied_for_as_lost(client_of, agent, lead):
    FollowUpFactory(lead=lead, due_at=NOW + timedelta(days=3))

    log(client_of(agent), lead, filled(lead.store, "connected", step="lost", refuses="on"))

    assert (DoNotCall.objects.of_lead(lead).count(), FollowUp.objects.filter(done_at=None).count()) == (1, 0)
    assert list(Proposal.objects.values_list("kind", "reason")) == [("lost", "拒绝联系")]


@pytest.mark.parametrize("typed_time", ["", "25", "10:60", "晚点"])
def test_a_visit_without_a_time_asks_for_it(client_of, agent, lead, typed_time):
    visit = {"step": "invite", "visit_day": typed(visit_in(1, lead.store))[:10], "visit_time": typed_time}

    response = log(client_of(agent), lead, filled(lead.store, "connected", **visit))

    assert (response.status_code, list(response.context["form"].errors), response.context["form"].missing) == (422, ["visit_time"], ["时间"])


def test_today_is_among_the_days_of_a_visit(client_of, agent, lead):
    form = client_of(agent).get(reverse("calls_on", args=[lead.pk])).context["form"]

    days = [day for day, _label in form.fields["visit_day"].choices]

    assert (len(days), days == sorted(days), TODAY.isoformat() in days) == (6, True, days_ahead_holds_today(lead))


def days_ahead_holds_today(lead):
    return visit_in(0, lead.store).date() == TODAY


def test_what_was_shown_to_call_stays_shown_until_the_call_is_saved(client_of, agent, lead):
    client = client_of(agent)
    client.post(reverse("calls_number", args=[lead.pk]), headers={"HX-Request": "true"})

    rejected = log(client, lead, filled(lead.store, "connected", step="invite"))
    again = client.get(reverse("calls_on", args=[lead.pk]))
    log(client, lead, filled(lead.store, "no_answer"))
    saved = client.get(reverse("calls_on", args=[lead.pk]))

    assert [lead.phone in response.content.decode() for response in (rejected, again, saved)] == [True, True, False]


def test_what_was_learned_stands_in_the_form_of_the_next_call(client_of, agent, lead):
    client, learned = client_of(agent), {"budget": "18-20 万", "payment": "loan", "trade_in": "yes", "own_car": "2016 卡罗拉"}

    log(client, lead, filled(lead.store, "connected", model="凯美瑞", **learned))
    form = client.get(reverse("calls_on", args=[lead.pk])).context["form"]

    lead.refresh_from_db()
    assert ({name: form[name].value() for name in learned}, lead.model, Card.objects.count()) == (learned, "凯美瑞", 0)


def test_an_unanswered_call_tells_nothing_of_the_customer(client_of, agent, lead):
    log(client_of(agent), lead, filled(lead.store, "no_answer", budget="18 万", model="凯美瑞"))

    lead.refresh_from_db()
    assert (CardFact.objects.count(), lead.model) == (0, "卡罗拉")


def test_a_refusal_of_the_verb_comes_back_filled(client_of, agent, lead):
    lead.model = ""
    lead.save()

    response = log(client_of(agent), lead, filled(lead.store, "connected", note="聊了半天", card="on"))

    assert (response.status_code, response.context["form"].non_field_errors(), Call.objects.count()) == (422, ["建卡还缺车型。"], 0)


def test_giving_up_on_an_empty_number_applies_for_invalid_with_the_fitting_reason(client_of, agent, lead):
    log(client_of(agent), lead, filled(lead.store, "empty_number", give_up="on"))

    assert list(Proposal.objects.values_list("kind", "reason")) == [("invalid", "空错号")]


def test_what_the_browser_says_of_the_beginning_is_a_statement(client_of, agent, lead):
    Lead.objects.filter(pk=lead.pk).update(opened_at=NOW - timedelta(hours=1), allocated_at=NOW - timedelta(hours=1))
    began = NOW - timedelta(minutes=3)

    log(client_of(agent), lead, filled(lead.store, "connected", started=int(began.timestamp() * 1000), seconds=100))

    call = Call.objects.get()
    assert (abs(call.at - began) < timedelta(seconds=1), call.seconds, call.entered_later) == (True, 100, True)


@pytest.mark.parametrize("rows", [2, 40])
def test_the_desk_takes_the_same_queries_however_long_the_queue(client_of, agent, lead, rows, django_assert_max_num_queries):
    for _row in range(rows):
        FollowUpFactory(lead=LeadFactory(store=agent.store, agent=agent, first_call_at=NOW), due_at=NOW)
    client = client_of(agent)

    with django_assert_max_num_queries(15):
        response = client.get(reverse("calls_on", args=[lead.pk]), headers={"HX-Request": "true"})

    assert response.context["count"] == rows + 1


@pytest.mark.parametrize(("waiting", "drawn", "behind"), [(8, 8, 0), (9, 9, 0), (10, 8, 2), (400, 8, 392)])
def test_a_long_group_is_drawn_by_its_head_and_fetched_whole_by_more(client_of, agent, waiting, drawn, behind):
    now = NOW
    for number in range(waiting):
        LeadFactory(store=agent.store, agent=agent, name=f"客户{number}", received_at=now, respond_by=now + timedelta(minutes=40 + number))
    browser = client_of(agent)

    group = browser.get(reverse("calls")).context["groups"][0]
    rest = browser.get(f"{reverse('calls_queue')}?group=new").context["rows"]

    assert ([row.lead.name for row in group.rows], group.more) == ([f"客户{number}" for number in range(drawn)], behind)
    assert [row.lead.name for row in rest] == [f"客户{number}" for number in range(drawn, waiting)]


def test_whom_one_stands_on_is_drawn_wherever_they_stand(client_of, agent):
    now = NOW
    leads = [LeadFactory(store=agent.store, agent=agent, received_at=now, respond_by=now + timedelta(minutes=40 + number)) for number in range(12)]
    browser = client_of(agent)

    group = browser.get(reverse("calls_on", args=[leads[10].pk])).context["groups"][0]
    rest = browser.get(f"{reverse('calls_queue')}?group=new&here={leads[10].pk}").context["rows"]

    assert [row.lead.pk for row in group.rows] == [lead.pk for lead in (*leads[:8], leads[10])]
    assert [row.lead.pk for row in rest] == [leads[8].pk, leads[9].pk, leads[11].pk]


def test_a_grown_queue_is_news_and_an_unchanged_one_is_none(client_of, agent, lead):
    client = client_of(agent)

    answers = [client.get(reverse("calls_news", args=[count])).status_code for count in (0, 1)]

    assert answers == [200, 204]


@pytest.mark.parametrize("what", ["calls", "connected", "cards", "invited", "due", "in_time", "overdue"])
def test_each_figure_leads_to_exactly_its_rows(client_of, agent, lead, what):
    client = client_of(agent)
    log(client, lead, filled(lead.store, "connected", card="on"))
    log(client, lead, filled(lead.store, "no_answer"))
    Lead.objects.filter(pk=lead.pk).update(respond_by=NOW)
    FollowUpFactory(lead=lead, due_at=NOW - timedelta(days=1))

    rows = client.get(reverse("calls_today", args=[what])).context["table"].data

    shown = {figure.what: figure for figure in client.get(reverse("calls")).context["strip"]}
    assert len(rows) == {"calls": 2, "connected": 1, "cards": 1, "invited": 0, "due": 0, "in_time": 1, "overdue": 1}[what]
    assert (shown[what].beside if what == "in_time" else shown[what].value) == ("1/1" if what == "in_time" else len(rows))


def test_a_figure_nobody_knows_does_not_exist(client_of, agent):
    assert client_of(agent).get(reverse("calls_today", args=["deals"])).status_code == 404


@pytest.mark.parametrize(("has_one", "first"), [(True, "陈嘉怡"), (False, "当班的人")])
def test_a_visit_is_received_by_whom_the_customer_has_unless_another_is_chosen(client_of, agent, lead, reception, has_one, first):
    User.objects.filter(pk=reception.pk).update(name="陈嘉怡")
    Lead.objects.filter(pk=lead.pk).update(reception=reception if has_one else None)

    choices = client_of(agent).get(reverse("calls_on", args=[lead.pk])).context["form"].fields["reception"].choices

    assert [str(words) for _value, words in choices] == [first, *([] if has_one else ["陈嘉怡"])]
