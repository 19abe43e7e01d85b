"""The page of the rules: what stands, what was typed and would have given on a day that was, what is saved."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from dcc.frame.navigation import sections_of
from dcc.models import Absence
from dcc.store.store_settings import values_at
from leads.dealing.agents import Share, agents_of
from leads.dealing.in_force import rules_at
from leads.dealing.rules.saving import save_rules
from leads.models import AllocationRule, AllocationShare
from leads.pool.allocation_plan import DEFAULT, Line
from tests.factories import AllocationFactory, ChannelFactory, LeadFactory, ShiftFactory
from tests.moments import NOW, WEDNESDAY_9, WEDNESDAY_10
from tests.one_line import one_line

PAGE = "/settings/allocation/"
DAY = timedelta(days=1)


def typed(*lines: dict, shares: dict | None = None, **more) -> dict:
    """What the page sends: lines, each a dict of its fields; shares {agent: (weight, cap)}."""
    sent = {f"l{place}-{name}": value for place, line in enumerate(lines) for name, value in line.items()}
    for person, (weight, cap) in (shares or {}).items():
        sent |= {f"weight-{person.pk}": weight, f"cap-{person.pk}": cap}
    return {"count": len(lines), "open": 0, "seen": "", **sent, **more}


RETURNING, EVEN = {"act": "returning"}, {"act": "even"}


def lines_of(answer):
    """The lines as the page holds them."""
    return answer.context["form"].lines()


def would(answer):
    """{username: what they would have got}."""
    return {row.agent.person.username: row.would for row in answer.context["rows"]}


def said(answer):
    """What the toasts say."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_page_shows_what_stands_played_on_yesterday(client_of, leader, agent, other_agent):
    given = LeadFactory(store=leader.store, received_at=WEDNESDAY_9, agent=agent)
    AllocationFactory(lead=given, agent=agent, by=leader, at=WEDNESDAY_10, reason="hand")
    LeadFactory(store=leader.store, received_at=WEDNESDAY_10)
    LeadFactory(store=leader.store, received_at=WEDNESDAY_10 - DAY)
    LeadFactory(store=leader.store, received_at=NOW)

    answer = client_of(leader).get(PAGE)

    assert lines_of(answer) == DEFAULT
    assert [line.took for line in answer.context["lines"]] == [0, 2]
    assert {row.agent.person.username: (row.would, row.did, row.more) for row in answer.context["rows"]} == {"agent": (1, 1, 0), "other_agent": (1, 0, 1)}


def test_what_was_an_agents_at_once_never_waited_and_is_not_played(client_of, leader, agent):
    for reason in ("incoming", "at_desk"):
        lead = LeadFactory(store=leader.store, received_at=WEDNESDAY_9, agent=agent)
        AllocationFactory(lead=lead, agent=agent, by=agent, at=WEDNESDAY_9, reason=reason)

    assert client_of(leader).get(PAGE).context["played"].arrivals == []


def test_who_was_away_that_day_would_have_got_nothing(client_of, leader, agent, other_agent):
    Absence.objects.create(user=agent, day=WEDNESDAY_9.date(), by=leader)
    LeadFactory.create_batch(2, store=leader.store, received_at=WEDNESDAY_9)

    answer = client_of(leader).get(PAGE)

    assert would(answer) == {"agent": 0, "other_agent": 2}
    assert [row.was_away for row in answer.context["rows"]] == [True, False]


def test_by_the_roster_only_who_is_inside_their_shift_would_have_got_it(client_of, leader, agent, other_agent):
    ShiftFactory(user=agent, day=WEDNESDAY_9.date(), starts=time(9, 30), ends=time(10))
    ShiftFactory(user=other_agent, day=WEDNESDAY_9.date(), starts=time(9), ends=time(9, 30))
    for minute in (0, 29, 30, 59):
        LeadFactory(store=leader.store, received_at=WEDNESDAY_9.replace(minute=minute))
    late = LeadFactory(store=leader.store, received_at=WEDNESDAY_10)

    answer = client_of(leader).get(PAGE)

    assert would(answer) == {"agent": 2, "other_agent": 2}
    assert [moments for _why, moments in answer.context["stuck"]] == [[late.received_at]]


