"""A reception specialist's pages: arrivals live, customers until delivery."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Appointment
from leads.models import FollowUp, Lead, Proposal
from reception.customers.rules.following import note_follow_up
from reception.customers.rules.receiving import take_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.visits import leave, register_visit
from reception.models import Order, Visit
from tests.calling import typed, visit_in
from tests.factories import AppointmentFactory, CallFactory, FollowUpFactory, LeadFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, TUESDAY_9
from tests.trail import trail


@pytest.fixture
def specialist(client_of, reception):
    """The specialist's browser."""
    return client_of(reception)


@pytest.fixture
def arrived(store, agent) -> Visit:
    """A customer of DCC who waits."""
    now = NOW
    lead = LeadFactory(store=store, name="张伟", agent=agent, received_at=now - timedelta(days=4))
    return VisitFactory(store=store, lead=lead, name="张伟", tag="dcc", basis="named", at=now, registered_at=now, heads=3)


@pytest.fixture
def customer(store, agent, reception) -> Lead:
    """A customer of the specialist."""
    return LeadFactory(store=store, name="冯志刚", model="凯美瑞", agent=agent, reception=reception, received_at=NOW - timedelta(days=5))


def test_an_arrival_is_seen_at_the_next_look(specialist, arrived):
    before = specialist.get("/reception/arrivals/?seen=none")

    same = specialist.get(f"/reception/arrivals/?seen={before.context['state']}")
    not_modified = specialist.get("/reception/arrivals/", headers={"If-None-Match": before["ETag"]})

    assert (before.status_code, "张伟" in before.content.decode()) == (200, True)
    assert ([same.status_code, not_modified.status_code], same.content) == ([204, 304], b"")


def test_who_is_yet_to_come_does_not_read_as_having_come(client_of, agent, reception, customer):
    at = NOW + timedelta(minutes=1)
    AppointmentFactory(lead=customer, agent=agent, reception=reception, at=NOW, scheduled_for=at)
    clock = f"{timezone.localtime(at):%H:%M}"

    board = client_of(reception).get("/reception/mine/").content.decode()

    assert (f">约 {clock} 到店<" in board, f">{clock} 到店<" in board) == (True, False)


def test_the_look_asks_few_questions_while_nothing_changes(specialist, arrived, django_assert_max_num_queries):
    state = specialist.get("/reception/mine/").context["state"]

    with django_assert_max_num_queries(5):
        answer = specialist.get(f"/reception/arrivals/?seen={state}")

    assert answer.status_code == 204


def test_the_board_below_the_band_changes_with_it(specialist, store, agent, reception, front_desk):
    now = NOW
    lead = LeadFactory(store=store, name="姚晨曦", phone="15400001234", agent=agent, reception=reception, received_at=now - timedelta(days=4))
    AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now - timedelta(minutes=5))
    state = specialist.get("/reception/mine/").context["state"]
    look = lambda seen: specialist.get(f"/reception/arrivals/?seen={seen}")  # noqa: E731

    visit = register_visit(store, Registration(person=Person("15400001234")), by=front_desk, now=NOW)
    came = look(state)
    take_visit(visit, by=reception, now=NOW)
    taken = look(came.context["state"])
    leave(visit, by=front_desk, now=NOW)
    left = look(taken.context["state"])

    shown = [([one.name for one in answer.context["board"].door.waiting], len(answer.context["board"].here)) for answer in (came, taken, left)]
    assert shown == [(["姚晨曦"], 0), ([], 1), ([], 0)]
    assert [answer.content.decode().count('hx-swap-oob="true"') for answer in (came, taken, left)] == [2, 2, 2]
    assert "未到" not in came.content.decode()


