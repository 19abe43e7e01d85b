"""The rules of attribution exactly at their limits, and where two could be meant (docs/rules/domain.md#attribution)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reception.door.attribution import Cycle, Facts, Invitation, Line, Window, decide, overrule
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_11, MONDAY_14, MONDAY_17, TUESDAY_9, TUESDAY_10, WEDNESDAY_9, moment

TICK = timedelta.resolution
HOUR = timedelta(hours=1)
ARRIVAL = WEDNESDAY_9
OPEN = Cycle(7, MONDAY_8, agent=1)
FIRST = Cycle(4, moment(1, 9), closed_at=moment(5, 9), agent=2)
SECOND = Cycle(5, moment(8, 9), closed_at=moment(12, 9), agent=3)
BOOKED = Invitation(3, booked_at=MONDAY_9, scheduled_for=WEDNESDAY_9, booker=4)


def basis(facts: Facts) -> str:
    return decide(facts).basis


# 1 — transferred card


def test_of_several_releases_the_last_one_ends_the_transfers():
    facts = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_11,), released_at=(MONDAY_9, MONDAY_14))

    bases = [basis(facts), basis(replace(facts, transferred_at=(MONDAY_17,)))]

    assert bases == ["none", "transfer"]


def test_a_release_ends_what_was_confirmed_at_the_same_moment_and_not_what_came_just_after():
    facts = Facts(ARRIVAL, cycles=(OPEN,), released_at=(MONDAY_11,))

    bases = [basis(replace(facts, transferred_at=(at,))) for at in (MONDAY_11, MONDAY_11 + TICK)]

    assert bases == ["none", "transfer"]


def test_a_card_confirmed_or_a_person_released_exactly_on_arrival_is_asked():
    confirmed = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(ARRIVAL,))
    released = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9,), released_at=(ARRIVAL,))

    assert (basis(confirmed), basis(released)) == ("transfer", "none")


def test_the_last_transfer_is_the_one_that_proves_it():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_11, MONDAY_9)))

    assert answer.lines[0] == Line("transfer", "decides", MONDAY_11)


# 2 — appointment


@pytest.mark.parametrize(
    ("from_its_time", "tag"),
    [
        (-timedelta(hours=72) - TICK, "showroom"),
        (-timedelta(hours=72), "dcc"),
        (timedelta(hours=168), "dcc"),
        (timedelta(hours=168) + TICK, "showroom"),
    ],
)
def test_the_window_ends_exactly_72_hours_before_and_168_after(from_its_time, tag):
    scheduled = moment(15, 14)
    invitation = replace(BOOKED, booked_at=moment(2, 9), scheduled_for=scheduled)

    answer = decide(Facts(scheduled + from_its_time, cycles=(replace(OPEN, opened_at=moment(1, 9)),), invitations=(invitation,)))

    assert (answer.tag, answer.fulfils) == (tag, invitation if tag == "dcc" else None)


def test_what_was_booked_exactly_on_arrival_is_not_booked_before():
    bases = [basis(Facts(ARRIVAL, cycles=(OPEN,), invitations=(replace(BOOKED, booked_at=at),))) for at in (ARRIVAL - TICK, ARRIVAL)]

    assert bases == ["appointment", "none"]


@pytest.mark.parametrize(("ended_at", "basis_then"), [(None, "none"), (ARRIVAL - TICK, "none"), (ARRIVAL, "none"), (ARRIVAL + TICK, "appointment")])
@pytest.mark.parametrize("ended_as", ["cancelled", "moved", "arrived"])
def test_an_appointment_is_over_from_the_moment_it_ended_one_without_a_moment_always(ended_as, ended_at, basis_then):
    over = replace(BOOKED, ended_as=ended_as, ended_at=ended_at)

    assert basis(Facts(ARRIVAL, cycles=(OPEN,), invitations=(over,))) == basis_then


def test_the_window_is_said_in_days():
    windows = [Window(hours_before=hours, hours_after=hours + 24) for hours in (47, 48)]

    assert [(window.days_before, window.days_after) for window in windows] == [(1, 2), (2, 3)]


# 3 — already DCC's


def test_the_last_visit_before_this_one_is_the_earlier_one_and_one_at_the_same_moment_is_none():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), dcc_visits=((7, TUESDAY_10), (7, TUESDAY_9), (7, ARRIVAL))))
    at_once = decide(Facts(ARRIVAL, cycles=(OPEN,), dcc_visits=((7, ARRIVAL),)))

    assert answer.lines[2] == Line("earlier", "decides", TUESDAY_10)
    assert at_once.basis == "none"


def test_a_visit_of_a_lead_that_opened_after_this_arrival_is_no_earlier_one():
    opened_since = replace(OPEN, opened_at=ARRIVAL + HOUR)

    answer = decide(Facts(ARRIVAL, cycles=(opened_since,), dcc_visits=((7, ARRIVAL - HOUR),)))

    assert (answer.tag, answer.basis, answer.lead) == ("showroom", "none", None)


# 4 — named


@pytest.mark.parametrize(
    ("cycles", "names_agent", "opens_for"),
    [
        ((), True, 9),
        ((), False, None),  # a receptionist of theirs: the lead goes to the pool
        ((FIRST,), True, 9),
        ((OPEN,), True, None),
    ],
)
def test_a_lead_that_opens_for_who_named_an_agent_is_that_agents_as_is_the_credit(cycles, names_agent, opens_for):
    answer = decide(Facts(ARRIVAL, cycles=cycles, named="person", named_user=9, names_agent=names_agent))

    assert (answer.basis, answer.opens, answer.opens_for, answer.agent) == ("named", OPEN not in cycles, opens_for, 1 if OPEN in cycles else opens_for)


def test_where_an_earlier_rule_decides_a_lead_opens_for_nobody_whoever_was_named():
    answer = decide(Facts(ARRIVAL, transferred_at=(MONDAY_9,), named="person", named_user=9, names_agent=True))

    assert (answer.basis, answer.opens, answer.opens_for, answer.agent) == ("transfer", True, None, None)


def test_who_is_named_is_an_agent_only_where_it_is_said():
    answer = decide(Facts(ARRIVAL, named="person", named_user=9))

    assert (answer.opens, answer.opens_for) == (True, None)


# 5 — everyone else


def test_where_no_rule_holds_each_says_no():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,)))

    assert answer.lines == tuple(Line(rule, "no") for rule in ("transfer", "appointment", "earlier", "named"))


# 6 — fulfilment


@pytest.mark.parametrize(
    ("scheduled", "nearest"),
    [
        ({10: -2 * HOUR, 11: 3 * HOUR}, 10),
        ({10: -3 * HOUR, 11: 2 * HOUR}, 11),
        ({10: 2 * HOUR, 11: -2 * HOUR}, 11),
        ({11: 2 * HOUR, 10: 2 * HOUR}, 10),
    ],
    ids=["the nearer one before", "the nearer one after", "of two equally near the one before", "of two at one time the one written first"],
)
def test_the_nearest_appointment_is_fulfilled_and_proves_the_rule(scheduled, nearest):
    rows = tuple(replace(BOOKED, id=pk, scheduled_for=ARRIVAL + away, booker=100 + pk) for pk, away in scheduled.items())

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=rows))

    assert (answer.fulfils.id, answer.agent) == (nearest, 100 + nearest)
    assert answer.lines[1].at == ARRIVAL + scheduled[nearest]


def test_what_does_not_fit_is_not_fulfilled_by_a_visit_that_is_dccs_otherwise():
    outside = replace(BOOKED, scheduled_for=ARRIVAL + timedelta(hours=72) + TICK)

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9,), invitations=(outside,)))

    assert (answer.basis, answer.fulfils, answer.agent) == ("transfer", None, 1)


# 7 — which lead


@pytest.mark.parametrize(
    ("opened_at", "closed_at", "lead"),
    [
        (ARRIVAL, None, 7),
        (ARRIVAL + TICK, None, None),
        (MONDAY_8, ARRIVAL, None),
        (MONDAY_8, ARRIVAL + TICK, 7),
    ],
)
def test_a_lead_is_open_from_the_moment_it_opened_until_just_before_it_closed(opened_at, closed_at, lead):
    answer = decide(Facts(ARRIVAL, cycles=(Cycle(7, opened_at, closed_at),)))

    assert (answer.lead, answer.leaks) == (lead, lead is not None)


def test_typed_late_a_dcc_visit_joins_the_lead_the_person_has_got_since_and_a_showroom_visit_none():
    since = replace(OPEN, opened_at=ARRIVAL + HOUR)
    facts = Facts(ARRIVAL, cycles=(SECOND, since))

    ours, theirs = decide(replace(facts, named="called")), decide(facts)

    assert (ours.lead, ours.opens) == (7, False)
    assert (theirs.lead, theirs.opens, theirs.leaks) == (None, False, False)


@pytest.mark.parametrize("opened_at", [MONDAY_8, ARRIVAL])
def test_a_visit_belongs_to_the_lead_open_on_arrival_though_it_closed_and_another_opened_since(opened_at):
    then = replace(OPEN, opened_at=opened_at, closed_at=ARRIVAL + HOUR)
    now = Cycle(8, ARRIVAL + 2 * HOUR, agent=9)
    facts = Facts(ARRIVAL, cycles=(then, now))

    showroom, ours = decide(facts), decide(replace(facts, named="called"))

    assert (showroom.lead, showroom.leaks) == (7, True)
    assert (ours.lead, ours.agent) == (7, 1)


@pytest.mark.parametrize("closed_first", [True, False])
def test_of_two_leads_open_on_arrival_the_one_still_open_is_meant(closed_first):
    closed = Cycle(7 if closed_first else 9, TUESDAY_9, closed_at=ARRIVAL + HOUR)
    still = Cycle(8, MONDAY_9)

    answer = decide(Facts(ARRIVAL, cycles=(still, closed)))

    assert answer.lead == 8


def test_of_two_leads_closed_since_the_one_opened_last_is_meant_and_of_two_opened_at_once_the_later_row():
    earlier, later = Cycle(9, MONDAY_9, closed_at=ARRIVAL + HOUR), Cycle(8, TUESDAY_9, closed_at=ARRIVAL + HOUR)
    at_once = replace(later, id=6)

    answers = [decide(Facts(ARRIVAL, cycles=cycles)) for cycles in ((earlier, later), (later, earlier), (later, at_once), (at_once, later))]

    assert [answer.lead for answer in answers] == [8, 8, 8, 8]


# 8 — other purposes


def test_a_visit_for_papers_belongs_to_the_last_of_several_closed_cycles():
    answer = decide(Facts(ARRIVAL, looks=False, cycles=(FIRST, SECOND), named="called"))

    assert (answer.tag, answer.lead, answer.opens) == ("dcc", 5, False)


def test_a_showroom_visit_for_papers_without_an_open_lead_has_none():
    answer = decide(Facts(ARRIVAL, looks=False, cycles=(FIRST, SECOND)))

    assert (answer.tag, answer.lead) == ("showroom", None)


def test_overruled_to_dcc_a_stranger_who_came_for_papers_would_have_to_open_a_cycle():
    facts = Facts(ARRIVAL, looks=False)

    answer = overrule(facts, decide(facts), "dcc")

    assert (answer.lead, answer.opens) == (None, True)
