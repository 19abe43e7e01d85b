"""What somebody took back comes in, stays beside what stands, counts in nothing, and goes out as it came."""

import json
from datetime import date, datetime, timedelta

import pytest

from calls.desk.queue import places_of
from calls.models import Appointment, Call
from dcc.models import Store, User
from leads.models import Channel, Lead
from reception.models import Order, Visit
from reporting.figures import milestones
from reporting.figures.counting import ask
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.question import BASES, Question
from reporting.ledger.format import TYPES
from reporting.ledger.loading import STANDING
from reporting.ledger.reader import import_ledger
from reporting.ledger.refusals import LedgerRefused
from tests.moments import MONDAY_9, moment
from tests.reporting.ledger.test_ledger import AGENT, BASE, CALL, CHANNEL, EVERYTHING, INQUIRY, LEAD, STORE, VISIT, there_and_back, without

TAKEN = {"at": "2026-08-09T09:00:00+08:00", "by": "z1-agent", "reason": "打错了"}
ORDER = {"type": "order", "id": "O1", "lead": "L1", "at": "2026-08-05T09:00:00+08:00"}
NO_DELIVERY = {"delivered_at": "2026-08-05T10:00:00+08:00", "at": "2026-08-05T10:04:00+08:00", "by": "z1-agent", "reason": "点错了"}
NO_CANCELLATION = {"cancelled_at": "2026-08-05T11:00:00+08:00", "at": "2026-08-05T11:04:00+08:00", "by": None, "reason": None}
CHANGE = {"type": "tag_change", "visit": "V1", "from": "dcc", "to": "dcc", "basis": "named", "by": None, "agent": None}
MOMENTS = ("at", "received_at", "entered_at", "created_at", "due_at", "scheduled_for", "opened_at")


@pytest.fixture
def ledger(tmp_path):
    """Return a function that writes lines to a file."""

    def write(*lines):
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
        return path

    return write


def test_every_deed_of_the_format_may_be_taken_back():
    may = {kind for kind, keys in TYPES.items() if "annulled" in keys}

    assert may == {
        *("lead", "inquiry", "allocation", "handover", "call", "card", "appointment", "visit", "order", "review", "proposal", "do_not_call"),
        *("tag_change", "leakage", "follow_up", "refund", "card_fact", "card_check", "confirmation", "promise"),
        *("check_try", "visit_check", "step", "given_outcome", "transfer", "delay_request", "number"),
    }


def test_what_was_taken_back_says_when_by_whom_and_why(db, ledger):
    import_ledger(ledger(*BASE, {**CALL, "annulled": TAKEN}, {**CALL, "annulled": {"at": TAKEN["at"]}}), now=MONDAY_9)

    agent = User.objects.get()
    taken_at = datetime.fromisoformat(TAKEN["at"])
    kept = Call.every.order_by("pk").values_list("annulled_at", "annulled_by", "annulled_reason")
    assert (list(Call.objects.all()), list(kept)) == ([], [(taken_at, agent.pk, "打错了"), (taken_at, None, "")])


def lines_of(code: str, *, with_what_was_taken_back: bool) -> list[dict]:
    """Everything a ledger can say, as another store's; and every deed twice more, a day earlier and a day later, taken back."""
    text = EVERYTHING.read_text(encoding="utf-8").replace('"A1"', f'"{code}"').replace('"a1-', f'"{code.lower()}-')
    lines = [json.loads(line) for line in text.splitlines()]
    found = []
    for line in [without(line, *STANDING) for line in lines if "annulled" not in line]:
        found.append(line)
        if with_what_was_taken_back and "annulled" in TYPES[line["type"]]:
            found += [taken_back(line, number, timedelta(days=days)) for number, days in enumerate((-1, 1))]
    return found


def taken_back(line: dict, number: int, shift: timedelta) -> dict:
    """A deed done at another moment and taken back; of a lead, with another number, so that its events stay the first one's."""
    moved = {name: (datetime.fromisoformat(line[name]) + shift).isoformat() for name in MOMENTS if line.get(name)}
    named = {"id": f"{line['id']}-{number}"} if "id" in line else {}
    alone = {"repeat_key": ""} if line["type"] == "inquiry" else {}
    return {**line, **moved, **named, **alone, "annulled": {"at": "2026-09-25T09:00:00+08:00"}}


