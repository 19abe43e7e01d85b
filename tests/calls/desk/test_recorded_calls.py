"""已告知录音: a required tick where the store records its calls."""

from uuid import uuid4

import pytest

from calls.desk.parts.call_form import CallForm
from dcc.models import StoreSetting, Word
from dcc.store.store_settings import value, values_at
from tests.factories import LeadFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10


@pytest.fixture
def form(store, agent):
    """Fill in the form of a call of this outcome."""
    lead = LeadFactory(store=store, agent=agent, name="王建国")

    def fill(meaning: str, *, records: bool, **typed) -> CallForm:
        word = Word.objects.get(store=store, kind="call_outcome", meaning=meaning)
        values = values_at(store, MONDAY_10) | {"records_calls": records}
        data = {"token": str(uuid4()), "outcome": word.pk, **typed}
        return CallForm(data, lead=lead, store=store, values=values, now=MONDAY_10)

    return fill


@pytest.mark.parametrize(
    ("meaning", "records", "ticked", "right"),
    [("connected", True, False, False), ("connected", True, True, True), ("connected", False, False, True), ("no_answer", True, False, True)],
)
def test_whoever_is_spoken_with_has_to_be_told_where_the_store_records(form, meaning, records, ticked, right):
    filled = form(meaning, records=records, **({"told_of_recording": "on"} if ticked else {}))

    assert (filled.is_valid(), list(filled.errors)) == (right, [] if right else ["told_of_recording"])


def test_the_tick_is_kept_on_the_call_of_whoever_was_spoken_with(form):
    filled = [form(meaning, records=True, told_of_recording="on") for meaning in ("connected", "no_answer")]

    assert [each.is_valid() and each.said.told for each in filled] == [True, False]


def test_what_is_missing_is_said_by_its_name(form):
    filled = form("connected", records=True)

    assert (filled.is_valid(), filled.missing) == (False, ["已告知录音"])


def test_no_store_records_until_it_says_so(store):
    before = value(store, "records_calls", MONDAY_10)
    StoreSetting.objects.create(store=store, name="records_calls", value=True, valid_from=MONDAY_9)

    assert (before, value(store, "records_calls", MONDAY_8), value(store, "records_calls", MONDAY_10)) == (False, False, True)


def test_the_desk_shows_the_tick_only_where_the_store_records(store, agent, client_of, clock):
    clock.set_to(MONDAY_10)
    lead = LeadFactory(store=store, agent=agent, name="王建国", received_at=MONDAY_9)
    without = client_of(agent).get(f"/calls/{lead.pk}/").text
    StoreSetting.objects.create(store=store, name="records_calls", value=True, valid_from=MONDAY_9)

    shown = client_of(agent).get(f"/calls/{lead.pk}/").text

    assert ("已告知录音" in without, "已告知录音" in shown) == (False, True)
