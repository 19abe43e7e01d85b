"""How somebody looks at the list: further orders and conditions, filters kept under a name, columns chosen."""

from contextlib import suppress
from datetime import timedelta

import pytest

from dcc.errors import Refused
from leads.models import ChosenColumns, Lead, SavedFilter
from leads.pool.list_columns import COLUMNS, USUAL
from leads.pool.rules.looking import LONGEST, MOST, save_filter
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, NOW


def names(answer):
    """The names on the page, in order."""
    return [row.lead.name for row in answer.context["rows"]]


def kept(person):
    """The filters of a person: name, address, whether the store sees it."""
    return list(SavedFilter.objects.filter(user=person).order_by("name").values_list("name", "query", "is_shared"))


@pytest.fixture
def three(leader, agent, reception):
    """Three open leads in hand: 早 called first and due last, 晚 called last and due first, 没 never called and owed nothing."""
    facts = {"store": leader.store, "agent": agent}
    early = LeadFactory(name="早", level="B", last_call_at=MONDAY_9, call_count=1, first_call_at=MONDAY_9, received_at=MONDAY_8, **facts)
    late = LeadFactory(name="晚", level="H", last_call_at=MONDAY_10, call_count=2, first_call_at=MONDAY_9, received_at=MONDAY_9, reception=reception, **facts)
    LeadFactory(name="没", received_at=MONDAY_10, **facts)
    FollowUpFactory(lead=early, due_at=NOW + timedelta(hours=3))
    FollowUpFactory(lead=early, due_at=NOW + timedelta(hours=2), kind="callback")
    FollowUpFactory(lead=late, due_at=NOW + timedelta(hours=1))
    FollowUpFactory(lead=late, due_at=NOW - timedelta(days=9), done_at=MONDAY_9)
    return early, late


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=last_call", ["早", "晚", "没"]),
        ("status=owed&sort=next_step", ["晚", "早"]),
        ("status=hand&sort=level", ["晚", "早", "没"]),
        ("sort=next_step", ["没", "晚", "早"]),
        ("status=closed&sort=level", []),
        ("sort=nonsense", ["没", "晚", "早"]),
    ],
)
def test_the_list_is_sorted_by_last_call_next_step_and_level_where_these_can_be(client_of, leader, three, query, expected):
    assert names(client_of(leader).get(f"/leads/?{query}")) == expected


def test_a_head_leads_to_its_order_with_the_state_it_needs(client_of, leader, three):
    sorts = dict(client_of(leader).get("/leads/?status=open&model=").context["sorts"])

    assert [sorts[name] for name in ("next_step", "level", "last_call")] == [
        "status=owed&model=&sort=next_step",
        "status=hand&model=&sort=level",
        "status=open&model=&sort=last_call",
    ]


@pytest.mark.parametrize("sort", ["last_call", "next_step&status=owed", "level&status=hand"])
def test_every_lead_is_on_one_page_of_each_order_and_the_way_back_is_the_same(client_of, leader, agent, sort):
    leads = LeadFactory.create_batch(55, store=leader.store, agent=agent, last_call_at=MONDAY_9, level="A")
    for lead in leads:
        FollowUpFactory(lead=lead, due_at=MONDAY_11)
        FollowUpFactory(lead=lead, due_at=MONDAY_11)
    browser = client_of(leader)

    first = browser.get(f"/leads/?sort={sort}")
    second = browser.get(f"/leads/?{first.context['pager'].after}")
    again = browser.get(f"/leads/?{second.context['pager'].before}")

    pages = [[row.lead.pk for row in page.context["rows"]] for page in (first, second, again)]
    assert (len(pages[0]), len(pages[1]), sorted(pages[0] + pages[1])) == (50, 5, sorted(lead.pk for lead in leads))
    assert pages[2] == pages[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=H", ["晚"]),
        ("level=H&level=B", ["晚", "早"]),
        ("level=none", ["没"]),
        ("level=H&level=none", ["没", "晚"]),
        ("reception={reception}", ["晚"]),
        ("reception=none", ["没", "早"]),
        ("status=owed", ["晚", "早"]),
        ("closed_as=lost", []),
    ],
)
def test_level_specialist_and_an_open_follow_up_are_conditions(client_of, leader, reception, three, query, expected):
    answer = client_of(leader).get(f"/leads/?{query.format(reception=reception.pk)}")

    assert names(answer) == expected
    assert len(answer.context["chips"]) == 1


def test_how_a_lead_ended_is_a_condition(client_of, leader, three):
    Lead.objects.filter(name="早").update(closed_at=MONDAY_10, closed_as="lost")
    Lead.objects.filter(name="晚").update(closed_at=MONDAY_10, closed_as="invalid")

    assert names(client_of(leader).get("/leads/?closed_as=lost")) == ["早"]


def test_the_next_step_is_what_is_due_first_or_who_is_to_judge(client_of, leader, three):
    early, _late = three
    AppointmentFactory(lead=early, scheduled_for=NOW + timedelta(hours=1))
    Lead.objects.filter(name="没").update(ungraded_since=MONDAY_10)
    overdue = LeadFactory(store=leader.store, name="逾", agent=early.agent, received_at=MONDAY_8)
    FollowUpFactory(lead=overdue, due_at=NOW - timedelta(days=2), kind="callback")
    browser = client_of(leader)
    browser.post("/leads/columns/", {"column": ["next_step"]})

    rows = {row.lead.name: (row.next_step.words, row.next_step.is_late) for row in browser.get("/leads/").context["rows"]}

    at = (NOW + timedelta(hours=1)).astimezone(leader.store.zone)
    assert rows == {
        "早": (f"{at:%H:%M} 到店", False),
        "晚": (f"{at:%H:%M} 回访", False),
        "没": ("待分级", False),
        "逾": ("逾期 2 天 · 回访", True),
    }


