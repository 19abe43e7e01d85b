"""The list of leads: who sees what, filters, order, pages, and giving many at once."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from leads.grading.rules.closing_leads import close_lead
from leads.models import Lead
from leads.pool.rules.allocating import Move, allocate
from tests.factories import AllocationFactory, ChannelFactory, DoNotCallFactory, ImportBatchFactory, InquiryFactory, LeadFactory
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, moment


def names(answer):
    """The names on the page, in order."""
    return [row.lead.name for row in answer.context["rows"]]


def said(answer):
    """What the toasts say."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_latest_arrival_stands_first_and_the_number_is_masked(client_of, leader):
    LeadFactory(store=leader.store, name="早", received_at=MONDAY_9, phone="15400001234")
    LeadFactory(store=leader.store, name="晚", received_at=MONDAY_10)

    answer = client_of(leader).get("/leads/")

    assert names(answer) == ["晚", "早"]
    assert "154****1234" in answer.content.decode()
    assert "15400001234" not in answer.content.decode()


def test_an_agent_sees_their_own_and_nobody_of_another_store_sees_any(client_of, agent, other_agent, foreign_leader):
    LeadFactory(store=agent.store, agent=agent, name="我的")
    LeadFactory(store=agent.store, agent=other_agent, name="同事的")
    LeadFactory(store=agent.store, name="没人的")

    seen = [names(client_of(person).get("/leads/")) for person in (agent, foreign_leader)]

    assert seen == [["我的"], []]


@pytest.mark.parametrize("role", ["front_desk", "marketing", "hq"])
def test_who_has_no_rows_has_no_list(request, client_of, role):
    assert client_of(request.getfixturevalue(role)).get("/leads/").status_code == 403


@pytest.fixture
def many(leader, agent):
    """One lead of each kind the filters tell apart."""
    store = leader.store
    event = ChannelFactory(store=store, name="外展", source="event")
    LeadFactory(store=store, name="待分", respond_by=MONDAY_9 - timedelta(days=3), received_at=MONDAY_9)
    LeadFactory(store=store, name="在跟", agent=agent, grade="H", graded_at=MONDAY_10, model="RAV4荣放", first_call_at=MONDAY_10, received_at=MONDAY_10)
    LeadFactory(store=store, name="外展来", agent=agent, channel=event, grade="A", graded_at=MONDAY_11, first_call_at=MONDAY_11, received_at=MONDAY_11)
    lost = LeadFactory(store=store, name="战败", agent=agent, received_at=TUESDAY_9, grade="F", graded_at=TUESDAY_9)
    close_lead(lost, outcome="lost", reason="其他", by=leader, now=TUESDAY_9)
    for lead in Lead.objects.filter(agent=agent):
        AllocationFactory(lead=lead, agent=agent, by=leader, at=lead.allocated_at)
    return event


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=pool", ["待分"]),
        ("status=hand", ["外展来", "在跟"]),
        ("status=open", ["外展来", "在跟", "待分"]),
        ("status=closed", ["战败"]),
        ("source=event", ["外展来"]),
        ("grade=H&grade=A", ["外展来", "在跟"]),
        ("grade=none", ["待分"]),
        ("agent=none", ["待分"]),
        ("model=RAV4", ["在跟"]),
        ("since=2026-11-24", ["战败"]),
        ("until=2026-11-23", ["外展来", "在跟", "待分"]),
        ("since=2026-11-23&until=2026-11-23&status=hand", ["外展来", "在跟"]),
        ("past_limit=true", ["待分"]),
        ("untouched=true", ["待分"]),
        ("given=2026-11-23", ["外展来", "在跟"]),
    ],
)
def test_every_filter_in_the_address_holds(client_of, leader, many, query, expected):
    answer = client_of(leader).get(f"/leads/?{query}")

    assert names(answer) == expected
    assert [chip.value for chip, _url in answer.context["chips"]] != []


@pytest.mark.parametrize("ticked", ["true", "on", "1", "0", "TRUE"])
@pytest.mark.parametrize("name", ["past_limit", "untouched"])
def test_a_ticked_box_shows_open_leads_alone_and_an_unticked_one_all(client_of, leader, name, ticked):
    facts = {"store": leader.store, "respond_by": MONDAY_9, "received_at": MONDAY_9}
    LeadFactory(**facts, name="在池里")
    close_lead(LeadFactory(**facts, name="已关闭"), outcome="invalid", reason="测试", by=leader, now=MONDAY_10)

    shown = [set(names(client_of(leader).get(f"/leads/?{name}={value}"))) for value in (ticked, "false", "False", "")]

    assert shown == [{"在池里"}, *[{"在池里", "已关闭"}] * 3]


