"""`manage.py try_rules` on a store that lived, against a recount of its ledger that shares no code."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting.ledger.reader import import_ledger
from tests.moments import MONDAY_9
from tests.reporting.living import FIRST, LAST
from tests.reporting.trials.recount import TrialRecount

NOW = {"attribution_days_before": 3, "attribution_days_after": 7, "transferred_for_days": 0, "transfer_after_days": 45}
EACH = [(name, value + step) for name, value in NOW.items() for step in (-1, 1) if value + step >= 0]


def try_rules(*said: str, first=FIRST, last=LAST, store: str = "L1") -> dict:
    """What the command says as JSON."""
    out = StringIO()
    sets = [part for each in said for part in ("--set", each)]
    call_command("try_rules", "--store", store, "--from", str(first), "--to", str(last), *sets, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def in_order(answer: dict) -> dict:
    """The same, lists in an order of their own."""
    return answer | {"moved": sorted(answer["moved"], key=lambda row: row["visit"]), "orders": sorted(answer["orders"])}


@pytest.fixture
def lives(db, lived):
    """The store that lived, in this database again."""
    import_ledger(lived.path, now=MONDAY_9)
    return lived


def test_each_setting_one_more_and_one_less_moves_what_a_recount_of_the_ledger_moves(lives):
    recount = TrialRecount(lives.path)

    for name, value in EACH:
        assert in_order(try_rules(f"{name}={value}")) == in_order(recount.answer(FIRST, LAST, {name: value})), (name, value)


def test_several_values_together_move_what_a_recount_moves(lives):
    values = {"attribution_days_before": 0, "attribution_days_after": 0, "transferred_for_days": 5}

    answer = try_rules(*(f"{name}={value}" for name, value in values.items()))

    assert answer["moved"]
    assert in_order(answer) == in_order(TrialRecount(lives.path).answer(FIRST, LAST, values))


def test_unchanged_values_move_nothing(lives):
    for said in ([], [f"{name}={value}" for name, value in NOW.items() if name != "transfer_after_days"]):
        answer = try_rules(*said)
        assert (answer["moved"], answer["orders"], answer["cards"]) == ([], [], {})
        assert all(less == more == 0 and now == tried for now, less, more, tried in answer["people"].values())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["attribution_days_after"], "NAME=VALUE"),
        (["daily_cap=3"], "one of attribution_days_before"),
        (["attribution_days_after=91"], "0"),
        (["attribution_days_after=-1"], "0"),
        (["attribution_days_after=x"], "0"),
    ],
)
def test_what_no_setting_takes_is_refused_in_words(lives, said, why):
    with pytest.raises(CommandError, match=why):
        try_rules(*said)


def test_a_period_of_a_year_is_tried_and_one_day_more_is_refused(lives):
    assert try_rules(first=LAST - timedelta(days=365))["visits"] > 0
    with pytest.raises(CommandError, match="366"):
        try_rules(first=LAST - timedelta(days=366))
    with pytest.raises(CommandError, match="before it begins"):
        try_rules(first=LAST, last=LAST - timedelta(days=1))
