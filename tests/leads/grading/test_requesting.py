"""A corrected number is proposed by agents and reception, and confirmed by the data manager (docs/rules/trust.md#duties)."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.closing_leads import close_lead
from leads.grading.rules.requesting import confirm_number, reject_request, request_number, withdraw_request
from leads.models import Lead, Request
from tests.factories import LeadFactory, RequestFactory, UserFactory
from tests.moments import MONDAY_9
from tests.trail import deeds

OLD, NEW = "15400001111", "15400002222"
NOON = MONDAY_9 + timedelta(hours=3)


@pytest.fixture
def lead(store, agent):
    """A lead of the agent's with a wrong number."""
    return LeadFactory(store=store, agent=agent, phone=OLD, phone_tail="1111", name="王建国")


def phone_of(lead: Lead) -> tuple[str, str]:
    """Return what stands on the lead now."""
    return Lead.objects.values_list("phone", "phone_tail").get(pk=lead.pk)


def test_a_proposed_number_changes_nothing_and_the_data_manager_is_told(lead, agent, data_manager):
    request = request_number(lead, number="154-0000-2222", reason="客户换号", by=agent, now=MONDAY_9)

    assert (phone_of(lead), request.number, request.decided_at) == ((OLD, "1111"), NEW, None)
    assert list(Notice.objects.values_list("user", "kind")) == [(data_manager.pk, "request.made")]


def test_a_confirmed_number_stands_on_the_lead_and_who_proposed_it_is_told(lead, agent, data_manager):
    request = request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    confirmed = confirm_number(request, by=data_manager, now=NOON)

    assert (confirmed, phone_of(lead)) == (True, (NEW, "2222"))
    assert list(Notice.objects.filter(user=agent).values_list("kind", "detail")) == [("request.answered", {"kind": "number", "decision": "confirmed"})]
    assert deeds(lead) == ["request.make", "request.confirm", "lead.number"]


def test_a_rejected_number_changes_nothing(lead, agent, data_manager):
    request = request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    rejected = reject_request(request, answer="空号", by=data_manager, now=NOON)

    request.refresh_from_db()
    assert (rejected, phone_of(lead), request.decision, request.answer) == (True, (OLD, "1111"), "rejected", "空号")


def test_a_request_is_decided_once(lead, agent, data_manager, leader):
    request = request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)
    reject_request(request, answer="空号", by=leader, now=NOON)

    confirmed = confirm_number(request, by=data_manager, now=NOON)

    assert (confirmed, phone_of(lead)) == (False, (OLD, "1111"))


def test_who_proposed_it_may_withdraw_it(lead, agent):
    request = request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    withdrawn = withdraw_request(request, by=agent, now=NOON)

    request.refresh_from_db()
    assert (withdrawn, request.decision, deeds(lead)) == (True, "withdrawn", ["request.make", "request.withdraw"])


def test_nobody_withdraws_what_another_proposed(lead, agent, other_agent):
    request = request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    with pytest.raises(Refused, match="谁提的谁撤回"):
        withdraw_request(request, by=other_agent, now=NOON)

    assert Request.objects.get().decision == ""


def test_the_same_is_proposed_once_at_a_time(lead, agent):
    request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    with pytest.raises(Refused, match="同样的申请已提过"):
        request_number(lead, number="15400003333", reason="又说一个", by=agent, now=NOON)

    assert Request.objects.count() == 1


def test_a_number_that_another_open_lead_has_is_not_proposed(lead, store, agent):
    LeadFactory(store=store, phone=NEW)

    with pytest.raises(Refused, match="另一条"):
        request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    assert Request.objects.count() == 0


def test_a_reason_is_owed(lead, agent):
    with pytest.raises(Refused, match="写明原因"):
        request_number(lead, number=NEW, reason=" ", by=agent, now=MONDAY_9)

    assert Request.objects.count() == 0


def test_nobody_confirms_their_own_while_another_could(lead, store, data_manager):
    both = UserFactory(username="both", store=store, roles=["agent", "data_manager"])
    request = RequestFactory(lead=lead, by=both, number=NEW)

    with pytest.raises(Refused, match=data_manager.name):
        confirm_number(request, by=both, now=NOON)

    assert phone_of(lead) == (OLD, "1111")


def test_closing_the_lead_lets_its_requests_lapse(lead, agent, leader):
    request_number(lead, number=NEW, reason="客户换号", by=agent, now=MONDAY_9)

    close_lead(lead, outcome="lost", reason="价格不合", by=leader, now=NOON)

    assert list(Request.objects.values_list("decision", "decided_at")) == [("lapsed", NOON)]


def test_an_agent_proposes_on_the_page_and_sees_it_wait(client_of, lead, agent):
    page = client_of(agent)

    sent = page.post(f"/leads/{lead.pk}/number/", {"number": NEW, "reason": "客户换号"})
    shown = page.get(f"/leads/{lead.pk}/").content.decode()

    assert (sent.status_code, phone_of(lead)) == (303, (OLD, "1111"))
    assert [words in shown for words in ("154****2222", "撤回", "申请：改电话", NEW)] == [True, True, True, False]


def test_without_a_reason_the_form_comes_back(client_of, lead, agent):
    sent = client_of(agent).post(f"/leads/{lead.pk}/number/", {"number": NEW})

    assert (sent.status_code, Request.objects.count()) == (422, 0)


def test_the_data_manager_finds_it_counted_and_confirms_it(client_of, lead, agent, data_manager):
    request = RequestFactory(lead=lead, by=agent, number=NEW)
    page = client_of(data_manager)

    counts = page.get("/counts/").json()["sections"]["reconcile"]
    shown = page.get("/reception/reconcile/").content.decode()
    page.post(f"/leads/requests/{request.pk}/number/", {"decision": "confirmed"})

    assert (counts, "154****2222" in shown, phone_of(lead)) == (["1", False], True, (NEW, "2222"))


def test_a_rejection_on_the_page_wants_a_reason(client_of, lead, agent, data_manager):
    request = RequestFactory(lead=lead, by=agent, number=NEW)

    client_of(data_manager).post(f"/leads/requests/{request.pk}/number/", {"decision": "rejected", "reason": ""})

    assert Request.objects.get().decision == ""
