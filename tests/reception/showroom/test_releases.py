"""The leader proposes to release a transferred person, the director decides (docs/rules/trust.md#duties)."""

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.requesting import reject_request
from leads.models import Channel, Lead, Request
from reception.customers.parts.on_customer_page import release
from reception.showroom.rules.persons import confirm_release, is_transferred, propose_release, release_person
from tests.factories import InquiryFactory, LeadFactory, RequestFactory, UserFactory
from tests.moments import MONDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import deeds, trail


@pytest.fixture
def transferred(store, agent) -> Lead:
    """An open lead whose person came by a transfer."""
    channel = Channel.objects.get(store=store, source="transfer")
    lead = LeadFactory(store=store, agent=agent, channel=channel, received_at=MONDAY_9, name="吕建华")
    InquiryFactory(lead=lead, channel=channel, received_at=MONDAY_9)
    return lead


def asked(lead: Lead, leader) -> Request:
    """Return what the leader proposed on Tuesday."""
    return propose_release(lead, reason="客户只认原顾问", by=leader, now=TUESDAY_9)


def test_until_the_director_answers_the_person_stays_dccs(transferred, leader, director):
    asked(transferred, leader)

    assert is_transferred(transferred, WEDNESDAY_9)
    assert list(Notice.objects.values_list("user", "kind", "detail")) == [(director.pk, "request.made", {"kind": "release"})]


def test_the_director_releases_as_proposed_and_the_leader_is_told(transferred, leader, director):
    released = confirm_release(asked(transferred, leader), answer="同意", by=director, now=WEDNESDAY_9)

    assert (released, is_transferred(transferred, WEDNESDAY_9)) == (True, False)
    assert list(Notice.objects.filter(user=leader).values_list("detail", flat=True)) == [{"kind": "release", "decision": "confirmed"}]
    assert deeds(transferred) == ["request.make", "request.confirm", "person.release"]


def test_a_rejected_proposal_leaves_the_person_dccs(transferred, leader, director):
    rejected = reject_request(asked(transferred, leader), answer="规则不变", by=director, now=WEDNESDAY_9)

    assert (rejected, is_transferred(transferred, WEDNESDAY_9), Request.objects.get().answer) == (True, True, "规则不变")


def test_the_directors_answer_wants_a_reason(transferred, leader, director):
    request = asked(transferred, leader)

    with pytest.raises(Refused):
        confirm_release(request, answer=" ", by=director, now=WEDNESDAY_9)

    assert (is_transferred(transferred, WEDNESDAY_9), Request.objects.get().decided_at) == (True, None)


def test_nobody_else_is_proposed(store, leader, agent):
    with pytest.raises(Refused, match="不是转出客户"):
        propose_release(LeadFactory(store=store, agent=agent), reason="客户只认原顾问", by=leader, now=TUESDAY_9)

    assert Request.objects.count() == 0


def test_one_person_with_both_roles_may_confirm_alone_and_the_record_says_so(transferred, store):
    both = UserFactory(username="both", store=store, roles=["leader", "director"])

    released = confirm_release(asked(transferred, both), answer="同意", by=both, now=WEDNESDAY_9)

    assert (released, trail("request.confirm")) == (True, [{"kind": "release", "alone": True}])


def test_who_proposed_does_not_confirm_while_another_director_could(transferred, store, director):
    both = UserFactory(username="both", store=store, roles=["leader", "director"])
    request = asked(transferred, both)

    with pytest.raises(Refused, match=director.name):
        confirm_release(request, answer="同意", by=both, now=WEDNESDAY_9)

    assert is_transferred(transferred, WEDNESDAY_9)


def test_a_release_by_the_director_alone_keeps_its_reason_and_grants_what_was_proposed(transferred, leader, director):
    asked(transferred, leader)

    release_person(transferred, reason="客户要求", by=director, now=WEDNESDAY_9)

    assert list(Request.objects.values_list("decision", "reason", "answer")) == [("confirmed", "客户只认原顾问", "客户要求")]


def test_the_leader_is_offered_the_proposal_once(transferred, leader):
    offered = release(transferred, leader)
    RequestFactory(lead=transferred, kind="release", by=leader)

    again = release(Lead.objects.get(pk=transferred.pk), leader)

    assert (offered[:2], again) == ((f"/reception/persons/{transferred.pk}/release/", "申请解除转出…"), None)


def test_the_leader_proposes_and_the_director_decides_on_their_pages(client_of, transferred, leader, director):
    client_of(leader).post(f"/reception/persons/{transferred.pk}/release/", {"reason": "客户只认原顾问"})
    page = client_of(director)

    counts, shown = page.get("/counts/").json()["sections"]["transfers"], page.get("/reception/transfers/").content.decode()
    page.post(f"/reception/releases/{Request.objects.get().pk}/", {"decision": "confirmed", "reason": "同意"})

    assert (counts, "客户只认原顾问" in shown, Request.objects.get().decision) == (["1", False], True, "confirmed")
    assert Lead.objects.get().released_at is not None


def test_a_released_customer_may_be_read_of_on_their_page(client_of, transferred, leader, director):
    confirm_release(asked(transferred, leader), answer="同意，由原顾问接待", by=director, now=WEDNESDAY_9)

    shown = client_of(leader).get(f"/leads/{transferred.pk}/").content.decode()

    assert [words in shown for words in ("申请：解除转出", "客户只认原顾问", "解除转出 · 已确认", "同意，由原顾问接待")] == [True] * 4
