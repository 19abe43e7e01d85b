"""Applications: proposed by whoever works the lead, answered by somebody else."""

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.proposing import Elsewhere, confirm_invalid, propose, reject_proposal
from leads.models import FollowUp, Lead, Proposal
from tests.factories import CallFactory, FollowUpFactory, LeadFactory, ProposalFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, moment
from tests.trail import trail


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent)


def test_an_application_stands_open_with_its_reason(agent, lead):
    propose(lead, kind="lost", reason="价格不合", by=agent, now=MONDAY_10)

    assert list(Proposal.objects.values_list("kind", "by", "at", "reason", "decision")) == [("lost", agent.pk, MONDAY_10, "价格不合", "")]
    assert trail("lead.propose") == [{"after": "lost", "reason": "价格不合"}]


@pytest.mark.parametrize("kind", ["lost", "invalid", "unreachable"])
def test_no_application_without_a_reason(agent, lead, kind):
    with pytest.raises(Refused):
        propose(lead, kind=kind, reason="", by=agent, now=MONDAY_10)

    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("reason", ["他品战败", "同品战败"])
def test_bought_elsewhere_wants_the_model_they_bought(agent, lead, reason):
    with pytest.raises(Refused, match=reason):
        propose(lead, kind="lost", reason=reason, by=agent, now=MONDAY_10)

    made = propose(lead, kind="lost", reason=reason, competitor="CR-V", why="现车当周能提", by=agent, now=MONDAY_10)
    assert made.said == [reason, "CR-V", "现车当周能提"]


def test_another_brand_wants_a_sentence_why_and_the_same_brand_none(agent, lead):
    with pytest.raises(Refused) as refusal:
        propose(lead, kind="lost", reason="他品战败", competitor="CR-V", why=" ", by=agent, now=MONDAY_10)

    assert refusal.value.about == "why"
    assert propose(lead, kind="lost", reason="同品战败", competitor="卡罗拉", by=agent, now=MONDAY_10).why == ""


def test_the_word_below_a_reason_is_kept_beside_it(agent, lead):
    made = propose(lead, kind="lost", reason="他品战败", detail="现车更快", competitor="CR-V", why="当周能提", by=agent, now=MONDAY_10)

    assert (made.reason, made.detail, made.said) == ("他品战败", "现车更快", ["他品战败", "现车更快", "CR-V", "当周能提"])


@pytest.mark.parametrize(("reason", "detail"), [("价格不合", "现车更快"), ("他品战败", "价格不合"), ("现车更快", "")])
def test_a_word_stands_below_its_own_reason_alone(agent, lead, reason, detail):
    with pytest.raises(Refused):
        propose(lead, kind="lost", reason=reason, detail=detail, competitor="CR-V", why="当周能提", by=agent, now=MONDAY_10)

    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(("place", "about"), [("在外地", "province"), (Elsewhere("", "保定"), "province"), (Elsewhere("河北", "", "保定店"), "city")])
def test_out_of_area_wants_province_and_city(agent, lead, place, about):
    with pytest.raises(Refused) as refusal:
        propose(lead, kind="out_of_area", reason=place, by=agent, now=MONDAY_10)

    assert (refusal.value.about, Proposal.objects.count()) == (about, 0)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (Elsewhere("河北", "保定", "保定天辰店"), "河北 保定，转保定天辰店"),
        (Elsewhere("河北", "保定"), "河北 保定"),
        (Elsewhere("北京", "北京"), "北京"),
    ],
)
def test_where_somebody_lives_and_who_has_them_now_is_the_reason(agent, lead, place, reason):
    made = propose(lead, kind="out_of_area", reason=place, by=agent, now=MONDAY_10)

    assert (made.reason, Elsewhere(made.province, made.city, made.passed_to)) == (reason, place)


def test_one_application_at_a_time(agent, lead):
    ProposalFactory(lead=lead, by=agent)

    with pytest.raises(Refused):
        propose(lead, kind="invalid", reason="空错号", by=agent, now=MONDAY_10)

    assert Proposal.objects.count() == 1


def test_out_of_reach_is_for_those_once_spoken_with(agent, lead):
    with pytest.raises(Refused):
        propose(lead, kind="unreachable", reason="停机两月", by=agent, now=MONDAY_10)

    Lead.objects.update(reached_at=MONDAY_9)
    assert propose(lead, kind="unreachable", reason="停机两月", by=agent, now=MONDAY_10).kind == "unreachable"


@pytest.mark.parametrize("kind", ["unreachable", "out_of_area"])
def test_out_of_reach_and_out_of_area_stand_on_the_leaders_list_at_once(agent, lead, kind):
    Lead.objects.update(reached_at=MONDAY_9)

    propose(lead, kind=kind, reason=Elsewhere("河北", "保定") if kind == "out_of_area" else "搬走了", by=agent, now=MONDAY_10)

    assert Lead.objects.get().review_since == MONDAY_10