def what_counts(code: str) -> dict:
    """What a store's leads carry, what its events say, every figure, and whom each agent has to call."""
    store, first, last = Store.objects.get(code=code), date(2026, 9, 1), date(2026, 9, 30)
    columns = [name for name in (*milestones.COLUMNS, "ungraded_since", "review_since", "missed_at", "tries") if not name.endswith("_id")]
    people = User.objects.of_store(store).order_by("username")
    return {
        "leads": list(Lead.objects.filter(store=store).order_by("phone", "pk").values_list(*columns, "agent__name", "reception__name", "channel__name")),
        "calls": list(Call.objects.filter(store=store).order_by("at", "pk").values_list("at", "is_first", "is_first_connected", "is_late")),
        "visits": list(Visit.objects.filter(store=store).order_by("at").values_list("tag", "basis", "agent__name", "is_first", "name", "appointment__at")),
        "appointments": list(Appointment.objects.filter(store=store).order_by("at", "pk").values_list("status", "ended_at")),
        "figures": [[*ask(Question(store, by, basis, first, last)).rows.values()] for by in DIMENSIONS for basis, _label in BASES],
        "queues": [[place.group for place in places_of(person, now=moment(21, 10))] for person in people],
    }


def test_what_was_taken_back_counts_in_nothing(db, ledger):
    leads = [line for line in lines_of("B1", with_what_was_taken_back=True) if line["type"] == "lead" and "annulled" in line]
    brought = [{**INQUIRY, "lead": line["id"], "annulled": {"at": TAKEN["at"]}} for line in leads]
    import_ledger(ledger(*lines_of("A1", with_what_was_taken_back=False)), now=MONDAY_9)

    import_ledger(ledger(*with_inquiries(lines_of("B1", with_what_was_taken_back=True), brought)), now=MONDAY_9)

    assert Lead.every.filter(store__code="B1").count() == 3 * Lead.objects.filter(store__code="B1").count()
    assert what_counts("B1") == what_counts("A1")


def with_inquiries(lines: list[dict], inquiries: list[dict]) -> list[dict]:
    """The lines, each of these inquiries behind its lead."""
    of_lead = {line["lead"]: line for line in inquiries}
    return [one for line in lines for one in [line, *([of_lead[line["id"]]] if line.get("id") in of_lead else [])]]


def test_a_lead_is_brought_by_its_first_inquiry_that_stands(db, ledger):
    other = {**CHANNEL, "name": "易车", "first_response_minutes": 90}
    wrong = {**INQUIRY, "channel": "易车", "received_at": "2026-08-02T09:00:00+08:00", "annulled": {"at": TAKEN["at"]}}

    import_ledger(ledger(STORE, CHANNEL, other, {**LEAD, "opened_at": INQUIRY["received_at"]}, wrong, INQUIRY), now=MONDAY_9)

    lead = Lead.objects.get()
    assert (lead.channel.name, lead.inquiry_count, (lead.respond_by - lead.received_at).total_seconds()) == ("汽车之家", 1, 1800)


def test_a_lead_all_of_whose_inquiries_were_taken_back_keeps_the_first_ones_arrival(db, ledger):
    import_ledger(ledger(STORE, CHANNEL, LEAD, {**INQUIRY, "annulled": {"at": TAKEN["at"]}}), now=MONDAY_9)

    lead = Lead.objects.get()
    assert (lead.received_at, lead.channel.name, lead.inquiry_count) == (datetime.fromisoformat(INQUIRY["received_at"]), "汽车之家", 0)
    assert Channel.objects.count() == 1


def test_two_leads_of_one_number_may_be_open_where_one_was_taken_back(db, ledger, tmp_path):
    twin, brought = {**LEAD, "id": "L2", "annulled": TAKEN}, {**INQUIRY, "lead": "L2", "annulled": TAKEN}
    import_ledger(ledger(*BASE, twin, brought), now=MONDAY_9)

    first, again = there_and_back(tmp_path)

    assert again == first
    assert first.count('"annulled": {"at": "2026-08-09T09:00:00+08:00", "by": "z1-agent", "reason": "打错了"}') == 2