def test_columns_stay_as_they_were_chosen_in_the_order_of_the_list(client_of, leader, agent):
    browser = client_of(leader)

    answer = browser.post("/leads/columns/?status=hand", {"column": ["next_step", "phone", "nonsense"]})

    assert (answer.status_code, answer["Location"]) == (303, "/leads/?status=hand")
    assert browser.get("/leads/").context["columns"] == ("phone", "next_step")
    assert client_of(agent).get("/leads/").context["columns"] == USUAL


def test_without_a_column_chosen_the_usual_ones_are_shown_again(client_of, leader):
    browser = client_of(leader)
    browser.post("/leads/columns/", {"column": ["phone"]})

    browser.post("/leads/columns/", {})

    assert (browser.get("/leads/").context["columns"], ChosenColumns.objects.count()) == (USUAL, 0)


def test_every_column_has_a_head_and_a_cell(client_of, leader, three):
    browser = client_of(leader)
    browser.post("/leads/columns/", {"column": list(COLUMNS)})

    page = browser.get("/leads/").content.decode()

    head, body = page.split("<tbody>")
    assert (head.count("<th>") + head.count("<th "), body.partition("</tr>")[0].count("<td")) == (len(COLUMNS) + 2, len(COLUMNS) + 2)


def test_a_filter_is_kept_with_its_order_and_without_what_says_nothing(client_of, leader):
    browser = client_of(leader)

    answer = browser.post("/leads/filters/save/?status=hand&model=&grade=H&grade=A&sort=name&after=7&n=51", {"name": "高意向"})

    assert (answer.status_code, kept(leader)) == (303, [("高意向", "status=hand&grade=H&grade=A&sort=name", False)])
    assert [one.name for one in browser.get("/leads/").context["saved"]] == ["高意向"]
    assert [browser.get(f"/leads/?{query}").context["shown"] for query in (kept(leader)[0][1], "status=hand")] == ["高意向", ""]


def test_the_same_name_again_means_the_new_filter(client_of, leader):
    browser = client_of(leader)
    browser.post("/leads/filters/save/?status=hand", {"name": "我的"})

    browser.post("/leads/filters/save/?status=pool", {"name": "我的"})

    assert kept(leader) == [("我的", "status=pool", False)]


@pytest.mark.parametrize(("already", "kept_then"), [(MOST - 1, MOST), (MOST, MOST)])
def test_twenty_filters_are_kept_and_no_more(client_of, agent, already, kept_then):
    for number in range(already):
        save_filter(agent, name=f"筛选{number}", query="status=hand")

    client_of(agent).post("/leads/filters/save/?status=hand", {"name": "再一个"})

    assert SavedFilter.objects.filter(user=agent).count() == kept_then


@pytest.mark.parametrize(("length", "count"), [(LONGEST, 1), (LONGEST + 1, 0)])
def test_an_address_is_kept_whole_or_not_at_all(client_of, leader, length, count):
    address = "model=" + "x" * (length - len("model="))

    client_of(leader).post(f"/leads/filters/save/?{address}", {"name": "长"})

    assert [len(query) for _name, query, _shared in kept(leader)] == [length] * count


@pytest.mark.parametrize("name", ["", "  ", "名" * 21])
def test_a_filter_has_a_name_of_at_most_twenty_characters(client_of, leader, name):
    client_of(leader).post("/leads/filters/save/?status=hand", {"name": name})

    assert kept(leader) == []


def test_the_leaders_may_be_shared_with_the_store_an_agents_not(client_of, leader, agent, other_agent, foreign_agent):
    client_of(leader).post("/leads/filters/save/?status=hand", {"name": "全店", "shared": "true"})
    client_of(leader).post("/leads/filters/save/?status=pool", {"name": "自己"})
    client_of(agent).post("/leads/filters/save/?status=hand", {"name": "想分享", "shared": "true"})

    seen = [[one.name for one in client_of(person).get("/leads/").context["saved"]] for person in (leader, other_agent, foreign_agent)]

    assert (seen, kept(agent)) == ([["全店", "自己"], ["全店"], []], [])


def test_what_somebody_shared_who_has_left_is_offered_no_more(client_of, leader, agent):
    save_filter(leader, name="全店", query="status=hand", shared=True)
    leader.left_at = MONDAY_9
    leader.save()

    assert list(client_of(agent).get("/leads/").context["saved"]) == []


def test_only_ones_own_filter_is_deleted(client_of, leader, agent):
    shared = save_filter(leader, name="全店", query="status=hand", shared=True)

    client_of(agent).post(f"/leads/filters/{shared.pk}/drop/")
    after_the_agent = kept(leader)
    client_of(leader).post(f"/leads/filters/{shared.pk}/drop/")

    assert (len(after_the_agent), kept(leader)) == (1, [])


@pytest.mark.parametrize(
    ("name", "query", "shared", "kept"),
    [
        ("13812345678", "status=hand", False, False),
        ("找 13812345678", "status=hand", False, False),
        ("2026 旧单", "status=hand", True, True),
        ("旧单", "q=15400950001", True, False),
        ("旧单", "q=154+0095+0001", True, False),
        ("旧单", "q=15400950001", False, True),
        ("旧单", "q=0001", True, True),
    ],
)
def test_a_whole_number_is_read_by_nobody_else_through_a_filter(leader, name, query, shared, kept):
    with suppress(Refused):
        save_filter(leader, name=name, query=query, shared=shared)

    assert SavedFilter.objects.count() == int(kept)