def test_never_reached_is_invalid_only_after_the_whole_ladder_on_two_days(agent, lead):
    moments = [MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9]
    for number, at in enumerate(moments):
        with pytest.raises(Refused):
            propose(lead, kind="invalid", reason="多次未接通", by=agent, now=TUESDAY_9)
        CallFactory(lead=lead, agent=agent, at=at, outcome="no_answer")
        assert Proposal.objects.count() == 0, number

    assert propose(lead, kind="invalid", reason="多次未接通", by=agent, now=TUESDAY_9).kind == "invalid"


def test_four_calls_on_one_day_are_not_enough(agent, lead):
    for hour in (9, 11, 14, 16):
        CallFactory(lead=lead, agent=agent, at=moment(23, hour), outcome="no_answer")

    with pytest.raises(Refused):
        propose(lead, kind="invalid", reason="多次未接通", by=agent, now=TUESDAY_9)

    assert Proposal.objects.count() == 0


def test_whoever_proposes_has_nothing_more_to_call(agent, lead):
    FollowUpFactory(lead=lead, kind="retry")

    propose(lead, kind="invalid", reason="空错号", by=agent, now=MONDAY_10)

    assert list(FollowUp.objects.values_list("ended_as", flat=True)) == ["proposed"]


def test_what_the_covering_leader_applies_for_leaves_the_queue_of_its_agent(leader, agent, lead):
    FollowUpFactory(lead=lead, kind="retry", agent=agent)

    propose(lead, kind="invalid", reason="空错号", by=leader, now=MONDAY_10)

    assert list(FollowUp.objects.values_list("agent", "ended_as")) == [(agent.pk, "proposed")]


def test_a_specialists_application_leaves_the_agents_promises_alone(agent, reception, lead):
    Lead.objects.update(reception=reception)
    FollowUpFactory(lead=lead, kind="callback", agent=agent)
    FollowUpFactory(lead=lead, kind="callback", agent=reception)

    propose(lead, kind="lost", reason="价格不合", by=reception, now=MONDAY_10)

    assert set(FollowUp.objects.values_list("agent", "ended_as")) == {(agent.pk, ""), (reception.pk, "proposed")}


def test_a_confirmed_invalid_leaves_the_pool_of_customers(data_manager, agent, lead):
    proposal = ProposalFactory(lead=lead, kind="invalid", by=agent, reason="空错号")

    confirmed = confirm_invalid(proposal, by=data_manager, now=MONDAY_10)

    lead.refresh_from_db()
    proposal.refresh_from_db()
    assert (confirmed, lead.closed_as, lead.reason, lead.closed_agent) == (True, "invalid", "空错号", agent)
    assert (proposal.decision, proposal.decided_by, proposal.decided_at) == ("confirmed", data_manager, MONDAY_10)


def test_nobody_confirms_their_own_while_somebody_else_could(data_manager, lead):
    both = UserFactory(store=lead.store, roles=["agent", "data_manager"])
    proposal = ProposalFactory(lead=lead, kind="invalid", by=both, reason="空错号")

    with pytest.raises(Refused, match=data_manager.name):
        confirm_invalid(proposal, by=both, now=MONDAY_10)

    assert Lead.objects.get().closed_as == ""


def test_where_one_person_holds_both_roles_alone_the_record_says_so(agent, lead):
    both = UserFactory(store=lead.store, roles=["agent", "data_manager"])
    proposal = ProposalFactory(lead=lead, kind="invalid", by=both, reason="空错号")

    confirm_invalid(proposal, by=both, now=MONDAY_10)

    assert trail("lead.confirm") == [{"kind": "invalid", "alone": True}]


def test_a_rejected_application_goes_back_with_a_promised_call_and_its_author_is_told(leader, agent, lead):
    proposal = ProposalFactory(lead=lead, by=agent, reason="价格不合")
    Lead.objects.update(review_since=MONDAY_9, grade="F")

    rejected = reject_proposal(proposal, answer="还有机会", by=leader, now=MONDAY_10)

    assert (rejected, Lead.objects.get().review_since, Lead.objects.get().closed_at) == (True, None, None)
    assert list(FollowUp.objects.values_list("kind", "agent", "due_at")) == [("callback", agent.pk, MONDAY_10)]
    assert list(Notice.objects.values_list("user", "kind")) == [(agent.pk, "lead.rejected")]
    assert list(lead.reviews.all()) == []


def test_a_rejection_in_the_evening_is_called_at_the_next_opening(leader, agent, lead):
    proposal = ProposalFactory(lead=lead, by=agent)

    reject_proposal(proposal, by=leader, now=moment(23, 20))

    assert FollowUp.objects.get().due_at == moment(24, 8, 30)


def test_an_application_is_answered_once(leader, data_manager, agent, lead):
    proposal = ProposalFactory(lead=lead, kind="invalid", by=agent, reason="空错号")

    answers = [reject_proposal(proposal, by=data_manager, now=MONDAY_10), confirm_invalid(proposal, by=data_manager, now=MONDAY_11)]

    assert (answers, Lead.objects.get().closed_as) == ([True, False], "")