def test_an_order_keeps_the_ends_that_were_none(db, ledger, tmp_path):
    import_ledger(ledger(*BASE, {**ORDER, "taken_back": [NO_DELIVERY, NO_CANCELLATION]}), now=MONDAY_9)

    first, again = there_and_back(tmp_path)

    order, agent = Order.objects.get(store__code="Z1"), User.objects.get(username="z1-agent")
    assert order.taken_back == [
        {"delivered_at": "2026-08-05T02:00:00+00:00", "at": "2026-08-05T02:04:00+00:00", "by": agent.pk, "reason": "点错了"},
        {"cancelled_at": "2026-08-05T03:00:00+00:00", "at": "2026-08-05T03:04:00+00:00", "by": None, "reason": ""},
    ]
    assert (order.delivered_at, order.lead.ordered_at, order.lead.delivered_at) == (None, order.at, None)
    assert again == first
    assert json.dumps([NO_DELIVERY, NO_CANCELLATION], ensure_ascii=False) in first


def test_what_was_moved_to_a_day_that_was_taken_back_ended_with_the_move(db, ledger):
    booked = {"type": "appointment", "lead": "L1", "scheduled_for": "2026-08-09T09:00:00+08:00"}
    first = {**booked, "id": "P1", "at": "2026-08-04T09:00:00+08:00", "status": "moved"}
    second = {**booked, "id": "P2", "at": "2026-08-05T09:00:00+08:00", "status": "booked", "replaces": "P1", "annulled": TAKEN}

    import_ledger(ledger(*BASE, first, second), now=MONDAY_9)

    assert Appointment.objects.get().ended_at == datetime.fromisoformat(second["at"])


