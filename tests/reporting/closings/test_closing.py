"""The data manager closes days and months: what hinders it, what is kept, and how it is sealed (docs/rules/domain.md#closings)."""

import json
from datetime import date, timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from calls.models import Call
from dcc.errors import Refused
from dcc.models import StoreSetting
from reception.door.rules.stating import closed_days, closed_periods
from reception.models import DaySigning
from reporting.closings.closable import calendar_of
from reporting.closings.rules.closing import close_again, close_day, close_month
from reporting.closings.rules.openings import take_openings
from reporting.closings.seal import first_broken
from reporting.models import Closing, Opening
from tests.factories import CallFactory, LeadFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, moment
from tests.trail import trail

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
SECOND = timedelta(seconds=1)
EVENING = moment(23, 18)


def sign(store, day: date) -> None:
    DaySigning.objects.create(store=store, day=day, at=moment(day.day, 18))


@pytest.fixture
def signed(store) -> None:
    """The desk signed Monday, the first day of all."""
    sign(store, MONDAY)


@pytest.fixture
def lead(store, agent):
    return LeadFactory(store=store, agent=agent, received_at=MONDAY_8)


def close(store, by, day=MONDAY, now=EVENING) -> Closing:
    return close_day(store, day, by=by, now=now)


def test_a_day_keeps_what_happened_of_the_store_and_by_username(store, signed, lead, agent, data_manager):
    CallFactory(lead=lead, agent=agent, at=MONDAY_9, outcome="connected")
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, outcome="no_answer")
    CallFactory(lead=lead, agent=agent, at=moment(24, 9), outcome="connected")

    closing = close(store, data_manager)

    assert closing.figures["store"] == {"leads": 1, "calls": 2, "connected": 1}
    assert closing.figures["agent"] == {agent.username: {"calls": 2, "connected": 1}}
    assert (closing.number, closing.kind, closing.period) == (1, "day", "2026-11-23")
    assert trail("closing.day") == [{"period": "2026-11-23", "number": 1}]


def test_it_is_sealed_upon_the_one_before_over_canonical_json(store, signed, data_manager):
    first, again = close(store, data_manager), close(store, data_manager)
    sign(store, TUESDAY)
    second = close(store, data_manager, TUESDAY, moment(24, 18))

    said = {"kind": "day", "number": 2, "period": "2026-11-24", "figures": second.figures, "before": first.hash}
    assert second.hash == sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert again.pk == first.pk
    assert first_broken(Closing.objects.order_by("number")) is None


@pytest.mark.parametrize(("now", "done"), [(EVENING - SECOND, False), (EVENING, True)])
def test_a_day_is_closed_from_the_stores_closing_hour_on(store, signed, data_manager, now, done):
    if done:
        assert close(store, data_manager, now=now).number == 1
    else:
        with pytest.raises(Refused):
            close(store, data_manager, now=now)


def test_what_the_desk_has_not_signed_is_not_closed(store, signed, data_manager):
    close(store, data_manager)

    with pytest.raises(Refused, match="前台还没签"):
        close(store, data_manager, TUESDAY, moment(24, 18))


def test_the_older_day_comes_first(store, signed, data_manager):
    sign(store, TUESDAY)

    with pytest.raises(Refused, match="2026-11-23"):
        close(store, data_manager, TUESDAY, moment(24, 18))


@pytest.mark.parametrize(("since", "waits"), [(moment(24, 0) - SECOND, True), (moment(24, 0), False)])
def test_a_lead_that_waits_for_its_grade_since_before_the_days_end_hinders(store, signed, lead, data_manager, since, waits):
    lead.ungraded_since = since
    lead.save()

    if waits:
        with pytest.raises(Refused, match="分级"):
            close(store, data_manager, now=moment(24, 9))
    else:
        assert close(store, data_manager, now=moment(24, 9)).number == 1


def test_a_day_the_store_was_closed_closes_with_the_next(store, signed, data_manager):
    StoreSetting.objects.create(store=store, name="closed_days", value=["2026-11-24"], valid_from=MONDAY_8)
    sign(store, WEDNESDAY)
    close(store, data_manager)

    assert closed_periods(store, moment(24, 12)) == set()
    with pytest.raises(Refused, match="2026-11-25"):
        close(store, data_manager, TUESDAY, moment(25, 18))
    close(store, data_manager, WEDNESDAY, moment(25, 18))
    assert closed_periods(store, moment(24, 12)) == {"day"}


