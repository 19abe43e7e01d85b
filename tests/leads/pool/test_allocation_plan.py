"""Who gets which lead, by which line, and why."""

from collections import Counter
from datetime import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.pool.allocation_plan import DEFAULT, RULED, Gift, Line, Seat, Waiting, plan

EVEN = [Line("even")]


def agents(gifts):
    """The agents of the gifts, in order."""
    return [gift.agent for gift in gifts]


def test_a_returning_customer_goes_to_the_agent_who_knew_them_last():
    lead = Waiting(1, known_by=(8, 7))

    gifts = plan([lead], DEFAULT, [Seat(7), Seat(8, month=90), Seat(9)])

    assert gifts == [Gift(1, 8, "returning", 1)]


def test_a_returning_customer_whose_agent_is_away_goes_to_the_one_before():
    lead = Waiting(1, known_by=(8, 7))

    gifts = plan([lead], DEFAULT, [Seat(7), Seat(8, on_duty=False)])

    assert gifts == [Gift(1, 7, "returning", 1)]


def test_who_knew_them_but_is_at_the_cap_or_gone_is_passed_over_and_then_the_next_line_is_asked():
    lead = Waiting(1, known_by=(9, 8))

    gifts = plan([lead], DEFAULT, [Seat(7), Seat(8, cap=0)])

    assert gifts == [Gift(1, 7, "even", 2)]


def test_whose_lead_came_back_from_the_one_who_knew_them_it_goes_to_somebody_else():
    gifts = plan([Waiting(1, known_by=(8,), taken_from=8)], DEFAULT, [Seat(7), Seat(8)])

    assert gifts == [Gift(1, 7, "again", 2)]


def test_the_first_line_that_fits_takes_it_and_all_its_conditions_must_hold():
    line = Line("leader", source=frozenset({"web"}), channel=frozenset({3}), model=frozenset({"bZ3X", "bZ5"}))
    fits = {"source": "web", "channel": 3, "model": "bZ5"}
    leads = [Waiting(1, **fits), *(Waiting(pk, **{**fits, **other}) for pk, other in enumerate(({"source": "event"}, {"channel": 4}, {"model": ""}), start=2))]

    gifts = plan(leads, [line, *EVEN], [Seat(7)])

    assert [(gift.reason, gift.line) for gift in gifts] == [("leader", 1), ("even", 2), ("even", 2), ("even", 2)]


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ((time(9), time(18)), (time(9), time(17, 59)), (time(8, 59), time(18))),
        ((time(18), time(8, 30)), (time(18), time(0), time(8, 29)), (time(8, 30), time(17, 59))),
    ],
    ids=["within a day", "over midnight"],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(hours, inside, outside):
    lines = [Line("leader", hours=hours), *EVEN]

    answers = [plan([Waiting(1, arrived=moment)], lines, [Seat(7)])[0].reason for moment in (*inside, *outside)]

    assert answers == ["leader"] * len(inside) + ["even"] * len(outside)


def test_named_people_are_dealt_to_alike_and_of_them_only_who_is_there():
    lines = [Line("named", users=frozenset({7, 8, 9})), *EVEN]

    gifts = plan([Waiting(n, "transfer") for n in range(4)], lines, [Seat(6), Seat(7, draw="b"), Seat(8, draw="a"), Seat(9, on_duty=False)])

    assert [(gift.agent, gift.reason, gift.line) for gift in gifts] == [(8, "named", 1), (7, "named", 1), (8, "named", 1), (7, "named", 1)]


@pytest.mark.parametrize("seat", [Seat(7, on_duty=False), Seat(7, cap=0)], ids=["away", "at the cap"])
def test_where_none_of_the_named_may_take_it_the_next_line_is_asked(seat):
    gifts = plan([Waiting(1)], [Line("named", users=frozenset({7})), *EVEN], [seat, Seat(8)])

    assert gifts == [Gift(1, 8, "even", 2)]


def test_nothing_below_a_line_that_leaves_it_to_the_leader_is_asked():
    assert plan([Waiting(1)], [Line("leader"), *EVEN], [Seat(7)]) == [Gift(1, None, "leader", 1)]


def test_what_the_showroom_claims_stays_until_it_is_decided():
    assert plan([Waiting(1, claimed=True)], EVEN, [Seat(7)]) == [Gift(1, None, "claimed")]


def test_what_an_upper_line_takes_counts_before_a_lower_one_deals():
    gifts = plan([Waiting(1), Waiting(2, known_by=(7,))], DEFAULT, [Seat(7, cap=1), Seat(8)])

    assert gifts == [Gift(1, 8, "even", 2), Gift(2, 7, "returning", 1)]


