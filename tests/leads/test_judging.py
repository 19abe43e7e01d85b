"""What becomes of an arrival: created, merged, repeated or rejected, each row beside those before it."""

from dataclasses import dataclass

import pytest

from leads.judging import Known, judge, repeat_key
from tests.moments import MONDAY_9, MONDAY_10

PHONE, OTHER = "15400000001", "15400000002"


@dataclass(eq=False)
class Row:
    """One arrival as the judge asks it."""

    phone: str = PHONE
    repeat_key: str = ""
    channel_id: int | None = 1
    problem: str = ""


def outcomes(rows: list[Row], known: Known | None = None) -> list[tuple[str, str]]:
    return [(outcome, reason) for outcome, reason, _lead in judge(rows, known or Known())]


def test_an_arrival_of_a_number_without_an_open_lead_opens_one_and_the_next_of_it_joins_that():
    rows = [Row(), Row(), Row(OTHER)]

    answers = list(judge(rows, Known()))

    assert answers == [("created", "", None), ("merged", "", rows[0]), ("created", "", None)]


def test_an_arrival_of_a_number_with_an_open_lead_joins_it():
    answers = list(judge([Row(), Row(OTHER)], Known(open_leads={PHONE: 7})))

    assert answers == [("merged", "", 7), ("created", "", None)]


def test_two_arrivals_without_a_number_do_not_join():
    rows = [Row(phone=""), Row(phone=""), Row(phone="")]

    assert outcomes(rows) == [("created", "")] * 3


def test_a_repeat_is_one_in_its_own_channel_alone_from_before_or_from_this_file():
    before = Known(open_leads={PHONE: 7}, repeat_keys={(1, "id:X1")})

    answers = outcomes([Row(repeat_key="id:X1"), Row(repeat_key="id:X1", channel_id=2), Row(repeat_key="id:X1", channel_id=2), Row(repeat_key="id:X2")], before)

    assert answers == [("repeated", ""), ("merged", ""), ("repeated", ""), ("merged", "")]


def test_arrivals_without_a_key_are_never_repeats():
    assert outcomes([Row(), Row()]) == [("created", ""), ("merged", "")]


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (Row(problem="bad_phone", channel_id=None, repeat_key="id:X1"), ("rejected", "bad_phone")),
        (Row(channel_id=None, repeat_key="id:X1"), ("rejected", "unknown_channel")),
        (Row(repeat_key="id:X1"), ("repeated", "")),
        (Row(repeat_key="id:X2"), ("rejected", "do_not_call")),
        (Row(OTHER, repeat_key="id:X2"), ("created", "")),
    ],
)
def test_the_first_that_applies_is_its_outcome(row, answer):
    known = Known(repeat_keys={(1, "id:X1")}, do_not_call=frozenset({PHONE}))

    assert outcomes([row], known) == [answer]


def test_what_was_rejected_makes_nothing_after_it_a_repeat_and_opens_nothing():
    listed = Known(do_not_call=frozenset({PHONE}))

    answers = outcomes([Row(repeat_key="id:X1"), Row(OTHER, repeat_key="id:X1"), Row(problem="bad_time"), Row(OTHER)], listed)

    assert answers == [("rejected", "do_not_call"), ("created", ""), ("rejected", "bad_time"), ("merged", "")]


def test_an_id_makes_it_the_same_without_one_the_number_and_the_moment_with_neither_all_other_cells():
    facts = {"external_id": "X1", "phone": PHONE, "received_at": MONDAY_9, "fingerprint": "aa"}
    untold, undated = facts | {"external_id": ""}, facts | {"external_id": "", "received_at": None}

    by_id = [repeat_key(**facts | change) for change in ({}, {"received_at": MONDAY_10}, {"received_at": None}, {"fingerprint": "bb"}, {"external_id": "X2"})]
    by_moment = [repeat_key(**untold | change) for change in ({}, {"fingerprint": "bb"}, {"phone": OTHER}, {"received_at": MONDAY_10})]
    by_cells = [repeat_key(**undated | change) for change in ({}, {"fingerprint": "bb"}, {"phone": OTHER})]

    assert (len(set(by_id[:4])), len(set(by_id))) == (1, 2)
    assert (len(set(by_moment[:2])), len(set(by_moment))) == (1, 3)
    assert len(set(by_cells)) == 3
    assert len({*by_id, *by_moment, *by_cells}) == 8