def test_no_limit_runs_for_whom_nobody_may_call(client_of, leader):
    facts = {"store": leader.store, "respond_by": MONDAY_9, "received_at": MONDAY_9}
    barred, lifted, _waits = (LeadFactory(**facts, name=name) for name in ("不再联系", "又可以了", "等着打"))
    DoNotCallFactory(store=leader.store, phone=barred.phone, at=MONDAY_9)
    DoNotCallFactory(store=leader.store, phone=lifted.phone, at=MONDAY_9, lifted_at=MONDAY_10)

    late, rows = names(client_of(leader).get("/leads/?past_limit=true")), client_of(leader).get("/leads/").context["rows"]

    assert set(late) == {"又可以了", "等着打"}
    assert {row.lead.name: row.is_late for row in rows} == {"不再联系": False, "又可以了": True, "等着打": True}
    assert client_of(leader).get(reverse("lead", args=[barred.pk])).context["limit"] == ""


def test_the_days_of_a_filter_are_the_stores(client_of, leader):
    LeadFactory(store=leader.store, name="最后一刻", received_at=moment(23, 23, 59))
    LeadFactory(store=leader.store, name="零点", received_at=moment(24, 0))

    shown = [names(client_of(leader).get(f"/leads/?since={day}&until={day}")) for day in ("2026-11-23", "2026-11-24")]

    assert shown == [["最后一刻"], ["零点"]]


def test_a_channel_an_agent_and_a_file_are_filters_too(client_of, leader, data_manager, agent, many):
    batch = ImportBatchFactory(store=leader.store, by=data_manager, state="done")
    InquiryFactory(lead=Lead.objects.get(name="在跟"), batch=batch)

    answers = [
        names(client_of(leader).get(f"/leads/?channel={many.pk}")),
        names(client_of(leader).get(f"/leads/?agent={agent.pk}&status=hand")),
        names(client_of(data_manager).get(f"/leads/?batch={batch.pk}")),
    ]

    assert answers == [["外展来"], ["外展来", "在跟"], ["在跟"]]


@pytest.mark.parametrize(("files", "offered"), [(19, 19), (20, 20), (21, 20)])
def test_the_latest_twenty_files_are_offered_and_the_one_asked_for(client_of, data_manager, files, offered):
    for number in range(files):
        ImportBatchFactory(store=data_manager.store, by=data_manager, state="done", filename=f"{number}.csv", uploaded_at=MONDAY_9 + timedelta(hours=number))
    oldest = ImportBatchFactory(store=data_manager.store, by=data_manager, state="done", filename="old.csv", uploaded_at=MONDAY_9 - timedelta(days=1))
    latest = [f"{number}.csv" for number in reversed(range(files))][:offered]
    latest += ["old.csv"] * (files < 20)

    answers = [client_of(data_manager).get(f"/leads/{query}") for query in ("", f"?batch={oldest.pk}")]

    assert [[str(file) for file in answer.context["form"].fields["batch"].queryset] for answer in answers] == [
        latest,
        [*latest, *(["old.csv"] if files >= 20 else [])],
    ]
    assert [chip.value for chip, _url in answers[1].context["chips"]] == ["old.csv"]


@pytest.mark.parametrize("query", ["status=nonsense", "channel=99999999", "agent=x", "since=gestern", "batch=0"])
def test_a_condition_nobody_can_read_is_said_and_shows_nothing(client_of, leader, many, query):
    answer = client_of(leader).get(f"/leads/?{query}")

    assert answer.status_code == 200
    assert (names(answer), answer.context["form"].errors != {}) == ([], True)


def test_the_list_is_sorted_by_limit_or_by_name(client_of, leader):
    LeadFactory(store=leader.store, name="乙", initials="y", respond_by=MONDAY_10)
    LeadFactory(store=leader.store, name="甲", initials="j", respond_by=MONDAY_11)
    LeadFactory(store=leader.store, name="丙", initials="b", respond_by=None)
    browser = client_of(leader)

    shown = [names(browser.get(f"/leads/?sort={sort}")) for sort in ("limit", "name")]

    assert shown == [["乙", "甲", "丙"], ["丙", "甲", "乙"]]


def test_the_pages_are_walked_by_key_and_keep_the_filter(client_of, leader):
    LeadFactory.create_batch(60, store=leader.store, model="凯美瑞")
    browser = client_of(leader)

    first = browser.get("/leads/?model=凯美瑞")
    second = browser.get(f"/leads/?{first.context['pager'].after}")
    again = browser.get(f"/leads/?{second.context['pager'].before}")

    assert [len(names(page)) for page in (first, second, again)] == [50, 10, 50]
    assert (second.context["pager"].first, second.context["pager"].last, second.context["pager"].after) == (51, 60, "")
    assert [row.lead.pk for row in first.context["rows"]] == [row.lead.pk for row in again.context["rows"]]
    assert "凯美瑞" in [chip.value for chip, _url in second.context["chips"]]


