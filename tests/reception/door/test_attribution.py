"""The rules of attribution, sentence by sentence (docs/rules/domain.md#attribution): facts in, tag and reasons out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reception.door.attribution import Answer, Cycle, Facts, Invitation, Line, Window, decide, overrule
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, WEDNESDAY_9, moment

SECOND = timedelta(seconds=1)
OPEN = Cycle(7, MONDAY_8, agent=1)
CLOSED = Cycle(5, moment(1, 9), closed_at=moment(10, 9), agent=2)
BOOKED = Invitation(3, booked_at=MONDAY_9, scheduled_for=WEDNESDAY_9, booker=4, specialist=6)
ARRIVAL = WEDNESDAY_9


def verdict(facts: Facts) -> tuple[str, str]:
    answer = decide(facts)
    return answer.tag, answer.basis


def states(answer: Answer) -> list[tuple[str, str]]:
    return [(line.rule, line.state) for line in answer.lines]


# 1 — transferred card


def test_whose_lead_came_by_a_transfer_is_dccs():
    facts = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9,))

    answer = decide(facts)

    assert (answer.tag, answer.basis, answer.lead, answer.agent) == ("dcc", "transfer", 7, 1)
    assert answer.lines[0] == Line("transfer", "decides", MONDAY_9)


def test_a_transfer_of_an_earlier_cycle_counts_however_long_ago():
    facts = Facts(ARRIVAL, cycles=(CLOSED,), transferred_at=(moment(1, 9),))

    answer = decide(facts)

    assert (answer.tag, answer.basis, answer.opens) == ("dcc", "transfer", True)


def test_the_stores_limit_ends_an_old_transfer():
    facts = Facts(ARRIVAL, cycles=(CLOSED,), transferred_at=(ARRIVAL - timedelta(days=30) - SECOND,), window=Window(transferred_for_days=30))

    old, just = verdict(facts), verdict(replace(facts, transferred_at=(ARRIVAL - timedelta(days=30),)))

    assert (old, just) == (("showroom", "none"), ("dcc", "transfer"))


def test_a_release_ends_every_transfer_up_to_then():
    facts = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9, MONDAY_10), released_at=(MONDAY_11,))

    answer = verdict(facts)

    assert answer == ("showroom", "none")


def test_only_a_card_confirmed_after_the_release_makes_them_transferred_again():
    facts = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9, MONDAY_14), released_at=(MONDAY_11,))

    answer = verdict(facts)

    assert answer == ("dcc", "transfer")


def test_what_was_confirmed_or_released_after_the_arrival_is_not_asked():
    later = ARRIVAL + SECOND

    confirmed = verdict(Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(later,)))
    released = verdict(Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9,), released_at=(later,)))

    assert (confirmed, released) == (("showroom", "none"), ("dcc", "transfer"))


# 2 — appointment


@pytest.mark.parametrize(
    ("from_its_time", "tag"),
    [
        (-timedelta(hours=72) - SECOND, "showroom"),
        (-timedelta(hours=72), "dcc"),
        (timedelta(), "dcc"),
        (timedelta(hours=168), "dcc"),
        (timedelta(hours=168) + SECOND, "showroom"),
    ],
)
def test_the_window_is_counted_in_hours_its_ends_included(from_its_time, tag):
    scheduled = moment(15, 14)
    facts = Facts(
        scheduled + from_its_time,
        cycles=(replace(OPEN, opened_at=moment(1, 9)),),
        invitations=(replace(BOOKED, booked_at=moment(2, 9), scheduled_for=scheduled),),
    )

    answer = decide(facts)

    assert answer.tag == tag


def test_the_window_is_the_stores_to_set():
    facts = Facts(WEDNESDAY_9 + timedelta(hours=25), cycles=(OPEN,), invitations=(BOOKED,), window=Window(hours_before=0, hours_after=24))

    answer = verdict(facts)

    assert answer == ("showroom", "none")


def test_an_appointment_booked_after_the_arrival_does_not_count():
    at_once, before = replace(BOOKED, booked_at=ARRIVAL), replace(BOOKED, booked_at=ARRIVAL - SECOND)

    answers = [verdict(Facts(ARRIVAL, cycles=(OPEN,), invitations=(one,))) for one in (at_once, before)]

    assert answers == [("showroom", "none"), ("dcc", "appointment")]


@pytest.mark.parametrize(("ended_as", "tag"), [("", "dcc"), ("no_show", "dcc"), ("cancelled", "showroom"), ("moved", "showroom"), ("arrived", "showroom")])
def test_a_no_show_counts_and_cancelled_moved_or_fulfilled_ones_do_not(ended_as, tag):
    ended = replace(BOOKED, ended_as=ended_as, ended_at=TUESDAY_9 if ended_as else None)

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(ended,)))

    assert answer.tag == tag


@pytest.mark.parametrize(("ended_as", "ended_at", "tag"), [
    ("cancelled", ARRIVAL - SECOND, "showroom"),
    ("cancelled", ARRIVAL, "showroom"),
    ("cancelled", ARRIVAL + SECOND, "dcc"),
    ("moved", ARRIVAL, "showroom"),
    ("moved", ARRIVAL + SECOND, "dcc"),
])  # fmt: skip
def test_an_appointment_ended_after_the_arrival_was_valid_then_it_is_fulfilled_and_its_booker_has_the_credit(ended_as, ended_at, tag):
    ended = replace(BOOKED, ended_as=ended_as, ended_at=ended_at)

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(ended,)))

    assert (answer.tag, answer.fulfils, answer.agent) == (("dcc", ended, 4) if tag == "dcc" else ("showroom", None, None))


def test_one_an_earlier_written_visit_fulfilled_makes_it_dccs_and_is_fulfilled_once():
    fulfilled = replace(BOOKED, ended_as="arrived", ended_at=ARRIVAL + SECOND)

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(fulfilled,)))

    assert (answer.tag, answer.basis, answer.fulfils, answer.agent) == ("dcc", "appointment", None, 1)


def test_what_replaced_a_moved_one_after_the_arrival_does_not_count():
    moved = replace(BOOKED, ended_as="moved", ended_at=ARRIVAL + SECOND)
    replacement = replace(BOOKED, id=9, booked_at=ARRIVAL + SECOND, scheduled_for=ARRIVAL + 2 * SECOND, booker=5)

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(moved, replacement)))

    assert (answer.fulfils, answer.agent) == (moved, 4)


def test_an_appointment_of_a_closed_lead_is_still_honoured():
    answer = decide(Facts(ARRIVAL, cycles=(CLOSED,), invitations=(BOOKED,)))

    assert (answer.tag, answer.basis, answer.opens, answer.agent) == ("dcc", "appointment", True, 4)


# 3 — already DCC's


def test_an_earlier_dcc_visit_of_the_open_lead_makes_it_dccs():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), dcc_visits=((7, TUESDAY_9),)))

    assert (answer.tag, answer.basis, answer.agent) == ("dcc", "earlier", 1)
    assert answer.lines[2] == Line("earlier", "decides", TUESDAY_9)


def test_a_dcc_visit_of_an_earlier_cycle_does_not_make_it_dccs():
    new_cycle = verdict(Facts(ARRIVAL, cycles=(CLOSED, OPEN), dcc_visits=((5, moment(2, 9)),)))
    closed_lead = verdict(Facts(ARRIVAL, cycles=(CLOSED,), dcc_visits=((5, moment(2, 9)),)))

    assert (new_cycle, closed_lead) == (("showroom", "none"), ("showroom", "none"))


def test_a_dcc_visit_after_this_arrival_is_no_earlier_one():
    answer = verdict(Facts(ARRIVAL, cycles=(OPEN,), dcc_visits=((7, ARRIVAL + SECOND),)))

    assert answer == ("showroom", "none")


# 4 — named


def test_who_names_somebody_of_dcc_is_dccs_and_the_one_named_explains_it():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), named="person", named_user=9))

    assert (answer.tag, answer.basis, answer.named_user, answer.agent) == ("dcc", "named", 9, 1)


def test_who_says_only_that_dcc_called_is_recorded_with_the_leads_agent():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), named="called", leader=8))

    assert (answer.tag, answer.basis, answer.named_user) == ("dcc", "named", 1)


def test_without_a_lead_who_says_that_dcc_called_is_recorded_with_the_leader():
    answer = decide(Facts(ARRIVAL, named="called", leader=8))

    assert (answer.tag, answer.basis, answer.named_user, answer.opens, answer.agent) == ("dcc", "named", 8, True, None)


def test_where_an_earlier_rule_decides_nobody_is_recorded_as_named():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(BOOKED,), named="person", named_user=9))

    assert (answer.basis, answer.named_user) == ("appointment", None)


# 5 — everyone else


def test_everyone_else_is_the_showrooms_and_without_an_open_lead_there_is_none():
    answer = decide(Facts(ARRIVAL, cycles=(CLOSED,)))

    assert (answer.tag, answer.basis, answer.lead, answer.leaks, answer.agent) == ("showroom", "none", None, False, None)


def test_the_showrooms_visit_of_an_open_lead_leaks():
    answer = decide(Facts(ARRIVAL, cycles=(OPEN,)))

    assert (answer.tag, answer.lead, answer.leaks, answer.agent) == ("showroom", 7, True, None)


def test_a_lead_that_closed_after_the_arrival_was_open_and_one_opened_after_it_was_not():
    closed_since = decide(Facts(ARRIVAL, cycles=(replace(OPEN, closed_at=ARRIVAL + SECOND),)))
    opened_since = decide(Facts(ARRIVAL, cycles=(replace(OPEN, opened_at=ARRIVAL + SECOND),)))

    assert (closed_since.leaks, closed_since.lead) == (True, 7)
    assert (opened_since.leaks, opened_since.lead) == (False, None)


# the order


def test_the_first_rule_that_holds_decides_and_the_others_are_still_said():
    facts = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9,), invitations=(BOOKED,), dcc_visits=((7, TUESDAY_9),), named="called")

    bases = [decide(one).basis for one in (facts, replace(facts, transferred_at=()), replace(facts, transferred_at=(), invitations=()))]

    assert states(decide(facts)) == [("transfer", "decides"), ("appointment", "holds"), ("earlier", "holds"), ("named", "holds")]
    assert bases == ["transfer", "appointment", "earlier"]


# 6 — fulfilment, and credit


def test_whatever_rule_makes_it_dccs_the_fitting_appointment_is_fulfilled_and_its_booker_has_the_credit():
    facts = Facts(ARRIVAL, cycles=(OPEN,), transferred_at=(MONDAY_9,), invitations=(BOOKED,))

    answer = decide(facts)

    assert (answer.basis, answer.fulfils, answer.agent) == ("transfer", BOOKED, 4)


def test_of_several_the_nearest_in_time_is_fulfilled_a_no_show_too():
    missed = replace(BOOKED, id=10, scheduled_for=ARRIVAL - timedelta(hours=2), ended_as="no_show", ended_at=ARRIVAL - timedelta(hours=1), booker=11)
    ahead = replace(BOOKED, id=12, scheduled_for=ARRIVAL + timedelta(hours=3), booker=13)

    answer = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(missed, ahead)))

    assert (answer.fulfils, answer.agent) == (missed, 11)


def test_a_showroom_visit_fulfils_nothing():
    facts = Facts(ARRIVAL, cycles=(OPEN,), invitations=(BOOKED,))

    answer = overrule(facts, decide(facts), "showroom")

    assert (answer.tag, answer.basis, answer.fulfils, answer.agent, answer.leaks) == ("showroom", "appointment", None, None, True)


# 7 — which lead


def test_without_an_open_lead_a_dcc_visit_opens_a_new_cycle():
    known = decide(Facts(ARRIVAL, cycles=(CLOSED,), named="called"))
    stranger = decide(Facts(ARRIVAL, named="called"))

    assert [(answer.lead, answer.opens) for answer in (known, stranger)] == [(None, True), (None, True)]


# 8 — other purposes


def test_a_visit_for_something_else_is_tagged_but_fulfils_nothing_and_leaks_nothing():
    invited = decide(Facts(ARRIVAL, looks=False, cycles=(OPEN,), invitations=(BOOKED,)))
    showroom = decide(Facts(ARRIVAL, looks=False, cycles=(OPEN,)))

    assert (invited.tag, invited.basis, invited.fulfils, invited.agent) == ("dcc", "appointment", None, 1)
    assert (showroom.tag, showroom.leaks, showroom.lead) == ("showroom", False, 7)


def test_a_visit_for_something_else_opens_no_cycle_and_belongs_to_the_last_lead():
    answer = decide(Facts(ARRIVAL, looks=False, cycles=(CLOSED,), named="person", named_user=9))

    assert (answer.tag, answer.basis, answer.lead, answer.opens) == ("dcc", "named", 5, False)


def test_a_stranger_who_came_for_something_else_is_the_showrooms_since_no_lead_opens():
    answer = decide(Facts(ARRIVAL, looks=False, named="person", named_user=9))

    assert (answer.tag, answer.basis, answer.lead, answer.opens) == ("showroom", "none", None, False)


# overruled


def test_overruled_to_dcc_the_basis_stays_the_rule_overruled_and_the_leads_agent_has_the_credit():
    facts = Facts(ARRIVAL, cycles=(OPEN,))

    answer = overrule(facts, decide(facts), "dcc")

    assert (answer.tag, answer.basis, answer.lead, answer.agent, answer.leaks) == ("dcc", "none", 7, 1, False)


# the class


def test_the_class_says_first_first_with_card_or_again():
    plain = decide(Facts(ARRIVAL, cycles=(OPEN,)))
    invited = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(BOOKED,)))
    carded = decide(Facts(ARRIVAL, cycles=(replace(OPEN, carded=True),)))
    again = decide(Facts(ARRIVAL, cycles=(OPEN,), invitations=(BOOKED,), came_on_earlier_day=True))

    assert [answer.visit_class for answer in (plain, invited, carded, again)] == ["first", "first_with_card", "first_with_card", "again"]
