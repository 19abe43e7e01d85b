"""The forecast of a day, frozen at the closing hour of the evening before, and how good it was."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from calls.models import Appointment, Confirmation
from leads.models import Lead
from reporting.arrivals.judged_forecasts import judged, last_days_judged
from reporting.arrivals.rules.freezing_forecasts import freeze_forecasts
from reporting.arrivals.tenth_points import points_of
from reporting.models import Forecast
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import NOW, moment

EVENING, MINUTE, DAY = moment(26, 18), timedelta(minutes=1), timedelta(days=1)
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


@pytest.fixture
def past(store, agent):
    """Twenty who came and twenty who did not, of those who had said again that they come sixteen; all booked the day before."""
    for number in range(40):
        status, due = "arrived" if number % 2 else "no_show", moment(20, 10)
        row = AppointmentFactory(lead=LeadFactory(store=store), agent=agent, at=moment(19, 9), scheduled_for=due, status=status, ended_at=due)
        if number >= 20:
            AppointmentFactory(lead=LeadFactory(store=store), agent=agent, at=moment(19, 9), scheduled_for=due, status="arrived", ended_at=due)
            Confirmation.objects.create(appointment=row, by=agent, at=moment(19, 17))


@pytest.fixture
def booked(store, agent):
    """Book for Friday at ten, on Thursday morning."""

    def book(*, day=27, **facts):
        return AppointmentFactory(**{"lead": LeadFactory(store=store), "agent": agent, "at": moment(26, 9), "scheduled_for": moment(day, 10), **facts})

    return book


def told():
    return {row.appointment_id: (row.day, row.over, row.under, row.at) for row in Forecast.objects.all()}


def test_tomorrow_is_frozen_at_the_closing_hour_and_not_before(store, past, booked):
    row = booked()

    early, on_time, again = (freeze_forecasts(now=now) for now in (EVENING - MINUTE, EVENING, EVENING + MINUTE))

    assert (early, on_time, again) == (0, 1, 0)
    assert told() == {row.pk: (FRIDAY, 30, 40, EVENING)}


def test_what_happens_after_that_hour_is_not_foretold_and_changes_nothing(store, agent, past, booked):
    plain, confirmed, called_off = booked(), booked(), booked(status="cancelled", ended_at=EVENING + MINUTE)
    booked(at=EVENING + MINUTE)
    given_up = booked(status="moved", ended_at=EVENING)
    still_open = booked(lead=LeadFactory(store=store, closed_at=EVENING + MINUTE, closed_as="lost"))
    booked(lead=LeadFactory(store=store, closed_at=EVENING, closed_as="lost"))
    for row, at in ((confirmed, EVENING), (plain, EVENING + MINUTE)):
        Confirmation.objects.create(appointment=row, by=agent, at=at)

    freeze_forecasts(now=moment(27, 9))
    Appointment.objects.filter(pk=plain.pk).update(status="cancelled", ended_at=moment(27, 9))
    freeze_forecasts(now=moment(27, 9))

    assert {pk: facts[1:3] for pk, facts in told().items()} == {
        plain.pk: (30, 40),
        confirmed.pk: (10, 20),
        called_off.pk: (30, 40),
        still_open.pk: (30, 40),
    }
    assert given_up.pk not in told()


def test_evenings_nothing_ran_on_are_made_up_for_with_their_own_moments(store, past, booked):
    freeze_forecasts(now=EVENING)
    first, second = booked(day=28, at=moment(26, 19)), booked(day=29, at=moment(26, 19))

    freeze_forecasts(now=moment(28, 20))

    assert {pk: (facts[0], facts[3]) for pk, facts in told().items()} == {
        first.pk: (SATURDAY, EVENING + DAY),
        second.pk: (SATURDAY + DAY, EVENING + 2 * DAY),
    }


def test_where_too_few_were_alike_nothing_is_foretold_and_a_day_of_a_ledger_stays(store, booked):
    row = booked()
    Forecast.objects.create(store=store, appointment=booked(day=28), day=SATURDAY, over=1, under=20, at=EVENING + DAY)
    booked(day=28)

    freeze_forecasts(now=EVENING)
    freeze_forecasts(now=EVENING + DAY)

    assert sorted(facts[1:3] for facts in told().values()) == [(0, 0), (1, 20)]
    assert told()[row.pk] == (FRIDAY, 0, 0, EVENING)


def test_tenths_begin_at_their_edge_the_last_holds_all_and_empty_ones_are_left_out():
    found = judged([(99, 1000, False), (1, 10, True), (199, 1000, False), (9, 10, True), (20, 20, True), (0, 0, True)])

    assert [(one.span, one.booked, one.expected_word, one.kept, one.share.share, one.miss_word) for one in found.tenths] == [
        ("0–10%", 1, "0.1", 0, "0.0%", "−0.1"),
        ("10–20%", 2, "0.3", 1, "50.0%", "+0.7"),
        ("90–100%", 2, "1.9", 2, "100.0%", "+0.1"),
    ]
    assert (found.total.booked, found.total.expected_word, found.total.kept, found.total.miss_word) == (5, "2.3", 3, "+0.7")
    assert judged([(1, 2, True), (1, 2, False)]).total.miss_word == "0.0"


def test_a_point_lies_on_the_line_where_the_forecast_was_perfect():
    first, second = points_of(judged([(1, 2, True), (1, 2, False), (3, 4, True)]))

    assert (first.x, first.y, first.line_y) == (124.0, 87.0, 87.0)
    assert (second.x, second.y, second.line_y) == (169.0, 14.0, 50.5)
    assert first.radius > second.radius


def test_thirty_days_that_are_over_are_judged_of_what_stands(store, agent, leader, booked, other_store):
    today = date(2026, 11, 26)
    for back, facts in ((0, {}), (1, {"status": "arrived"}), (30, {"status": "no_show"}), (31, {}), (2, {"annulled_at": NOW})):
        lead = LeadFactory(store=store)
        row = AppointmentFactory(lead=lead, agent=agent, at=moment(1, 9), scheduled_for=moment(26, 10) - back * DAY, **facts)
        Forecast.objects.create(store=store, appointment=row, day=today - back * DAY, over=10, under=20, at=EVENING - (back + 1) * DAY)
    theirs = AppointmentFactory(lead=LeadFactory(store=other_store), at=moment(1, 9), status="arrived")
    Forecast.objects.create(store=other_store, appointment=theirs, day=today - DAY, over=1, under=20, at=EVENING - 2 * DAY)

    seen, own = (last_days_judged(person, now=NOW).total for person in (leader, agent))

    assert (seen.booked, seen.kept, own.booked) == (2, 1, 0)


def test_the_page_says_it_to_whoever_sees_all_customers(store, agent, leader, past, booked, client_of):
    row = booked(day=25, at=moment(24, 9), status="arrived")
    booked()
    Forecast.objects.create(store=store, appointment=row, day=date(2026, 11, 25), over=33, under=60, at=moment(24, 18))
    Lead.objects.update(agent=agent)

    seen, own = (client_of(person).get(reverse("tomorrow")).content.decode() for person in (leader, agent))

    assert "50–60%" in seen
    assert "+0.5" in seen
    assert 'id="foretold"' not in own