def test_a_customer_who_has_the_car_is_opened_and_changed_no_more(specialist, store, reception):
    now = NOW
    lead = LeadFactory(store=store, name="乔先生", phone="15400001234", reception=reception, closed_at=now, closed_as="delivered")
    order = OrderFactory(lead=lead, at=now - timedelta(days=9), delivered_at=now, reception=reception)
    visit = VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=now, registered_at=now, taken_at=now, reception=reception)

    board = specialist.get("/reception/mine/").content.decode()
    page = specialist.get(f"/reception/mine/{lead.pk}/")
    deeds = [f"mine/{lead.pk}/note/", f"mine/{lead.pk}/order/", f"mine/{lead.pk}/lost/", f"visits/{visit.pk}/seen/"]

    assert (board.count(f'href="/reception/mine/{lead.pk}/"'), page.status_code, order.number in page.content.decode()) == (2, 200, True)
    assert specialist.get(f"/leads/{lead.pk}/").status_code == 200
    assert [specialist.post(f"/reception/{deed}").status_code for deed in deeds] == [404] * 4
    assert specialist.post(f"/leads/{lead.pk}/reveal/").status_code in {403, 404}


def test_a_customer_a_colleague_has_taken_meanwhile_is_read_and_it_is_said_whose_they_are(specialist, store, reception):
    other = UserFactory(store=store, name="刘洋", roles=["reception"])
    lead = LeadFactory(store=store, name="冯志刚", reception=other)
    VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=NOW - timedelta(days=2), reception=reception)

    answer = specialist.get(f"/reception/mine/{lead.pk}/", follow=True)

    assert (answer.redirect_chain, [str(message) for message in answer.context["messages"]]) == (
        [(f"/leads/{lead.pk}/", 303)],
        ["冯志刚 现在由 刘洋 接待，这里只看。"],
    )


def test_no_card_of_the_board_leads_nowhere(specialist, store, agent, reception):
    now = NOW
    closed = LeadFactory(store=store, agent=agent, reception=reception, closed_at=now, closed_as="lost", reason="其他")
    AppointmentFactory(lead=closed, agent=agent, at=now - timedelta(days=2), scheduled_for=now)
    handed_on = LeadFactory(store=store, closed_at=now, closed_as="delivered", reception=UserFactory(store=store, roles=["reception"]))
    OrderFactory(lead=handed_on, at=now - timedelta(days=9), delivered_at=now, reception=reception)

    page = specialist.get("/reception/mine/").content.decode()

    assert [specialist.get(address).status_code for address in set(re.findall(r'class="r-card[^"]*" href="([^"]+)"', page))] == []
    assert page.count('<div class="r-card') == 2


def test_pressing_receives_and_leads_to_the_customer(specialist, arrived, reception):
    answer = specialist.post(f"/reception/visits/{arrived.pk}/take/")

    arrived.refresh_from_db()
    assert (answer["Location"], arrived.reception, Lead.objects.get().reception) == (f"/reception/mine/{arrived.lead_id}/", reception, reception)


def test_who_is_late_is_told_who_was_quicker(specialist, client_of, store, arrived):
    other = UserFactory(store=store, name="刘洋", roles=["reception"])
    client_of(other).post(f"/reception/visits/{arrived.pk}/take/")

    answer = specialist.post(f"/reception/visits/{arrived.pk}/take/", follow=True)

    assert (answer.redirect_chain, Visit.objects.get().reception) == ([("/reception/mine/", 303)], other)
    moment = timezone.localtime(Visit.objects.get().taken_at)
    assert [str(message) for message in answer.context["messages"]] == [f"刘洋 {moment:%H:%M:%S} 已去接待 张伟，比你早。"]
    assert specialist.get(f"/reception/mine/{arrived.lead_id}/").status_code == 404


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (11, 404)])
def test_of_a_group_taken_long_ago_a_colleague_is_told_nothing(specialist, store, arrived, minutes, status):
    other = UserFactory(store=store, roles=["reception"])
    Lead.objects.update(reception=other)
    Visit.objects.update(taken_at=NOW - timedelta(minutes=minutes), reception=other)

    assert specialist.post(f"/reception/visits/{arrived.pk}/take/").status_code == status


