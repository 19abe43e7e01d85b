"""A telephone in a ledger is written as everywhere, so that whoever moved in with their store is recognised when they come again."""

import json

import pytest

from calls.models import Call
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect
from leads.models import DoNotCall, Inquiry, Lead, Request
from leads.models.number import NumberChange
from reception.models import ShowroomCard, TagChange, Visit
from reporting.ledger.format import TYPES
from reporting.ledger.reader import import_ledger
from reporting.ledger.refusals import LedgerRefused
from tests.moments import MONDAY_9, TUESDAY_9
from tests.reporting.ledger.test_ledger import BASE, CALL, CHANNEL, INQUIRY, LEAD, STORE, VISIT

WRITTEN = {
    "154 8100 0051": "15481000051",
    "154-8100-0051": "15481000051",
    "+86 154 8100 0051": "15481000051",
    "0086(154)81000051": "15481000051",
    "１５４８１０００0５１": "15481000051",
    "\u200e15481000051\ufeff": "15481000051",
    "'15481000051": "15481000051",
    "0431-8123 4567": "043181234567",
    "(010) 8123-4567": "01081234567",
    "15481000051转1234": "15481000051,1234",
    "15481000051,1234": "15481000051,1234",
}
NONE = ["不详", "", " ", "1548100005", "154810000511", "12481000051", "81234567", "154****0051", "1.54E+10", "13:05:00", "15481000051/15481000052"]
REASON = "must be a telephone like 13812345678, 02412345678 or 13812345678,1234"
CARD = {"type": "showroom_card", "id": "K1", "store": "Z1", "phone": "15481000051", "card_date": "2026-07-01", "state": "open"}
LISTED = {"type": "do_not_call", "store": "Z1", "phone": "15481000051", "at": "2026-08-01T09:00:00+08:00"}
ASKED = {"type": "request", "lead": "L1", "kind": "number", "at": "2026-08-04T09:00:00+08:00"}
CHANGED = {"type": "tag_change", "visit": "V1", "at": "2026-08-05T09:00:00+08:00", "by": "z1-agent", "from": "dcc", "to": "dcc", "basis": "named"}
NUMBER = {"type": "number", "lead": "L1", "at": "2026-08-04T09:00:00+08:00", "from": None, "to": None, "basis": "correction"}
PLACES = {
    "lead.phone": (LEAD, Lead),
    "lead.second_phone": (LEAD, Lead),
    "inquiry.phone": (INQUIRY, Inquiry),
    "call.phone": (CALL, Call),
    "call.real_number": (CALL, Call),
    "visit.phone": (VISIT, Visit),
    "showroom_card.phone": (CARD, ShowroomCard),
    "do_not_call.phone": (LISTED, DoNotCall),
    "request.number": (ASKED, Request),
    "request.second": (ASKED, Request),
    "tag_change.phone_from": (CHANGED, TagChange),
    "number.from": (NUMBER, NumberChange),
    "number.to": (NUMBER, NumberChange),
}


@pytest.fixture
def ledger(tmp_path):
    """Return a function that writes a ledger in which one line says something else under one key."""

    def write(place: str, number: object):
        line, key = PLACES[place][0], place.split(".")[1]
        others = [each for each in [*BASE, *([VISIT] if line is CHANGED else [])] if each is not line]
        lines = [*others, {**line, key: number}] if line is not LEAD else [STORE, CHANNEL, {**LEAD, key: number}, INQUIRY]
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines), encoding="utf-8")
        return path

    return write


def test_every_key_that_is_a_telephone_is_read_as_one():
    found = {f"{kind}.{key}" for kind, keys in TYPES.items() for key in keys if keys[key].kind == "phone"}

    assert found == set(PLACES)


@pytest.mark.parametrize("number", WRITTEN)
def test_a_telephone_is_cleaned_as_an_imports_is(db, ledger, number):
    import_ledger(ledger("lead.phone", number), now=MONDAY_9)

    assert Lead.objects.get().phone == WRITTEN[number]


@pytest.mark.parametrize("place", PLACES)
def test_a_telephone_is_cleaned_wherever_it_stands(db, ledger, place):
    import_ledger(ledger(place, "+86 154 8100 0051"), now=MONDAY_9)

    _line, model = PLACES[place]
    column = place.split(".")[1]
    column = {"from": "from_number", "to": "to_number"}.get(column, column)
    assert model.objects.values_list(column, flat=True).get() == "15481000051"


@pytest.mark.parametrize("number", NONE)
def test_what_is_no_telephone_is_refused(db, ledger, number):
    with pytest.raises(LedgerRefused) as refusal:
        import_ledger(ledger("lead.phone", number), now=MONDAY_9)

    assert (refusal.value.line, refusal.value.key, refusal.value.reason) == (3, "phone", REASON)


@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_telephone_is_refused_wherever_it_stands(db, ledger, place):
    with pytest.raises(LedgerRefused) as refusal:
        import_ledger(ledger(place, "不详"), now=MONDAY_9)

    assert (refusal.value.key, refusal.value.reason) == (place.split(".")[1], REASON)
    assert Lead.objects.count() == 0


def test_whoever_moved_in_is_recognised_when_they_ask_again(db, ledger):
    import_ledger(ledger("lead.phone", "+86 154 8100 0051"), now=MONDAY_9)
    lead = Lead.objects.get()

    collect(lead.store, [Arrival(phone="15481000051", received_at=TUESDAY_9, channel_id=lead.channel_id)], by=None, now=TUESDAY_9)

    assert (Lead.objects.count(), Inquiry.objects.filter(lead=lead).count()) == (1, 2)
