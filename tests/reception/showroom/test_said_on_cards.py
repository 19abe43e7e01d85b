"""What the showroom has done with a customer and promised them: on the card, by its sheet, on the customer's page and in the first call."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leads.intake.time_cells import Calendar
from leads.models import Inquiry, Lead
from reception.models import ShowroomCard
from reception.showroom.card_rows import card_columns, read_card
from reception.showroom.rules.transfers import confirm_transfer
from tests.factories import ShowroomCardFactory, TransferFactory
from tests.moments import NOW

SAID = {"tried": "报价、试驾", "promised": "店庆价"}


@pytest.fixture
def lead(store, director, agent) -> Lead:
    """Somebody who came by a transfer, with an agent."""
    long_ago = NOW - timedelta(days=70)
    card = ShowroomCardFactory(store=store, card_date=long_ago.date(), entered_at=long_ago, consultant="马涛", **SAID)
    lead = confirm_transfer(TransferFactory(card=card, listed_at=NOW - timedelta(hours=7)), by=director, now=NOW - timedelta(hours=1))
    Lead.objects.filter(pk=lead.pk).update(agent=agent, allocated_at=NOW - timedelta(minutes=50))
    return lead


def test_the_card_form_takes_what_was_done_and_promised(client_of, front_desk):
    desk = client_of(front_desk)
    card = {"phone": "15400001234", "name": "吕建华", "consultant": "马涛", "card_date": "2026-11-20"}

    desk.post(reverse("showroom_card_new"), card | SAID)
    found = ShowroomCard.objects.get()
    desk.post(reverse("showroom_card", args=[found.pk]), card | SAID | {"promised": "店庆价、送脚垫"})

    found.refresh_from_db()
    assert (found.tried, found.promised) == ("报价、试驾", "店庆价、送脚垫")


@pytest.mark.parametrize(("tried", "promised"), [("已做", "答应过"), ("跟进记录", "承诺"), ("做过什么", "答应客户")])
def test_the_sheet_says_them_in_its_own_words(store, tried, promised):
    columns = card_columns(["手机", "建卡日期", tried, promised])

    row = read_card(1, ["15400001234", "2026-11-20", "报价、试驾", "店" * 201], columns, calendar=Calendar(store.zone, False), now=NOW)

    assert (row.tried, row.promised, row.problem) == ("报价、试驾", "店" * 200, "")


def test_a_transfer_keeps_them_and_page_and_first_call_show_them(client_of, lead, agent, leader):
    extra = Inquiry.objects.get(lead=lead).extra
    page = client_of(leader).get(reverse("lead", args=[lead.pk])).content.decode()
    call = client_of(agent).get(f"{reverse('calls')}?lead={lead.pk}").content.decode()

    assert {name: extra[name] for name in SAID} == SAID
    assert [words in text for text in (page, call) for words in ("已做：报价、试驾", "答应过：店庆价")] == [True] * 4
