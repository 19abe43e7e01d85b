"""A handing over, or a sold card, without an order: joined to a lead by hand, taken back, reversed."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from dcc.errors import Refused
from dcc.models import TrailEntry, Word
from dcc.store.rules.words import change_word
from leads.models import Lead
from reception.customers.rules.annulling_orders import annul_delivery, annul_order, reverse_joining
from reception.models import Order, ShowroomCard, Visit
from reception.reconcile.fetched import fetched_in
from reception.reconcile.rules.joining import Joined, join_order
from reporting.boards.desk_table import items_of
from reporting.models import Closing
from tests.factories import LeadFactory, ShowroomCardFactory, VisitFactory
from tests.moments import NOW, WEDNESDAY_9

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNED = WEDNESDAY_9 - DAY
SHOWROOM = {"tag": "showroom", "basis": "none", "lead": None, "purpose": "交车"}


@pytest.fixture
def fetches(store, front_desk) -> Visit:
    """Somebody of the showroom fetches a car on Wednesday at nine."""
    facts = {**SHOWROOM, "phone": "15400009999", "name": "于海燕", "companion": "于洋", "by": front_desk}
    return VisitFactory(store=store, at=WEDNESDAY_9, registered_at=WEDNESDAY_9, **facts)


@pytest.fixture
def lead(store, agent, reception) -> Lead:
    """An open lead that gave that number as its second."""
    return LeadFactory(store=store, agent=agent, reception=reception, name="于洋", second_phone="15400009999", opened_at=SIGNED - DAY, received_at=SIGNED - DAY)


def fetched(store) -> list:
    return fetched_in(store, WEDNESDAY_9, WEDNESDAY_9 + HOUR)


def said(visit=None, card=None, *, signed=SIGNED, delivered=WEDNESDAY_9, reason="签在儿媳名下") -> Joined:
    return Joined(signed, delivered, reason, visit=visit, card=card)


def test_a_handing_over_without_an_order_is_shown_with_whom_it_may_be_of_until_it_is_joined(store, fetches, lead, data_manager):
    assert [(one.visit, [(fit.lead, fit.kind) for fit in one.fits]) for one in fetched(store)] == [(fetches, [(lead, "second_phone")])]
    join_order(lead, said(fetches), by=data_manager, now=NOW)
    assert fetched(store) == []


def test_a_store_may_call_the_handing_over_otherwise(store, fetches, lead, data_manager):
    word = Word.objects.get(store=store, kind="visit_purpose", name="交车")
    change_word(word, name="提车", detail={}, by=data_manager, now=NOW)
    later = VisitFactory(store=store, at=WEDNESDAY_9, registered_at=WEDNESDAY_9, **SHOWROOM | {"purpose": "提车"}, phone="15400009998")
    VisitFactory(store=store, at=WEDNESDAY_9, registered_at=WEDNESDAY_9, **SHOWROOM | {"purpose": "维修"}, phone="15400009997")

    assert {one.visit for one in fetched(store)} == {fetches, later}
    assert join_order(lead, said(later), by=data_manager, now=NOW).visit == later


def test_whoever_has_an_order_that_runs_or_went_lately_is_not_shown(store, fetches, lead):
    card = ShowroomCardFactory(store=store, phone=lead.phone, name="于洋", state="sold", closed_at=WEDNESDAY_9)
    assert len(fetched(store)) == 2
    Lead.objects.filter(pk=lead.pk).update(ordered_at=SIGNED)
    assert fetched(store) == []
    Lead.objects.filter(pk=lead.pk).update(delivered_at=WEDNESDAY_9 - 30 * DAY)
    assert [one.row for one in fetched(store)] == [fetches, card]


def test_an_open_lead_is_closed_as_delivered_at_the_joining_and_the_order_has_its_true_moments(fetches, lead, agent, reception, data_manager):
    order = join_order(lead, said(fetches), by=data_manager, now=NOW)
    lead.refresh_from_db()
    assert (order.at, order.delivered_at, order.entered_at, order.logged_at, order.delivery_logged_at) == (SIGNED, WEDNESDAY_9, NOW, NOW, NOW)
    assert (order.agent, order.reception, order.visit, order.stated_reason) == (agent, reception, fetches, "签在儿媳名下")
    assert (lead.closed_as, lead.closed_at, lead.ordered_at, lead.delivered_at) == ("delivered", NOW, SIGNED, WEDNESDAY_9)
    assert {"order.join", "lead.close"} <= set(TrailEntry.objects.values_list("action", flat=True))


def test_a_lead_closed_since_keeps_its_closing(store, agent, data_manager, fetches):
    closed = LeadFactory(store=store, agent=agent, opened_at=SIGNED - DAY, received_at=SIGNED - DAY, closed_at=SIGNED + HOUR, closed_as="lost")
    join_order(closed, said(fetches), by=data_manager, now=NOW)
    closed.refresh_from_db()
    assert (closed.closed_as, closed.closed_at, closed.ordered_at, closed.delivered_at) == ("lost", SIGNED + HOUR, SIGNED, WEDNESDAY_9)


def test_its_page_says_beside_the_closing_that_it_bought_all_the_same_and_no_other_does(store, agent, client_of, data_manager, fetches):
    facts = {"store": store, "agent": agent, "opened_at": SIGNED - DAY, "received_at": SIGNED - DAY}
    closed, other = (LeadFactory(**facts, closed_at=SIGNED + HOUR, closed_as="lost") for _ in range(2))
    sold = LeadFactory(**facts, closed_at=NOW, closed_as="delivered", ordered_at=SIGNED, delivered_at=NOW)
    join_order(closed, said(fetches), by=data_manager, now=NOW)

    pages = [client_of(data_manager).get(f"/leads/{lead.pk}/").content.decode() for lead in (closed, other, sold)]

    assert ["其实已成交" in page for page in pages] == [True, False, False]
    assert ["战败照旧计在关闭那天" in page for page in pages] == [True, False, False]


@pytest.mark.parametrize(
    ("opened", "closed", "is_joined"),
    [(SIGNED, None, True), (SIGNED + DAY / 86400, None, False), (SIGNED - DAY, SIGNED, False), (SIGNED - DAY, SIGNED + DAY / 86400, True)],
)
def test_the_lead_was_open_at_the_signing_from_its_opening_until_before_its_closing(store, fetches, data_manager, opened, closed, is_joined):
    lead = LeadFactory(store=store, opened_at=opened, received_at=SIGNED - DAY, closed_at=closed, closed_as="lost" if closed else "")
    if is_joined:
        assert join_order(lead, said(fetches), by=data_manager, now=NOW).at == SIGNED
    else:
        with pytest.raises(Refused):
            join_order(lead, said(fetches), by=data_manager, now=NOW)
        assert Order.objects.count() == 0


def test_what_is_refused_writes_nothing(store, fetches, lead, data_manager, reception, front_desk):
    looks = VisitFactory(store=store, at=WEDNESDAY_9, **SHOWROOM | {"purpose": "look"}, by=front_desk)
    for how in (
        {"by": reception},
        {"said": said(fetches, reason=" ")},
        {"said": said(looks)},
        {"said": said(fetches, delivered=SIGNED - HOUR)},
        {"said": said(fetches, delivered=NOW + HOUR)},
    ):
        with pytest.raises(Refused):
            join_order(lead, how.get("said", said(fetches)), by=how.get("by", data_manager), now=NOW)
    assert Order.objects.count() == 0


def test_nothing_is_joined_into_a_closed_month(store, fetches, lead, data_manager):
    Closing.objects.create(store=store, kind="month", period=f"{SIGNED:%Y-%m}", number=1, by=data_manager, at=NOW, figures={})
    with pytest.raises(Refused):
        join_order(lead, said(fetches), by=data_manager, now=NOW)


def test_one_thing_is_joined_once_and_a_form_sent_twice_is_one_order(store, lead, agent, data_manager):
    card = ShowroomCardFactory(store=store, phone="15400008888", state="sold", closed_at=WEDNESDAY_9)
    other = LeadFactory(store=store, agent=agent, opened_at=SIGNED - DAY, received_at=SIGNED - DAY)
    sent = replace(said(card=card), token=uuid4())
    assert join_order(lead, sent, by=data_manager, now=NOW) == join_order(lead, sent, by=data_manager, now=NOW)
    with pytest.raises(Refused):
        join_order(other, said(card=card), by=data_manager, now=NOW)
    assert Order.objects.get().card == card


@pytest.mark.parametrize(("later", "is_reversed"), [(7 * DAY - HOUR, True), (7 * DAY, False)])
def test_the_director_reverses_it_for_seven_days_and_the_lead_is_open_again(fetches, lead, data_manager, director, later, is_reversed):
    order = join_order(lead, said(fetches), by=data_manager, now=NOW)
    if not is_reversed:
        with pytest.raises(Refused):
            reverse_joining(order, reason="合同对不上", by=director, now=NOW + later)
        return
    reverse_joining(order, reason="合同对不上", by=director, now=NOW + later)
    lead.refresh_from_db()
    assert (lead.closed_at, lead.ordered_at, lead.delivered_at, Order.objects.count()) == (None, None, None, 0)
    assert [one.row for one in fetched(fetches.store)] == [fetches]


def test_whoever_joined_takes_it_back_whole_at_once_and_never_the_delivery_alone(fetches, lead, data_manager, director):
    order = join_order(lead, said(fetches), by=data_manager, now=NOW)
    with pytest.raises(Refused):
        annul_delivery(order, by=data_manager, now=NOW + HOUR / 60)
    with pytest.raises(Refused):
        reverse_joining(order, reason="x", by=data_manager, now=NOW)
    annul_order(order, by=data_manager, now=NOW + HOUR / 60)
    lead.refresh_from_db()
    assert (lead.closed_at, lead.delivered_at, Order.objects.count()) == (None, None, 0)


def test_the_page_joins_says_why_not_and_the_director_reverses_from_the_desk(client_of, store, fetches, lead, data_manager, director, leader):
    gone = LeadFactory(store=store, name="于海燕", opened_at=SIGNED - 2 * DAY, received_at=SIGNED - 2 * DAY, closed_at=SIGNED - HOUR, closed_as="lost")
    address, day = f"/reception/visits/{fetches.pk}/join/", f"/reception/reconcile/fetched/?day={WEDNESDAY_9:%Y-%m-%d}"
    desk = client_of(data_manager)
    assert [address in client_of(person).get(day).content.decode() for person in (data_manager, director)] == [True, False]
    typed = {"token": uuid4(), "signed_at": f"{SIGNED:%Y-%m-%dT%H:%M}", "delivered_at": f"{WEDNESDAY_9:%Y-%m-%dT%H:%M}", "reason": "签在儿媳名下"}
    refused = desk.post(address, {**typed, "lead": gone.pk})
    looked = desk.post(address, {**typed, "look": "1", "q": "于洋"})
    joined = desk.post(address, {**typed, "lead": lead.pk})
    assert (refused.status_code, "战败" in refused.content.decode(), looked.status_code, joined.status_code) == (422, True, 200, 303)
    order = Order.objects.get()
    assert "15400009999" not in refused.content.decode() + looked.content.decode()
    client_of(director).post(f"/reception/orders/{order.pk}/reverse/", {"reason": "合同对不上"})
    assert Order.objects.count() == 0


@pytest.mark.parametrize(("later", "stands"), [(7 * DAY - HOUR, True), (7 * DAY, False)])
def test_what_was_joined_stands_on_the_directors_own_desk_until_it_can_be_reversed_no_more(fetches, lead, data_manager, director, leader, later, stands):
    join_order(lead, said(fetches), by=data_manager, now=NOW)
    items = [[item for item in items_of(person, NOW + later) if item.url == "/reception/reconcile/fetched/"] for person in (director, leader)]
    assert [len(found) for found in items] == [int(stands), 0]
    assert [item.late for item in items[0]] == [False] * stands


def test_a_sold_card_of_the_showroom_is_joined_on_its_page(client_of, store, lead, leader):
    card = ShowroomCardFactory(store=store, phone="15400008888", name="梁国庆", state="sold", closed_at=WEDNESDAY_9)
    page = client_of(leader).get(f"/reception/cards/{card.pk}/join/")
    assert (page.status_code, ShowroomCard.objects.get().state) == (200, "sold")
