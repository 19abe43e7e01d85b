"""Of several who could get a lead, which: every step of the order with two, and the draw at its end."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta

import pytest

from leads.pool.allocation_plan import Gift, Seat, Waiting, plan
from tests.moments import MONDAY_9, TUESDAY_9

LATER = MONDAY_9 + timedelta.resolution


def winner(*seats: Seat, lead: Waiting | None = None) -> tuple[int | None, str]:
    [gift] = plan([lead or Waiting(1, source="web")], seats)
    return gift.agent, gift.reason


@pytest.mark.parametrize(("first", "second"), [("wang", "li"), ("zhao", "chen"), ("sun", "zhou"), ("agent1", "agent2")])
def test_equals_are_drawn_by_username_whatever_their_keys(first, second):
    names = {1: first, 2: second}
    swapped = {2: first, 1: second}

    drawn = [given[winner(*(Seat(pk, username=name) for pk, name in given.items()))[0]] for given in (names, swapped)]

    assert drawn[0] == drawn[1]


def test_the_draw_joins_nothing_to_the_order_in_which_they_stand_or_joined():
    people = [f"person{number}" for number in range(20)]

    firsts = [people[pk] for pk in range(20) if winner(*(Seat(other, username=people[other]) for other in (pk, (pk + 1) % 20)))[0] == pk]

    assert 3 < len(firsts) < 17


@pytest.mark.parametrize(
    ("ahead", "behind", "reason"),
    [
        (Seat(1, today=2, held=9), Seat(2, today=3, held=1), "turn"),
        (Seat(1, held=9, sources=Counter(web=1)), Seat(2, held=1, sources=Counter(web=2)), "turn"),
        (Seat(1, held=4, last_given_at=TUESDAY_9), Seat(2, held=5, last_given_at=MONDAY_9), "load"),
        (Seat(1, held=5, last_given_at=MONDAY_9), Seat(2, held=5, last_given_at=LATER), "turn"),
        (Seat(1, held=5), Seat(2, held=5, last_given_at=MONDAY_9), "turn"),
    ],
    ids=["least today", "least of this source today", "holds least", "waited longest", "never got any"],
)
def test_each_step_of_the_order_decides_before_the_next(ahead, behind, reason):
    answers = [winner(*deepcopy(seats)) for seats in ((ahead, behind), (behind, ahead))]

    assert answers == [(1, reason)] * 2


def test_what_another_source_brought_today_does_not_count():
    answer = winner(Seat(1, today=1, sources=Counter(event=1)), Seat(2, today=1, sources=Counter(web=1)))

    assert answer == (1, "turn")


def test_load_is_the_reason_only_where_holding_less_than_every_equal_decided():
    of_three = winner(Seat(1, held=3), Seat(2, held=4), Seat(3, held=5))
    shared = winner(Seat(1, held=3, last_given_at=MONDAY_9), Seat(2, held=3, last_given_at=TUESDAY_9), Seat(3, held=5))
    alone = winner(Seat(1, held=3), Seat(2, today=1, held=9))

    assert (of_three, shared, alone) == ((1, "load"), (1, "turn"), (1, "turn"))


@pytest.mark.parametrize(("today", "agent"), [(39, 1), (40, None), (41, None)])
def test_the_cap_is_the_last_one_they_get(today, agent):
    assert winner(Seat(1, today=today)) == (agent, "turn" if agent else "cap")


def test_what_a_plan_gives_counts_at_once():
    seats = [Seat(1, held=5), Seat(2, held=5, last_given_at=MONDAY_9)]

    gifts = plan([Waiting(number, source="web") for number in range(4)], seats)

    assert [gift.agent for gift in gifts] == [1, 2, 1, 2]
    assert [(seat.held, seat.today, seat.sources["web"]) for seat in seats] == [(7, 2, 2), (7, 2, 2)]


def test_who_knew_them_but_is_at_the_cap_or_gone_is_passed_over_for_who_knew_them_before():
    lead = Waiting(1, known_by=(9, 8, 7))

    assert winner(Seat(7), Seat(8, today=40), lead=lead) == (7, "returning")


def test_who_got_returning_customers_has_had_a_turn():
    gifts = plan([Waiting(1, known_by=(1,)), Waiting(2), Waiting(3)], [Seat(1, last_given_at=MONDAY_9), Seat(2, last_given_at=TUESDAY_9)])

    assert gifts == [Gift(1, 1, "returning"), Gift(2, 2, "turn"), Gift(3, 1, "turn")]


def test_a_turn_that_was_dealt_comes_after_every_returning_customers():
    gifts = plan([Waiting(1), Waiting(2), Waiting(3, known_by=(1,))], [Seat(1, last_given_at=TUESDAY_9), Seat(2, last_given_at=MONDAY_9)])

    assert [gift.agent for gift in gifts] == [2, 1, 1]


def test_the_reason_nobody_gets_it_is_the_cap_if_anybody_is_there_and_nobody_if_not():
    full, away = Seat(1, today=40), Seat(2, on_duty=False)

    assert [winner(full, away), winner(away), winner(Seat(3, today=40, on_duty=False))] == [(None, "cap"), (None, "nobody"), (None, "nobody")]


def test_whom_nobody_knows_by_a_username_is_drawn_whatever_the_order_they_stand_in():
    answers = [winner(*(Seat(pk) for pk in pks)) for pks in ((1, 2), (2, 1))]

    assert answers[0] == answers[1]


def test_of_whom_nothing_else_is_said_has_nothing_yet():
    said, drawn = {"held": 0, "turns": 0, "username": ""}, winner(Seat(1), Seat(2))

    answers = [winner(Seat(1, **{name: nothing}), Seat(2)) for name, nothing in said.items()]
    others = [winner(Seat(1), Seat(2, **{name: nothing})) for name, nothing in said.items()]

    assert [*answers, *others] == [drawn] * 6


def test_who_got_a_returning_customer_in_this_plan_stands_behind_who_had_as_much_before_it():
    knower, other = Seat(1), Seat(2, today=1, held=1, sources=Counter(web=1), last_given_at=MONDAY_9)

    gifts = plan([Waiting(1, "web", known_by=(1,)), Waiting(2, "web")], [knower, other])

    assert [(gift.agent, gift.reason) for gift in gifts] == [(1, "returning"), (2, "turn")]
