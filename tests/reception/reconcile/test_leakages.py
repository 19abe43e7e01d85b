"""Leakages: told, proposed, signed (docs/rules/domain.md#reconciling)."""

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from leads.models import Lead
from reception.door.rules.visits import register_visit
from reception.models import Leakage, TagChange, Visit
from reception.reconcile.rules.leakages import propose_settlement, sign_settlement, tell_leakage
from tests.factories import UserFactory
from tests.moments import FRIDAY_9, SATURDAY_9, THURSDAY_9, WEDNESDAY_9
from tests.trail import trail


@pytest.fixture
def leakage(store, front_desk, lead, group) -> Leakage:
    """A customer of DCC who became the showroom's on Wednesday."""
    register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    return Leakage.objects.get()


def test_the_data_manager_tells_agent_and_reception_specialist_once(leakage, data_manager, agent, reception):
    Lead.objects.update(reception=reception)
    leakage.refresh_from_db()

    answers = [tell_leakage(Leakage.objects.get(), by=data_manager, now=when) for when in (THURSDAY_9, FRIDAY_9)]

    told = Notice.objects.filter(kind="leakage.told").order_by("user__username").values_list("user__username", "at")
    assert (answers, list(told)) == ([True, False], [("agent", THURSDAY_9), ("reception", THURSDAY_9)])
    assert Leakage.objects.get().told_by == data_manager


def test_the_leader_proposes_and_the_director_signs_back_to_dcc(leakage, leader, director, agent):
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员一直在跟", by=leader, now=THURSDAY_9)

    signed = sign_settlement(leakage, outcome="back_to_dcc", reason="同意", by=director, now=FRIDAY_9)

    leakage.refresh_from_db()
    change, visit = TagChange.objects.get(), Visit.objects.get()
    assert signed is True
    assert (leakage.outcome, leakage.settled_at, leakage.by, leakage.reason, leakage.proposed_by) == ("back_to_dcc", FRIDAY_9, director, "同意", leader)
    assert (change.kind, change.basis, change.agent, change.by) == ("settlement", "settled", agent, director)
    assert (visit.tag, visit.basis, visit.agent, Lead.objects.get().visited_at) == ("dcc", "settled", agent, WEDNESDAY_9)
    assert trail("leakage.propose") == [{"after": "back_to_dcc"}]
    assert trail("leakage.sign") == [{"after": "back_to_dcc"}]


def test_signed_as_the_showrooms_the_tag_stays(leakage, leader, director):
    propose_settlement(leakage, outcome="stays_showroom", reason="展厅老客户", by=leader, now=THURSDAY_9)

    sign_settlement(leakage, outcome="stays_showroom", reason="同意", by=director, now=FRIDAY_9)

    assert (Leakage.objects.get().outcome, TagChange.objects.count(), Visit.objects.get().tag) == ("stays_showroom", 0, "showroom")


def test_the_director_does_not_sign_before_the_leader_proposed(leakage, director):
    with pytest.raises(Refused):
        sign_settlement(leakage, outcome="back_to_dcc", reason="同意", by=director, now=FRIDAY_9)

    assert Leakage.objects.get().settled_at is None


def test_one_person_with_both_roles_signs_once_and_the_record_says_so(store, leakage):
    both = UserFactory(store=store, roles=["leader", "director"])

    sign_settlement(leakage, outcome="back_to_dcc", reason="专员一直在跟", by=both, now=FRIDAY_9)

    leakage.refresh_from_db()
    assert (leakage.outcome, leakage.proposed_by, leakage.by) == ("back_to_dcc", both, both)
    assert trail("leakage.sign") == [{"after": "back_to_dcc", "alone": True}]


def test_a_leakage_is_signed_once(leakage, leader, director):
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员一直在跟", by=leader, now=THURSDAY_9)
    sign_settlement(leakage, outcome="stays_showroom", reason="不同意", by=director, now=FRIDAY_9)

    again = sign_settlement(leakage, outcome="back_to_dcc", reason="改主意", by=director, now=SATURDAY_9)
    proposed = propose_settlement(leakage, outcome="back_to_dcc", reason="再提", by=leader, now=SATURDAY_9)

    assert (again, proposed, Leakage.objects.get().outcome) == (False, False, "stays_showroom")


def test_a_settlement_wants_a_reason(leakage, leader):
    with pytest.raises(Refused):
        propose_settlement(leakage, outcome="back_to_dcc", reason="  ", by=leader, now=THURSDAY_9)

    assert Leakage.objects.get().proposed_at is None
