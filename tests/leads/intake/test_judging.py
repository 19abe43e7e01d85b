"""What becomes of an arrival: created, merged, repeated or rejected, each row beside those before it."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from leads.intake.judging import Known, judge, repeat_key
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


@dataclass
class Asked:
    """What makes an arrival the same one again."""

    phone: str = PHONE
    received_at: datetime | None = MONDAY_9
    model: str = "卡罗拉"


def keys(changes: list[dict], **facts) -> list[str]:
    """The keys of an arrival and of others that differ from it in one fact."""
    found = []
    for change in changes:
        said = {"external_id": "", "fingerprint": "aa"} | facts | change
        of_key = {name: said.pop(name) for name in ("external_id", "fingerprint")}
        found.append(repeat_key(Asked(**said), **of_key))
    return found


def test_an_id_and_the_number_make_it_the_same_whatever_else_it_says():
    same = keys([{}, {"received_at": MONDAY_10}, {"received_at": None}, {"model": "凯美瑞"}, {"fingerprint": "bb"}], external_id="X1")
    other = keys([{"external_id": "X2"}, {"phone": OTHER}], external_id="X1")

    assert (len(set(same)), len({*same, *other})) == (1, 3)


def test_without_an_id_the_number_the_moment_and_the_model_make_it_the_same():
    same = keys([{}, {"fingerprint": "bb"}])
    other = keys([{"phone": OTHER}, {"received_at": MONDAY_10}, {"model": "凯美瑞"}])

    assert (len(set(same)), len({*same, *other})) == (1, 4)


def test_with_neither_id_nor_moment_the_number_and_all_other_cells_do():
    undated = keys([{}, {"fingerprint": "bb"}, {"phone": OTHER}], received_at=None)

    assert len(set(undated)) == 3
    assert not {*undated} & {*keys([{}]), *keys([{}], external_id="aa")}
