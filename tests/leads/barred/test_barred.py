"""The do-not-call list as a page: written onto it many at once, looked up, lifted (docs/rules/trust.md#do-not-call-list)."""

from datetime import timedelta
from functools import partial

import pytest

from dcc.errors import Refused
from leads.barred.rules.listing_numbers import MOST, lift_entry, list_numbers
from leads.models import DoNotCall, FollowUp, Proposal
from leads.numbers.rules.blocking import block
from tests.factories import DoNotCallFactory, FollowUpFactory, LeadFactory, StoreFactory
from tests.moments import MONDAY_9, NOW
from tests.trail import trail
from tests.whole.racing import at_once

DAY = timedelta(days=1)
CUSTOMER, STRANGER, STANDS, ERASED = "15400001111", "15400002222", "15400003333", "15400004444"


def listed(store, *numbers, by, until=None, now=MONDAY_9):
    return list_numbers(store, numbers, source="厂家拒访名单", until=until, by=by, now=now)


def test_numbers_are_put_on_the_list_customers_or_not_and_once(store, data_manager, agent):
    lead = LeadFactory(store=store, agent=agent, phone=CUSTOMER)
    owed = FollowUpFactory(lead=lead, due_at=MONDAY_9 + DAY)
    DoNotCallFactory(store=store, phone=STANDS, at=MONDAY_9 - DAY)
    block(store, [ERASED], by=None, now=MONDAY_9 - DAY)

    first = listed(store, CUSTOMER, STRANGER, STANDS, ERASED, STRANGER, by=data_manager)
    again = listed(store, CUSTOMER, STRANGER, STANDS, ERASED, by=data_manager)

    assert [(one.written, one.stood, one.erased) for one in (first, again)] == [(2, 1, 1), (0, 3, 1)]
    assert sorted(DoNotCall.objects.holding(MONDAY_9).values_list("phone", flat=True)) == [CUSTOMER, STRANGER, STANDS]
    assert (FollowUp.objects.get(pk=owed.pk).done_at is None, Proposal.objects.filter(lead=lead).count()) == (False, 1)
    assert (len(trail("do_not_call.set")), trail("do_not_call.list")) == (1, [{"numbers": 1}])


@pytest.mark.parametrize(("stands", "wanted", "written"), [(2, 3, 1), (3, 3, 0), (None, 3, 0), (3, None, 1)])
def test_an_entry_that_ends_earlier_gives_way_to_one_that_holds_longer(store, data_manager, stands, wanted, written):
    until = {days: days and MONDAY_9 + days * DAY for days in (stands, wanted)}
    DoNotCallFactory(store=store, phone=STRANGER, at=MONDAY_9 - DAY, until=until[stands])

    assert listed(store, STRANGER, by=data_manager, until=until[wanted]).written == written
    assert DoNotCall.objects.holding(MONDAY_9).count() == 1


@pytest.mark.parametrize("facts", [{"source": " "}, {"until": MONDAY_9}, {"numbers": [str(n) for n in range(15400000000, 15400000001 + MOST)]}])
def test_without_a_source_in_the_past_and_too_many_nothing_is_written(store, data_manager, facts):
    said = {"numbers": [STRANGER], "source": "投诉", "until": None} | facts
    with pytest.raises(Refused):
        list_numbers(store, said.pop("numbers"), **said, by=data_manager, now=MONDAY_9)

    assert not DoNotCall.objects.exists()


def test_the_page_shows_each_entry_masked_and_who_lifted_it(client_of, store, leader, data_manager, director, clock):
    clock.set_to(NOW)
    LeadFactory(store=store, phone=CUSTOMER, name="陈秀兰")
    DoNotCallFactory(store=store, phone=STANDS, at=NOW - 2 * DAY, until=NOW, source="本月别打")
    DoNotCallFactory(store=StoreFactory(), phone=ERASED, at=NOW - DAY)
    wrong = client_of(data_manager).post("/leads/do-not-call/add/", {"numbers": f"{CUSTOMER}\n不是号码", "source": "厂家"})
    client_of(data_manager).post("/leads/do-not-call/add/", {"numbers": f"{CUSTOMER}，{STRANGER}", "source": "厂家拒访名单"})
    entries = {entry.phone: entry for entry in DoNotCall.objects.all()}
    client_of(leader).post(f"/leads/do-not-call/{entries[STRANGER].pk}/lift/")
    missing = client_of(leader).post(f"/leads/do-not-call/{entries[ERASED].pk}/lift/")

    pages = {state: client_of(director).get(f"/leads/do-not-call/?state={state}") for state in ("holding", "over", "lifted")}
    texts = {state: page.content.decode() for state, page in pages.items()}

    assert (wrong.status_code, missing.status_code) == (422, 404)
    assert [[row.phone for row in page.context["rows"]] for page in pages.values()] == [[CUSTOMER], [STANDS], [STRANGER]]
    assert ("陈秀兰" in texts["holding"], "154****1111" in texts["holding"], "本月别打" in texts["over"]) == (True, True, True)
    assert ("赵明哲" in texts["lifted"], any(number in text for text in texts.values() for number in entries)) == (True, False)
    assert (pages["holding"].context["form"], trail("do_not_call.unlist")) == (None, [{"numbers": 1}])
    found = client_of(director).get("/leads/do-not-call/?state=over&tail=3333")
    assert ([row.phone for row in found.context["rows"]], [count for *_tab, count in found.context["tabs"]]) == ([STANDS], [0, 1, 0])


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_list_or_lift_the_same_number_at_once_do_it_once(store, data_manager, leader):
    told = at_once([store] * 2, [partial(listed_by, by=data_manager), partial(listed_by, by=leader)])
    assert (told, DoNotCall.objects.holding(MONDAY_9).count(), len(trail("do_not_call.list"))) == (["", ""], 1, 1)

    entry = DoNotCall.objects.get()
    at_once([entry] * 2, [partial(lift_entry, by=leader, now=MONDAY_9)] * 2)
    assert len(trail("do_not_call.unlist")) == 1


def listed_by(store, *, by):
    return listed(store, STRANGER, by=by)
