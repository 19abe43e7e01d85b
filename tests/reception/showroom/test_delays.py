"""A consultant's one request for delay: entered by the desk, decided by the director, and the way back of each."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dcc.errors import Refused
from dcc.models import Notice
from reception.models import DelayRequest, Transfer
from reception.showroom.rules.deciding_many import Answer, decide_many, take_back_decisions
from reception.showroom.rules.delays import MOST_DAYS, ask_delay, grant_delay, reject_delay, take_back_delay
from reception.showroom.rules.showroom_cards import close_card
from reception.showroom.rules.transfers import confirm_transfer
from tests.factories import ShowroomCardFactory, TransferFactory
from tests.moments import NOW, TODAY

ASKED = {"days": 10, "reason": "公积金下月到账"}


@pytest.fixture
def listed(store) -> Transfer:
    """A card that stands on the list since this morning."""
    long_ago = NOW - timedelta(days=70)
    card = ShowroomCardFactory(store=store, card_date=long_ago.date(), entered_at=long_ago, name="杜长青", consultant="赵洪亮")
    return TransferFactory(card=card, listed_at=NOW - timedelta(hours=7))


def test_what_is_granted_is_a_hold_for_the_days_and_the_reason_asked(listed, front_desk, director):
    request = ask_delay(listed, **ASKED, by=front_desk, now=NOW)

    grant_delay(request, by=director, now=NOW + timedelta(hours=1))

    held = Transfer.objects.get()
    assert (held.decision, held.until.astimezone(held.store.zone).date(), held.reason) == ("held", TODAY + timedelta(days=10), "公积金下月到账")
    assert DelayRequest.objects.get().decision == "granted"
    assert list(Notice.objects.filter(kind="transfer.delay").values_list("user", flat=True)) == [director.pk]


@pytest.mark.parametrize(("after", "until"), [(9, 10), (10, 11), (12, 13)])
def test_days_that_are_over_become_one_more(listed, front_desk, director, after, until):
    request = ask_delay(listed, **ASKED, by=front_desk, now=NOW)

    held = grant_delay(request, by=director, now=NOW + timedelta(days=after))

    held.refresh_from_db()
    assert held.until.astimezone(listed.store.zone).date() == TODAY + timedelta(days=until)


def test_what_is_not_granted_says_why_and_the_card_stays_on_the_list(listed, front_desk, director):
    request = ask_delay(listed, **ASKED, by=front_desk, now=NOW)
    with pytest.raises(Refused):
        reject_delay(request, answer=" ", by=director, now=NOW)

    reject_delay(request, answer="没联系过", by=director, now=NOW)

    assert (DelayRequest.objects.get().answer, Transfer.objects.undecided().get()) == ("没联系过", listed)
    with pytest.raises(Refused):
        grant_delay(request, by=director, now=NOW)


@pytest.mark.parametrize(("days", "done"), [(0, False), (1, True), (MOST_DAYS, True), (MOST_DAYS + 1, False)])
def test_a_delay_has_one_to_fifteen_days_and_a_reason(listed, front_desk, days, done):
    with pytest.raises(Refused):
        ask_delay(listed, days=5, reason=" ", by=front_desk, now=NOW)

    if done:
        assert ask_delay(listed, days=days, reason="x", by=front_desk, now=NOW).days == days
    else:
        with pytest.raises(Refused):
            ask_delay(listed, days=days, reason="x", by=front_desk, now=NOW)


def test_it_is_asked_once_a_card_and_of_a_card_on_the_list(listed, front_desk, director):
    first = ask_delay(listed, **ASKED, by=front_desk, now=NOW)
    with pytest.raises(Refused):
        ask_delay(listed, **ASKED, by=front_desk, now=NOW)
    take_back_delay(first, by=front_desk, now=NOW)
    second = ask_delay(listed, **ASKED, by=front_desk, now=NOW)

    grant_delay(second, by=director, now=NOW)

    with pytest.raises(Refused):
        take_back_delay(second, by=front_desk, now=NOW)
    with pytest.raises(Refused):
        ask_delay(listed, **ASKED, by=front_desk, now=NOW)
    assert (DelayRequest.every.count(), DelayRequest.objects.count()) == (2, 1)


def test_what_is_decided_on_the_list_ends_the_waiting_until_it_is_taken_back(listed, front_desk, director):
    ask_delay(listed, **ASKED, by=front_desk, now=NOW)
    waiting = DelayRequest.objects.waiting()
    before = waiting.count()

    decide_many([listed], Answer("refused", reason="亲属"), by=director, now=NOW)
    decided = waiting.count()
    take_back_decisions(listed, by=director, now=NOW)

    assert (before, decided, waiting.count()) == (1, 0, 1)


def test_a_granted_one_waits_again_where_its_hold_is_taken_back(listed, front_desk, director):
    request = ask_delay(listed, **ASKED, by=front_desk, now=NOW)
    held = grant_delay(request, by=director, now=NOW)

    take_back_decisions(held, by=director, now=NOW)

    assert [row.decision for row in DelayRequest.objects.waiting()] == [""]


@pytest.mark.parametrize("end", ["sold", "confirmed"])
def test_a_card_that_left_waits_for_no_answer(listed, front_desk, director, end):
    request = ask_delay(listed, **ASKED, by=front_desk, now=NOW)

    if end == "sold":
        close_card(listed.card, state="sold", by=front_desk, now=NOW)
    else:
        confirm_transfer(listed, by=director, now=NOW)

    assert not DelayRequest.objects.waiting().exists()
    with pytest.raises(Refused):
        grant_delay(request, by=director, now=NOW)


def test_the_desk_asks_and_the_director_answers_on_the_list(client_of, listed, front_desk, director):
    desk, chief = client_of(front_desk), client_of(director)
    bad = desk.post(reverse("transfer_delay", args=[listed.pk]), {"days": "16", "reason": "x"})

    desk.post(reverse("transfer_delay", args=[listed.pk]), {"days": "10", "reason": "公积金下月到账"})
    request = DelayRequest.objects.get()
    pages = [one.get(reverse(name)).content.decode() for one in (desk, chief) for name in ("transfers", "transfers_calendar")]
    home = chief.get(reverse("home")).content.decode()
    chief.post(reverse("delay_answer", args=[request.pk]), {"decision": "granted"})

    assert (bad.status_code, [f'action="{reverse("delay_answer", args=[request.pk])}"' in page for page in pages]) == (303, [False, False, True, True])
    assert ["公积金下月到账" in page for page in pages] == [True] * 4
    assert ("申请延期" in home, Transfer.objects.get().decision) == (True, "held")
