"""The leader's page: what waits, the plan, the deed, the way back."""

import re
from datetime import time, timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from dcc.people.rules.absences import mark_away
from dcc.store.store_settings import values_at, working_hours
from leads.grading.rules.closing_leads import close_lead
from leads.models import Allocation, AllocationShare, Lead
from leads.pool.rules.allocating import Move, allocate
from tests.factories import AllocationFactory, ChannelFactory, LeadFactory, ShiftFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, TODAY


def plan_of(answer):
    """{lead: (agent, why)} as the page shows it."""
    return {row.lead.pk: (row.agent, row.why) for row in answer.context["rows"] if row.is_picked}


def said(answer):
    """What the toasts say."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def preview(browser, leads, query="", **further):
    """Ask for the plan of some leads, without script."""
    return browser.post(f"/leads/allocate/preview/?{query}", {"lead": [lead.pk for lead in leads], **further})


def test_the_pool_stands_by_urgency_with_the_agents_beside_it(client_of, leader, agent, other_agent):
    second = LeadFactory(store=leader.store, respond_by=MONDAY_10)
    first = LeadFactory(store=leader.store, respond_by=MONDAY_9)
    none = LeadFactory(store=leader.store, respond_by=None)
    LeadFactory.create_batch(2, store=leader.store, agent=agent, respond_by=MONDAY_9)

    page = client_of(leader).get("/leads/allocate/").context

    assert [row.lead for row in page["rows"]] == [first, second, none]
    assert [(desk.person, desk.holds, desk.late, desk.ruled) for desk in page["desks"]] == [(agent, 2, 2, 0), (other_agent, 0, 0, 0)]
    assert (str(page["waiting"]), page["room"]) == ("3", 80)


def test_who_rang_and_was_missed_stands_first_and_the_row_says_so(client_of, leader):
    late = LeadFactory(store=leader.store, respond_by=MONDAY_9)
    missed = LeadFactory(store=leader.store, respond_by=MONDAY_10, missed_at=MONDAY_10)
    before = LeadFactory(store=leader.store, respond_by=None, missed_at=MONDAY_9)

    answer = client_of(leader).get("/leads/allocate/")

    assert [row.lead for row in answer.context["rows"]] == list(Lead.objects.in_pool()) == [before, missed, late]
    assert answer.content.decode().count(">漏接</span>") == 2


def test_the_page_after_this_one_goes_on_where_the_missed_end(client_of, leader):
    missed = LeadFactory.create_batch(2, store=leader.store, respond_by=MONDAY_10, missed_at=MONDAY_9)
    others = LeadFactory.create_batch(100, store=leader.store, respond_by=MONDAY_9)
    browser = client_of(leader)
    first = browser.get("/leads/allocate/").context

    second = browser.get(f"/leads/allocate/?{first['pager'].after}").context

    assert [row.lead for row in first["rows"]] == [*missed, *others[:98]]
    assert [row.lead for row in second["rows"]] == others[98:]


def test_the_plan_says_who_gets_what_and_why_and_writes_nothing(client_of, leader, agent, other_agent):
    leads = LeadFactory.create_batch(2, store=leader.store)
    AllocationFactory(lead=LeadFactory(store=leader.store, agent=agent), agent=agent, by=leader, at=NOW, reason="hand")

    answer = preview(client_of(leader), leads)

    why = "均分：今天的网络客户最少"
    assert plan_of(answer) == {leads[0].pk: (other_agent.name, why), leads[1].pk: (agent.name, why)}
    assert Allocation.objects.count() == 1


def test_a_returning_customer_is_planned_for_whoever_knew_them(client_of, leader, agent, other_agent):
    now = NOW
    old = LeadFactory(store=leader.store, agent=agent, received_at=now)
    close_lead(old, outcome="lost", reason="其他", by=leader, now=now)
    LeadFactory.create_batch(3, store=leader.store, agent=agent)
    lead = LeadFactory(store=leader.store, phone=old.phone)

    answer = preview(client_of(leader), [lead])

    assert plan_of(answer)[lead.pk][0] == agent.name
    assert f"{timezone.localtime(now).month} 月" in plan_of(answer)[lead.pk][1]


def test_the_button_says_how_many_the_plan_gives_and_not_how_many_are_ticked(client_of, leader, agent):
    AllocationShare.objects.create(user=agent, weight=1, cap=2, valid_from=MONDAY_9)
    leads = LeadFactory.create_batch(3, store=leader.store)

    shown, before = preview(client_of(leader), leads), client_of(leader).get("/leads/allocate/")

    assert (shown.context["gives"], before.context["gives"]) == (2, None)
    assert re.search(r'id="by-rule" data-count-text="按规则分配 %\(n\)s 条" data-count="2"', shown.content.decode())
    assert "data-count=" not in re.search(r'<span id="by-rule"[^>]*>', before.content.decode())[0]


def test_with_nobody_on_duty_the_rules_give_nothing_and_the_ticks_stay(client_of, leader, agent):
    mark_away(agent, last=TODAY, by=leader, now=NOW)
    leads = LeadFactory.create_batch(2, store=leader.store)
    browser = client_of(leader)
    shown = preview(browser, leads)

    answer = browser.post("/leads/allocate/rule/", {"lead": [lead.pk for lead in leads], "plan": shown.context["plan_token"]})

    assert said(answer) == ["现在没人能接，一条也没分"]
    assert [row.is_picked for row in answer.context["rows"]] == [True, True]
    assert re.search(r"<button[^>]* disabled>没人在岗</button>", answer.content.decode())


def test_what_was_shown_is_done(client_of, leader, agent, other_agent):
    leads = LeadFactory.create_batch(3, store=leader.store)
    browser = client_of(leader)
    shown = preview(browser, leads)

    answer = browser.post("/leads/allocate/rule/", {"lead": [lead.pk for lead in leads], "plan": shown.context["plan_token"]})

    assert answer.status_code == 303
    assert {pk: name for pk, (name, _why) in plan_of(shown).items()} == {lead.pk: lead.agent.name for lead in Lead.objects.all()}
    assert said(answer) == ["已按规则分配 3 条"]


def test_of_a_plan_others_were_quicker_with_the_rest_is_given_and_the_page_says_how_many(client_of, leader, agent, other_agent):
    leads = LeadFactory.create_batch(3, store=leader.store)
    browser = client_of(leader)
    token = preview(browser, leads).context["plan_token"]
    allocate(leader.store, [Move(leads[0].pk, agent.pk, "hand")], by=leader, now=MONDAY_9)

    answer = browser.post("/leads/allocate/rule/", {"lead": [lead.pk for lead in leads], "plan": token})

    assert said(answer) == ["已按规则分配 2 条\n3 条里 1 条已被分走"]
    assert Lead.objects.in_pool().count() == 0


def test_whose_shift_has_ended_since_the_plan_was_made_gets_nothing_and_the_new_plan_is_shown_first(client_of, leader, agent, other_agent, clock):
    ShiftFactory(user=agent, day=TODAY, ends=time(15, 30))
    ShiftFactory(user=other_agent, day=TODAY)
    leads = LeadFactory.create_batch(2, store=leader.store)
    browser = client_of(leader)
    shown = preview(browser, leads)

    clock.set_to(NOW + timedelta(minutes=30))
    answer = browser.post("/leads/allocate/rule/", {"lead": [lead.pk for lead in leads], "plan": shown.context["plan_token"]})

    assert {name for name, _why in plan_of(shown).values()} == {agent.name, other_agent.name}
    assert answer.status_code == 200
    assert {name for name, _why in plan_of(answer).values()} == {other_agent.name}
    assert Lead.objects.in_pool().count() == 2


def test_ticked_otherwise_than_planned_the_new_plan_is_shown_first(client_of, leader, agent):
    leads = LeadFactory.create_batch(2, store=leader.store)
    browser = client_of(leader)
    token = preview(browser, leads[:1]).context["plan_token"]

    answer = browser.post("/leads/allocate/rule/", {"lead": [lead.pk for lead in leads], "plan": token})

    assert answer.status_code == 200
    assert set(plan_of(answer)) == {lead.pk for lead in leads}
    assert Lead.objects.in_pool().count() == 2


@pytest.mark.parametrize("plan", ["", "forged", "W10:1abc:xyz"])
def test_a_plan_nobody_made_is_not_carried_out(client_of, leader, agent, plan):
    lead = LeadFactory(store=leader.store)

    answer = client_of(leader).post("/leads/allocate/rule/", {"lead": [lead.pk], "plan": plan})

    assert answer.status_code == 200
    assert Lead.objects.get().agent is None


def test_the_plan_of_another_store_is_not_carried_out(client_of, leader, agent, foreign_leader):
    lead = LeadFactory(store=leader.store)
    token = preview(client_of(leader), [lead]).context["plan_token"]

    client_of(foreign_leader).post("/leads/allocate/rule/", {"lead": [lead.pk], "plan": token})

    assert Lead.objects.get().agent is None


def test_all_of_the_list_is_planned_and_given_but_not_what_came_later(client_of, leader, agent):
    leads = LeadFactory.create_batch(3, store=leader.store)
    browser = client_of(leader)
    seen = browser.get("/leads/allocate/").context["seen"]
    later = LeadFactory(store=leader.store, opened_at=NOW + timedelta(minutes=1))
    token = browser.post("/leads/allocate/preview/", {"all": "1", "seen": seen}).context["plan_token"]

    browser.post("/leads/allocate/rule/", {"all": "1", "seen": seen, "plan": token})

    assert set(Lead.objects.filter(agent=agent)) == set(leads)
    assert list(Lead.objects.in_pool()) == [later]


def test_beyond_the_cap_leads_stay_and_the_page_says_so(client_of, leader, agent):
    leads = LeadFactory.create_batch(42, store=leader.store)

    answer = preview(client_of(leader), leads)

    assert answer.context["rules"]["stuck"] == 2
    assert "2 条分不出去" in answer.content.decode()


def test_with_script_the_plan_comes_as_pieces_of_the_page(client_of, leader, agent):
    lead, other = LeadFactory.create_batch(2, store=leader.store)

    answer = client_of(leader).post("/leads/allocate/preview/", {"lead": [lead.pk], "shown": f"{lead.pk},{other.pk},"}, headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert "<html" not in text
    assert re.findall(r'id="to-(\d+)"', text) == [str(lead.pk), str(other.pk)]
    assert text.count(agent.name) == 1


def test_the_ticked_ones_go_to_one_agent_by_hand(client_of, leader, agent):
    leads = LeadFactory.create_batch(2, store=leader.store)

    answer = client_of(leader).post("/leads/allocate/hand/?show=new", {"lead": [lead.pk for lead in leads], "agent": agent.pk})

    assert (answer.status_code, answer["Location"]) == (303, "/leads/allocate/?show=new")
    assert said(answer) == [f"2 条已分给 {agent.name}"]
    assert set(Lead.objects.values_list("agent", flat=True)) == {agent.pk}


@pytest.mark.parametrize("typed", [{"agent": ""}, {"agent": "x"}, {"agent": "999999"}, {}])
def test_without_an_agent_nothing_is_given_and_a_sentence_says_why(client_of, leader, typed):
    lead = LeadFactory(store=leader.store)

    answer = client_of(leader).post("/leads/allocate/hand/", {"lead": [lead.pk], **typed})

    assert answer.status_code == 303
    assert said(answer) == ["选专员。"]


def test_the_toast_takes_the_deed_back(client_of, leader, agent):
    lead = LeadFactory(store=leader.store)
    browser = client_of(leader)
    browser.post("/leads/allocate/hand/", {"lead": [lead.pk], "agent": agent.pk})
    undo = re.search(r'action="(/leads/allocate/\d+/undo/)"', browser.get("/leads/allocate/").content.decode())[1]

    answer = browser.post(undo)

    assert said(answer)[-1] == "已撤销，1 条回到原处"
    assert list(Lead.objects.in_pool()) == [lead]


def test_another_stores_deed_does_not_exist(client_of, leader, agent, foreign_leader):
    lead = LeadFactory(store=leader.store)
    dealt = allocate(leader.store, [Move(lead.pk, agent.pk, "hand")], by=leader, now=NOW)

    assert client_of(foreign_leader).post(f"/leads/allocate/{dealt.first}/undo/").status_code == 404
    assert Lead.objects.get().agent == agent


def test_somebody_away_stands_apart_and_gets_nothing(client_of, leader, agent, other_agent):
    now = NOW
    mark_away(agent, last=timezone.localtime(now).date(), by=leader, now=now)
    leads = LeadFactory.create_batch(2, store=leader.store)

    answer = preview(client_of(leader), leads)

    assert [desk.person for desk in answer.context["desks"]] == [other_agent, agent]
    assert {name for name, _why in plan_of(answer).values()} == {other_agent.name}


def test_what_came_back_and_what_is_fresh_are_told_apart(client_of, leader, agent):
    fresh, again = LeadFactory.create_batch(2, store=leader.store)
    allocate(leader.store, [Move(again.pk, agent.pk, "hand")], by=leader, now=MONDAY_9)
    allocate(leader.store, [Move(again.pk, None, "busy", agent.pk)], by=leader, now=MONDAY_10)
    browser = client_of(leader)

    shown = {show: [row.lead for row in browser.get(f"/leads/allocate/?show={show}").context["rows"]] for show in ("new", "again")}

    assert shown == {"new": [fresh], "again": [again]}


def test_each_channel_is_short_by_its_own_limit(client_of, leader):
    slow = ChannelFactory(store=leader.store, name="慢渠道", first_response_minutes=1440)
    in_a_while = working_hours(leader.store, values_at(leader.store, NOW)).add_minutes(NOW, 60)
    of_a_day = LeadFactory(store=leader.store, channel=slow, respond_by=in_a_while)
    LeadFactory(store=leader.store, channel=ChannelFactory(store=leader.store, name="易车"), respond_by=in_a_while)

    rows = client_of(leader).get("/leads/allocate/?show=short").context["rows"]

    assert [row.lead for row in rows] == [of_a_day]


def test_the_page_takes_as_many_questions_for_many_as_for_few(client_of, leader, agent, other_agent, django_assert_max_num_queries, django_assert_num_queries):
    LeadFactory.create_batch(3, store=leader.store)
    browser = client_of(leader)
    browser.get("/leads/allocate/")
    with django_assert_max_num_queries(15) as few:
        browser.get("/leads/allocate/")
    LeadFactory.create_batch(90, store=leader.store)

    with django_assert_num_queries(len(few)):
        browser.get("/leads/allocate/")


@pytest.mark.parametrize("role", ["agent", "data_manager", "reception", "front_desk", "marketing", "director", "manager", "hq"])
def test_only_the_leader_allocates(request, client_of, role):
    browser = client_of(request.getfixturevalue(role))

    answers = [browser.get("/leads/allocate/"), *(browser.post(f"/leads/allocate/{deed}/") for deed in ("preview", "rule", "hand", "1/undo"))]

    assert [answer.status_code for answer in answers] == [403] * 5
