"""The pages of the topics."""

from datetime import date

from django.urls import reverse

from leads.models import Topic
from tests.factories import LeadFactory, TopicFactory
from tests.moments import MONDAY_9, TUESDAY_9, moment

LATE, AHEAD = date(2026, 11, 24), date(2026, 11, 29)


def test_the_list_shows_what_waits_what_is_at_work_and_what_ended(client_of, store, leader, agent):
    TopicFactory(store=store, title="报价太早", by=agent)
    TopicFactory(store=store, title="估价太慢", state="agreed", owner=agent, due_on=LATE)
    TopicFactory(store=store, title="首触慢", state="agreed", owner=leader, due_on=AHEAD)
    TopicFactory(store=store, title="晚上没人", state="done", ended_at=TUESDAY_9, outcome="加一班")
    TopicFactory(store=store, title="旧事", state="dropped", ended_at=moment(1, 9).replace(month=10), outcome="不做")

    page = client_of(leader).get("/topics/").content.decode()

    places = [page.index(words) for words in ("等组长或部长同意</b> 1", "报价太早", "在做</b> 2", "估价太慢", "首触慢", "结束的，近 30 天</b> 1", "晚上没人")]
    assert places == sorted(places)
    assert "11-24，逾期 2 天" in page
    assert "11-29，还有 3 天" in page
    assert "旧事" not in page


def test_the_first_tab_is_remembered(client_of, store, agent, other_agent):
    TopicFactory(store=store, title="别人的", by=other_agent)
    TopicFactory(store=store, title="自己的", by=agent)
    client = client_of(agent)

    raised = client.get("/topics/?tab=raised").content.decode()
    again = client.get("/topics/").content.decode()

    every = client.get("/topics/?tab=open").content.decode()
    shown = [[name for name in ("自己的", "别人的") if name in page] for page in (raised, again, every)]
    assert shown == [["自己的"], ["自己的"], ["自己的", "别人的"]]


def test_without_any_topic_the_page_says_where_they_come_from(client_of, store, agent):
    page = client_of(agent).get("/topics/").content.decode()

    assert "没有开着的课题" in page
    assert "看到什么不对，从任何一个数字上提。" in page


def test_a_topic_is_raised_on_a_customer_one_sees(client_of, store, agent):
    lead = LeadFactory(store=store, agent=agent, name="王建国")
    client = client_of(agent)
    address = f"/topics/new/?lead={lead.pk}"

    page = client.get(address).content.decode()
    answer = client.post(address, {"kind": "between", "title": "估价要等两天", "proposal": "当天给价"})

    topic = Topic.objects.get()
    assert "连着客户：王建国" in page
    assert (answer.status_code, answer.url) == (303, reverse("topic", args=[topic.pk]))
    assert (topic.lead, topic.title, topic.by, topic.kind) == (lead, "估价要等两天", agent, "between")


def test_a_topic_is_raised_on_a_figure_and_keeps_what_it_was(client_of, store, leader):
    for day in (3, 12):
        LeadFactory(store=store, received_at=moment(day, 10))
    client = client_of(leader)
    asked = "by=channel&basis=activity&from=2026-11-01&to=2026-11-10&measure=leads"

    rows = client.get(f"/reports/rows/?{asked}").content.decode()
    link = rows.split('href="/topics/new/?')[1].split('"')[0].replace("&amp;", "&")
    client.post(f"/topics/new/?{link}", {"kind": "sales", "title": "线索少", "proposal": "加投放", "aim": "5"})

    topic = Topic.objects.get()
    page = client.get(reverse("topic", args=[topic.pk])).content.decode()
    assert topic.figure_then == "1"
    assert "提出时</span><b>1</b>" in page
    assert "现在，同样天数</span><b>0</b>" in page
    assert "要到</span><b>5</b>" in page


def test_nothing_is_tied_to_a_customer_one_does_not_see(client_of, store, agent, other_agent):
    lead = LeadFactory(store=store, agent=other_agent)

    answer = client_of(agent).get(f"/topics/new/?lead={lead.pk}")

    assert answer.status_code == 404


def test_another_sees_the_topic_without_the_customer(client_of, store, agent, other_agent):
    topic = TopicFactory(store=store, lead=LeadFactory(store=store, agent=other_agent, name="王建国"))

    page = client_of(agent).get(reverse("topic", args=[topic.pk])).content.decode()

    assert "看不到的客户" in page
    assert "王建国" not in page


def test_the_leader_agrees_the_owner_notes_and_ends(client_of, store, leader, agent):
    topic = TopicFactory(store=store, by=agent)
    of = lambda name: reverse(f"topic_{name}", args=[topic.pk])  # noqa: E731 - read where it stands

    client_of(leader).post(of("agree"), {"owner": agent.pk, "due_on": "2026-11-29", "words": "先试"})
    client_of(agent).post(of("note"), {"words": "中位 9 分钟"})
    client_of(leader).post(of("change"), {"owner": agent.pk, "due_on": "2026-11-30"})
    client_of(agent).post(of("finish"), {"words": "13 到 9 分钟"})

    topic.refresh_from_db()
    assert (topic.state, topic.owner, topic.due_on, topic.outcome) == ("done", agent, date(2026, 11, 30), "13 到 9 分钟")
    page = client_of(agent).get(reverse("topic", args=[topic.pk])).content.decode()
    assert "到期 11-29 → 11-30" in page
    assert "topic-act" not in page


def test_what_is_refused_comes_back_as_it_was_typed(client_of, store, leader):
    topic = TopicFactory(store=store)

    answer = client_of(leader).post(reverse("topic_agree", args=[topic.pk]), {"words": "先试一周"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "选谁负责。" in page
    assert "先试一周</textarea>" in page


def test_the_count_of_the_navigation_is_what_one_owns_or_must_agree_to(client_of, store, leader, agent):
    TopicFactory(store=store)
    TopicFactory(store=store, state="agreed", owner=agent, due_on=AHEAD, at=MONDAY_9)

    counts = {person: client_of(person).get(reverse("counts")).json() for person in (leader, agent)}

    assert [counts[person]["sections"]["topics"] for person in (leader, agent)] == [["1", False], ["1", False]]
