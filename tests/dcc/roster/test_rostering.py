"""The roster is written."""

from contextlib import suppress
from datetime import date, time

import pytest

from dcc.errors import Refused
from dcc.models import Notice, Shift, Word
from dcc.roster.rules.rostering import MEANWHILE, Cell, save_roster
from tests.factories import ShiftFactory
from tests.moments import MONDAY_9, TUESDAY_9, moment
from tests.trail import trail

MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)


def days():
    return list(Shift.objects.order_by("user__username", "day").values_list("user__username", "day", "word", "starts", "ends", "leave"))


def test_several_days_are_written_with_their_times_and_each_person_is_told_once(store, leader, agent, other_agent):
    cells = [Cell(agent.pk, MONDAY, "早班"), Cell(agent.pk, TUESDAY, "休"), Cell(other_agent.pk, MONDAY, "晚班")]

    saved = save_roster(store, cells, by=leader, now=MONDAY_9)

    assert (saved.cells, saved.told) == (3, (agent, other_agent))
    assert days() == [
        ("agent", MONDAY, "早班", time(8, 30), time(17, 30), ""),
        ("agent", TUESDAY, "休", None, None, ""),
        ("other_agent", MONDAY, "晚班", time(11), time(20), ""),
    ]
    assert list(Notice.objects.order_by("id").values_list("user__username", "kind")) == [("agent", "roster.set"), ("other_agent", "roster.set")]
    assert trail("roster.set") == [
        {"count": 2, "first": "2026-11-23", "last": "2026-11-24"},
        {"count": 1, "first": "2026-11-23", "last": "2026-11-23", "before": "", "after": "晚班"},
    ]


def test_what_says_the_same_is_no_change(store, leader, agent):
    ShiftFactory(user=agent)

    saved = save_roster(store, [Cell(agent.pk, MONDAY, "早班")], by=leader, now=MONDAY_9)

    assert (saved.cells, saved.told, trail("roster.set")) == (0, (), [])


def test_a_leave_says_its_kind_who_stands_in_and_whether_it_is_made_up_for(store, leader, agent, other_agent):
    save_roster(store, [Cell(agent.pk, MONDAY, leave="annual", stand_in=other_agent.pk, made_up=True)], by=leader, now=MONDAY_9)

    row = Shift.objects.get()
    assert (row.leave, row.word, row.starts, row.stand_in, row.made_up) == ("annual", "", None, other_agent, True)


def test_a_word_whose_times_change_leaves_what_was_written(store, leader, agent):
    save_roster(store, [Cell(agent.pk, TUESDAY, "早班")], by=leader, now=MONDAY_9)
    Word.objects.filter(store=store, name="早班").update(detail={"from": "09:00", "to": "18:00"})

    save_roster(store, [Cell(agent.pk, SATURDAY, "早班")], by=leader, now=MONDAY_9)

    assert [(day, starts) for _who, day, _word, starts, _ends, _leave in days()] == [(TUESDAY, time(8, 30)), (SATURDAY, time(9))]


def test_nothing_puts_a_day_back_to_no_roster(store, leader, agent):
    ShiftFactory(user=agent)

    save_roster(store, [Cell(agent.pk, MONDAY)], by=leader, now=MONDAY_9)

    assert days() == []


@pytest.mark.parametrize(("at", "ended"), [(moment(23, 17, 29), False), (moment(23, 17, 30), True)])
def test_a_shift_that_is_over_when_it_is_written_ends_nothing(store, leader, agent, at, ended):
    save_roster(store, [Cell(agent.pk, MONDAY, "早班")], by=leader, now=at)

    assert Shift.objects.get().ended_at == (at if ended else None)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ({"day": MONDAY, "word": "早班"}, "过去的日子"),
        ({"word": "夜班"}, "选一个班次"),
        ({"leave": "party"}, "选一种假"),
        ({"day": date(2027, 11, 25), "word": "早班"}, "一年"),
        ({"word": "早班", "stand_in": 0}, "本店另一位"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(store, leader, agent, cell, sentence):
    cells = [Cell(agent.pk, SATURDAY, "早班"), Cell(**{"person": agent.pk, "day": TUESDAY, **cell})]

    with pytest.raises(Refused, match=sentence):
        save_roster(store, cells, by=leader, now=TUESDAY_9)

    assert days() == []


def test_the_last_day_that_can_be_written_is_a_year_ahead(store, leader, agent):
    saved = save_roster(store, [Cell(agent.pk, date(2027, 11, 24), "早班")], by=leader, now=TUESDAY_9)

    assert (saved.cells, Shift.objects.get().day) == (1, date(2027, 11, 24))


def test_where_somebody_wrote_the_day_meanwhile_nothing_is_done(store, leader, agent):
    ShiftFactory(user=agent)

    with pytest.raises(Refused, match="早班") as refused:
        save_roster(store, [Cell(agent.pk, MONDAY, "晚班", was="")], by=leader, now=MONDAY_9)

    assert ([word for _who, _day, word, *_rest in days()], refused.value.about) == (["早班"], MEANWHILE)


@pytest.mark.parametrize(
    ("by", "whom", "may"),
    [("leader", "agent", True), ("leader", "reception", False), ("director", "reception", True), ("director", "front_desk", True),
     ("director", "agent", False), ("manager", "agent", False), ("agent", "agent", False), ("foreign_leader", "agent", False), ("leader", "leader", False)],
)  # fmt: skip
def test_the_leader_keeps_the_agents_days_and_the_director_everybody_elses(request, store, by, whom, may):
    by, whom = request.getfixturevalue(by), request.getfixturevalue(whom)

    with suppress(Refused):
        save_roster(store, [Cell(whom.pk, MONDAY, "早班")], by=by, now=MONDAY_9)

    assert Shift.objects.count() == int(may)
