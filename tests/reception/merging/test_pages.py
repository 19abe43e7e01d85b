"""The page on which two leads are compared, merged, told apart, and separated again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leads.customer.timeline import entries_of
from leads.models import FollowUp, Lead, ToldApart
from reception.merging.pairs import PROPOSED
from reception.merging.rules.merging import merge_leads, separate_leads
from reception.merging.views.merging import WHY
from tests.factories import AppointmentFactory, CallFactory, FollowUpFactory, InquiryFactory, LeadFactory, OrderFactory, ProposalFactory, VisitFactory
from tests.moments import FRIDAY_9, NOW, THURSDAY_9, TUESDAY_9, TUESDAY_10, TUESDAY_14
from tests.reception.merging.conftest import YOUNGER


def address(lead, other=None) -> str:
    return reverse("lead_merge", args=[lead.pk]) + (f"?with={other.pk}" if other else "")


def said(page) -> str:
    """What stands on a page."""
    return page.content.decode()


def sent(client, lead, other) -> dict:
    """What the form on the page would send."""
    page = client.get(address(lead, other)).context
    return {"with": other.pk, "why": page["why"], "seen": page["seen"]}


def test_the_page_says_what_each_says_and_what_the_one_will(client_of, data_manager, older, younger, other_agent):
    CallFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    AppointmentFactory(lead=younger, agent=other_agent, at=TUESDAY_10, scheduled_for=FRIDAY_9)

    page = client_of(data_manager).get(address(younger, older))

    lines = {line.label: (line.kept, line.younger, line.merged, line.why) for line in page.context["lines"]}
    assert (page.context["kept"], page.context["younger"]) == (older, younger)
    assert lines["首次到达"] == ("11-23 09:00", "11-24 09:00", "11-23 09:00", "早的为准")
    assert lines["专员"] == ("王伟", "李娜", "王伟", "会告诉李娜")
    assert lines["第二电话"] == ("", "", "194****8830", "")
    assert lines["邀约"] == ("", "11-27 09:00 · 已约", "11-27 09:00 · 已约", "搬来，仍算李娜邀的")
    assert lines["通话"] == ("", "1，接通 1", "1，接通 1", "谁打的还是谁的")
    assert [(str(label), count) for _icon, label, count in page.context["moves"]] == [("咨询", 1), ("通话", 1), ("邀约", 1)]
    assert "15400002071" not in page.content.decode()


def test_it_proposes_the_pair_and_walks_through_the_others(client_of, leader, store, older, younger):
    Lead.objects.filter(pk=older.pk).update(second_phone=YOUNGER)
    alike = [LeadFactory(store=store, name="赵先生", model="凯美瑞") for _number in range(2)]

    first = client_of(leader).get(reverse("lead_merges"))
    page = client_of(leader).get(first.url)

    assert first.url == address(older, younger)
    assert (page.context["number"], page.context["count"], page.context["before"], page.context["after"]) == (1, 2, "", address(*alike))
    assert "第二号码对上了" in said(page)


def test_nothing_to_propose_is_said(client_of, leader, older):
    assert "没有像同一人的线索" in said(client_of(leader).get(reverse("lead_merges")))
    assert "没有像同一人的线索" in said(client_of(leader).get(address(older)))


def test_the_other_one_is_found_by_its_number_which_stands_in_no_address(client_of, data_manager, older, younger):
    page = client_of(data_manager).post(address(older), {"q": YOUNGER})

    assert page.context["found"] == [(younger, "194****8830", address(older, younger))]
    assert YOUNGER not in page.content.decode()


def test_merged_one_comes_to_the_kept_lead_and_may_take_it_back(client_of, data_manager, older, younger):
    client = client_of(data_manager)

    answer = client.post(address(younger), sent(client, younger, older))

    assert (answer.status_code, answer.url, Lead.objects.get(pk=younger.pk).merged_into) == (303, reverse("lead", args=[older.pk]), older)
    back = client.post(reverse("lead_separate", args=[younger.pk]))
    assert (back.status_code, back.url, Lead.objects.get(pk=younger.pk).merged_into) == (303, reverse("lead", args=[younger.pk]), None)


def test_what_changed_in_the_meantime_is_answered_with_both_numbers_and_nothing_is_done(client_of, data_manager, older, younger, other_agent):
    client = client_of(data_manager)
    CallFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    form = sent(client, older, younger)
    CallFactory(lead=younger, agent=other_agent, at=TUESDAY_14, outcome="no_answer")

    answer = client.post(address(older), form)

    assert (answer.status_code, Lead.objects.merged().count()) == (409, 0)
    assert "通话现在是 2，不是 1。什么都没动" in said(answer)
    assert client.post(address(older), sent(client, older, younger)).status_code == 303


def test_what_was_shown_of_one_pair_merges_no_other(client_of, data_manager, older, younger):
    others = [LeadFactory(store=older.store) for _number in range(2)]
    client = client_of(data_manager)
    seen_of_others = client.get(address(*others)).context["seen"]

    answer = client.post(address(older), {"with": younger.pk, "seen": seen_of_others})

    assert (answer.status_code, Lead.objects.filter(merged_into__isnull=False).count()) == (409, 0)


@pytest.mark.parametrize("seen", ["", "forged"])
def test_what_was_never_shown_is_not_merged(client_of, data_manager, older, younger, seen):
    answer = client_of(data_manager).post(address(older), {"with": younger.pk, "seen": seen})

    assert (answer.status_code, Lead.objects.merged().count()) == (409, 0)


def test_two_running_orders_are_said_before(client_of, data_manager, older, younger):
    for lead in (older, younger):
        OrderFactory(lead=lead)
    client = client_of(data_manager)

    page = client.get(address(older, younger))
    answer = client.post(address(older), sent(client, older, younger))

    assert "两条都有没交车的订单，先办完一个" in said(page)
    assert (answer.status_code, Lead.objects.merged().count()) == (409, 0)


def test_two_people_are_told_apart_and_the_next_pair_opens(client_of, data_manager, store, older, younger):
    Lead.objects.filter(pk=older.pk).update(second_phone=YOUNGER)
    alike = [LeadFactory(store=store, name="赵先生", model="凯美瑞") for _number in range(2)]
    client = client_of(data_manager)

    answers = [client.post(reverse("lead_apart", args=[one.pk]), {"with": other.pk}).url for one, other in ((older, younger), alike)]

    assert (answers, ToldApart.objects.count()) == ([address(*alike), reverse("lead_merges")], 2)


def test_a_closed_lead_and_one_with_itself_have_no_such_page(client_of, data_manager, older, younger):
    Lead.objects.filter(pk=younger.pk).update(closed_at=THURSDAY_9, closed_as="lost", reason="取消计划")
    client = client_of(data_manager)

    assert client.get(address(younger)).status_code == 404
    assert "同一条线索" in said(client.get(address(older, older)))


def test_a_merged_lead_says_into_which_and_why_it_may_not_be_taken_back(client_of, data_manager, leader, older, younger, agent):
    merge_leads(older, younger, by=data_manager, now=NOW)
    LeadFactory(store=older.store, phone=YOUNGER, name="另一位")

    page = client_of(leader).get(address(younger))
    refused = client_of(leader).post(reverse("lead_separate", args=[younger.pk]), follow=True)

    assert "另一位" in page.context["sentence"]
    assert "另一位" in said(refused)
    assert Lead.objects.get(pk=younger.pk).merged_into == older
    assert [str(label) for _url, label, _icon in client_of(leader).get(reverse("lead", args=[younger.pk])).context["actions"]] == [
        "并进的那条",
        "拆开…",
        "提课题",
    ]


def test_visits_and_orders_say_what_lead_they_were_of(data_manager, older, younger):
    VisitFactory(lead=younger, at=TUESDAY_14)
    VisitFactory(lead=older, at=TUESDAY_10)
    OrderFactory(lead=younger, at=TUESDAY_14)
    merge_leads(older, younger, by=data_manager, now=NOW)

    entries = entries_of(Lead.objects.get(pk=older.pk), data_manager, NOW)

    said_of = {(entry.at, entry.icon): "王先生" in entry.fact for entry in entries}
    keys = [(TUESDAY_10, "door-enter"), (TUESDAY_14, "door-enter"), (TUESDAY_14, "file-invoice")]
    assert [said_of[key] for key in keys] == [False, True, True]


def test_a_later_lead_of_the_youngers_number_has_the_kept_one_as_an_earlier_cycle(client_of, data_manager, agent, older, younger):
    merge_leads(older, younger, by=data_manager, now=NOW)
    Lead.objects.filter(pk=older.pk).update(closed_at=NOW, closed_as="lost", reason="没买")
    later = LeadFactory(store=older.store, phone=YOUNGER, agent=agent)

    shown = client_of(data_manager).get(reverse("lead", args=[later.pk])).context["cycles"]

    assert [cycle.pk for cycle in shown] == [older.pk]


def test_the_pages_of_both_open_with_everything_a_merge_wrote(client_of, data_manager, agent, older, younger, other_agent):
    InquiryFactory(lead=younger, received_at=TUESDAY_10)
    FollowUpFactory(lead=younger, agent=other_agent, due_at=FRIDAY_9)
    ProposalFactory(lead=younger, by=other_agent, at=TUESDAY_14)
    merge_leads(older, younger, by=data_manager, now=NOW)

    pages = [client_of(data_manager).get(reverse("lead", args=[lead.pk])) for lead in (older, younger)]

    assert [page.status_code for page in pages] == [200, 200]
    assert ("另一条线索并进来了" in said(pages[0]), said(pages[0]).count("并自 王先生")) == (True, 2)
    assert FollowUp.objects.get(merged_from=younger).agent == agent


def test_the_kept_lead_leads_to_the_one_that_was_merged_and_to_the_way_back_until_it_is_taken(client_of, data_manager, agent, older, younger):
    merge_leads(older, younger, by=data_manager, now=NOW)

    ways = [said(client_of(person).get(reverse("lead", args=[older.pk]))).count(address(younger)) for person in (data_manager, agent)]
    separate_leads(younger, by=data_manager, now=NOW)
    after = said(client_of(data_manager).get(reverse("lead", args=[older.pk])))

    assert ways == [1, 0]
    assert (address(younger) in after, "另一条线索并进来了" in after) == (False, True)


def test_whose_lead_was_merged_into_a_colleagues_reads_whose_the_customer_is_now(client_of, data_manager, older, younger, agent, other_agent):
    merge_leads(older, younger, by=data_manager, now=NOW)

    told = {person: said(client_of(person).get(reverse("notices"))) for person in (agent, other_agent)}

    assert f"现在归 {agent.name}" in told[other_agent]
    assert ("王建国" in told[agent], "王建国" in told[other_agent]) == (True, False)


@pytest.mark.parametrize(("day", "words"), [(TUESDAY_9, "隔 1 天"), (TUESDAY_9 - timedelta(seconds=1), "相隔不到一天")])
def test_how_far_apart_two_came_is_said_in_whole_days(client_of, data_manager, older, younger, day, words):
    Lead.objects.filter(pk=younger.pk).update(received_at=day)

    assert words in said(client_of(data_manager).get(address(older, younger)))


def test_the_list_says_how_many_pairs_are_proposed(client_of, leader, older, younger):
    client, address_of_count = client_of(leader), reverse("lead_merges_count")

    none = client.get(address_of_count)
    Lead.objects.filter(pk=older.pk).update(second_phone=YOUNGER)
    one = client.get(address_of_count)

    assert (none.status_code, one.status_code, said(one)) == (204, 200, "1")
    assert address_of_count in said(client.get(reverse("leads")))


def test_every_reason_for_a_proposal_has_words():
    assert set(PROPOSED) == set(WHY)