def test_what_nobody_takes_is_listed_with_why_and_when_it_came(client_of, leader, agent):
    Absence.objects.create(user=agent, day=WEDNESDAY_9.date(), by=leader)
    LeadFactory(store=leader.store, received_at=WEDNESDAY_9)

    answer = client_of(leader).get(PAGE)

    assert answer.context["stuck"] == [("没人在岗", [WEDNESDAY_9])]
    assert "09:00" in answer.content.decode()


def test_a_returning_customer_of_that_day_is_one_whose_cycle_had_ended_before(client_of, leader, agent, other_agent):
    past = {"store": leader.store, "phone": "15400001111", "closed_as": "lost"}
    LeadFactory(**past, received_at=WEDNESDAY_9 - 9 * DAY, closed_at=WEDNESDAY_9 - DAY, closed_agent=agent)
    LeadFactory(**past, received_at=WEDNESDAY_9, closed_at=NOW, closed_agent=other_agent)

    answer = client_of(leader).get(PAGE)

    assert [line.took for line in answer.context["lines"]] == [1, 0]
    assert would(answer) == {"agent": 1, "other_agent": 0}


def test_unsaved_lines_and_weights_are_played_and_nothing_is_written(client_of, leader, agent, other_agent):
    event = ChannelFactory(store=leader.store, name="车展", source="event")
    LeadFactory.create_batch(3, store=leader.store, received_at=WEDNESDAY_9)
    LeadFactory(store=leader.store, received_at=WEDNESDAY_9, channel=event)
    named = {"act": "named", "source": ["event"], "users": [agent.pk]}

    answer = client_of(leader).post(f"{PAGE}preview/", typed(named, EVEN, shares={agent: ("0.5", "40"), other_agent: ("1.0", "40")}))

    assert [(line.took, line.is_changed) for line in answer.context["lines"]] == [(1, True), (3, False)]
    assert would(answer) == {"agent": 2, "other_agent": 2}
    assert (answer.context["changed"], AllocationRule.objects.count(), AllocationShare.objects.count()) == (2, 0, 0)


@pytest.mark.parametrize(
    ("do", "acts", "opened"),
    [
        ("add", ["returning", "leader", "even", "even"], 2),
        ("open:1", ["returning", "leader", "even"], 1),
        ("up:1", ["leader", "returning", "even"], 0),
        ("down:0", ["leader", "returning", "even"], 1),
        ("move:1:0", ["leader", "returning", "even"], 0),
        ("move:0:1", ["leader", "returning", "even"], 1),
        ("move:0:2", ["returning", "leader", "even"], 0),
        ("move:2:0", ["returning", "leader", "even"], 0),
        ("move:0", ["returning", "leader", "even"], 0),
        ("move:0:-1", ["returning", "leader", "even"], 0),
        ("delete:0", ["leader", "even"], 0),
        ("up:0", ["returning", "leader", "even"], 0),
        ("down:1", ["returning", "leader", "even"], 0),
        ("up:2", ["returning", "leader", "even"], 0),
        ("delete:2", ["returning", "leader", "even"], 0),
        ("open:9", ["returning", "leader", "even"], 0),
        ("", ["returning", "leader", "even"], 0),
    ],
)
def test_buttons_open_add_move_and_remove_lines_and_the_last_stays_the_last(client_of, leader, do, acts, opened):
    answer = client_of(leader).post(f"{PAGE}preview/", typed(RETURNING, {"act": "leader", "begins": "18:00", "ends": "08:30"}, EVEN, do=do))

    assert [line.act for line in lines_of(answer)] == acts
    assert answer.context["form"].open == opened
    assert Line("leader", hours=(time(18), time(8, 30))) in lines_of(answer) or "leader" not in acts


