"""The month's targets: set by the leader, never over what somebody else just wrote; without one a figure stands alone."""

from datetime import date, datetime, timedelta

import pytest

from dcc.errors import Refused
from reporting.models import Target
from reporting.plan.rules.planning import Change, set_targets
from tests.moments import MONDAY_9, ZONE
from tests.trail import trail

NOVEMBER = date(2026, 11, 1)
NEXT_MONTH = datetime(2026, 12, 1, tzinfo=ZONE)
A_MICROSECOND = timedelta(microseconds=1)


def stored() -> dict:
    return {(target.user_id, target.measure): target.value for target in Target.objects.all()}


def test_a_target_is_set_changed_and_removed(store, leader, agent):
    first = {(None, "deals"): Change(None, 30), (agent.pk, "cards"): Change(None, 60)}
    later = {(None, "deals"): Change(30, 36), (agent.pk, "cards"): Change(60, None)}

    counts = [set_targets(store, NOVEMBER, changes, by=leader, now=MONDAY_9) for changes in (first, later, later)]

    assert (counts, stored()) == ([2, 2, 0], {(None, "deals"): 36})
    assert [(line["measure"], line["before"], line["after"]) for line in trail("target.set")] == [
        ("deals", None, 30),
        ("cards", None, 60),
        ("deals", 30, 36),
        ("cards", 60, None),
    ]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store, leader):
    set_targets(store, NOVEMBER, {(None, "deals"): Change(None, 30)}, by=leader, now=MONDAY_9)

    with pytest.raises(Refused, match=r"30.*36"):
        set_targets(store, NOVEMBER, {(None, "cards"): Change(None, 500), (None, "deals"): Change(None, 36)}, by=leader, now=MONDAY_9)

    assert stored() == {(None, "deals"): 30}


def test_the_leader_fills_the_sheet_and_the_board_shows_the_pace(client_of, leader, agent, store):
    client = client_of(leader)
    sheet = {"t0-deals": "30", "initial-t0-deals": "", f"t{agent.pk}-cards": "60", f"initial-t{agent.pk}-cards": ""}

    answer = client.post("/reports/targets/2026-11/", sheet)

    assert (answer.status_code, answer["Location"]) == (303, "/reports/targets/?month=2026-11")
    assert stored() == {(None, "deals"): 30, (agent.pk, "cards"): 60}
    board = client.get("/reports/daily/?from=2026-11-24&to=2026-11-24").content.decode()
    assert (board.count("d-pace-track"), " / 30" in board) == (1, True)


def test_a_stale_sheet_comes_back_as_it_was_typed(client_of, leader, store):
    set_targets(store, NOVEMBER, {(None, "deals"): Change(None, 30)}, by=leader, now=MONDAY_9)

    answer = client_of(leader).post("/reports/targets/2026-11/", {"t0-deals": "36", "initial-t0-deals": ""})

    assert (answer.status_code, stored()) == (422, {(None, "deals"): 30})
    assert 'value="36"' in answer.content.decode()


def test_the_manager_sees_the_sheet_and_cannot_fill_it(client_of, manager, store):
    client = client_of(manager)

    assert 'name="t0-deals"' not in client.get("/reports/targets/").content.decode()
    assert client.post("/reports/targets/2026-11/", {}).status_code == 403


def test_a_month_that_is_none_is_not_found(client_of, leader):
    assert client_of(leader).get("/reports/targets/?month=2026-13").status_code == 404


@pytest.mark.parametrize(("asked", "holds"), [(NEXT_MONTH - A_MICROSECOND, True), (NEXT_MONTH, False)])
def test_a_target_is_changed_until_its_month_is_over(store, leader, asked, holds):
    set_targets(store, NOVEMBER, {(None, "deals"): Change(None, 30)}, by=leader, now=MONDAY_9)

    try:
        set_targets(store, NOVEMBER, {(None, "deals"): Change(30, 10)}, by=leader, now=asked)
    except Refused as refusal:
        said = str(refusal)
    else:
        said = ""

    assert (said, Target.objects.get().value) == (("", 10) if holds else ("2026-11 已经过完，计划不再改。", 30))


def test_a_target_nobody_set_is_written_afterwards_too(store, leader):
    set_targets(store, NOVEMBER, {(None, "deals"): Change(None, 30)}, by=leader, now=NEXT_MONTH)

    assert Target.objects.get().value == 30
