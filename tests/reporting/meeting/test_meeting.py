"""The meeting: what is looked back on and ahead to, what slipped and whose it is, who was best; surnames alone, and each sees what is theirs."""

from datetime import date

import pytest
from django.urls import reverse

from reporting.meeting.day_best import best_of
from reporting.meeting.guests import GuestHour, guests_of
from reporting.meeting.meeting_facts import days_of, meeting_of
from reporting.models import Target
from tests.factories import AppointmentFactory, CallFactory, CardFactory, LeadFactory, LeakageFactory, OrderFactory, VisitFactory
from tests.moments import NOW, TODAY, moment
from tests.one_line import one_line

YESTERDAY = date(2026, 11, 25)


def due(store, agent, at, status="booked", **lead):
    """An appointment of somebody."""
    ended = at if status in ("arrived", "no_show") else None
    row = LeadFactory(store=store, agent=agent, **lead)
    return AppointmentFactory(lead=row, agent=agent, at=moment(23, 9), scheduled_for=at, status=status, ended_at=ended)


def talks(store, agent, count, **facts):
    """So many connected calls of yesterday, each with somebody else."""
    for minute in range(count):
        CallFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=moment(25, 10, minute), outcome="connected", **facts)


def slipped(page) -> dict[str, tuple[int, str, str]]:
    return {line.kind.name: (line.count, line.whose, line.fact) for line in page.context["slipped"]}


def test_the_morning_looks_at_yesterday_and_today_the_evening_at_today_and_tomorrow(store):
    assert days_of(store, NOW, evening=False) == (YESTERDAY, TODAY)
    assert days_of(store, NOW, evening=True) == (TODAY, date(2026, 11, 27))


def test_guests_of_the_day_ahead_stand_by_surname_and_four_of_an_hour_by_name_alone(store, agent):
    due(store, agent, moment(26, 16), name="萧建国", gender="male")
    due(store, agent, moment(26, 17), status="confirmed", name="郝女士")
    due(store, agent, moment(26, 18), status="cancelled")
    due(store, agent, moment(25, 16))

    guests = guests_of(store, TODAY, now=NOW)

    assert [(guest.called, guest.state, guest.who) for guest in guests] == [("萧先生", "booked", "王伟"), ("郝女士", "confirmed", "王伟")]
    assert [GuestHour(16, [guests[0]] * count).in_full for count in (3, 4)] == [True, False]


def test_what_slipped_is_said_by_kind_with_whose_it_is_and_what_became_of_it(store, agent, other_agent, leader, client_of):
    due(store, agent, moment(25, 15), status="no_show", name="宋建国", gender="male")
    again = due(store, other_agent, moment(25, 16), status="no_show", name="董女士")
    AppointmentFactory(lead=again.lead, agent=other_agent, at=moment(26, 9), scheduled_for=moment(27, 10))
    for person, minutes in ((agent, 40), (agent, 52), (other_agent, 31)):
        lead = LeadFactory(store=store, agent=person, received_at=moment(25, 10), opened_at=moment(25, 10))
        CallFactory(lead=lead, agent=person, at=moment(25, 10, minutes), is_late=True)
    lead = LeadFactory(store=store, agent=other_agent)
    LeakageFactory(lead=lead, visit=VisitFactory(store=store, lead=lead, name="唐女士", at=moment(25, 11)))
    talks(store, agent, 1, is_first_connected=True)
    carded = LeadFactory(store=store, agent=agent, card_at=moment(25, 12))
    CallFactory(lead=carded, agent=agent, at=moment(25, 12), outcome="connected", is_first_connected=True)

    page = client_of(leader).get(reverse("meeting"))
    own = client_of(agent).get(reverse("meeting"))

    said = slipped(page)
    assert (said["no_shows"][0], said["no_shows"][2]) == (2, "1 个没重约")
    assert said["no_shows"][1].startswith("宋先生 15:00 王伟")
    assert said["late"] == (3, f"王伟 2、{other_agent.name} 1", "最久 52 分钟")
    assert (said["leaked"][0], said["leaked"][2]) == (1, "1 个还没提意见")
    assert said["no_card"] == (1, "王伟 1", "")
    assert {name: line[0] for name, line in slipped(own).items()} == {"no_shows": 1, "late": 2, "no_card": 1}


def test_nothing_slipped_is_said(store, leader, client_of):
    page = client_of(leader).get(reverse("meeting"))

    assert slipped(page) == {}
    assert "昨天没有滑掉的" in one_line(page.content.decode())