def test_another_day_is_played_but_none_that_is_not_over(client_of, leader):
    browser = client_of(leader)

    days = [
        browser.post(f"{PAGE}preview/", typed(EVEN, do="day:2026-11-20")).context["day"],
        browser.post(f"{PAGE}preview/", typed(EVEN, day="2026-11-20")).context["day"],
        browser.get(f"{PAGE}?day=2026-11-20").context["day"],
        browser.get(f"{PAGE}?day=2026-11-26").context["day"],
        browser.get(f"{PAGE}?day=x").context["day"],
    ]

    assert [f"{day:%m-%d}" for day in days] == ["11-20", "11-20", "11-20", "11-25", "11-25"]


def test_what_is_saved_stands_from_now_on(client_of, leader, agent, other_agent):
    lead = LeadFactory(store=leader.store, agent=agent)
    named = {"act": "named", "model": ["卡罗拉"], "users": [agent.pk]}

    answer = client_of(leader).post(f"{PAGE}save/", typed(named, EVEN, shares={agent: ("0.5", "20"), other_agent: ("1.0", "40")}))

    lead.refresh_from_db()
    [first, _second] = agents_of(leader.store, values_at(leader.store, NOW), at=NOW, now=NOW)
    assert (answer.status_code, answer["Location"], said(answer)) == (303, PAGE, ["已存下，从下一条线索起用"])
    assert rules_at(leader.store, NOW).lines == (Line("named", model=frozenset({"卡罗拉"}), users=frozenset({agent.pk})), Line("even"))
    assert (first.share, lead.agent) == (Share(Decimal("0.5"), 20), agent)


def test_the_last_line_asks_nothing_whatever_was_sent(client_of, leader, agent):
    client_of(leader).post(f"{PAGE}save/", typed(RETURNING, {"act": "leader", "source": ["web"]}, shares={agent: ("1.0", "40")}))

    assert rules_at(leader.store, NOW).lines == (Line("returning"), Line("leader"))


@pytest.mark.parametrize(
    ("line", "share"),
    [
        (EVEN, ("0.0", "40")),
        (EVEN, ("2.1", "40")),
        (EVEN, ("0.55", "40")),
        (EVEN, ("1.0", "201")),
        (EVEN, ("1.0", "-1")),
        (EVEN, ("", "40")),
        ({"act": "named"}, ("1.0", "40")),
        ({"act": "even", "begins": "18:00"}, ("1.0", "40")),
        ({"act": "even", "source": ["moon"]}, ("1.0", "40")),
    ],
)
def test_what_cannot_be_read_is_shown_again_as_typed_with_a_sentence_and_nothing_is_saved(client_of, leader, agent, line, share):
    answer = client_of(leader).post(f"{PAGE}save/", typed(line, EVEN, shares={agent: share}))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert len(answer.context["wrongs"]) == 1
    assert f'value="{share[1]}"' in text
    assert 'is-primary is-large" disabled' in text
    assert (AllocationRule.objects.count(), AllocationShare.objects.count()) == (0, 0)


def test_where_somebody_was_quicker_nothing_is_saved_and_the_page_says_who(client_of, leader, agent):
    save_rules(leader.store, [Line("leader")], seen=None, by=leader, now=NOW - DAY)

    answer = client_of(leader).post(f"{PAGE}save/", typed(RETURNING, EVEN, shares={agent: ("0.5", "40")}))

    assert (answer.status_code, answer.context["wrongs"]) == (409, [f"{leader.name} 刚改过规则，刷新页面再改。"])
    assert (rules_at(leader.store, NOW).lines, AllocationShare.objects.count()) == ((Line("leader"),), 0)


