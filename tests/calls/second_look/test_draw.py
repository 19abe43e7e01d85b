"""Which of the lost are looked at again, and by whom: the decider."""

from datetime import date
from hashlib import sha256

from calls.second_look.draw import Drawn, Lost, draw, lot

DAY = date(2026, 11, 23)
PHONES = sorted((f"1540000000{number}" for number in range(6)), key=lambda phone: sha256(f"S1 2026-11-23 {phone}".encode()).hexdigest())


def drawn(lost, *, agents=(1, 2), looked=None, most=3):
    return draw(lost, agents=agents, looked=looked or {}, most=most, store_code="S1", day=DAY)


def test_a_lot_is_the_digest_of_store_day_and_number():
    number = lot("S1", DAY, "15400000001")

    assert number == sha256(b"S1 2026-11-23 15400000001").hexdigest()


def test_they_are_drawn_in_the_order_of_their_lots_whatever_their_keys():
    lost = [Lost(9 - place, phone, first_agent=place) for place, phone in enumerate(PHONES)]

    ids = [one.lead for one in drawn(reversed(lost))]

    assert ids == [9, 8, 7]


def test_each_first_agent_has_one_before_any_has_a_second():
    first, second, third = PHONES[:3]
    lost = [Lost(1, first, first_agent=7), Lost(2, second, first_agent=7), Lost(3, third, first_agent=8)]

    ids = [one.lead for one in drawn(lost, most=2)]

    assert ids == [1, 3]


def test_nobody_looks_at_whom_they_know():
    lost = [Lost(1, PHONES[0], knows=frozenset({1}))]

    assert drawn(lost) == [Drawn(1, 2)]


def test_whom_everybody_knows_leaves_the_place_to_the_next():
    lost = [Lost(1, PHONES[0], knows=frozenset({1, 2})), Lost(2, PHONES[1], first_agent=5), Lost(3, PHONES[2], first_agent=5)]

    assert [one.lead for one in drawn(lost, most=1)] == [2]


def test_it_goes_to_who_had_the_fewest_this_draw_counted():
    lost = [Lost(place, phone, first_agent=place) for place, phone in enumerate(PHONES)]

    agents = [one.agent for one in drawn(lost, looked={1: 1}, most=4)]

    assert agents == [2, 1, 2, 1]


def test_of_two_cycles_of_one_number_the_first_told_is_drawn():
    lost = [Lost(1, PHONES[0], first_agent=1), Lost(2, PHONES[0], first_agent=2)]

    assert [one.lead for one in drawn(lost)] == [1]


def test_none_is_drawn_where_none_is_wanted():
    assert drawn([Lost(1, PHONES[0])], most=0) == []
