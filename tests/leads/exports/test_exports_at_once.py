"""Two decide on one file, or fetch it, in one moment: it is decided once and leaves once (docs/rules/trust.md#full-numbers-by-approval)."""

from functools import partial

import pytest

from dcc.models import TrailEntry
from leads.exports.rules.approving import approve, refuse
from leads.exports.rules.asking_full import ask_full, withdraw
from leads.exports.rules.fetching import hand_out
from leads.models import PersonExport
from leads.sockets import Listed
from tests.factories import LeadFactory
from tests.moments import MONDAY_9
from tests.whole.racing import at_once

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def test_a_file_is_asked_for_decided_and_fetched_once(store, data_manager, leader, director):
    listed = Listed([LeadFactory(store=store).pk], {}, {})

    def ask(person):
        ask_full("leads", listed, purpose="厂家 11 月线索抽查", by=person, now=MONDAY_9)

    assert at_once([data_manager] * 2, [ask] * 2) == ["", ""]
    export = PersonExport.objects.get()
    told = at_once([export] * 2, [partial(approve, by=leader, now=MONDAY_9), partial(approve, by=director, now=MONDAY_9)])
    assert sorted(map(bool, told)) == [False, True]
    told = at_once([export] * 2, [partial(hand_out, by=data_manager, now=MONDAY_9)] * 2)
    assert sorted(map(bool, told)) == [False, True]
    deeds = list(TrailEntry.objects.filter(action__startswith="export.").order_by("pk").values_list("action", flat=True))
    assert deeds == ["export.ask", "export.approve", "export.number", "export.fetch"]


def test_a_file_is_approved_refused_or_taken_back_and_one_of_these(store, data_manager, leader, director):
    listed = Listed([LeadFactory(store=store).pk], {}, {})
    export = ask_full("leads", listed, purpose="厂家 11 月线索抽查", by=data_manager, now=MONDAY_9)

    ways = [partial(approve, by=leader), partial(refuse, reason="用平台编号", by=director), partial(withdraw, by=data_manager)]
    told = at_once([export] * 3, [partial(way, now=MONDAY_9) for way in ways])

    assert sorted(map(bool, told)) == [False, True, True]
    assert TrailEntry.objects.filter(action__startswith="export.").count() == 2
