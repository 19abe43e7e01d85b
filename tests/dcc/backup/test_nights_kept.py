"""Which nightly copies stay."""

from datetime import datetime, timedelta

from dcc.backup.nights_kept import to_remove
from tests.moments import ZONE

LAST = datetime(2026, 12, 31, 3, tzinfo=ZONE)  # a Thursday
DAY = timedelta(days=1)


def kept(moments: list[datetime]) -> list[str]:
    """The days whose copies stay, the newest first."""
    return [f"{moment:%m-%d}" for moment in sorted(set(moments) - to_remove(moments, zone=ZONE), reverse=True)]


def test_of_two_years_of_nights_seven_days_four_weeks_and_twelve_months_stay():
    stay = kept([LAST - number * DAY for number in range(730)])

    days = ["12-31", "12-30", "12-29", "12-28", "12-27", "12-26", "12-25"]
    weeks = ["12-20", "12-13"]  # those of 12-31 and 12-27 are among the days
    months = ["11-30", "10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31", "02-28", "01-31"]
    assert stay == [*days, *weeks, *months]


def test_the_seventh_day_stays_and_the_eighth_goes():
    assert to_remove([LAST - number * DAY for number in range(4)], zone=ZONE) == set()  # Thursday to Monday: one week, one month
    assert to_remove([datetime(2026, 12, day, 3, tzinfo=ZONE) for day in range(21, 28)], zone=ZONE) == set()

    gone = to_remove([datetime(2026, 12, day, 3, tzinfo=ZONE) for day in range(21, 29)], zone=ZONE)

    assert gone == {datetime(2026, 12, 21, 3, tzinfo=ZONE)}


def test_the_fourth_week_stays_and_the_fifth_goes():
    fridays = [datetime(2026, 12, 25, 3, tzinfo=ZONE) - number * 7 * DAY for number in range(7)]  # seven days of which there is one: all stay
    nights = [datetime(2026, 12, 24, 3, tzinfo=ZONE) - number * DAY for number in range(40)]

    assert to_remove(fridays, zone=ZONE) == set()
    assert kept(nights)[7:] == ["12-13", "12-06", "11-30"]  # two weeks are among the days; 11-29 was the fifth week's last


def test_of_a_day_with_two_copies_the_later_stays_by_the_day_of_the_store():
    before, after = datetime(2026, 12, 30, 23, 59, tzinfo=ZONE), datetime(2026, 12, 31, 0, 0, tzinfo=ZONE)

    assert to_remove([before, after], zone=ZONE) == set()
    assert to_remove([after, after + timedelta(hours=23, minutes=59)], zone=ZONE) == {after}


def test_where_none_was_made_for_long_none_goes():
    assert to_remove([LAST - 400 * DAY, LAST - 500 * DAY, LAST - 600 * DAY], zone=ZONE) == set()
    assert to_remove([], zone=ZONE) == set()
