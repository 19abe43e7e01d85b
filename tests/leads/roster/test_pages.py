"""The page of the roster."""

import json
from datetime import date, time, timedelta

import pytest

from dcc.models import Shift, User
from leads.roster.week import Week
from tests.factories import AllocationFactory, LeadFactory, ShiftFactory, UserFactory
from tests.moments import NOW, TODAY, moment

SATURDAY = date(2026, 11, 28)
pytestmark = pytest.mark.once


def sent(*cells):
    """The form of the page with these days: (person, day, facts)."""
    return {"week": str(TODAY), "cells": json.dumps({f"{person.pk}:{day}": facts for person, day, facts in cells})}


def test_everybody_of_the_store_reads_it_and_only_who_keeps_days_finds_any_to_change(client_of, agent, leader, director, reception):
    ShiftFactory(user=agent, day=SATURDAY)
    ShiftFactory(user=reception, day=SATURDAY)

    pages = {person.username: client_of(person).get("/settings/roster/").content.decode() for person in (agent, leader, director)}

    found = {name: (page.count("早班"), f'data-cell="{agent.pk}:' in page, f'data-cell="{reception.pk}:' in page) for name, page in pages.items()}
    assert [found[name][1:] for name in ("agent", "leader", "director")] == [(False, False), (True, False), (False, True)]
    assert all(count >= 2 for count, *_rest in found.values())


def test_past_days_are_closed(client_of, leader, agent):
    page = client_of(leader).get("/settings/roster/").content.decode()

    assert [f'data-cell="{agent.pk}:2026-11-{day}"' in page for day in (23, 25, 26, 29)] == [False, False, True, True]


def test_the_past_days_of_who_left_stay_and_the_coming_ones_do_not(leader, agent, other_agent, store):
    for day in (date(2026, 11, 23), date(2026, 11, 25), TODAY, SATURDAY):
        ShiftFactory(user=agent, day=day)
    ShiftFactory(user=other_agent, day=date(2026, 11, 23))
    User.objects.filter(pk=agent.pk).update(left_at=moment(24, 18))

    week, next_week = (Week(leader, week=day, now=NOW) for day in (TODAY, TODAY + timedelta(days=7)))

    rows = {row.person: [cell.day.day for cell in row.cells if cell.shift] for group in week.groups for row in group.rows if row.days}
    assert rows == {agent: [23], other_agent: [23]}
    assert [each.words for each in week.cover] == [[("早", 2)], *[[]] * 6]
    assert agent not in [row.person for group in next_week.groups for row in group.rows]
    assert not any(cell.is_open for group in week.groups for row in group.rows for cell in row.cells if row.person == agent)


def test_what_was_changed_is_saved_and_said(client_of, leader, agent):
    client = client_of(leader)

    answer = client.post("/settings/roster/save/", sent((agent, SATURDAY, {"word": "晚班", "was": ""})), follow=True)

    assert (answer.status_code, "已存 1 格" in answer.content.decode()) == (200, True)
    assert list(Shift.objects.values_list("user", "day", "word", "starts")) == [(agent.pk, SATURDAY, "晚班", time(11))]


def test_somebody_elses_change_is_answered_with_both_and_does_nothing(client_of, leader, agent):
    ShiftFactory(user=agent, day=SATURDAY)

    answer = client_of(leader).post("/settings/roster/save/", sent((agent, SATURDAY, {"word": "晚班", "was": ""})))

    assert (answer.status_code, "刚才有人改成了“早班”" in answer.content.decode()) == (409, True)
    assert Shift.objects.get().word == "早班"


@pytest.mark.parametrize("cells", ["[" * 200_000, '{"a":' * 50_000])
def test_what_is_nested_too_deep_to_read_is_refused(client_of, leader, cells):
    answer = client_of(leader).post("/settings/roster/save/", {"week": str(TODAY), "cells": cells})

    assert (answer.status_code, Shift.objects.count()) == (422, 0)


@pytest.mark.parametrize("cells", ["", "[]", "{", '{"x:2026-11-28": {}}', '{"1:never": {}}', '{"1:2026-11-28": 3}'])
def test_what_the_page_would_never_send_is_refused(client_of, leader, cells):
    answer = client_of(leader).post("/settings/roster/save/", {"week": str(TODAY), "cells": cells})

    assert answer.status_code in {303, 422}
    assert Shift.objects.count() == 0


def test_it_says_who_is_on_duty_who_is_not_there_and_what_the_shifts_end_brings(client_of, store, leader, agent, other_agent):
    ShiftFactory(user=agent, day=TODAY)
    ShiftFactory(user=other_agent, day=TODAY, word="晚班", starts=time(11), ends=time(20))
    lead = LeadFactory(store=store, agent=agent, allocated_at=moment(26, 10))
    AllocationFactory(lead=lead, agent=agent, at=moment(26, 10))

    page = client_of(leader).get("/settings/roster/").content.decode()

    assert "今天 1，没打 1" in page
    assert "到时还一次没打的（现在 1 条），收回待分配：李娜还在。" in page


def test_a_copied_week_proposes_what_stands_in_the_one_before(client_of, leader, agent):
    ShiftFactory(user=agent, day=TODAY)

    page = client_of(leader).get("/settings/roster/?week=2026-12-03&copy=1").content.decode()

    assert page.count('data-then="早班"') == 1


def test_it_asks_few_questions(client_of, store, leader, agent, django_assert_max_num_queries):
    for day in (TODAY, SATURDAY):
        ShiftFactory(user=agent, day=day)
    client = client_of(leader)

    with django_assert_max_num_queries(15):
        client.get("/settings/roster/")


@pytest.mark.parametrize(("more", "folded"), [(18, []), (19, ["reception"])])
def test_with_many_people_the_groups_in_which_one_keeps_nobodys_days_are_folded(client_of, store, leader, agent, reception, more, folded):
    for number in range(more):
        UserFactory(store=store, username=f"agent{number}", roles=["agent"])

    shown = client_of(leader).get("/settings/roster/").context

    assert (len(shown["people"]), [group.key for group in shown["groups"] if group.is_folded]) == (more + 2, folded)
