"""How many are there, and where they are few."""

from datetime import date, time

from leads.roster.cover import HALVES, Thin, bar_of, cover, thin

SUNDAY = date(2026, 11, 29)


def test_the_bar_of_a_shift_lies_where_its_hours_do():
    assert (bar_of(time(8, 30), time(17, 30)), bar_of(time(7), time(22))) == ((3.8, 69.2), (0.0, 100.0))


def test_a_half_hour_counts_who_works_in_it_and_the_one_after_the_end_does_not():
    found = cover([(time(8, 30), time(17, 30)), (time(11), time(20))])

    assert (found[:2], found[5:7], found[18:20], found[23:25]) == ([0, 1], [1, 2], [2, 1], [1, 0])


def test_few_are_where_more_than_four_come_a_person_the_worst_first_and_two_at_most():
    people = [0] + [2] * 5 + [4] * 12 + [1] * 6 + [0] * 2
    arrivals = [0.0] + [1.8] * 5 + [1.0] * 12 + [1.0] * 6 + [0.5] * 2

    found = thin({SUNDAY: people}, {SUNDAY: arrivals})

    assert len(people) == len(arrivals) == HALVES
    assert found == [Thin(SUNDAY, "20:00", "21:00", 0, 1.0), Thin(SUNDAY, "17:00", "20:00", 1, 6.0)]


def test_four_a_person_are_not_yet_many():
    assert thin({SUNDAY: [1] * HALVES}, {SUNDAY: [4.0] + [0.0] * (HALVES - 1)}) == []