def test_shared_places_are_all_named_and_nobody_under_five_calls_is_ranked(store, agent, other_agent, leader):
    for person, calls, cards in ((agent, 5, 2), (other_agent, 5, 2), (leader, 4, 3)):
        talks(store, person, calls)
        for minute in range(cards):
            CardFactory(lead=LeadFactory(store=store, agent=person), agent=person, at=moment(25, 11, minute))

    meeting = meeting_of(store, now=NOW, evening=False)
    found = best_of(meeting.board, meeting.answered, meeting.received)

    assert [({*best.names}, best.value, best.beside) for best in found] == [({agent.name, other_agent.name}, "2 张", "接通 5；5")]


def test_the_best_specialist_is_told_by_orders_before_visits(store, reception):
    lead = LeadFactory(store=store)
    VisitFactory(store=store, lead=lead, at=moment(25, 11), tag="dcc", basis="named", reception=reception)
    OrderFactory(lead=lead, at=moment(25, 12), reception=reception)

    meeting = meeting_of(store, now=NOW, evening=False)

    assert [(best.names, best.value) for best in best_of(meeting.board, meeting.answered, meeting.received)] == [([reception.name], "来店 1，订单 1")]


def test_each_agent_stands_with_the_day_that_is_over_and_the_one_ahead(store, agent, other_agent, leader, client_of):
    Target.objects.create(store=store, month=TODAY.replace(day=1), measure="cards", user=agent, value=10)
    CardFactory(lead=LeadFactory(store=store, agent=agent, first_call_at=moment(24, 9)), agent=agent, at=moment(25, 11))
    due(store, agent, moment(26, 16), first_call_at=moment(24, 9))
    LeadFactory(store=store, agent=other_agent)

    lines = {line.name: line for line in client_of(leader).get(reverse("meeting")).context["lines"]}

    mine, theirs, total = lines[agent.name], lines[other_agent.name], lines[""]
    assert ([figure.count for figure in mine.done], mine.month.count, mine.target, mine.is_late) == ([0, 1, 0], 1, 10, True)
    assert [(line.due.count, line.waiting) for line in (mine, theirs, total)] == [(1, 0), (0, 1), (1, 1)]


def test_every_number_leads_to_as_many_rows(store, agent, other_agent, leader, client_of):
    talks(store, agent, 2, is_first_connected=True)
    due(store, agent, moment(25, 15), status="no_show")
    due(store, other_agent, moment(26, 16))
    client = client_of(leader)
    page = client.get(reverse("meeting"))

    shown = [figure for line in page.context["lines"] for figure in (*line.done, line.month, line.due, line.overdue) if figure.count]
    counted = [(line.count, line.url) for line in page.context["slipped"]] + [(figure.count, figure.url) for figure in shown]
    found = [(count, client.get(url).context["pager"].total.number) for count, url in counted]

    assert len(found) == 6
    assert [count for count, _rows in found] == [rows for _count, rows in found]


def test_an_agent_sees_the_teams_totals_and_of_persons_what_is_their_own(store, agent, other_agent, client_of):
    due(store, agent, moment(26, 16), name="萧建国", gender="male")
    due(store, other_agent, moment(26, 17), name="郝建国", gender="male")

    page = client_of(agent).get(reverse("meeting"))

    text = one_line(page.content.decode())
    assert [part in text for part in ("萧先生", "郝先生", other_agent.name, "今天应到 2 组")] == [True, False, False, True]
    assert ([line.name for line in page.context["lines"]], page.context["best"]) == ([agent.name, ""], None)


@pytest.mark.parametrize("query", ["", "?at=evening", "?screen=on"])
def test_the_page_bears_no_number_and_no_full_name_and_asks_little(store, agent, leader, client_of, query, django_assert_max_num_queries):
    row = due(store, agent, moment(26, 16), name="钱建国", gender="male", phone="13812345678")
    client = client_of(leader)
    client.get(reverse("meeting") + query)

    with django_assert_max_num_queries(15):
        text = client.get(reverse("meeting") + query).content.decode()

    assert [part in text for part in (row.lead.name, row.lead.phone, row.lead.phone_tail)] == [False] * 3


@pytest.mark.parametrize("asker", ["reception", "front_desk", "marketing", "hq"])
def test_whoever_sees_no_team_has_no_meeting(asker, request, client_of):
    assert client_of(request.getfixturevalue(asker)).get(reverse("meeting")).status_code == 403
