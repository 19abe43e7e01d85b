"""One answer for many cards of the director's list: what is chosen, what was counted, who came first, and the way back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from dcc.errors import Refused
from reception.models import Transfer
from reception.showroom.rules.deciding_many import MOST, Answer, decide_many, take_back_decisions
from reception.showroom.rules.showroom_cards import close_card
from reception.showroom.rules.transfers import list_ripe, refuse_transfer
from tests.factories import DoNotCallFactory, ShowroomCardFactory, TransferFactory, UserFactory
from tests.moments import NOW, TODAY
from tests.trail import trail

HELD = Answer("held", TODAY + timedelta(days=10), "年底店庆")


def listed(store, count: int, *, consultant="马涛", known=NOW - timedelta(days=70)) -> list[Transfer]:
    """Cards of one consultant that stand on the list since this morning."""
    cards = [
        ShowroomCardFactory(store=store, card_date=known.date(), entered_at=known, consultant=consultant, name=f"{consultant}{number}客")
        for number in range(count)
    ]
    return [TransferFactory(card=card, listed_at=NOW - timedelta(hours=1)) for card in cards]


def test_many_are_held_for_one_reason_and_taken_back_at_once(store, director):
    rows = listed(store, 3)

    decided = decide_many(rows, HELD, by=director, now=NOW)
    held = set(Transfer.objects.values_list("decision", "reason", "decided_at"))
    count = take_back_decisions(rows[0], by=director, now=NOW)

    assert (len(decided.done), decided.missed, held, count) == (3, [], {("held", "年底店庆", NOW)}, 3)
    assert list(Transfer.objects.undecided().values_list("card", "listed_at")) == [(row.card_id, row.listed_at) for row in rows]
    assert Transfer.every.exclude(annulled_at=None).count() == 3
    assert [entry["before"] for entry in trail("transfer.take_back")] == ["held"] * 3
    with pytest.raises(Refused):
        take_back_decisions(rows[0], by=director, now=NOW)


def test_a_refusal_that_was_taken_back_does_not_keep_the_card_off_later_lists(store, director):
    (row,) = listed(store, 1)
    refuse_transfer(row, reason="亲属", by=director, now=NOW)
    take_back_decisions(row, by=director, now=NOW)
    again = Transfer.objects.get()

    decide_many([again], HELD, by=director, now=NOW)
    list_ripe(now=NOW + timedelta(days=11))

    assert list(Transfer.objects.order_by("pk").values_list("decision", flat=True)) == ["held", ""]


def test_what_somebody_built_on_is_not_taken_back(store, director, front_desk):
    sold, free = listed(store, 2)
    decide_many([sold, free], HELD, by=director, now=NOW)
    close_card(sold.card, state="sold", by=front_desk, now=NOW)
    with pytest.raises(Refused):
        take_back_decisions(free, by=UserFactory(store=store, roles=["director"]), now=NOW)

    count = take_back_decisions(sold, by=director, now=NOW)

    assert (count, Transfer.objects.undecided().get().card) == (1, free.card)


def test_cards_it_is_too_late_for_are_left_out_and_named(store, director, front_desk):
    gone, barred, free = listed(store, 3)
    close_card(gone.card, state="sold", by=front_desk, now=NOW)
    DoNotCallFactory(store=store, phone=barred.card.phone)

    decided = decide_many([gone, barred, free], Answer("confirmed"), by=director, now=NOW)

    assert [row.pk for row in decided.done] == [free.pk]
    assert [sentence.partition(":")[0] for sentence in decided.missed] == [gone.card.name, barred.card.name]


@pytest.mark.parametrize(("count", "done"), [(0, False), (MOST, True), (MOST + 1, False)])
def test_at_most_two_hundred_at_once(store, director, count, done):
    rows = listed(store, 1) * count

    if done:
        assert len(decide_many(rows, Answer("refused", reason="亲属"), by=director, now=NOW).done) == 1
    else:
        with pytest.raises(Refused):
            decide_many(rows, Answer("refused", reason="亲属"), by=director, now=NOW)


@pytest.mark.parametrize(
    "answer", [Answer("else"), Answer("held", TODAY, "x"), Answer("held", None, "x"), Answer("held", TODAY + timedelta(days=1), " "), Answer("refused")]
)
def test_an_answer_without_its_day_or_reason_decides_nothing(store, director, answer):
    rows = listed(store, 2)

    with pytest.raises(Refused):
        decide_many(rows, answer, by=director, now=NOW)

    assert Transfer.objects.undecided().count() == 2


def sealed_on(page: str) -> str:
    """What a page states of its whole list."""
    return re.search(r'name="sealed" value="([^"]+)"', page)[1]


def test_all_of_the_list_is_decided_as_it_was_seen(client_of, store, director):
    listed(store, 2)
    listed(store, 1, consultant="李文静")
    browser = client_of(director)
    address = f"{reverse('transfers_decide')}?consultant=李文静"
    seal = sealed_on(browser.get(f"{reverse('transfers')}?consultant=李文静").content.decode())
    refuse = {"all": "1", "sealed": seal, "decision": "refused", "reason": "亲属"}

    elsewhere = browser.post(reverse("transfers_decide"), refuse)
    listed(store, 1, consultant="李文静")
    changed = browser.post(address, refuse)
    seal = sealed_on(changed.content.decode())
    done = browser.post(address, refuse | {"sealed": seal})

    assert (elsewhere.status_code, changed.status_code, done.status_code) == (422, 409, 303)
    assert sorted(Transfer.objects.values_list("card__consultant", "decision")) == [("李文静", "refused")] * 2 + [("马涛", "")] * 2


def test_what_is_refused_comes_back_with_what_was_ticked_and_typed(client_of, store, director):
    (row,) = listed(store, 1)

    for on in ("", "?on=calendar"):
        answer = client_of(director).post(f"{reverse('transfers_decide')}{on}", {"transfer": row.pk, "decision": "held", "reason": "店庆那天"})
        page = answer.content.decode()
        assert (answer.status_code, "店庆那天" in page, re.search(rf'value="{row.pk}"[^>]*checked', page) is not None) == (422, True, True)


def test_the_toast_leads_back(client_of, store, director):
    rows = listed(store, 2)
    browser = client_of(director)

    answer = browser.post(
        reverse("transfers_decide"), {"transfer": [row.pk for row in rows], "decision": "held", "until": f"{HELD.until}", "reason": "店庆"}, follow=True
    )
    way_back = re.search(r'action="(/reception/transfers/\d+/undo/)"', answer.content.decode())[1]
    browser.post(way_back)

    assert Transfer.objects.undecided().count() == 2
