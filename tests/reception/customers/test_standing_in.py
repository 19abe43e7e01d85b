"""Who stands in for a specialist has their guests and follow-ups while it lasts, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dcc.errors import Refused
from dcc.models import Absence, Notice, Shift, User
from dcc.people.rules.absences import mark_away, mark_present
from dcc.reckoning.clock import day_of
from dcc.roster.duty import last_day_away
from leads.models import FollowUp, Lead
from reception.models import Visit
from tests.factories import FollowUpFactory, LeadFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import NOW

DAY = timedelta(days=1)


@pytest.fixture
def other(store) -> User:
    return UserFactory(store=store, roles=["reception"], name="梁宇")


@pytest.fixture
def third(store) -> User:
    return UserFactory(store=store, roles=["reception"])


@pytest.fixture
def lead(store, agent, other) -> Lead:
    """Of the specialist who will be away."""
    return LeadFactory(store=store, agent=agent, reception=other, name="冯梦洁", phone="15400001234")


def today(store):
    return day_of(NOW, store.zone)


def reads(client_of, person: User, lead: Lead) -> list[int]:
    client = client_of(person)
    return [client.get(reverse(name, args=[lead.pk])).status_code for name in ("lead", "customer")]


def test_the_stand_in_has_the_customers_while_it_lasts_and_no_longer(client_of, store, other, reception, third, lead):
    before = reads(client_of, reception, lead)
    mark_away(other, last=today(store) + DAY, stand_in=reception, by=other, now=NOW)
    meanwhile, nobodys = reads(client_of, reception, lead), reads(client_of, third, lead)
    mark_present(other, by=other, now=NOW)

    assert (before, meanwhile, nobodys, reads(client_of, reception, lead)) == ([404, 404], [200, 200], [404, 404], [404, 404])


@pytest.mark.parametrize("named_is_away", [False, True])
def test_where_nobody_is_named_or_the_named_one_is_away_too_all_who_are_there_stand_in(client_of, store, other, reception, third, lead, named_is_away):
    mark_away(other, last=today(store), stand_in=reception if named_is_away else None, by=other, now=NOW)
    if named_is_away:
        mark_away(reception, last=today(store), stand_in=third, by=reception, now=NOW)

    assert reads(client_of, third, lead) == [200, 200]
    assert reads(client_of, reception, lead) == ([404, 404] if named_is_away else [200, 200])


def test_a_leave_of_the_roster_counts_and_a_day_off_does_not(client_of, store, other, reception, lead):
    shift = Shift.objects.create(user=other, day=today(store), leave="annual", stand_in=reception)
    on_leave = reads(client_of, reception, lead)
    shift.delete()
    Shift.objects.create(user=other, day=today(store), word="休")

    assert (on_leave, reads(client_of, reception, lead)) == ([200, 200], [404, 404])


def test_the_board_shows_their_guests_and_follow_ups_and_the_page_says_for_whom(client_of, store, other, reception, lead):
    FollowUpFactory(lead=lead, agent=other, kind="after_visit", due_at=NOW + DAY)
    guest = VisitFactory(store=store, lead=LeadFactory(store=store, reception=other), at=NOW, registered_at=NOW, taken_at=NOW, tag="dcc", reception=other)
    Absence.objects.bulk_create(Absence(user=other, day=today(store) + ahead * DAY, stand_in=reception, by=other) for ahead in range(3))
    answer = client_of(reception).get(reverse("mine"))
    board = answer.context["board"]

    page = client_of(reception).get(reverse("customer", args=[lead.pk])).content.decode()

    assert ([one.lead for one in board.following], board.here, board.in_hand) == ([lead], [guest], 0)
    assert "代 梁宇" in answer.content.decode()
    assert f"代 梁宇（到 {today(store) + 2 * DAY:%m-%d}）" in page
    assert last_day_away(other, today(store)) == today(store) + 2 * DAY


def test_what_is_noted_for_them_is_owed_in_their_name(client_of, store, other, reception, lead):
    owed = FollowUpFactory(lead=lead, agent=other, kind="after_visit", due_at=NOW + DAY)
    mark_away(other, last=today(store), stand_in=reception, by=other, now=NOW)
    due = (NOW + 2 * DAY).astimezone(store.zone)

    said = {"done": "电话里说了", "next_step": "再问", "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    client_of(reception).post(reverse("customer_note", args=[lead.pk]), said)

    owed.refresh_from_db()
    assert owed.done_at == NOW
    assert FollowUp.objects.get(done_at=None).agent == other


def test_who_receives_their_guest_has_received_it_and_an_order_keeps_its_credit(client_of, store, other, reception, lead, agent):
    order = OrderFactory(lead=lead, at=NOW - DAY, agent=agent, reception=other)
    visit = VisitFactory(store=store, lead=lead, at=NOW, registered_at=NOW, tag="dcc", first_tag="dcc")
    mark_away(other, last=today(store), stand_in=reception, by=other, now=NOW)

    client_of(reception).post(reverse("visit_take", args=[visit.pk]))

    order.refresh_from_db()
    assert (Visit.objects.get().reception, order.reception, order.agent) == (reception, other, agent)


def test_an_agents_stand_in_is_told_and_gets_no_right(client_of, store, agent, other_agent):
    lead = LeadFactory(store=store, agent=agent)
    mark_away(agent, last=today(store), stand_in=other_agent, by=agent, now=NOW)

    assert client_of(other_agent).get(reverse("lead", args=[lead.pk])).status_code == 404
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(other_agent, "absence.stand_in")]


def test_nobody_stands_in_for_themselves_or_from_another_store(store, other):
    stranger = UserFactory(roles=["reception"])

    for wrong in (other, stranger):
        with pytest.raises(Refused):
            mark_away(other, last=today(store), stand_in=wrong, by=other, now=NOW)
    assert Absence.objects.count() == 0


def test_another_stand_in_takes_the_place_of_the_first(store, other, reception, third):
    told = [mark_away(other, last=today(store), stand_in=person, by=other, now=NOW) for person in (reception, third, third, None)]

    assert (told, Absence.objects.get().stand_in) == ([True, True, False, True], None)
