"""Somebody objects to a line of what they are paid; the leader's answer counts or drops the event, and every later recount keeps it."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from calls.models import CardCheck
from dcc.errors import Changed, Refused
from dcc.models import Notice, Role, User
from leads.numbers.erased_numbers import GONE
from reporting.ledger.deriving import _seal
from reporting.models import Closing, Objection, RewardRate, RewardRule, Statement, Target
from reporting.rewards.kept_for_pay import kept_for_pay
from reporting.rewards.month_pay import pay_of
from reporting.rewards.pay_sheet import FACTOR
from reporting.rewards.rules.forgetting import forget_why
from reporting.rewards.rules.freezing import freeze_month
from reporting.rewards.rules.objecting import answer_objection, object_to, withdraw_objection
from tests.factories import CardFactory, LeadFactory, VisitFactory
from tests.moments import NOW
from tests.whole.racing import at_once

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
STATEMENT = "/reports/statement/"


def on(month: date, day: int):
    return NOW.replace(month=month.month, day=day)


@pytest.fixture
def rules(store) -> None:
    for measure, amount in (("cards", "5"), ("visits", "60")):
        RewardRate.objects.create(store=store, measure=measure, role="agent", amount=Decimal(amount), first_day=SEPTEMBER)
    for number, month in enumerate((SEPTEMBER, OCTOBER)):
        Closing.objects.create(store=store, kind="month", period=f"{month:%Y-%m}", number=number + 1, at=NOW, figures={})
    _seal(store)


def came(store, agent, month=SEPTEMBER, owner=None):
    lead = LeadFactory(store=store, agent=owner or agent, received_at=on(month, 2))
    return VisitFactory(store=store, lead=lead, at=on(month, 3), tag="dcc", purpose="look", agent=agent)


def sums(store, month=SEPTEMBER):
    return {pay.person.username: pay.total for pay in pay_of(store, month).pays if pay.total}


def objected(store, visit, agent, month=SEPTEMBER, text="客户是我邀的"):
    return object_to(store, month, "agent", ("visits", visit.pk), text=text, by=agent, now=NOW)


def frozen(store, month, leader):
    return freeze_month(store, month, total=pay_of(store, month).total, by=leader, now=NOW)


def test_an_event_that_is_counted_for_one_falls_out_for_whoever_had_it_and_stays_so_in_every_later_month(store, rules, agent, other_agent, leader):
    visit = came(store, other_agent, owner=agent)
    came(store, agent, OCTOBER)
    assert sums(store) == {other_agent.username: 60}
    objection = objected(store, visit, agent)
    assert (objection.counts, objected(store, visit, agent).pk) == (True, objection.pk)
    with pytest.raises(Refused):
        frozen(store, SEPTEMBER, leader)

    answer_objection(store, objection.pk, changes=True, answer="预约是他打的", by=leader, now=NOW)
    with pytest.raises(Changed):
        answer_objection(store, objection.pk, changes=False, answer="不改", by=leader, now=NOW)

    assert sums(store) == {agent.username: 60}
    assert set(Notice.objects.values_list("kind", "user")) == {
        ("objection.raised", leader.pk),
        ("objection.answered", agent.pk),
        ("objection.moved", other_agent.pk),
    }
    frozen(store, SEPTEMBER, leader)
    assert {row.user: row.total for row in Statement.objects.all() if row.total} == {agent: 60}
    again = objected(store, visit, other_agent, text="我邀的")
    with pytest.raises(Refused):  # October waits for it, too
        frozen(store, OCTOBER, leader)
    answer_objection(store, again.pk, changes=True, answer="查了录音", by=leader, now=NOW)
    assert sums(store, OCTOBER) == {other_agent.username: 60}
    frozen(store, OCTOBER, leader)
    assert sum(row.total for row in Statement.objects.filter(user=agent)) == 60
    assert sum(row.total for row in Statement.objects.filter(user=other_agent)) == 60


def test_what_an_answer_drops_counts_in_no_rate_and_no_factor_and_a_void_card_may_be_paid_after_all(store, rules, agent, leader):
    RewardRule.objects.create(store=store, role="agent", kind=FACTOR, measure="deals", amount=0, condition={"cap": None}, first_day=SEPTEMBER)
    Target.objects.create(store=store, user=agent, month=SEPTEMBER, measure="visits", value=2)
    visits = [came(store, agent) for _place in range(2)]
    card = CardFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=on(SEPTEMBER, 5))
    CardCheck.objects.create(store=store, lead=card.lead, by=leader, at=NOW, upheld=False, kind="invented", reason="没有意向")
    sheet = next(pay.sheet for pay in pay_of(store, SEPTEMBER).pays if pay.person == agent)
    assert (sheet.reached, sheet.total) == (("visits",), 120)

    drop = objected(store, visits[0], agent, text="不是我邀的")
    void = object_to(store, SEPTEMBER, "agent", ("cards", card.lead_id), text="客户有意向", by=agent, now=NOW)
    assert (drop.counts, void.counts) == (False, True)
    for objection in (drop, void):
        answer_objection(store, objection.pk, changes=True, answer="查过", by=leader, now=NOW)

    sheet = next(pay.sheet for pay in pay_of(store, SEPTEMBER).pays if pay.person == agent)
    assert (sheet.missed, sheet.total) == (("visits",), 65)


def test_one_objects_to_ones_own_lines_of_a_closed_month_and_takes_it_back_until_it_is_answered(store, rules, agent, other_agent, leader):
    visit, later = came(store, agent), came(store, agent, date(2026, 11, 1))
    for who, line, month in ((other_agent, visit, SEPTEMBER), (agent, later, date(2026, 11, 1)), (agent, later, SEPTEMBER)):
        with pytest.raises(Refused):
            objected(store, line, who, month)
    with pytest.raises(Refused):
        objected(store, visit, agent, text="  ")
    objection = objected(store, visit, agent)
    with pytest.raises(Changed):
        withdraw_objection(store, objection.pk, by=other_agent, now=NOW)
    for _time in range(2):
        withdraw_objection(store, objection.pk, by=agent, now=NOW)
    with pytest.raises(Changed):
        answer_objection(store, objection.pk, changes=True, answer="改", by=leader, now=NOW)
    again = objected(store, visit, agent)
    with pytest.raises(Refused):
        answer_objection(store, again.pk, changes=True, answer=" ", by=leader, now=NOW)
    for _time in range(2):
        answer_objection(store, again.pk, changes=False, answer="不改", by=leader, now=NOW)
    with pytest.raises(Changed):
        withdraw_objection(store, again.pk, by=agent, now=NOW)
    assert list(Objection.objects.values_list("decision", flat=True)) == ["withdrawn", "kept"]


def test_the_page_lets_one_object_and_the_leader_answer(client_of, store, rules, agent, other_agent, leader, manager):
    visit = came(store, agent)
    line = f"agent-visits-{visit.pk}"
    page = client_of(agent)
    shown = page.get(f"{STATEMENT}?month=2026-09&line={line}").context["open"]
    assert (shown["may_object"], shown["amount"]) == (True, "60.00")
    refused = page.post(f"{STATEMENT}object/", {"month": "2026-09", "line": line, "text": " "})
    assert (refused.status_code, refused.context["open"]["name"]) == (422, line)
    assert page.post(f"{STATEMENT}object/", {"month": "2026-09", "line": line, "text": "打13812345678问"}).status_code == 303
    assert "13812345678" not in page.get(f"{STATEMENT}?month=2026-09&line={line}").content.decode()
    assert client_of(other_agent).get(f"{STATEMENT}?month=2026-09&line={line}").context["open"] is None

    month = client_of(leader).get("/reports/rewards/?month=2026-09")
    assert (month.context["waiting"], month.context["is_ready"]) == (1, False)
    asked = {"month": "2026-09", "user": agent.username, "line": line, "objection": f"{Objection.objects.get().pk}"}
    theirs = f"{STATEMENT}?month=2026-09&user={agent.username}&line={line}"
    assert not client_of(manager).get(theirs).context["open"]["may_answer"]
    assert client_of(leader).get(theirs).context["open"]["may_answer"]
    assert client_of(leader).post(f"{STATEMENT}answer/", asked | {"decision": "changed", "answer": ""}).status_code == 422
    assert client_of(leader).post(f"{STATEMENT}answer/", asked | {"decision": "changed", "answer": "不是他邀的"}).status_code == 303
    assert client_of(leader).post(f"{STATEMENT}answer/", asked | {"decision": "kept", "answer": "不改"}).status_code == 409

    after = page.get(f"{STATEMENT}?month=2026-09&line={line}")
    assert (after.context["total"], after.context["open"]["said"][0].answer) == ("0.00", "不是他邀的")
    assert client_of(leader).get("/reports/rewards/?month=2026-09").context["is_ready"]
    assert page.get(f"{STATEMENT}?month=2026-09&line=agent-x").context["open"] is None


def test_with_an_erased_person_goes_what_was_said_and_while_it_is_open_they_stay(store, rules, agent, leader):
    visit = came(store, agent)
    objection = objected(store, visit, agent)
    assert kept_for_pay([visit.lead_id], now=NOW)
    answer_objection(store, objection.pk, changes=True, answer="王先生是别人邀的", by=leader, now=NOW)
    assert not kept_for_pay([visit.lead_id], now=NOW)

    forget_why(None, lead_ids=[visit.lead_id])
    objection.refresh_from_db()
    assert (objection.text, objection.answer, objection.decision, sums(store)) == (GONE, GONE, "changed", {})


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_the_first_holds_and_an_objection_meets_the_freezing_or_comes_after_it(store, rules, agent, other_agent, leader):
    objection, other = objected(store, came(store, agent), agent), came(store, other_agent)

    def answer(row, *, changes):
        answer_objection(row.store, row.pk, changes=changes, answer="看过", by=leader, now=NOW)

    told = at_once([objection] * 2, [partial(answer, changes=True), partial(answer, changes=False)])
    assert sorted(map(bool, told)) == [False, True]

    total = pay_of(store, SEPTEMBER).total
    told = at_once(
        [other] * 2, [lambda row: objected(row.store, row, other_agent), lambda row: freeze_month(store, SEPTEMBER, total=total, by=leader, now=NOW)]
    )
    assert told[0] == ""
    assert Closing.objects.filter(kind="rewards").exists() == (told[1] == "")
    assert Objection.objects.unanswered().count() == 1


def test_whoever_leads_has_their_own_objection_answered_by_another_or_the_director_while_there_is_one(store, rules, agent, leader, director, client_of):
    Role.objects.create(user=agent, name="leader")
    own = objected(store, came(store, agent), User.objects.get(pk=agent.pk))
    assert set(Notice.objects.filter(kind="objection.raised").values_list("user", flat=True)) == {leader.pk, director.pk}

    def answers(person):
        try:
            answer_objection(store, own.pk, changes=False, answer="不改", by=User.objects.get(pk=person.pk), now=NOW)
        except Refused:
            return False
        return True

    assert not answers(agent)
    User.objects.filter(pk=leader.pk).update(left_at=NOW)
    assert not answers(agent)
    User.objects.filter(pk=director.pk).update(left_at=NOW)
    assert answers(agent)


def test_the_director_answers_those_who_lead_and_nobody_else(store, rules, agent, other_agent, director):
    Role.objects.create(user=other_agent, name="leader")
    of_agent, of_leader = objected(store, came(store, agent), agent), objected(store, came(store, other_agent), User.objects.get(pk=other_agent.pk))

    with pytest.raises(Refused):
        answer_objection(store, of_agent.pk, changes=False, answer="不改", by=director, now=NOW)
    answer_objection(store, of_leader.pk, changes=False, answer="不改", by=director, now=NOW)

    assert list(Objection.objects.order_by("pk").values_list("decision", flat=True)) == ["", "kept"]