def test_who_is_away_gets_nothing():
    gifts = plan([Waiting(1), Waiting(2)], EVEN, [Seat(7, on_duty=False), Seat(8, month=200)])

    assert agents(gifts) == [8, 8]


def test_nobody_gets_more_than_their_own_cap_and_what_stays_says_so():
    gifts = plan([Waiting(n) for n in range(1, 5)], EVEN, [Seat(7, cap=1), Seat(8, cap=2), Seat(9, cap=0)])

    assert Counter(agents(gifts)) == {7: 1, 8: 2, None: 1}
    assert gifts[-1] == Gift(4, None, "cap")


@pytest.mark.parametrize(("reason", "agent"), [*((reason, None) for reason in sorted(RULED)), ("hand", 7), ("incoming", 7), ("review", 7), ("left", 7)])
def test_the_cap_holds_for_what_lines_give_and_for_nothing_else(reason, agent):
    gifts = plan([Waiting(1, known_by=(7,))], DEFAULT, [Seat(7, cap=1, given=Counter({(reason, "web"): 1}))])

    assert agents(gifts) == [agent]


def test_where_nobody_is_on_duty_nothing_is_given():
    assert plan([Waiting(1)], EVEN, [Seat(7, on_duty=False)]) == [Gift(1, None, "nobody")]
    assert plan([Waiting(1)], EVEN, []) == [Gift(1, None, "nobody")]
    assert plan([Waiting(1)], EVEN, [Seat(7, on_duty=False), Seat(8, cap=0)]) == [Gift(1, None, "cap")]


def test_a_lead_that_came_back_goes_to_somebody_else_if_there_is_anybody_and_counts_apart():
    others = [Seat(7), Seat(8, month=50)]

    gifts = [plan([Waiting(1, taken_from=7)], EVEN, others), plan([Waiting(1, taken_from=7)], EVEN, [Seat(7), Seat(8, on_duty=False)])]

    assert gifts == [[Gift(1, 8, "again", 1)], [Gift(1, 7, "again", 1)]]
    assert others[1].given == {("again", ""): 1}


def test_a_plan_is_the_same_each_time_it_is_made():
    def make():
        return plan([Waiting(n, source="web") for n in range(20)], EVEN, [Seat(pk, month=pk) for pk in range(1, 6)])

    assert make() == make()


@given(
    leads=st.lists(st.tuples(st.sampled_from(["web", "event"]), st.none() | st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=60),
    weights=st.lists(st.sampled_from([1, 1, 1, 2]), min_size=2, max_size=5),
    chance=st.integers(),
)
def test_two_like_agents_differ_by_one_at_most_in_what_is_dealt_evenly_of_each_source(leads, weights, chance):
    chance = Random(chance)
    seats = [Seat(pk, cap=1000, weight=weight, month=chance.randrange(99), draw=str(chance.random())) for pk, weight in enumerate(weights, start=1)]
    waiting = [Waiting(n, source, (known,) if known else (), taken) for n, (source, known, taken) in enumerate(leads)]

    for lead in waiting:  # one after the other, as a day goes, or several at once
        plan([lead], DEFAULT, seats)
    plan([Waiting(lead.pk + 1000, lead.source) for lead in waiting], DEFAULT, seats)

    for source in ("web", "event"):
        got = [seat.given["even", source] for seat in seats if seat.weight == 1]
        assert not got or max(got) - min(got) <= 1


@given(
    leads=st.lists(st.tuples(st.sampled_from(["web", "event"]), st.none() | st.integers(1, 5)), max_size=40),
    seats=st.lists(st.tuples(st.booleans(), st.integers(0, 12)), max_size=5),
)
def test_every_lead_has_one_gift_and_no_rule_is_broken(leads, seats):
    waiting = [Waiting(n, source, (known,) if known else ()) for n, (source, known) in enumerate(leads)]
    made = [Seat(pk, duty, cap=10, given=Counter({("even", "web"): today})) for pk, (duty, today) in enumerate(seats, start=1)]
    before = {seat.pk: seat.ruled for seat in made}

    gifts = plan(waiting, DEFAULT, made)

    got = Counter(gift.agent for gift in gifts if gift.agent)
    assert [gift.lead for gift in gifts] == [lead.pk for lead in waiting]
    assert all(seat.on_duty and before[seat.pk] + got[seat.pk] <= 10 for seat in made if got[seat.pk])
    assert all(not seat.is_free for seat in made) or all(gift.agent for gift in gifts)