def test_the_board_shows_each_customer_once_where_they_stand(specialist, store, agent, reception, customer, arrived):
    now = NOW
    FollowUpFactory(lead=customer, agent=reception, kind="after_visit", due_at=now - timedelta(days=1), note="回电：贷款批了没")
    ordered = LeadFactory(store=store, name="余海涛", agent=agent, reception=reception)
    OrderFactory(lead=ordered, at=now - timedelta(days=3), number="D2611-087")
    delivered = LeadFactory(store=store, name="任志强", reception=reception, closed_at=now, closed_as="delivered")
    OrderFactory(lead=delivered, at=now - timedelta(days=9), delivered_at=now, reception=reception)
    lost = LeadFactory(store=store, name="熊伟", reception=reception, review_since=now)
    expected = LeadFactory(store=store, name="蒋文博", agent=agent)
    AppointmentFactory(lead=expected, agent=agent, at=now - timedelta(days=2), scheduled_for=now)

    board = specialist.get("/reception/mine/").context["board"]

    assert [visit.lead for visit in board.door.waiting] == [arrived.lead]
    assert [one.appointment.lead for one in board.expected] == [expected]
    assert [one.lead for one in board.following] == [customer]
    assert [one.lead for one in board.ordered] == [ordered]
    assert [one.lead for one in board.delivered] == [delivered]
    assert [one.lead for one in board.with_leader] == [lost]
    assert board.overdue == 1


@pytest.mark.parametrize("count", [2, 20])
def test_the_board_asks_the_same_number_of_questions_however_many_customers(specialist, store, agent, reception, count, django_assert_max_num_queries):
    now = NOW
    for lead in LeadFactory.create_batch(count, store=store, agent=agent, reception=reception):
        VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=now - timedelta(days=1), reception=reception)
        AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=2), scheduled_for=now)

    with django_assert_max_num_queries(15):
        specialist.get("/reception/mine/")

    assert Lead.objects.count() == count


