"""A network that loses answers: whatever is sent again is done once (docs/rules/trust.md#twice-is-once)."""

import time

import pytest
from django.db import connection

from tests.faults.judging import judged

pytestmark = pytest.mark.long
SHARE, SECONDS = 0.4, 4


def test_what_is_sent_again_because_no_answer_came_is_done_once(scene, house, seed):
    team = scene.people(drops=SHARE, seed=seed)

    time.sleep(SECONDS)
    found = judged(house, team)

    print(f"answers dropped on {connection.vendor}: {found}")
    assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
    assert found.answers["Unheard"] > 0
