"""When a call can have begun: each bound just below, at and above."""

from datetime import timedelta

import pytest

from calls.desk.beginnings import Beginning, Claim, Span, begun, measured, overlap, refusal
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_10

TICK, SECOND, MINUTE = timedelta.resolution, timedelta(seconds=1), timedelta(minutes=1)


def stated(at, seconds=0, **facts):
    return Claim(Span(at, seconds, connected=True), "stated", **facts)


def why(claim, *others, now=TUESDAY_10):
    return refusal(claim, others, now=now)[0]


def test_a_fact_goes_before_a_statement_and_a_statement_before_the_logging():
    known = [
        begun(seen_at=MONDAY_10, stated_at=MONDAY_9, now=MONDAY_11),
        begun(seen_at=None, stated_at=MONDAY_9, now=MONDAY_11),
        begun(seen_at=None, stated_at=None, now=MONDAY_11),
    ]

    assert known == [Beginning(MONDAY_10, "seen"), Beginning(MONDAY_9, "stated"), Beginning(MONDAY_11, "logged")]


def test_a_stated_start_is_at_most_twenty_four_hours_back():
    reasons = [why(stated(MONDAY_10 + shift)) for shift in (-TICK, timedelta(), TICK)]

    assert reasons == ["long_ago", "", ""]


def test_what_the_server_saw_is_of_any_age():
    reason = why(Claim(Span(MONDAY_10 - TICK), "seen"))

    assert reason == ""


def test_no_call_lies_ahead():
    reasons = [why(stated(TUESDAY_10 + shift)) for shift in (-TICK, timedelta(), TICK)]

    assert reasons == ["", "", "ahead"]


@pytest.mark.parametrize(("fact", "reason"), [("in_window", "outside_window"), ("had_come", "before_it_came"), ("theirs", "not_theirs")])
def test_a_stated_start_lies_where_one_could_have_called(fact, reason):
    reasons = [why(stated(TUESDAY_10 - MINUTE, **{fact: holds})) for holds in (True, False)]

    assert reasons == ["", reason]


def test_whose_a_lead_was_is_asked_of_a_statement_alone():
    reasons = [why(Claim(Span(TUESDAY_10), how, had_come=False, theirs=False)) for how in ("seen", "logged")]

    assert reasons == ["", ""]


def test_a_stated_call_ends_before_now():
    reasons = [why(stated(TUESDAY_10 - MINUTE, seconds)) for seconds in (59, 60, 61)]

    assert reasons == ["", "", "lasts_on"]


def test_a_call_nobody_saw_or_stated_has_no_length():
    reasons = [why(Claim(Span(TUESDAY_10, seconds, connected=True), "logged")) for seconds in (0, 1)]

    assert reasons == ["", "lasts_on"]


def test_the_networks_two_seconds_are_cut_from_a_call_the_server_saw_begin():
    seen = Beginning(TUESDAY_10 - MINUTE, "seen")

    lengths = [measured(seen, seconds, now=TUESDAY_10) for seconds in (59, 60, 61, 62, 63)]

    assert lengths == [59, 60, 60, 60, 63]
    assert why(Claim(Span(seen.at, lengths[-1]), "seen")) == "lasts_on"


def test_nothing_is_cut_from_a_statement():
    length = measured(Beginning(TUESDAY_10 - MINUTE, "stated"), 61, now=TUESDAY_10)

    assert length == 61


def test_two_calls_overlap_while_both_last():
    first = Span(MONDAY_10, 60, connected=True)

    met = [overlap(first, Span(MONDAY_11 - timedelta(hours=1) + MINUTE + shift, 30, connected=True)) for shift in (-TICK, timedelta(), TICK)]
    met_before = [overlap(first, Span(MONDAY_10 - 30 * SECOND + shift, 30, connected=True)) for shift in (-TICK, timedelta(), TICK)]

    assert (met, met_before) == ([True, False, False], [False, False, True])


@pytest.mark.parametrize(("first", "second", "expected"), [(True, True, True), (True, False, False), (False, True, False), (False, False, False)])
def test_of_two_calls_without_length_at_one_moment_only_conversations_overlap(first, second, expected):
    assert overlap(Span(MONDAY_10, 0, first), Span(MONDAY_10, 0, second)) is expected


def test_nobody_speaks_with_two_people_within_one_second():
    met = [overlap(Span(MONDAY_10, 0, connected=True), Span(MONDAY_10 + SECOND + shift, 0, connected=True)) for shift in (-TICK, timedelta(), TICK)]

    assert met == [True, False, False]


def test_nobody_dials_while_they_speak():
    spoken = Span(MONDAY_10, 60, connected=True)

    met = [overlap(spoken, Span(MONDAY_10 + shift)) for shift in (-TICK, timedelta(), MINUTE - TICK, MINUTE)]

    assert met == [False, True, True, False]


def test_of_two_calls_that_overlap_the_first_is_named():
    others = [Span(MONDAY_9, 10, connected=True), Span(MONDAY_10, 60, connected=True), Span(MONDAY_10 + 90 * SECOND, 60, connected=True)]

    reason, other = refusal(stated(MONDAY_10 + 30 * SECOND, 120), others, now=MONDAY_11)

    assert (reason, other) == ("overlaps", others[1])