NAMES = {  # what the lines say: the name today
    "first typed": ({"name": "张"}, [], "张"),
    "never": ({}, [], ""),
    "by a change": ({"name": "张"}, [{"at": "2026-08-05T09:00:00+08:00", "name": "李"}], "李"),
    "by the last of two changes": (
        {"name": "张"},
        [{"at": "2026-08-06T09:00:00+08:00", "name": "李"}, {"at": "2026-08-05T09:00:00+08:00", "name": "王"}],
        "李",
    ),
    "by a change below which another says nothing": (
        {"name": "张"},
        [{"at": "2026-08-05T09:00:00+08:00", "name": "李"}, {"at": "2026-08-06T09:00:00+08:00"}],
        "李",
    ),
    "not by a change that was taken back": ({"name": "张"}, [{"at": "2026-08-05T09:00:00+08:00", "name": "李", "annulled": TAKEN}], "张"),
    "by the completion": ({"identified_at": "2026-08-05T09:00:00+08:00", "identified_name": "赵"}, [], "赵"),
    "by a change after the completion": (
        {"identified_at": "2026-08-05T09:00:00+08:00", "name": "张"},
        [{"at": "2026-08-05T09:00:00+08:00", "name": "李"}],
        "李",
    ),
    "by the completion after a change": (
        {"identified_at": "2026-08-06T09:00:00+08:00", "identified_name": "赵", "name": "张"},
        [{"at": "2026-08-05T09:00:00+08:00", "name": "李"}],
        "赵",
    ),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_visits_name_is_the_first_typed_and_todays_follows(db, ledger, tmp_path, case):
    said, changes, today = NAMES[case]
    import_ledger(ledger(*BASE, {**VISIT, **said}, *({**CHANGE, **change} for change in changes)), now=MONDAY_9)

    first, again = there_and_back(tmp_path)

    assert Visit.objects.filter(store__code="Z1").values_list("first_name", "name").get() == (said.get("name", ""), today)
    assert again == first
    assert names_in(next(line for line in map(json.loads, first.splitlines()) if line["type"] == "visit")) == names_in(said)


def names_in(line: dict) -> dict:
    """What a line says of the name of whoever came."""
    return {name: line[name] for name in ("name", "identified_name") if name in line}


def test_who_named_whom_first_stays_and_a_change_says_its_own(db, ledger):
    other = {**AGENT, "username": "z1-agent2"}
    change = {**CHANGE, "at": "2026-08-05T09:00:00+08:00", "named_user": "z1-agent2"}

    import_ledger(ledger(STORE, AGENT, other, CHANNEL, LEAD, INQUIRY, {**VISIT, "named_user": "z1-agent"}, change), now=MONDAY_9)

    visit = Visit.objects.get()
    assert (visit.named_user.username, visit.changes.get().named_user.username) == ("z1-agent", "z1-agent2")


def test_in_time_is_judged_by_when_a_call_was_written_down(db, ledger):
    late = {**CALL, "logged_at": "2026-08-03T09:40:00+08:00"}

    import_ledger(ledger(*BASE, late), now=MONDAY_9)

    lead, call = Lead.objects.get(), Call.objects.get()
    assert (lead.first_call_at, lead.responded_at, call.is_first, call.is_late) == (call.at, call.logged_at, True, True)


WRONG = {
    "no object": (CALL, "annulled", "gone", "must be an object"),
    "no moment": (CALL, "annulled", {"by": None, "reason": None}, "at: is missing"),
    "a moment without a zone": (CALL, "annulled", {"at": "2026-08-09T09:00:00"}, "at: has no zone"),
    "a stranger": (CALL, "annulled", {**TAKEN, "by": "nobody"}, "no line above names the user 'nobody'"),
    "no name": (CALL, "annulled", {**TAKEN, "by": 5}, "by: must be a text"),
    "a reason too long": (CALL, "annulled", {**TAKEN, "reason": "长" * 201}, "reason: longer than 200 signs"),
    "a further key": (CALL, "annulled", {**TAKEN, "mood": "bad"}, "mood: is no key of it"),
    "a type that is never taken back": ({"type": "grading", "lead": "L1", "grade": "A", "at": TAKEN["at"]}, "annulled", TAKEN, "no key of a grading"),
    "no list": (ORDER, "taken_back", NO_DELIVERY, "must be a list"),
    "an end of nothing": (ORDER, "taken_back", [TAKEN], "must say one of delivered_at, cancelled_at"),
    "two ends at once": (ORDER, "taken_back", [NO_DELIVERY | NO_CANCELLATION], "must say one of delivered_at, cancelled_at"),
    "an end without its moment": (ORDER, "taken_back", [NO_DELIVERY | {"delivered_at": None}], "delivered_at: must be a moment like 2026-08-03T09:05:07+08:00"),
    "an end taken back at no moment": (ORDER, "taken_back", [without(NO_DELIVERY, "at")], "at: is missing"),
    "an end taken back by a stranger": (ORDER, "taken_back", [{**NO_DELIVERY, "by": "nobody"}], "no line above names the user 'nobody'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_taking_back_that_says_something_else_is_refused(db, ledger, name):
    line, key, value, reason = WRONG[name]

    with pytest.raises(LedgerRefused) as refusal:
        import_ledger(ledger(*BASE, {**line, key: value}), now=MONDAY_9)

    assert (refusal.value.line, refusal.value.key, refusal.value.reason) == (6, key, reason)
    assert Store.objects.count() == 0


def test_a_reason_may_be_as_long_as_its_column(db, ledger):
    import_ledger(ledger(*BASE, {**CALL, "annulled": {**TAKEN, "reason": "长" * 200}}), now=MONDAY_9)

    assert Call.every.get().annulled_reason == "长" * 200


def test_whoever_took_it_back_is_of_this_store(db, ledger):
    strangers = [{**STORE, "code": "Z2"}, {**AGENT, "username": "z2-agent", "store": "Z2"}]

    with pytest.raises(LedgerRefused, match="line 8: annulled: the user 'z2-agent' belongs to another store"):
        import_ledger(ledger(*BASE, *strangers, {**CALL, "annulled": {**TAKEN, "by": "z2-agent"}}), now=MONDAY_9)