def test_a_page_made_before_somebody_changed_a_weight_overwrites_nothing(client_of, leader, agent):
    client = client_of(leader)
    seen = client.get(PAGE).context["form"].seen
    AllocationShare.objects.create(user=agent, weight="0.5", cap=20, valid_from=NOW - timedelta(minutes=1), by=leader)

    answers = [client.post(f"{PAGE}save/", typed(EVEN, shares={agent: ("1.0", "40")}, seen=stamp)) for stamp in (seen, client.get(PAGE).context["form"].seen)]

    assert [answer.status_code for answer in answers] == [409, 303]
    assert list(AllocationShare.objects.order_by("pk").values_list("weight", "cap")) == [(Decimal("0.5"), 20), (Decimal("1.0"), None)]


@pytest.mark.parametrize("seen", ["", "x", "2026-11-26T10:00:00+08:00"])
def test_a_page_that_does_not_say_what_it_was_made_from_overwrites_nothing(client_of, leader, agent, seen):
    save_rules(leader.store, [Line("leader")], seen=None, by=leader, now=NOW - DAY)

    answer = client_of(leader).post(f"{PAGE}save/", typed(EVEN, shares={agent: ("1.0", "40")}, seen=seen))

    assert (answer.status_code, rules_at(leader.store, NOW).lines) == (409, (Line("leader"),))


@pytest.mark.parametrize("role", ["data_manager", "director", "manager"])
def test_who_only_reads_sees_no_fields(request, client_of, agent, role):
    answer = client_of(request.getfixturevalue(role)).get(PAGE)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="weight-{agent.pk}"' not in text
    assert "is-primary" not in text


def test_who_only_reads_opens_lines_by_their_links(client_of, director):
    places = [client_of(director).get(f"{PAGE}?open={said}").context["form"].open for said in ("1", "9", "x", "")]

    assert places == [1, 1, 0, 0]


@pytest.mark.parametrize("role", ["agent", "reception", "front_desk", "marketing", "hq"])
def test_others_do_not_see_them(request, client_of, role):
    browser = client_of(request.getfixturevalue(role))

    assert [browser.get(PAGE).status_code, browser.post(f"{PAGE}preview/").status_code, browser.post(f"{PAGE}save/").status_code] == [403] * 3


@pytest.mark.parametrize("role", ["data_manager", "director", "manager"])
def test_who_reads_changes_nothing(request, client_of, role):
    browser = client_of(request.getfixturevalue(role))

    assert [browser.post(f"{PAGE}{deed}/", typed(EVEN)).status_code for deed in ("preview", "save")] == [403] * 2


def test_without_agents_the_page_says_what_to_do(client_of, leader):
    assert "还没有专员" in client_of(leader).get(PAGE).content.decode()


@pytest.mark.once
def test_the_page_takes_as_many_questions_for_many_as_for_few(client_of, leader, agent, other_agent, django_assert_max_num_queries, django_assert_num_queries):
    LeadFactory.create_batch(3, store=leader.store, received_at=WEDNESDAY_9)
    browser = client_of(leader)
    browser.get(PAGE)
    with django_assert_max_num_queries(15) as few:
        browser.get(PAGE)
    LeadFactory.create_batch(60, store=leader.store, received_at=WEDNESDAY_9)

    with django_assert_num_queries(len(few)):
        browser.get(PAGE)


def test_one_place_of_the_navigation_leads_to_the_rules_of_the_store_and_by_a_switch_to_those_of_allocation(client_of, leader, data_manager):
    kept, read = sections_of(leader), sections_of(data_manager)

    there, here = (one_line(client_of(leader).get(page).content.decode()) for page in ("/settings/rules/", PAGE))

    assert [section.url for section in kept if section.url in {"house_rules", "allocation_rules"}] == ["house_rules"]
    assert [section.url for section in read if section.url in {"house_rules", "allocation_rules"}] == ["allocation_rules"]
    assert '<a href="/settings/allocation/">分配</a>' in there
    assert '<a href="/settings/rules/">门店规则</a>' in here
    assert '<a href="/settings/allocation/" aria-current="true">分配</a>' in here
