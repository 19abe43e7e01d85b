"""Who gets which lead, and why."""

from collections import Counter
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from leads.pool.allocation_plan import Gift, Seat, Waiting, plan
from tests.moments import MONDAY_9


def agents(gifts):
    """The agents of the gifts, in order."""
    return [gift.agent for gift in gifts]


def test_a_returning_customer_goes_to_the_agent_who_knew_them_last():
    lead = Waiting(1, known_by=(8, 7))

    gifts = plan([lead], [Seat(7), Seat(8, held=90), Seat(9)])

    assert gifts == [Gift(1, 8, "returning")]


def test_a_returning_customer_whose_agent_is_away_goes_to_the_one_before():
    lead = Waiting(1, known_by=(8, 7))

    gifts = plan([lead], [Seat(7), Seat(8, on_duty=False)])

    assert gifts == [Gift(1, 7, "returning")]


def test_who_is_away_gets_nothing():
    gifts = plan([Waiting(1), Waiting(2)], [Seat(7, on_duty=False), Seat(8, held=200)])

    assert agents(gifts) == [8, 8]


def test_whoever_got_least_today_comes_first():
    gifts = plan([Waiting(n) for n in range(1, 5)], [Seat(7, today=3), Seat(8, today=0), Seat(9, today=1)])

    assert Counter(agents(gifts)) == {8: 3, 9: 1} or Counter(agents(gifts)) == {8: 2, 9: 2}
    assert agents(gifts)[0] == 8


def test_of_equals_whoever_holds_least_comes_first():
    gifts = plan([Waiting(1)], [Seat(7, held=146), Seat(8, held=47), Seat(9, held=118)])

    assert gifts == [Gift(1, 8, "load")]


def test_nobody_gets_more_than_the_cap():
    gifts = plan([Waiting(n) for n in range(1, 5)], [Seat(7, today=39), Seat(8, today=38)])

    assert Counter(agents(gifts)) == {7: 1, 8: 2, None: 1}
    assert gifts[-1] == Gift(4, None, "cap")


def test_the_cap_holds_for_returning_customers_too():
    gifts = plan([Waiting(1, known_by=(7,))], [Seat(7, today=40), Seat(8)])

    assert gifts == [Gift(1, 8, "turn")]


def test_where_nobody_is_on_duty_nothing_is_given():
    assert plan([Waiting(1)], [Seat(7, on_duty=False)]) == [Gift(1, None, "nobody")]
    assert plan([Waiting(1)], []) == [Gift(1, None, "nobody")]


def test_a_lead_that_came_back_goes_to_somebody_else_if_there_is_anybody():
    assert agents(plan([Waiting(1, taken_from=7)], [Seat(7), Seat(8, held=50)])) == [8]
    assert agents(plan([Waiting(1, taken_from=7)], [Seat(7), Seat(8, on_duty=False)])) == [7]


def test_a_returning_customer_does_not_go_back_to_whom_it_was_taken_from_while_another_is_free():
    lead = Waiting(1, known_by=(7,), taken_from=7)

    assert plan([lead], [Seat(7), Seat(8)]) == [Gift(1, 8, "turn")]
    assert plan([lead], [Seat(7), Seat(8, today=40)]) == [Gift(1, 7, "returning")]


def test_returning_customers_count_before_the_rest_is_dealt():
    gifts = plan([Waiting(1), Waiting(2), Waiting(3, known_by=(7,))], [Seat(7), Seat(8)])

    assert Counter(agents(gifts)) in ({7: 2, 8: 1}, {7: 1, 8: 2})
    assert agents(gifts)[0] == 8


def test_whoever_waited_longest_for_a_turn_comes_before_whoever_joined_first():
    early, late = MONDAY_9, MONDAY_9 + timedelta(hours=1)

    gifts = plan([Waiting(1)], [Seat(1, last_given_at=late), Seat(2, last_given_at=early)])

    assert agents(gifts) == [2]


def test_a_plan_is_the_same_each_time_it_is_made():
    def make():
        return plan([Waiting(n, source="web") for n in range(20)], [Seat(pk, held=pk) for pk in range(1, 6)])

    assert make() == make()


def test_over_a_hundred_days_nobody_gets_more_than_one_above_another_whoever_joined_first():
    """A few leads a day, all closed by the evening: only the turn decides, and it must not always begin with the same person."""
    chance, total, last = Random(7), Counter(), {}
    people = list(range(1, 8))

    for day in range(100):
        seats = [Seat(pk, last_given_at=last.get(pk)) for pk in people]
        for gift in plan([Waiting(n) for n in range(chance.randint(1, 12))], seats):
            total[gift.agent] += 1
            last[gift.agent] = MONDAY_9 + timedelta(days=day, seconds=sum(total.values()))

    assert max(total.values()) - min(total[pk] for pk in people) <= 1


@given(
    leads=st.lists(st.tuples(st.sampled_from(["web", "event"]), st.none() | st.integers(1, 5)), max_size=40),
    seats=st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 12)), max_size=5),
)
def test_every_lead_has_one_gift_and_no_rule_is_broken(leads, seats):
    waiting = [Waiting(n, source, (known,) if known else ()) for n, (source, known) in enumerate(leads)]
    made = [Seat(pk, duty, held, today, cap=10) for pk, (duty, held, today) in enumerate(seats, start=1)]
    before = {seat.pk: seat.today for seat in made}

    gifts = plan(waiting, made)

    got = Counter(gift.agent for gift in gifts if gift.agent)
    assert [gift.lead for gift in gifts] == [lead.pk for lead in waiting]
    assert all(seat.on_duty and before[seat.pk] + got[seat.pk] <= 10 for seat in made if got[seat.pk])
    assert all(not seat.is_free for seat in made) or all(gift.agent for gift in gifts)