def test_another_specialists_customer_does_not_exist(specialist, store):
    other = LeadFactory(store=store, reception=UserFactory(store=store, roles=["reception"]))
    order = OrderFactory(lead=other)

    answers = [
        specialist.get(f"/reception/mine/{other.pk}/"),
        specialist.post(f"/reception/mine/{other.pk}/note/", {"done": "x"}),
        specialist.post(f"/reception/orders/{order.pk}/deliver/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_whole_way_of_a_customer_by_the_pages(specialist, customer, reception, agent):
    base = f"/reception/mine/{customer.pk}/"
    tomorrow = typed(visit_in(1, customer.store))

    specialist.post(f"{base}note/", {"done": "报价 19.28", "next_step": "回电", "due_at": tomorrow})
    specialist.post(f"{base}invite/", {"at": tomorrow, "note": "二次到店"})
    specialist.post(f"{base}order/", {"order-sure": "|", "order-number": "D1", "order-token": "7f0c7a0e-6f0f-4d0e-8f54-0d2f6f4f7c11"})
    specialist.post(f"/reception/orders/{Order.objects.get().pk}/deliver/")

    customer.refresh_from_db()
    appointment, order = Appointment.objects.get(), Order.objects.get()
    assert (appointment.agent, appointment.reception, order.agent, order.reception, order.number) == (reception, reception, agent, reception, "D1")
    assert (customer.closed_as, customer.delivered_at == order.delivered_at) == ("delivered", True)


def test_an_order_is_cancelled_with_a_reason(specialist, customer):
    order = OrderFactory(lead=customer)

    refused = specialist.post(f"/reception/orders/{order.pk}/cancel/", {"cancel-reason": ""})
    specialist.post(f"/reception/orders/{order.pk}/cancel/", {"cancel-reason": "换车型"})

    order.refresh_from_db()
    assert (refused.status_code, order.cancel_reason, order.cancelled_at is not None) == (422, "换车型", True)


def test_a_running_appointment_is_moved_and_not_booked_twice(specialist, customer, agent):
    AppointmentFactory(lead=customer, agent=agent, at=NOW - timedelta(days=1), scheduled_for=NOW + timedelta(days=1))
    later = typed(visit_in(3, customer.store))

    specialist.post(f"/reception/mine/{customer.pk}/invite/", {"at": later})

    assert list(Appointment.objects.order_by("pk").values_list("status", flat=True)) == ["moved", "booked"]


def test_the_next_visit_is_booked_by_the_days_and_times_the_agents_form_offers(specialist, customer):
    address = f"/reception/mine/{customer.pk}/"
    form = specialist.get(address).context["book_form"]
    day, slot = form.fields["day"].choices[1][0], form.fields["time"].choices[1][0]

    refused = specialist.post(f"{address}invite/", {"day": day, "note": "带家人"})
    specialist.post(f"{address}invite/", {"day": day, "time": slot, "note": "带家人"})

    assert (refused.status_code, refused.context["book_form"].errors["day"]) == (422, ["选日期和时间。"])
    assert f"{timezone.localtime(Appointment.objects.get().scheduled_for, customer.store.zone):%Y-%m-%d %H:%M}" == f"{day} {slot}"


def test_in_a_full_half_hour_the_specialist_is_asked_and_books_all_the_same(specialist, customer, agent):
    at = visit_in(2, customer.store)
    for _group in range(2):
        AppointmentFactory(lead=LeadFactory(store=customer.store, agent=agent), agent=agent, scheduled_for=at)
    address = f"/reception/mine/{customer.pk}/invite/"

    asked = specialist.post(address, {"at": typed(at), "note": "带家人"})
    booked = specialist.post(address, {"at": typed(at), "note": "带家人", "though_full": asked.context["book_form"]["though_full"].value()})

    assert (asked.status_code, "已约满" in asked.content.decode(), "带家人" in asked.content.decode()) == (422, True, True)
    assert (booked.status_code, Appointment.objects.filter(lead=customer).count()) == (303, 1)


def test_from_its_time_on_the_specialist_invites_anew(specialist, customer, agent, reception):
    missed = AppointmentFactory(lead=customer, agent=agent, at=NOW - timedelta(days=1), scheduled_for=NOW - timedelta(minutes=1))

    page = specialist.get(f"/reception/mine/{customer.pk}/").content.decode()
    specialist.post(f"/reception/mine/{customer.pk}/invite/", {"at": typed(visit_in(2, customer.store))})

    assert ("改约" in page, list(Appointment.objects.order_by("pk").values_list("agent", "status"))) == (
        False,
        [(missed.agent_id, "no_show"), (reception.pk, "booked")],
    )


def test_lost_is_an_application(specialist, customer, reception):
    specialist.post(
        f"/reception/mine/{customer.pk}/lost/", {"lost-reason": "他品战败", "lost-competitor": "CR-V", "lost-detail": "价格更低", "lost-why": "便宜"}
    )

    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.by, proposal.said) == ("lost", reception, ["他品战败", "价格更低", "CR-V", "便宜"])


def test_the_data_manager_joins_orders_by_hand_and_neither_invites_nor_sells(client_of, data_manager, customer):
    browser, base = client_of(data_manager), f"/reception/mine/{customer.pk}/"
    tomorrow = typed(visit_in(1, customer.store))
    posts = {"note/": {"done": "报价"}, "invite/": {"at": tomorrow}, "lost/": {"lost-reason": "他品战败"}}

    refused = [browser.post(f"{base}{path}", said).status_code for path, said in posts.items()]
    page = browser.get(base).content.decode()
    browser.post(f"{base}order/", {"order-sure": "|", "order-number": "D1", "order-token": "7f0c7a0e-6f0f-4d0e-8f54-0d2f6f4f7c11"})

    assert (refused, [f"{base}{path}" in page for path in ("note/", "invite/", "lost/", "order/")]) == ([403, 403, 403], [False, False, False, True])
    assert (FollowUp.objects.count(), Appointment.objects.count(), Proposal.objects.count(), Order.objects.get().number) == (0, 0, 0, "D1")


def test_a_refused_form_comes_back_filled(specialist, customer):
    answer = specialist.post(f"/reception/mine/{customer.pk}/note/", {"done": "", "next_step": "回电", "due_at": ""})

    assert (answer.status_code, "回电" in answer.content.decode(), FollowUp.objects.count()) == (422, True, 0)


def test_a_number_that_was_shown_stays_where_the_form_comes_back_or_asks(specialist, customer):
    Lead.objects.update(phone="15400001234")
    note, order = ({"done": "", "next_step": "回电", "due_at": ""}, {"order-model": "凯美瑞", "order-token": "7f0c7a0e-6f0f-4d0e-8f54-0d2f6f4f7c11"})
    before = specialist.post(f"/reception/mine/{customer.pk}/note/", note)

    specialist.post(f"/leads/{customer.pk}/reveal/", headers={"HX-Request": "true"})

    after = [specialist.post(f"/reception/mine/{customer.pk}/{address}/", said) for address, said in (("note", note), ("order", order))]
    pages = [before, *after, specialist.get(f"/reception/mine/{customer.pk}/")]
    assert [(page.status_code, "154 0000 1234" in page.content.decode()) for page in pages] == [(422, False), (422, True), (422, True), (200, False)]


def test_what_was_spoken_of_stands_on_the_page_to_which_receiving_leads(specialist, arrived, agent):
    for note, seconds in (("要看混动，问了置换", 95), ("", 0)):
        CallFactory(lead=arrived.lead, agent=agent, note=note, seconds=seconds, outcome="connected" if note else "no_answer")

    answer = specialist.post(f"/reception/visits/{arrived.pk}/take/", follow=True)

    page = answer.content.decode()
    assert ("要看混动，问了置换" in page, "2 次，接通 1" in page, "还没接通过" in page) == (True, True, False)


def test_a_note_ends_what_was_owed_and_opens_the_next_step(store, lead, reception):
    Lead.objects.update(reception=reception)
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=MONDAY_9)

    note_follow_up(lead, done="打了电话", next_step="看车", due_at=TUESDAY_9, by=reception, now=MONDAY_10)

    rows = list(FollowUp.objects.order_by("pk").values_list("note", "done_at", "ended_as", "due_at"))
    assert rows[1:] == [("打了电话", MONDAY_10, "done", MONDAY_10), ("看车", None, "", TUESDAY_9)]
    assert (rows[0][1], rows[0][2]) == (MONDAY_10, "done")
    assert trail("follow_up.note") == [{"done": True, "next": True}]


