"""Of several who could be dealt a lead, which: every step of the order with two."""

from collections import Counter
from copy import deepcopy
from decimal import Decimal

import pytest

from leads.pool.allocation_plan import Line, Seat, Waiting, plan

WEB = Waiting(1, source="web")


def winner(*seats: Seat, lead: Waiting = WEB, act: str = "even") -> int | None:
    [gift] = plan([lead], [Line(act, users=frozenset(seat.pk for seat in seats) if act == "named" else frozenset())], seats)
    return gift.agent


def had(**counts: int) -> Counter:
    """What somebody was given today: even_web=2 by the even deal of source web."""
    return Counter({tuple(name.rsplit("_", 1)): count for name, count in counts.items()})


@pytest.mark.parametrize(
    ("ahead", "behind"),
    [
        (Seat(2, given=had(even_web=1, hand_web=5), month=9), Seat(1, given=had(even_web=2))),
        (Seat(2, given=had(even_web=1, hand_web=1), month=9), Seat(1, given=had(even_web=1, returning_event=2))),
        (Seat(2, month=10, days=10), Seat(1, month=11, days=10)),
        (Seat(2, month=19, days=20), Seat(1, month=10, days=10)),
        (Seat(2, draw="a"), Seat(1, draw="b")),
        (Seat(1), Seat(2)),
    ],
    ids=["least evenly of this source", "least of all today", "least in 30 days", "least in 30 days a day present", "the draw", "nothing at all"],
)
def test_each_step_of_the_order_decides_before_the_next(ahead, behind):
    answers = [winner(*deepcopy(seats)) for seats in ((ahead, behind), (behind, ahead))]

    assert answers == [ahead.pk] * 2


def test_what_was_dealt_of_another_source_or_by_another_act_is_not_counted_first():
    busy = Seat(1, given=had(even_event=1, named_web=1, returning_web=1, again_web=1))

    assert winner(busy, Seat(2, given=had(even_web=1))) == 1


@pytest.mark.parametrize(
    ("weight", "given", "agent"),
    [("0.5", 0, 1), ("0.5", 1, 1), ("0.5", 2, 2), ("2.0", 3, 1), ("2.0", 4, 1), ("2.0", 5, 2)],
    ids=["none", "as much by weight", "more by weight", "less by weight", "as much by weight, twice", "more by weight, twice"],
)
def test_what_they_got_is_divided_by_their_weight(weight, given, agent):
    weighed = Seat(1, weight=Decimal(weight), given=had(even_web=given))

    assert winner(weighed, Seat(2, given=had(even_web=2, hand_web=9))) == agent


def test_named_gifts_are_dealt_the_same_way_among_their_people():
    seats = Seat(1, given=had(named_web=1)), Seat(2, given=had(even_web=3))

    assert winner(*deepcopy(seats), act="named") == 2
    assert winner(*deepcopy(seats), act="even") == 1


def test_leads_that_came_back_are_dealt_evenly_among_themselves():
    seats = [Seat(1, draw="a"), Seat(2, draw="b"), Seat(3, draw="c")]

    gifts = plan([Waiting(number, "web", taken_from=9) for number in range(6)], [Line("even")], seats)

    assert Counter(gift.agent for gift in gifts) == {1: 2, 2: 2, 3: 2}


@pytest.mark.parametrize(("today", "agent"), [(39, 1), (40, None), (41, None)])
def test_the_cap_is_the_last_one_they_get(today, agent):
    assert winner(Seat(1, given=had(even_web=today))) == agent


def test_what_a_plan_gives_counts_at_once():
    seats = [Seat(1, draw="b"), Seat(2, draw="a")]

    gifts = plan([Waiting(number, source="web") for number in range(4)], [Line("even")], seats)

    assert [gift.agent for gift in gifts] == [2, 1, 2, 1]
    assert [(seat.today, seat.ruled, seat.month, seat.given["even", "web"]) for seat in seats] == [(2, 2, 2, 2)] * 2


def test_of_whom_nothing_is_said_has_nothing_and_may_get_forty():
    seat = Seat(1)

    assert (seat.on_duty, seat.cap, seat.weight, seat.today, seat.month, seat.days) == (True, 40, 1, 0, 0, 30)


def test_who_was_never_there_is_not_divided_by_nothing():
    assert winner(Seat(1, month=2, days=0), Seat(2, month=1, days=0)) == 2


def test_an_absence_is_repaid_by_two_fresh_leads_a_day_at_most_and_these_count_apart():
    seats = [Seat(1, draw="a"), Seat(2, owed=3, draw="b")]

    gifts = plan([Waiting(number, "web") for number in range(6)], [Line("even")], seats)

    assert [(gift.agent, gift.reason) for gift in gifts] == [(2, "made_up"), (2, "made_up"), (1, "even"), (2, "even"), (1, "even"), (2, "even")]
    assert (seats[1].owed, seats[1].ruled) == (1, 4)


@pytest.mark.parametrize(("today", "reason"), [(0, "made_up"), (1, "made_up"), (2, "even")])
def test_what_was_repaid_today_counts(today, reason):
    [gift] = plan([WEB], [Line("even")], [Seat(1, owed=9, given=had(made_up_event=today))])

    assert gift.reason == reason


def test_nothing_is_repaid_by_named_gifts_by_what_came_back_or_beyond_the_cap_and_who_is_owed_most_comes_first():
    lines = [Line("named", source=frozenset({"event"}), users=frozenset({1})), Line("even")]

    named, again, full, most = (
        plan([Waiting(1, source, taken_from=taken)], lines, seats)[0]
        for source, taken, seats in (
            ("event", None, [Seat(1, owed=1)]),
            ("web", 9, [Seat(1, owed=1)]),
            ("web", None, [Seat(1, owed=1, cap=0), Seat(2)]),
            ("web", None, [Seat(1, owed=1), Seat(2, owed=2)]),
        )
    )

    assert [(gift.agent, gift.reason) for gift in (named, again, full, most)] == [(1, "named"), (1, "again"), (2, "even"), (2, "made_up")]
