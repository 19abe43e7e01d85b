"""Leads given to the showroom: what is heard of them, when one asks again, and how many were sold."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dcc.errors import Refused
from leads.models import Lead, Review
from reception.given.rules.hearing import Heard, note_heard, take_back_heard
from reception.given.standing import asked_about, given_leads, shares_of
from reception.models import GivenOutcome
from reception.showroom.rules.showroom_cards import close_card
from tests.factories import LeadFactory, ShowroomCardFactory, UserFactory
from tests.moments import NOW, TODAY, moment

GIVEN_AT = moment(2, 10)


def given(store, leader, *, at=GIVEN_AT, phone="15400004408", name="罗永胜", consultant="孙立军", reason="展厅已建卡") -> Lead:
    """A lead that was given to the showroom."""
    lead = LeadFactory(store=store, phone=phone, phone_tail=phone[-4:], name=name, closed_at=at, closed_as="showroom", received_at=at - timedelta(days=3))
    Review.objects.create(store=store, lead=lead, by=leader, at=at, decision="to_showroom", consultant=consultant, reason=reason)
    return lead


@pytest.fixture
def lead(store, leader) -> Lead:
    return given(store, leader)


def standing(lead: Lead, now=NOW):
    return given_leads(lead.store, since=date(2026, 6, 1), until=date(2026, 12, 31), now=now)[0]


@pytest.mark.parametrize(("days", "group"), [(29, "following"), (30, "ask"), (31, "ask")])
def test_thirty_days_after_it_was_given_one_asks(lead, days, group):
    assert standing(lead, GIVEN_AT + timedelta(days=days)).group == group


@pytest.mark.parametrize(("days", "group"), [(29, "following"), (30, "ask")])
def test_thirty_days_after_the_last_answer_one_asks_again(lead, front_desk, days, group):
    note_heard(lead, Heard("following", TODAY), by=front_desk, now=NOW)

    assert standing(lead, NOW + timedelta(days=days)).group == group


def test_a_sale_has_a_contract_and_a_loss_a_reason(lead, front_desk):
    for heard in (Heard("sold", TODAY), Heard("lost", TODAY), Heard("sold", TODAY, contract=" "), Heard("else", TODAY)):
        with pytest.raises(Refused):
            note_heard(lead, heard, by=front_desk, now=NOW)

    row = note_heard(lead, Heard("sold", TODAY, contract="CC-1", reason="x"), by=front_desk, now=NOW)

    assert (row.contract, row.reason, standing(lead).group) == ("CC-1", "", "sold")


@pytest.mark.parametrize(("day", "done"), [(date(2026, 11, 1), False), (date(2026, 11, 2), True), (TODAY, True), (date(2026, 11, 27), False)])
def test_the_day_lies_between_the_giving_and_today(lead, front_desk, day, done):
    if done:
        assert note_heard(lead, Heard("following", day), by=front_desk, now=NOW).day == day
    else:
        with pytest.raises(Refused):
            note_heard(lead, Heard("following", day), by=front_desk, now=NOW)


def test_the_same_form_sent_twice_is_written_once(lead, front_desk):
    note_heard(lead, Heard("following", TODAY), seen=None, by=front_desk, now=NOW)

    with pytest.raises(Refused):
        note_heard(lead, Heard("following", TODAY), seen=None, by=front_desk, now=NOW)


def test_who_wrote_it_takes_it_back_while_nothing_was_heard_since(lead, front_desk):
    row = note_heard(lead, Heard("sold", TODAY, contract="CC-1"), by=front_desk, now=NOW)
    with pytest.raises(Refused):
        take_back_heard(row, by=UserFactory(store=lead.store, roles=["front_desk"]), now=NOW)

    take_back_heard(row, by=front_desk, now=NOW)

    assert (standing(lead).heard, GivenOutcome.every.count()) == ([], 1)
    with pytest.raises(Refused):
        take_back_heard(row, by=front_desk, now=NOW)


def test_a_card_of_the_number_writes_the_outcome_by_itself(lead, front_desk):
    card = ShowroomCardFactory(store=lead.store, phone=lead.phone)

    for _time in range(2):
        close_card(card, state="sold", by=front_desk, now=NOW)

    assert list(GivenOutcome.objects.values_list("lead", "outcome", "day", "card")) == [(lead.pk, "sold", TODAY, card.pk)]


@pytest.mark.parametrize(("heard", "said"), [(None, "sold"), (Heard("following", TODAY), "sold"), (Heard("lost", TODAY, reason="买了别家"), "lost")])
def test_a_card_speaks_of_each_lead_of_its_number_that_the_showroom_still_has(lead, store, leader, front_desk, heard, said):
    if heard:
        note_heard(lead, heard, by=front_desk, now=NOW)
    again = given(store, leader, at=NOW, phone=lead.phone)

    close_card(ShowroomCardFactory(store=lead.store, phone=lead.phone), state="sold", by=front_desk, now=NOW + timedelta(hours=1))

    told = dict(GivenOutcome.objects.order_by("at").values_list("lead", "outcome"))
    assert told == {lead.pk: said, again.pk: "sold"}


def test_where_a_card_contradicts_the_desk_both_stand_and_one_asks(lead, front_desk):
    note_heard(lead, Heard("lost", TODAY, reason="买了别家"), by=front_desk, now=NOW)
    close_card(ShowroomCardFactory(store=lead.store, phone=lead.phone), state="sold", by=front_desk, now=NOW)

    found = standing(lead)
    assert (found.group, found.last.outcome, found.against.outcome) == ("ask", "sold", "lost")
    note_heard(lead, Heard("sold", TODAY, contract="CC-1"), seen=found.last.pk, by=front_desk, now=NOW)
    assert standing(lead).group == "sold"


def test_a_lead_that_is_open_again_is_with_the_showroom_no_more(lead, front_desk):
    Lead.objects.filter(pk=lead.pk).update(closed_at=None, closed_as="")

    assert given_leads(lead.store, since=date(2026, 6, 1), until=TODAY, now=NOW) == []
    with pytest.raises(Refused):
        note_heard(lead, Heard("following", TODAY), by=front_desk, now=NOW)


def test_the_share_sold_is_told_by_consultant_with_their_sum(store, leader, front_desk):
    leads = [given(store, leader, phone=f"1540000440{number}", consultant="孙立军" if number < 3 else "李文静") for number in range(4)]
    note_heard(leads[0], Heard("sold", TODAY, contract="CC-1"), by=front_desk, now=NOW)

    rows = given_leads(store, since=date(2026, 6, 1), until=TODAY, now=NOW)

    shares = [(share.name, share.sold, share.given) for share in shares_of(rows, lambda each: each.review.consultant)]
    assert shares == [("孙立军", 1, 3), ("李文静", 0, 1), ("", 1, 4)]


def test_the_desk_writes_it_on_the_page_and_sees_the_last_four_alone(client_of, lead, front_desk):
    desk = client_of(front_desk)

    page = desk.get(reverse("given")).content.decode()
    answer = desk.post(reverse("given_note", args=[lead.pk]), {"outcome": "sold", "day": "2026-11-20", "contract": "CC-26"}, follow=True)

    assert ("罗永胜" in page, "****4408" in page, lead.phone in page, reverse("lead", args=[lead.pk]) in page) == (True, True, False, False)
    assert "CC-26" in answer.content.decode()
    row = GivenOutcome.objects.get()
    desk.post(reverse("given_undo", args=[row.pk]))
    assert not GivenOutcome.objects.exists()


def test_the_number_in_the_navigation_is_that_of_those_to_ask(client_of, store, leader, front_desk):
    for number, days in enumerate((28, 29, 30, 31)):
        given(store, leader, at=NOW - timedelta(days=days), phone=f"1540000441{number}")
    client = client_of(front_desk)

    badge, page = client.get(reverse("counts")).json()["sections"]["given"], client.get(reverse("given")).content.decode()

    assert (badge, "要问 2" in " ".join(page.split())) == (["2", False], True)


def test_those_to_ask_are_counted_by_the_rule_the_page_goes_by(store, leader, front_desk):
    """Silent for 29 and 30 days, followed 29 and 30 days ago, sold, and of two voices: the card's and the desk's; given twice and counted once."""
    leads = [given(store, leader, at=NOW - timedelta(days=days), phone=f"1540000442{number}") for number, days in enumerate((29, 30, 60, 61, 62, 63, 64))]
    for lead, days in zip(leads[2:4], (29, 30), strict=True):
        note_heard(lead, Heard("following", TODAY - timedelta(days=days)), by=front_desk, now=NOW - timedelta(days=days))
    note_heard(leads[4], Heard("sold", TODAY, contract="CC-1"), by=front_desk, now=NOW)
    note_heard(leads[5], Heard("lost", TODAY, reason="买了别家"), by=front_desk, now=NOW)
    close_card(ShowroomCardFactory(store=store, phone=leads[5].phone), state="sold", by=front_desk, now=NOW)
    Review.objects.create(store=store, lead=leads[6], by=leader, at=NOW - timedelta(days=40), decision="to_showroom")
    period = {"since": TODAY - timedelta(days=90), "until": TODAY, "now": NOW}

    asked = set(asked_about(store, **period).values_list("lead", flat=True))

    assert asked == {one.lead.pk for one in given_leads(store, **period) if one.group == "ask"} == {leads[number].pk for number in (1, 3, 5, 6)}


@pytest.mark.parametrize("who", ["agent", "leader"])
def test_a_lead_that_was_never_given_does_not_exist_on_its_address(request, client_of, lead, front_desk, who):
    Review.objects.update(decision="nurture")

    answers = [client_of(person).post(reverse("given_note", args=[lead.pk]), {}) for person in (front_desk, request.getfixturevalue(who))]

    assert [answer.status_code for answer in answers] == [404, 403]


def test_what_is_refused_comes_back_as_it_was_typed(client_of, lead, front_desk):
    answer = client_of(front_desk).post(reverse("given_note", args=[lead.pk]), {"outcome": "lost", "day": "2026-11-20", "reason": ""})

    assert (answer.status_code, "2026-11-20" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("query", ["days=0", "days=x", "one=999999999", "show=x", "consultant=没有", "days=365&show=sold"])
def test_any_question_is_answered(client_of, lead, leader, query):
    assert client_of(leader).get(f"{reverse('given')}?{query}").status_code == 200