@pytest.mark.parametrize("sort", ["limit", "name"])
def test_leads_without_limit_or_name_are_on_some_page_too(client_of, leader, sort):
    LeadFactory.create_batch(55, store=leader.store, respond_by=None)
    browser = client_of(leader)

    first = browser.get(f"/leads/?sort={sort}")
    second = browser.get(f"/leads/?{first.context['pager'].after}")

    shown = [row.lead.pk for page in (first, second) for row in page.context["rows"]]
    assert sorted(shown) == list(Lead.objects.order_by("pk").values_list("pk", flat=True))


def test_a_thousand_rows_take_as_many_questions_as_ten(client_of, leader, agent, django_assert_max_num_queries, django_assert_num_queries):
    LeadFactory.create_batch(10, store=leader.store, agent=agent)
    browser = client_of(leader)
    browser.get("/leads/")
    with django_assert_max_num_queries(15) as few:
        browser.get("/leads/")
    LeadFactory.create_batch(200, store=leader.store, agent=agent)

    with django_assert_num_queries(len(few)):
        assert browser.get("/leads/").status_code == 200


def test_a_lead_that_nobody_can_call_is_late_for_nobody(client_of, leader, agent, store):
    late = MONDAY_9 - timedelta(hours=1)
    for name, phone in (("有号", "15400001234"), ("没号", None)):
        LeadFactory(store=store, agent=agent, name=name, phone=phone, respond_by=late)

    rows = client_of(leader).get("/leads/").context["rows"]
    asked = client_of(leader).get("/leads/?past_limit=true").context["rows"]

    assert {row.lead.name: row.is_late for row in rows} == {"有号": True, "没号": False}
    assert [row.lead.name for row in asked] == ["有号"]


def test_an_empty_list_says_what_it_means(client_of, leader, agent, data_manager):
    texts = {person.username: client_of(person).get("/leads/").content.decode() for person in (leader, agent, data_manager)}
    filtered = client_of(leader).get("/leads/?status=closed").content.decode()

    assert "还没有线索" in texts["leader"]
    assert "你手上还没有线索" in texts["agent"]
    assert "导入文件" in texts["data_manager"]
    assert "没有这样的线索" in filtered


def test_an_old_closed_lead_shows_how_it_ended(client_of, leader):
    lead = LeadFactory(store=leader.store)
    close_lead(lead, outcome="lost", reason="其他", by=leader, now=FRIDAY_9)

    text = client_of(leader).get("/leads/").content.decode()

    assert "战败" in text
    assert f'value="{lead.pk}-' not in text


def test_whoever_sees_their_own_leads_alone_finds_them_named_so_in_the_navigation(client_of, agent, leader):
    labels = {}
    for person in (agent, leader):
        labels[person.username] = re.search(r'href="/leads/\?status=open" title="([^"]*)"', client_of(person).get("/me/").content.decode())[1]

    assert labels == {"agent": "我的线索", "leader": "全部线索"}


def test_what_an_undone_file_left_is_listed(client_of, leader, data_manager):
    batch = ImportBatchFactory(store=leader.store, by=data_manager, state="undone")
    stays = LeadFactory(store=leader.store)
    InquiryFactory(lead=stays, batch=batch)
    LeadFactory(store=leader.store)

    answer = client_of(data_manager).get(f"/leads/?batch={batch.pk}")

    assert ([row.lead for row in answer.context["rows"]], answer.context["form"].errors) == ([stays], {})


def test_the_leads_of_one_deed_are_listed_by_its_moment(client_of, leader, agent):
    by_it, before = LeadFactory.create_batch(2, store=leader.store)
    allocate(leader.store, [Move(before.pk, agent.pk, "hand")], by=leader, now=MONDAY_9)
    allocate(leader.store, [Move(by_it.pk, agent.pk, "hand")], by=leader, now=MONDAY_10)

    answer = client_of(agent).get("/leads/", {"deed": MONDAY_10.isoformat()})

    assert [row.lead for row in answer.context["rows"]] == [by_it]
    assert [chip.value for chip, _url in answer.context["chips"]] == ["11-23 10:00"]


@pytest.mark.parametrize("deed", ["x", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-13-01T00:00:00Z"])
def test_a_deed_at_no_moment_is_none(client_of, leader, deed):
    LeadFactory(store=leader.store)

    answer = client_of(leader).get("/leads/", {"deed": deed})

    assert (answer.status_code, answer.context["rows"]) == (200, [])


def test_of_all_files_the_latest_twenty_are_offered_and_the_one_that_is_asked_for(client_of, leader):
    batches = [ImportBatchFactory(store=leader.store, by=leader, filename=f"{number}.csv", state="done") for number in range(22)]
    oldest = batches[0]

    pages = [client_of(leader).get(address).content.decode() for address in ("/leads/", f"/leads/?batch={oldest.pk}")]

    offered = [{int(key) for key in re.findall(r'<option value="(\d+)"', page.partition('name="batch"')[2].partition("</select>")[0])} for page in pages]
    latest = {batch.pk for batch in batches[2:]}
    assert offered == [latest, latest | {oldest.pk}]
