"""明天来店: each appointment's chance is the share of others like it that were kept; whom to call first; who sees whose."""

import json
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from calls.models import Confirmation
from reporting.arrivals.arrival_chances import Cell, Past, ahead_of
from reporting.arrivals.expected_day import expected_day, tenth
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import MONDAY_9, NOW, moment

TOMORROW = moment(27, 10)


def cells(count, kept, *, ahead=0, confirmed=False, missed=False):
    """So many past appointments of a cell, of which so many were kept."""
    return [(Cell(ahead, confirmed, missed), number < kept) for number in range(count)]


@pytest.mark.parametrize(("days", "place"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (8, 3), (30, 3)])
def test_how_long_ahead_is_one_of_four(days, place):
    assert ahead_of(days) == place


def test_a_cell_of_fewer_than_twenty_falls_to_the_next_larger_one():
    past = Past([*cells(20, 10), *cells(19, 19, missed=True), *cells(3, 0, confirmed=True), *cells(1, 1, ahead=3)])

    def said(cell):
        kept = past.chance(cell)
        return kept.over, kept.under, kept.wider

    assert said(Cell(0, confirmed=False, missed=False)) == (10, 20, False)
    assert said(Cell(0, confirmed=False, missed=True)) == (29, 39, True)
    assert said(Cell(0, confirmed=True, missed=False)) == (29, 42, True)
    assert said(Cell(3, confirmed=False, missed=False)) == (30, 43, True)
    assert Past(cells(19, 19)).chance(Cell(0, confirmed=False, missed=False)) is None


@pytest.mark.parametrize(("value", "word"), [(Fraction(1, 20), "0.1"), (Fraction(829, 100), "8.3"), (Fraction(0), "0.0")])
def test_expected_groups_are_rounded_once_a_half_up(value, word):
    assert tenth(value) == word


@pytest.fixture
def booked(store, agent, other_agent, reception):
    """A past of sixty appointments, of which those confirmed came more often, and three for tomorrow: one confirmed, two not."""
    for number in range(30):
        for confirmed, kept in ((False, number < 15), (True, number < 24)):
            status = "arrived" if kept else "no_show"
            due = moment(20, 10)
            row = AppointmentFactory(lead=LeadFactory(store=store), agent=agent, at=moment(19, 9), scheduled_for=due, status=status, ended_at=due)
            if confirmed:
                Confirmation.objects.create(appointment=row, by=agent, at=moment(19, 17))
    owners = {"sure": (agent, None), "theirs": (other_agent, reception), "mine": (agent, None)}
    found = {}
    for name, (owner, specialist) in owners.items():
        lead = LeadFactory(store=store, agent=owner, reception=specialist)
        status = "confirmed" if name == "sure" else "booked"
        found[name] = AppointmentFactory(lead=lead, agent=owner, at=moment(26, 9), scheduled_for=TOMORROW, status=status)
    AppointmentFactory(lead=LeadFactory(store=store), agent=agent, at=MONDAY_9, scheduled_for=moment(28, 10))
    return found


def test_the_day_is_the_sum_of_the_shares_of_others_like_them(store, booked):
    found = expected_day(store, TOMORROW.date(), now=NOW)

    assert [(row.now.over, row.now.under, row.confirmed.over, row.confirmed.under) for row in found.to_ask] == [(15, 30, 24, 30)] * 2
    assert [row.appointment.pk for row in found.sure] == [booked["sure"].pk]
    assert (found.expected, found.expected_word) == (Fraction(9, 5), "1.8")
    assert [(hour.hour, hour.booked, hour.confirmed) for hour in found.hours if hour.booked] == [(10, 3, 1)]


def test_agents_and_specialists_see_their_own_customers(store, booked, agent, reception, manager):
    def seen(user):
        return {row.appointment.pk for row in expected_day(store, TOMORROW.date(), now=NOW, user=user).rows}

    assert seen(agent) == {booked["sure"].pk, booked["mine"].pk}
    assert seen(reception) == {booked["theirs"].pk}
    assert seen(manager) == {row.pk for row in booked.values()}


def test_the_page_shows_no_number_and_the_command_says_what_it_counts(store, booked, client_of, leader, django_assert_max_num_queries):
    client = client_of(leader)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("tomorrow"))
    output = StringIO()
    call_command("report", "tomorrow", store=store.code, stdout=output)
    said = json.loads(output.getvalue())

    assert booked["mine"].lead.phone not in page.content.decode()
    assert [line["chance"] for line in said["lines"]] == [[15, 30], [15, 30], [24, 30]]
    assert (said["total"]["booked"], said["total"]["expected"]) == (3, "9/5")


@pytest.mark.parametrize("asker", ["marketing", "hq"])
def test_who_sees_no_person_has_no_such_page(asker, request, client_of):
    assert client_of(request.getfixturevalue(asker)).get(reverse("tomorrow")).status_code == 404
