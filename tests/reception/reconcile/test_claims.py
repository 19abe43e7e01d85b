"""Leads the showroom already has (展厅已建卡), and the release of transferred customers."""

import pytest

from calls.models import Appointment
from dcc.errors import Refused
from leads.grading.rules.closing_leads import close_lead
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect, collect_one
from leads.models import Channel, Lead, Review
from reception.customers.head_tags import tags_of
from reception.customers.parts.on_customer_page import release
from reception.door.rules.visits import register_visit
from reception.models import Claim
from reception.reconcile.card_pay import pays
from reception.reconcile.rules.claims import decide_claim
from reception.showroom.rules.persons import is_transferred, release_person
from tests.factories import AppointmentFactory, CardFactory, InquiryFactory, LeadFactory, ShowroomCardFactory
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

PHONE = "15400001234"


def channel(store, source: str = "web") -> Channel:
    return Channel.objects.filter(store=store, source=source).first()


@pytest.fixture
def claim(store) -> Claim:
    """A new lead whose phone is an open showroom card of 马涛."""
    ShowroomCardFactory(store=store, phone=PHONE, consultant="马涛")
    collect_one(store, Arrival(phone=PHONE, name="张伟", received_at=TUESDAY_9), channel=channel(store), by=None, now=TUESDAY_9)
    return Claim.objects.get()


@pytest.fixture
def transferred(store, agent) -> Lead:
    """A lead that came by a transfer."""
    lead = LeadFactory(store=store, phone=PHONE, agent=agent)
    InquiryFactory(lead=lead, channel=channel(store, "transfer"), received_at=MONDAY_9)
    return lead


def test_of_many_new_leads_those_with_an_open_showroom_card_are_flagged(store, django_assert_num_queries):
    mine = ShowroomCardFactory(store=store, phone="15400000001")
    ShowroomCardFactory(store=store, phone="15400000002", state="lost")
    ShowroomCardFactory(phone="15400000003")
    arrivals = [Arrival(phone=f"1540000000{digit}", received_at=MONDAY_9, channel_id=channel(store).pk) for digit in range(5)]

    collect(store, arrivals, by=None, now=MONDAY_9)

    assert list(Claim.objects.values_list("lead__phone", "card", "at")) == [("15400000001", mine.pk, MONDAY_9)]


def test_until_the_leader_decides_the_lead_pays_nothing_and_ours_pays(claim, leader, agent):
    CardFactory(lead=claim.lead, agent=agent)
    before = pays(claim.lead)

    answers = [decide_claim(claim, decision="ours", by=leader, now=when) for when in (WEDNESDAY_9, THURSDAY_9)]

    assert (before, answers, pays(claim.lead)) == (False, [True, False], True)
    assert trail("claim.decide") == [{"after": "ours"}]


def test_back_to_the_showroom_is_a_review_that_needs_no_grade(claim, leader, agent):
    CardFactory(lead=claim.lead, agent=agent)
    AppointmentFactory(lead=claim.lead, agent=agent, at=TUESDAY_9, scheduled_for=FRIDAY_9)

    decide_claim(claim, decision="back", by=leader, now=WEDNESDAY_9)

    lead, review = Lead.objects.get(), Review.objects.get()
    assert (lead.closed_as, lead.closed_at, lead.grade) == ("showroom", WEDNESDAY_9, "")
    assert (review.decision, review.reason, review.consultant, review.by) == ("to_showroom", "展厅已建卡", "马涛", leader)
    assert (pays(lead), Appointment.objects.get().status) == (False, "cancelled")


def test_a_transferred_customer_is_not_given_to_the_showroom_until_released(transferred, leader, director):
    with pytest.raises(Refused):
        close_lead(transferred, outcome="showroom", reason="客户要求", by=leader, now=TUESDAY_9)
    release_person(transferred, reason="客户要求找原顾问", by=director, now=WEDNESDAY_9)

    closed = close_lead(transferred, outcome="showroom", reason="客户要求", by=leader, now=THURSDAY_9)

    assert closed is True
    assert trail("person.release") == [{}]


