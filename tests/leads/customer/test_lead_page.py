"""The customer's page: who sees it, what stands on it, what one may do there."""

import pytest
from django.contrib.messages import get_messages

from dcc.models import TrailEntry
from leads.customer.rules.do_not_calling import set_do_not_call
from leads.grading.rules.closing_leads import close_lead
from leads.grading.rules.grading import grade_lead
from leads.models import Allocation, DoNotCall, Lead
from leads.numbers.rules.expiring import expire_numbers
from tests.factories import AllocationFactory, AppointmentFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, TUESDAY_9


@pytest.fixture
def lead(agent):
    """A lead of the agent's, with the inquiry it came by."""
    lead = LeadFactory(store=agent.store, agent=agent, name="王建国", phone="15400001234", second_phone="15400005678", model="凯美瑞")
    InquiryFactory(lead=lead, remark="回电 154-0000-9999，周末有空")
    return lead


def url(lead, deed=""):
    """The address of a lead, or of something done with it."""
    return f"/leads/{lead.pk}/{deed}"


def said(answer):
    """What the toasts say."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_numbers_are_masked_wherever_they_stand(client_of, agent, lead):
    text = client_of(agent).get(url(lead)).content.decode()

    assert all(shown in text for shown in ("王建国", "154****1234", "154****5678", "周末有空"))
    assert not any(number in text for number in ("15400001234", "15400005678", "154-0000-9999"))


@pytest.mark.parametrize("deed", ["", "change/", "number/"])
@pytest.mark.parametrize("who", ["other_agent", "foreign_leader", "foreign_data_manager"])
def test_a_lead_one_may_not_see_does_not_exist(request, client_of, lead, who, deed):
    person = request.getfixturevalue(who)

    status = client_of(person).get(url(lead, deed)).status_code

    assert status == 404


@pytest.mark.parametrize("deed", ["reveal/", "change/", "give/", "do-not-call/", "may-call/", "number/"])
def test_nothing_can_be_done_with_a_lead_of_another_store(client_of, foreign_leader, lead, deed):
    assert client_of(foreign_leader).post(url(lead, deed), {"source": "x", "agent": "pool"}).status_code == 404
    assert (Allocation.objects.count(), DoNotCall.objects.count(), TrailEntry.objects.filter(action__startswith="lead.").count()) == (0, 0, 0)


def test_what_happened_stands_newest_first_with_its_words(client_of, leader, data_manager, lead):
    AllocationFactory(lead=lead, agent=lead.agent, by=leader, at=MONDAY_10, reason="even", line=2)
    Lead.objects.filter(pk=lead.pk).update(ungraded_since=MONDAY_10)
    grade_lead(lead, grade="H", by=data_manager, now=TUESDAY_9)

    days = client_of(leader).get(url(lead)).context["days"]

    titles = [entry.title for _at, entries in days for entry in entries]
    assert titles == ["分级", "分给 王伟", "首次咨询"]
    assert [entry.line for _at, entries in days for entry in entries][1] == "均分"


def test_that_a_virtual_number_ended_stands_in_its_story(client_of, store, agent):
    lead = LeadFactory(store=store, agent=agent, phone="15400000001", phone_until=NOW)

    expire_numbers(now=NOW)

    assert "虚拟号到期" in client_of(agent).get(url(lead)).content.decode()


def test_one_kind_of_events_can_be_shown_alone(client_of, leader, data_manager, lead):
    Lead.objects.filter(pk=lead.pk).update(ungraded_since=MONDAY_10)
    grade_lead(lead, grade="H", by=data_manager, now=TUESDAY_9)

    page = client_of(leader).get(url(lead) + "?show=grade").context

    assert [entry.group for _at, entries in page["days"] for entry in entries] == ["grade"]
    assert (page["entries_count"], page["show"]) == (2, "grade")


def test_a_long_story_shows_its_end_and_the_way_to_the_rest(client_of, leader, lead):
    for _time in range(40):
        AllocationFactory(lead=lead, agent=lead.agent, by=leader, at=MONDAY_10)
    browser = client_of(leader)

    short, whole = (browser.get(url(lead) + query).context for query in ("", "?all=1"))

    assert (sum(len(entries) for _at, entries in short["days"]), short["further"]) == (30, 11)
    assert (sum(len(entries) for _at, entries in whole["days"]), whole["further"]) == (41, 0)


def test_earlier_cycles_of_the_number_are_shown_and_those_of_another_store_are_not(client_of, leader, lead, other_store):
    earlier = LeadFactory(store=lead.store, phone="15400007777", received_at=MONDAY_9)
    close_lead(earlier, outcome="lost", reason="其他", by=leader, now=MONDAY_10)
    Lead.objects.filter(pk=earlier.pk).update(phone=lead.phone)
    LeadFactory(store=other_store, phone=lead.phone)

    assert client_of(leader).get(url(lead)).context["cycles"] == [earlier]


def test_the_stages_say_how_far_it_has_come(client_of, leader, lead):
    Lead.objects.filter(pk=lead.pk).update(reached_at=MONDAY_10)

    stages = client_of(leader).get(url(lead)).context["stages"]

    assert [stage["is_done"] for stage in stages] == [True, True, False, False, False, False, False]
    assert [stage["is_next"] for stage in stages] == [False, False, True, False, False, False, False]


@pytest.mark.parametrize(("count", "said"), [(1, "1 time<"), (2, "2 times, the first decides the channel<")])
def test_in_english_one_inquiry_is_one_time(client_of, agent, count, said):
    lead = LeadFactory(store=agent.store, agent=agent, inquiry_count=count)
    agent.language = "en"
    agent.save()

    assert said in client_of(agent).get(f"/leads/{lead.pk}/").content.decode()


def test_a_number_that_was_shown_stays_where_the_form_comes_back_and_nowhere_else(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400001234")
    client, wrong = client_of(agent), {"name": "王" * 61}

    before = client.post(f"/leads/{lead.pk}/change/", wrong)
    client.post(f"/leads/{lead.pk}/reveal/", headers={"HX-Request": "true"})
    refused, opened = client.post(f"/leads/{lead.pk}/change/", wrong), client.get(f"/leads/{lead.pk}/")

    shown = [(page.status_code, "154 0000 1234" in page.content.decode()) for page in (before, refused, opened)]
    assert shown == [(422, False), (422, True), (200, False)]


@pytest.mark.parametrize(("status", "words"), [("booked", "来店"), ("confirmed", "来店"), ("cancelled", "邀约"), ("no_show", "邀约")])
def test_who_was_invited_and_is_expected_no_more_is_to_be_invited_once_more(client_of, agent, lead, status, words):
    ended = None if status in ("booked", "confirmed") else MONDAY_10
    AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9, status=status, ended_at=ended)
    Lead.objects.filter(pk=lead.pk).update(reached_at=MONDAY_9, card_at=MONDAY_9, invited_at=MONDAY_9)

    stages = client_of(agent).get(url(lead)).context["stages"]

    assert [str(stage["label"]) for stage in stages if stage["is_next"]] == [words]
    assert [stage["is_done"] for stage in stages if str(stage["label"]) == "邀约"] == [words == "来店"]


def test_a_number_is_shown_on_a_click_and_the_click_is_on_the_trail(client_of, agent, lead):
    plain = client_of(agent).post(url(lead, "reveal/"))
    piece = client_of(agent).post(url(lead, "reveal/"), headers={"HX-Request": "true"})

    assert ("154 0000 1234" in plain.content.decode(), "154 0000 1234" in piece.content.decode()) == (True, True)
    assert plain["Cache-Control"] == "no-store"
    assert list(TrailEntry.objects.filter(action="lead.reveal").values_list("by", "object_id")) == [(agent.pk, lead.pk)] * 2


def test_the_manager_sees_masked_numbers_only(client_of, manager, lead):
    page = client_of(manager).get(url(lead))
    tried = client_of(manager).post(url(lead, "reveal/"))

    assert page.context["may_reveal"] is False
    assert (tried.status_code, "154 0000 1234" in tried.content.decode()) == (403, False)
    assert TrailEntry.objects.filter(action="lead.reveal").count() == 0


def facts(lead, **changed):
    """What the form of the facts sends, as one saw them, with some changed."""
    seen = {name: getattr(lead, name) for name in ("name", "gender", "model", "city", "level")}
    return {**seen, **changed, **{f"initial-{name}": value for name, value in seen.items()}}


def test_the_agent_changes_the_facts(client_of, agent, lead):
    answer = client_of(agent).post(url(lead, "change/"), facts(lead, name="王建军", level="H"))

    assert (answer.status_code, said(answer)) == (303, ["已保存"])
    assert Lead.objects.values_list("name", "level", "model").get() == ("王建军", "H", "凯美瑞")


def test_an_impossible_fact_comes_back_with_everything_typed(client_of, agent, lead):
    answer = client_of(agent).post(url(lead, "change/"), facts(lead, name="王" * 61, city="长春"))

    assert answer.status_code == 422
    assert (answer.context["form"].errors.keys(), answer.context["form"]["city"].value()) == ({"name"}, "长春")
    assert Lead.objects.get().name == "王建国"


def test_a_collision_shows_both_versions_and_either_can_be_taken(client_of, agent, leader, lead):
    mine = facts(lead, model="汉兰达", city="长春")
    client_of(leader).post(url(lead, "change/"), facts(lead, model="亚洲龙"))
    browser = client_of(agent)

    met = browser.post(url(lead, "change/"), mine)
    collision = met.context["collision"]
    again = {name: value for name, value, _seen in collision["values"]} | {f"initial-{name}": seen for name, _value, seen in collision["values"]}

    assert met.status_code == 409
    assert collision["by"] == leader
    assert [(name, theirs, typed) for name, _label, theirs, typed in collision["facts"]] == [("model", "亚洲龙", "汉兰达")]
    assert Lead.objects.values_list("model", "city").get() == ("亚洲龙", "")
    browser.post(url(lead, "change/"), {**again, "collided": "model", "keep": "theirs"})
    assert Lead.objects.values_list("model", "city").get() == ("亚洲龙", "长春")
    browser.post(url(lead, "change/"), {**again, "collided": "model", "keep": "mine"})
    assert Lead.objects.values_list("model", "city").get() == ("汉兰达", "长春")


def test_a_closed_lead_has_no_forms(client_of, leader, lead):
    close_lead(lead, outcome="lost", reason="其他", by=leader, now=MONDAY_10)
    browser = client_of(leader)

    statuses = [browser.get(url(lead)).status_code, *(browser.get(url(lead, deed)).status_code for deed in ("change/", "number/"))]

    assert statuses == [200, 404, 404]
    assert browser.post(url(lead, "give/"), {"agent": "pool", "reason": "busy"}).status_code == 404


def test_the_leader_corrects_a_number(client_of, leader, lead):
    wrong = client_of(leader).post(url(lead, "number/"), {"number": "154000", "second": ""})
    right = client_of(leader).post(url(lead, "number/"), {"number": "154 0000 4321", "second": ""})

    assert (wrong.status_code, wrong.context["form"]["number"].value()) == (422, "154000")
    assert (right.status_code, Lead.objects.get().phone) == (303, "15400004321")


def test_a_number_that_another_open_lead_has_is_refused_on_the_form(client_of, leader, lead):
    LeadFactory(store=lead.store, phone="15400004321")

    answer = client_of(leader).post(url(lead, "number/"), {"number": "15400004321"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["另一条在跟线索也是这个号码。"]


def test_the_leader_gives_the_lead_to_another_agent_or_back(client_of, leader, agent, other_agent, lead):
    browser = client_of(leader)

    given = browser.post(url(lead, "give/"), {"agent": other_agent.pk, "reason": "customer", "was": agent.pk})
    back = browser.post(url(lead, "give/"), {"agent": "pool", "reason": "busy", "was": other_agent.pk})

    assert (given.status_code, back.status_code) == (303, 303)
    assert list(Allocation.objects.values_list("previous", "agent", "reason")) == [(agent.pk, other_agent.pk, "customer"), (other_agent.pk, None, "busy")]


@pytest.mark.parametrize("typed", [{"agent": ""}, {"agent": "999999", "reason": "busy"}, {"agent": "pool", "reason": ""}])
def test_without_goal_or_reason_the_sheet_comes_back_open(client_of, leader, lead, typed):
    answer = client_of(leader).post(url(lead, "give/"), typed)

    assert answer.status_code == 422
    assert answer.context["give_form"].errors != {}
    assert Allocation.objects.count() == 0


def test_who_had_it_when_the_page_was_made_decides(client_of, leader, agent, other_agent, lead):
    Lead.objects.filter(pk=lead.pk).update(agent=other_agent)

    answer = client_of(leader).post(url(lead, "give/"), {"agent": "pool", "reason": "busy", "was": agent.pk})

    assert said(answer) == ["1 条里 1 条已被分走"]
    assert Lead.objects.get().agent == other_agent


def test_do_not_call_is_set_by_the_agent_and_lifted_by_the_leader(client_of, agent, leader, lead):
    nothing = client_of(agent).post(url(lead, "do-not-call/"), {"source": ""})
    done = client_of(agent).post(url(lead, "do-not-call/"), {"source": "客户说别打了"})
    shown = client_of(agent).get(url(lead)).content.decode()
    not_theirs = client_of(agent).post(url(lead, "may-call/"))
    lifted = client_of(leader).post(url(lead, "may-call/"))

    assert [answer.status_code for answer in (nothing, done, not_theirs, lifted)] == [422, 303, 403, 303]
    assert "客户说别打了" in shown
    assert DoNotCall.objects.get().lifted_by == leader


def test_the_tags_say_what_changes_how_one_works(client_of, leader, agent):
    virtual = LeadFactory(store=leader.store, phone="15400001234,567")
    set_do_not_call(virtual, source="客户要求", by=leader, now=MONDAY_9)

    text = client_of(leader).get(url(virtual)).content.decode()

    assert ("虚拟号" in text, "不再联系" in text, "154****1234,567" in text) == (True, True, True)


@pytest.mark.parametrize(
    ("reason", "line", "words"),
    [
        ("even", 5, "第 5 条，均分：今天的网络客户，{}最少"),
        ("named", 2, "第 2 条，专跟人：网络客户轮到{}"),
        ("returning", 1, "第 1 条，老客户，{}跟过"),
        ("again", 5, "第 5 条，退回来再分：轮到{}"),
        ("made_up", 5, "第 5 条，补{}的缺勤"),
        ("hand", None, "手动分配"),
    ],
)
def test_the_lead_says_why_it_is_whose_it_is(client_of, leader, agent, lead, reason, line, words):
    AllocationFactory(lead=lead, agent=agent, by=leader, at=MONDAY_9, reason=reason, line=line)

    seen = [client_of(person).get(url(lead)).context["why"] for person in (agent, leader)]

    assert seen == [words.format("你"), words.format(agent.name)]
