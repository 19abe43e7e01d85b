"""The director weighs each post; weights make 100 and change from the next month on (docs/rules/domain.md#appraisal)."""

from datetime import date
from decimal import Decimal

import pytest

from dcc.errors import Refused
from reporting.appraisal.judged_by import AIMS, OWN_WORK
from reporting.appraisal.rules.setting_weights import Draft, Weight, set_weights
from reporting.models import AppraisalRule
from tests.moments import NOW

PAGE = "/reports/appraisal/weights/"


def draft(*weights: Weight, role: str = "agent", floor: int = 60, cap: int = 120) -> Draft:
    return Draft(role, "own", weights, floor, cap)


GOOD = (Weight("in_time_rate", 40, Decimal(90)), Weight("deals", 60))


@pytest.mark.parametrize("weight", [59, 61])
def test_weights_that_do_not_make_a_hundred_are_refused(store, director, weight):
    with pytest.raises(Refused, match=f"{40 + weight}"):
        set_weights(store, draft(GOOD[0], Weight("deals", weight)), by=director, now=NOW)

    assert not AppraisalRule.objects.exists()


@pytest.mark.parametrize("wrong", [
    draft(Weight("in_time_rate", 100)), draft(Weight("in_time_rate", 100, Decimal(0))), draft(Weight("typed_soon", 100, Decimal(90))),
    draft(*GOOD, role="marketing"), draft(*GOOD, floor=101), draft(*GOOD, cap=99), draft(*GOOD, floor=100, cap=100),
    draft(Weight("deals", 50), Weight("deals", 50)), draft(Weight("deals", 100), Weight("cards", 0)),
])  # fmt: skip
def test_what_is_no_card_is_refused(store, director, wrong):
    with pytest.raises(Refused):
        set_weights(store, wrong, by=director, now=NOW)


def test_the_first_card_judges_the_month_before_and_a_change_the_next(store, director):
    first = set_weights(store, draft(*GOOD), by=director, now=NOW)

    again = set_weights(store, draft(*GOOD), by=director, now=NOW)
    later = set_weights(store, draft(*GOOD, cap=130), by=director, now=NOW)
    mended = set_weights(store, draft(*GOOD, cap=140), by=director, now=NOW)

    assert again == first
    assert (first.first_day, later.first_day, mended.pk, mended.cap) == (date(2026, 10, 1), date(2026, 12, 1), later.pk, 140)
    assert first.measures == [{"measure": "in_time_rate", "weight": 40, "target": "90"}, {"measure": "deals", "weight": 60, "target": ""}]


def test_data_manager_and_front_desk_are_never_judged_by_sales():
    assert {post: AIMS[post] for post in ("data_manager", "front_desk")} == OWN_WORK
    assert not {aim.over for aims in OWN_WORK.values() for aim in aims} & {"calls", "cards", "invited", "visits", "orders", "deals"}


def test_the_page_sets_a_card_and_says_what_does_not_make_a_hundred(client_of, director, store):
    client, typed = client_of(director), {"post": "agent", "table": "own", "floor": "60", "cap": "120", "weight_deals": "60"}
    client.get(PAGE)

    refused = client.post(PAGE + "save/", typed | {"weight_cards": "39"})
    done = client.post(PAGE + "save/", typed | {"weight_cards": "40"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "权重合计 99，不是 100。" in refused.content.decode()
    assert [one["weight"] for one in AppraisalRule.objects.get().measures] == [40, 60]


def test_others_do_not_weigh(client_of, leader, agent):
    assert [client_of(who).get(PAGE).status_code for who in (leader, agent)] == [403, 403]