def test_the_month_shows_the_rows_behind_its_figures(specialist, store, customer, reception):
    VisitFactory(store=store, lead=customer, tag="dcc", basis="named", at=NOW, reception=reception, test_drive=True)
    VisitFactory(store=store, lead=customer, tag="dcc", basis="named", at=NOW, reception=reception, purpose="办手续")

    visits = specialist.get("/reception/mine/month/").context["table"].data

    assert [visit.test_drive for visit in visits] == [True]


def test_the_rows_of_the_month_lead_only_where_one_may_go(specialist, store, reception):
    now = NOW
    closed = LeadFactory(store=store, reception=reception, closed_at=now, closed_as="lost", reason="其他")
    delivered = LeadFactory(store=store, reception=reception, closed_at=now, closed_as="delivered")
    for lead in (closed, delivered):
        VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=now, registered_at=now, taken_at=now, reception=reception)

    page = specialist.get("/reception/mine/month/").content.decode()

    assert [f'href="/leads/{lead.pk}/"' in page for lead in (closed, delivered)] == [False, True]


def test_whom_a_group_asked_for_is_said_where_it_waits(specialist, store, arrived):
    Visit.objects.filter(pk=arrived.pk).update(named_user=UserFactory(username="liang", name="梁宇", store=store, roles=["reception"]))
    assert "点名 梁宇" in specialist.get("/reception/mine/").content.decode()


def test_before_an_order_is_asked_about_its_moment_is_checked_and_why_one_ended_is_said(specialist, customer):
    ahead = {"order-token": "4d6c1c2e-93a5-4d11-8b3d-0a6f5f0a7a12", "order-signed_at": f"{timezone.localtime(NOW) + timedelta(days=1):%Y-%m-%dT%H:%M}"}
    answer = specialist.post(f"/reception/mine/{customer.pk}/order/", ahead).content.decode()
    assert "order-sure" not in answer.replace('type="hidden" name="order-sure"', "")
    OrderFactory(lead=customer, at=NOW - timedelta(days=2), cancelled_at=NOW - timedelta(days=1), cancel_reason="家人不同意")
    assert "家人不同意" in specialist.get(f"/reception/mine/{customer.pk}/").content.decode()
