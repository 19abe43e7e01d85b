"""撤销 on the pages: after the deed, later with a reason, and what is seen of it afterwards."""

import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Appointment
from dcc.errors import Refused
from leads.models import Lead
from reception.door.rules.annulling_visits import annul_leaving
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.visits import leave, register_visit
from reception.models import Leakage, Order, TagChange, Visit
from tests.factories import AppointmentFactory, LeadFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import NOW
from tests.trail import trail

PHONE = "15400001234"


@pytest.fixture
def expected(store, agent, reception) -> Appointment:
    """Somebody with an appointment about now."""
    now = NOW
    lead = LeadFactory(store=store, phone=PHONE, name="张伟", agent=agent, reception=reception, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


@pytest.fixture
def came(store, front_desk, expected) -> Visit:
    """They came just now."""
    return register_visit(store, Registration(person=Person(PHONE)), by=front_desk, now=NOW)


def undo_of(answer) -> str:
    """The address behind the toast's 撤销."""
    return re.search(r'<form [^>]*action="([^"]+)"', answer.content.decode().split('id="toasts"')[1])[1]


def test_the_desk_takes_a_wrong_tap_back_out_of_the_toast_and_hears_what_is_as_before(client_of, front_desk, expected):
    desk = client_of(front_desk)
    found = desk.post("/reception/match/", {"tail": "1234"}).content.decode()
    match = re.search(r'name="match" value="([^"]+)" checked', found)[1]
    registered = desk.post("/reception/register/", {"match": match, "tag": "dcc", "purpose": "look", "heads": "2"}, follow=True)

    answer = desk.post(undo_of(registered), headers={"Referer": "http://testserver/reception/"}, follow=True)
    again = desk.post(undo_of(registered), headers={"Referer": "http://testserver/reception/"}, follow=True)

    page = answer.content.decode()
    assert (answer.redirect_chain, Visit.objects.count(), Appointment.objects.get().status) == ([("/reception/", 303)], 0, "booked")
    assert ("张伟" in page, "is-done" in page, again.status_code, "is-bad" in again.content.decode()) == (True, True, 200, True)


def test_a_group_that_has_not_gone_is_back_out_of_the_toast(client_of, front_desk, came):
    desk, here = client_of(front_desk), {"Referer": "http://testserver/reception/"}
    gone = desk.post(f"/reception/visits/{came.pk}/leave/", follow=True)

    back, again = (desk.post(undo_of(gone), headers=here, follow=True) for _time in range(2))

    said = [("张伟 还在店里" in page.content.decode(), "已经撤过了。" in page.content.decode()) for page in (back, again)]
    assert (Visit.objects.get().left_at, said) == (None, [(True, False), (False, True)])
    assert [len(trail(action)) for action in ("visit.leave", "visit.stay")] == [1, 1]


@pytest.mark.parametrize(("later", "who", "stays"), [(300, "front_desk", True), (301, "front_desk", False), (1, "other", False)])
def test_that_somebody_has_gone_is_undone_by_whoever_wrote_it_within_five_minutes(store, front_desk, came, later, who, stays):
    gone_at = came.at + timedelta(minutes=20)
    leave(came, by=front_desk, now=gone_at)
    by = front_desk if who == "front_desk" else UserFactory(store=store, roles=["front_desk"])

    with nullcontext() if stays else pytest.raises(Refused, match="5 分钟"):
        annul_leaving(came, by=by, now=gone_at + timedelta(seconds=later))

    assert Visit.objects.get().left_at == (None if stays else gone_at)


def test_the_row_in_the_house_has_its_own_way_back_until_somebody_went(client_of, front_desk, came):
    desk, address = client_of(front_desk), f"/reception/visits/{came.pk}/annul/"
    before = address in desk.get("/reception/").content.decode()
    Visit.objects.update(taken_at=NOW)
    taken = address in desk.get("/reception/").content.decode()
    Visit.objects.update(taken_at=None, registered_at=NOW - timedelta(minutes=5, seconds=1))

    late = address in desk.get("/reception/").content.decode()

    assert (before, taken, late) == (True, False, False)


def test_the_data_manager_takes_a_visit_back_with_a_reason_and_it_stands_struck_through(client_of, data_manager, came):
    office, address = client_of(data_manager), f"/reception/visits/{came.pk}/annul/"
    offered = address in office.get(f"/reception/reconcile/?day={came.at:%Y-%m-%d}").content.decode()
    office.post(address, {"reason": ""})
    without = Visit.objects.count()

    office.post(address, {"reason": "认错人"})

    day, record = office.get(f"/reception/reconcile/?day={came.at:%Y-%m-%d}").content.decode(), office.get(f"/leads/{came.lead_id}/").content.decode()
    assert (offered, without, Visit.objects.count()) == (True, 1, 0)
    assert ("<s>张伟</s>" in day, "认错人" in day, "认错人" in record, "<s>" in record) == (True, True, True, True)


def test_an_order_a_delivery_and_a_cancellation_each_have_their_way_back(client_of, reception, expected):
    specialist, lead = client_of(reception), expected.lead
    page = specialist.get(f"/reception/mine/{lead.pk}/").content.decode()
    token = re.search(r'name="order-token" value="([^"]+)"', page)[1]

    signed = specialist.post(f"/reception/mine/{lead.pk}/order/", {"order-token": token, "order-sure": "|"}, follow=True)
    order = Order.objects.get()
    cancelled = specialist.post(f"/reception/orders/{order.pk}/cancel/", {"cancel-reason": "换车型"}, follow=True)
    specialist.post(undo_of(cancelled))
    delivered = specialist.post(f"/reception/orders/{order.pk}/deliver/", follow=True)
    closed = Lead.objects.get().closed_as
    specialist.post(undo_of(delivered))
    running = Order.objects.running().count()
    specialist.post(undo_of(signed))

    assert (closed, Lead.objects.get().closed_as, running, Order.objects.count()) == ("delivered", "", 1, 0)
    assert [len(trail(deed)) for deed in ("order.annul_cancellation", "order.annul_delivery", "order.annul")] == [1, 1, 1]


def test_leader_and_data_manager_take_orders_back_on_the_customers_page_also_of_a_closed_lead(client_of, leader, data_manager, store):
    lead = LeadFactory(store=store, closed_at=NOW, closed_as="delivered")
    order = OrderFactory(lead=lead, at=NOW - timedelta(days=3), delivered_at=NOW - timedelta(days=2))
    ways = [f"/reception/mine/{lead.pk}/" in client_of(by).get(f"/leads/{lead.pk}/").content.decode() for by in (leader, data_manager)]

    client_of(leader).post(f"/reception/orders/{order.pk}/annul-delivery/", {"reason": "没交车"})

    page = client_of(data_manager).get(f"/reception/mine/{lead.pk}/").content.decode()
    record = client_of(data_manager).get(f"/leads/{lead.pk}/").content.decode()
    assert (ways, Lead.objects.get().closed_at, f"/reception/orders/{order.pk}/annul/" in page) == ([True, True], None, True)
    assert ("没交车" in record, "<s>" in record) == (True, True)


def test_another_specialists_order_does_not_exist(client_of, reception, store):
    order = OrderFactory(lead=LeadFactory(store=store))

    statuses = [client_of(reception).post(f"/reception/orders/{order.pk}/{way}/").status_code for way in ("annul", "annul-delivery", "annul-cancellation")]

    assert statuses == [404, 404, 404]


def test_a_decided_tag_is_taken_back_out_of_the_toast(client_of, director, store, agent):
    lead = LeadFactory(store=store, agent=agent)
    visit = VisitFactory(store=store, lead=lead, phone=lead.phone, at=NOW, registered_at=NOW)
    boss = client_of(director)
    decided = boss.post(f"/reception/visits/{visit.pk}/decide/", {"tag": "dcc", "reason": "专员带进来的"}, follow=True)

    boss.post(undo_of(decided))

    assert (Visit.objects.get().tag, TagChange.objects.count(), Leakage.objects.count()) == ("showroom", 0, 0)


def test_an_order_more_than_a_day_back_is_signed_on_the_customers_page_and_marked(client_of, data_manager, store):
    lead = LeadFactory(store=store, received_at=NOW - timedelta(days=9))
    office, signed_at = client_of(data_manager), timezone.localtime(NOW - timedelta(days=2))
    facts = {"order-sure": "|", "order-token": "4d6c1c2e-93a5-4d11-8b3d-0a6f5f0a7a11", "order-signed_at": f"{signed_at:%Y-%m-%dT%H:%M}"}
    refused = office.post(f"/reception/mine/{lead.pk}/order/", facts)

    office.post(f"/reception/mine/{lead.pk}/order/", facts | {"order-why_late": "合同昨天才到"})

    order, record = Order.objects.get(), office.get(f"/leads/{lead.pk}/").content.decode()
    assert (refused.status_code, order.stated_reason, order.logged_at is not None, "合同昨天才到" in record) == (422, "合同昨天才到", True, True)


def test_the_desk_is_asked_which_it_is_and_nothing_is_chosen_before(client_of, front_desk, came):
    desk = client_of(front_desk)
    found = desk.post("/reception/match/", {"tail": "1234"}).content.decode()
    match = re.search(r'type="radio" name="match" value="([^"]+)"', found)[1]
    asked = desk.post("/reception/propose/", {"match": match}, headers={"HX-Request": "true"}).content.decode()
    group = {"match": match, "heads": "4", "companion": "母亲"}

    silent = desk.post("/reception/register/", group | {"tag": "dcc"})
    other = desk.post("/reception/register/", group | {"again": "another"})
    same = desk.post("/reception/register/", group | {"again": "same"})
    back = desk.post("/reception/register/", group | {"again": "back"}, follow=True)

    came.refresh_from_db()
    assert ('name="again" value="same">' in asked, "checked" in asked) == (True, False)
    assert (silent.status_code, other["Location"], same["Location"], back.status_code) == (422, "/reception/", "/reception/", 200)
    assert (came.heads, came.companion, Visit.objects.count(), len(trail("visit.return"))) == (4, "母亲", 1, 1)
