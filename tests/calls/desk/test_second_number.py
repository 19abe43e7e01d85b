"""Which number a call went to: dialled once more, or at the second number; and what nobody there says of the first."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import finish_call
from calls.models import Call, Dial
from dcc.errors import Refused
from dcc.models import TrailEntry, Word
from leads.customer.rules.changing import correct_number
from leads.models import DoNotCall, Lead
from tests.factories import InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, NOW

MINUTE = timedelta(minutes=1)
SPOUSE = "15400008830"
pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国", phone="15400002211", second_phone=SPOUSE)


def show(client, lead, **data):
    return client.post(reverse("calls_number", args=[lead.pk]), data, headers={"HX-Request": "true"})


def unanswered(store, meaning="no_answer", **more):
    outcome = Word.objects.get(store=store, kind="call_outcome", meaning=meaning).pk
    return {"token": str(uuid4()), "outcome": outcome, **more}


def test_a_number_dialled_again_begins_the_call_anew(agent, lead):
    for minutes in (0, 3):
        dial(lead, by=agent, now=MONDAY_9 + minutes * MINUTE)

    call = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9 + 4 * MINUTE)

    assert (call.at, call.logged_at) == (MONDAY_9 + 3 * MINUTE, None)
    assert list(Dial.objects.order_by("at").values_list("at", "call")) == [(MONDAY_9, None), (MONDAY_9 + 3 * MINUTE, call.pk)]


def test_once_a_number_was_dialled_the_button_dials_it_again(client_of, agent, lead):
    client = client_of(agent)

    answers = [client.get(reverse("calls_on", args=[lead.pk])), show(client, lead, dial="yes")]

    assert ['data-key="Space" data-key-label="重拨"' in answer.content.decode() for answer in answers] == [False, True]


def test_the_second_number_is_dialled_on_the_trail_and_kept_on_the_call(client_of, agent, lead):
    client = client_of(agent)
    number = show(client, lead, dial="yes", which="second").content.decode()

    client.post(reverse("calls_log", args=[lead.pk]), unanswered(agent.store, which="second"))

    assert (f"tel:{SPOUSE}" in number, Call.objects.get().phone) == (True, SPOUSE)
    assert TrailEntry.objects.get(action="call.dial").detail["second_number"] is True
    assert "备用号码" in client.get(reverse("calls_record", args=[lead.pk])).content.decode()


@pytest.mark.parametrize(("dialled", "stated"), [(True, ""), (False, "second")])
def test_what_was_dialled_says_which_number_a_call_went_to_whatever_the_form_says(client_of, agent, lead, dialled, stated):
    client = client_of(agent)
    show(client, lead, dial="yes", which="second" if dialled else "")

    client.post(reverse("calls_log", args=[lead.pk]), unanswered(agent.store, "empty_number", which=stated))

    lead.refresh_from_db()
    assert (Call.objects.get().phone, lead.unreached_at is None) == ((SPOUSE, True) if dialled else ("15400002211", False))


def test_of_two_dials_the_last_says_which_number_it_was(agent, lead):
    dial(lead, by=agent, now=MONDAY_9, second=True)
    dial(lead, by=agent, now=MONDAY_9 + MINUTE)

    call = log_call(lead, said=Said(outcome="no_answer", second=True), by=agent, now=MONDAY_9 + 2 * MINUTE)

    assert call.phone == "15400002211"


def test_where_the_dialled_number_is_gone_the_form_says_which_it_was(agent, lead):
    dial(lead, by=agent, now=MONDAY_9, second=True)
    Lead.objects.filter(pk=lead.pk).update(second_phone="")

    call = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9 + MINUTE)

    assert call.phone == "15400002211"


def test_a_second_number_added_after_the_dial_stays_masked_until_it_is_shown(client_of, agent, leader):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400002211")
    client = client_of(agent)
    show(client, lead, dial="yes")
    correct_number(lead, second=SPOUSE, by=leader, now=NOW)

    pages = [client.get(reverse("calls_on", args=[lead.pk])).content.decode(), show(client, lead, dial="yes", which="second").content.decode()]

    assert [(f"tel:{lead.phone}" in page, SPOUSE in page) for page in pages] == [(True, False), (True, True)]


def test_a_page_drawn_again_stands_on_the_number_that_was_dialled(client_of, agent, lead):
    client = client_of(agent)

    stands = [client.get(reverse("calls_on", args=[lead.pk])).context["form"].initial.get("which")]
    show(client, lead, dial="yes", which="second")
    stands.append(client.get(reverse("calls_on", args=[lead.pk])).context["form"].initial.get("which"))
    show(client, lead, dial="yes", which="")
    stands.append(client.get(reverse("calls_on", args=[lead.pk])).context["form"].initial.get("which"))

    assert stands == [None, "second", None]


def test_a_lead_with_one_number_offers_no_other(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    page = client_of(agent).get(reverse("calls_on", args=[lead.pk])).content.decode()

    assert ("data-turns" in page, "d-call-dial" in page) == (False, True)


def test_nobody_dials_a_second_number_that_is_not_there(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    with pytest.raises(Refused, match="没有可打的号码"):
        dial(lead, second=True, by=agent, now=MONDAY_9)

    assert Dial.objects.count() == 0


@pytest.mark.parametrize(("barred", "second", "is_refused"), [("first", False, True), ("first", True, True), ("second", True, True), ("second", False, False)])
def test_whoever_asked_not_to_be_called_is_called_nowhere(agent, lead, barred, second, is_refused):
    number = {"first": lead.phone, "second": SPOUSE}[barred]
    DoNotCall.objects.create(store=agent.store, phone=number, at=MONDAY_9, by=agent)

    try:
        dial(lead, second=second, by=agent, now=MONDAY_9 + MINUTE)
        refused = False
    except Refused:
        refused = True

    assert refused == is_refused


@pytest.mark.parametrize(("second", "ends"), [(False, True), (True, False)])
def test_an_empty_number_ends_the_retries_but_the_second_one_does_not(agent, lead, second, ends):
    call = log_call(lead, said=Said(outcome="empty_number", second=second), by=agent, now=MONDAY_9)

    lead.refresh_from_db()
    assert (lead.unreached_at is not None, lead.tries, call.phone) == (ends, 1, SPOUSE if second else "15400002211")


def test_retries_written_anew_know_that_the_second_number_was_called(agent, lead):
    log_call(lead, said=Said(outcome="empty_number", second=True), by=agent, now=MONDAY_9)
    last = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9 + MINUTE)

    annul_call(last, by=agent, now=MONDAY_9 + 2 * MINUTE)

    lead.refresh_from_db()
    assert (lead.tries, lead.unreached_at) == (1, None)


def test_a_second_number_does_not_expire(agent, lead):
    with pytest.raises(Refused, match="备用"):
        log_call(lead, said=Said(outcome="virtual_expired", second=True), by=agent, now=MONDAY_9)

    lead.refresh_from_db()
    assert (lead.phone, Call.objects.count()) == ("15400002211", 0)


def test_a_real_number_learned_on_the_second_gives_way_to_the_privacy_number_when_the_call_is_taken_back(agent):
    privacy = "15400001111,8421"
    lead = LeadFactory(store=agent.store, agent=agent, phone=privacy, second_phone=SPOUSE)
    InquiryFactory(lead=lead, phone=privacy, received_at=MONDAY_9)
    said = Said(outcome="connected", second=True)
    call = finish_call(lead, said=said, real_number="15400003333", by=agent, now=MONDAY_9)
    lead.refresh_from_db()
    learned = lead.phone

    annul_call(call, by=agent, now=MONDAY_9 + MINUTE)

    lead.refresh_from_db()
    assert (learned, lead.phone, lead.phone_tail) == ("15400003333", privacy, "1111")


def test_a_call_on_the_second_number_taken_back_leaves_the_first_alone(agent, lead):
    call = finish_call(lead, said=Said(outcome="connected", second=True), by=agent, now=NOW)

    annul_call(call, by=agent, now=NOW)

    lead.refresh_from_db()
    assert (lead.phone, lead.second_phone) == ("15400002211", SPOUSE)