def test_days_before_the_first_signature_count_as_closed_without_a_number(store, signed, data_manager):
    assert closed_periods(store, moment(22, 23)) == {"day"}
    assert closed_periods(store, moment(23, 0)) == set()
    assert closed_days(store, {date(2026, 11, 22), MONDAY}) == {date(2026, 11, 22)}
    assert closed_periods(store, moment(23, 0).replace(month=10)) == {"day", "month"}
    with pytest.raises(Refused):
        close(store, data_manager, date(2026, 11, 22))
    with pytest.raises(Refused):
        close_month(store, date(2026, 10, 1), by=data_manager, now=EVENING)


def test_a_month_is_closed_after_its_days(store, data_manager):
    sign(store, date(2026, 11, 30))
    after = moment(30, 18) + timedelta(days=1)

    with pytest.raises(Refused, match="2026-11-30"):
        close_month(store, date(2026, 11, 1), by=data_manager, now=after)
    close(store, data_manager, date(2026, 11, 30), moment(30, 18))
    with pytest.raises(Refused, match="没过完"):
        close_month(store, date(2026, 11, 1), by=data_manager, now=moment(30, 23))
    month = close_month(store, date(2026, 11, 1), by=data_manager, now=after)

    assert (month.kind, month.period, month.number) == ("month", "2026-11", 2)
    assert closed_periods(store, moment(30, 9)) == {"day", "month"}


def test_closed_again_it_has_a_new_number_once_and_only_where_something_changed(store, signed, lead, agent, data_manager):
    close(store, data_manager)
    with pytest.raises(Refused, match="没有改动"):
        close_again(store, 1, reason="重结", by=data_manager, now=moment(24, 9))
    CallFactory(lead=lead, agent=agent, at=MONDAY_9)

    again = close_again(store, 1, reason="漏了一通", by=data_manager, now=moment(24, 9))

    assert (again.number, again.figures["store"]["calls"], again.reason) == (2, 1, "漏了一通")
    with pytest.raises(Refused, match="重结过"):
        close_again(store, 1, reason="再来", by=data_manager, now=moment(24, 9))
    assert "calls" not in Closing.objects.get(number=1).figures["store"]


def test_the_command_finds_an_altered_figure_and_a_missing_number_and_nothing_is_closed_upon_it(store, signed, lead, data_manager):
    for day in (TUESDAY, WEDNESDAY):
        sign(store, day)
    for day in (MONDAY, TUESDAY):
        close(store, data_manager, day, moment(day.day, 18))
    said = StringIO()
    call_command("closings", "--store", store.code, "--verify", stdout=said)
    assert "0001-0002" in said.getvalue()

    Closing.objects.filter(number=1).update(figures={"store": {"leads": 9}})

    with pytest.raises(CommandError, match="0001 is not what was sealed"):
        call_command("closings", "--store", store.code, "--verify")
    with pytest.raises(Refused, match="0001"):
        close(store, data_manager, WEDNESDAY, moment(25, 18))
    Closing.objects.filter(number=2).update(number=3)
    Closing.objects.filter(number=1).delete()
    with pytest.raises(CommandError, match="0003"):
        call_command("closings", "--store", store.code, "--verify")


def test_the_stock_of_a_month_is_as_it_stood_at_its_first_moment_however_late_it_is_taken(store, lead, agent, other_agent):
    begins = moment(1, 0)
    lead.opened_at = begins - SECOND
    lead.save()
    CallFactory(lead=lead, agent=agent, at=begins - SECOND, level="A")
    CallFactory(lead=lead, agent=agent, at=begins, level="H")
    LeadFactory(store=store, agent=other_agent, opened_at=begins, received_at=begins)
    LeadFactory(store=store, opened_at=begins - 2 * SECOND, received_at=begins - 2 * SECOND, closed_at=begins - SECOND, closed_as="lost")

    taken = [take_openings(now=moment(3, 9)) for _time in range(2)]

    opening = Opening.objects.get(store=store)
    assert (taken, opening.month, opening.at) == ([1, 0], date(2026, 11, 1), begins)
    assert opening.figures == {"levels": {"A": 1}, "agents": {"": 1}, "orders": 0}
    assert Call.objects.count() == 2


def test_the_next_day_to_close_is_the_oldest_open_one(store, signed, data_manager):
    assert calendar_of(store, now=moment(25, 9)).next_day() == MONDAY
    close(store, data_manager)
    assert calendar_of(store, now=moment(25, 9)).next_day() == TUESDAY