def test_a_release_ends_the_transfers_of_every_cycle_of_the_person(store, transferred, director):
    Lead.objects.update(closed_at=MONDAY_10, closed_as="lost", reason="其他")
    again = LeadFactory(store=store, phone=PHONE, received_at=TUESDAY_9)

    release_person(again, reason="部长同意", by=director, now=WEDNESDAY_9)

    transferred.refresh_from_db()
    assert (transferred.released_at, is_transferred(again, WEDNESDAY_9)) == (WEDNESDAY_9, False)


def test_a_card_confirmed_after_the_release_makes_them_transferred_again(store, transferred, director):
    release_person(transferred, reason="部长同意", by=director, now=TUESDAY_9)

    InquiryFactory(lead=transferred, channel=channel(store, "transfer"), received_at=WEDNESDAY_9)

    assert (is_transferred(transferred, TUESDAY_9), is_transferred(transferred, THURSDAY_9)) == (False, True)


def test_a_release_wants_a_reason_and_a_transferred_person(store, transferred, director):
    other = LeadFactory(store=store)

    for lead, reason in ((transferred, " "), (other, "部长同意")):
        with pytest.raises(Refused):
            release_person(lead, reason=reason, by=director, now=TUESDAY_9)

    assert Lead.objects.filter(released_at__isnull=False).count() == 0


def test_a_released_customer_is_the_showrooms_at_the_desk(store, front_desk, transferred, director, group):
    release_person(transferred, reason="部长同意", by=director, now=TUESDAY_9)

    visit = register_visit(store, group(PHONE), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.basis) == ("showroom", "none")


def test_a_released_customer_who_comes_in_a_new_cycle_is_not_transferred_again(store, front_desk, transferred, director, group):
    Lead.objects.update(channel=channel(store, "transfer"))
    release_person(transferred, reason="部长同意", by=director, now=TUESDAY_9)
    Lead.objects.update(closed_at=TUESDAY_9, closed_as="lost", reason="其他")

    visit = register_visit(store, group(PHONE, named="called"), by=front_desk, now=WEDNESDAY_9)

    assert (visit.basis, visit.lead.channel.source) == ("named", "transfer")
    assert not is_transferred(visit.lead, THURSDAY_9)


def test_an_earlier_release_keeps_its_moment(store, transferred, director):
    release_person(transferred, reason="部长同意", by=director, now=TUESDAY_9)
    Lead.objects.update(closed_at=TUESDAY_9, closed_as="lost", reason="其他")
    again = LeadFactory(store=store, phone=PHONE)
    InquiryFactory(lead=again, channel=channel(store, "transfer"), received_at=WEDNESDAY_9)

    release_person(again, reason="部长同意", by=director, now=THURSDAY_9)

    assert dict(Lead.objects.values_list("pk", "released_at")) == {transferred.pk: TUESDAY_9, again.pk: THURSDAY_9}


def test_the_release_is_offered_to_the_director_while_a_transfer_counts(store, transferred, director):
    offered = release(transferred, director)
    release_person(transferred, reason="部长同意", by=director, now=TUESDAY_9)

    after = release(Lead.objects.get(pk=transferred.pk), director)
    InquiryFactory(lead=transferred, channel=channel(store, "transfer"), received_at=WEDNESDAY_9)

    assert (offered[0], after, release(Lead.objects.get(pk=transferred.pk), director)[0]) == (f"/reception/persons/{transferred.pk}/release/", None, offered[0])


def test_the_head_of_a_customer_says_that_the_showroom_has_a_card_until_the_leader_decides(claim, leader):
    before = tags_of(claim.lead)

    decide_claim(claim, decision="ours", by=leader, now=WEDNESDAY_9)

    assert (before, tags_of(Lead.objects.get(pk=claim.lead_id))) == (["展厅已建卡 马涛"], [])


def test_the_head_of_a_transferred_customer_says_so_until_released(client_of, transferred, agent, director):
    pages = [client_of(agent).get(address).content.decode() for address in (f"/leads/{transferred.pk}/", f"/calls/{transferred.pk}/")]

    release_person(transferred, reason="客户要求找原顾问", by=director, now=WEDNESDAY_9)

    assert ['<span class="d-tag">转出A卡</span>' in page for page in pages] == [True, True]
    assert tags_of(Lead.objects.get(pk=transferred.pk)) == []
