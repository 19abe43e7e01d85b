"""Rules about calls, cards, appointments and what is owed."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from tests.reporting.ledger_checker import Book, ends, overlapping, rule
from tests.reporting.ledger_checker_leads import reception_at

LADDER = (timedelta(hours=2), timedelta(days=1), timedelta(days=3))
SLOTS = (time(11), time(15), time(17), time(9, 30))
FRUITLESS = {"empty_number", "virtual_expired"}
WRITING = timedelta(minutes=20)  # the longest call and its writing


@rule
def customers_are_called_inside_the_window(book: Book):
    for row in book["call"]:
        if row["direction"] == "out" and not time(8) <= row["at"].time() < time(21):
            yield f"{row['lead']} was called at {row['at']}"


@rule
def nobody_on_the_list_is_called(book: Book):
    lists = defaultdict(list)
    for row in book["do_not_call"]:
        lists[row["phone"]].append(row)
    for row in book["call"]:
        for entry in lists[row["phone"]]:
            if row["direction"] == "out" and entry["at"] <= row["at"] < min(ends(entry, "until"), ends(entry, "lifted_at")):
                yield f"{row['lead']} was called at {row['at']} although on the list since {entry['at']}"


@rule
def a_missed_call_is_nobodys_and_no_contact(book: Book):
    for row in book["call"]:
        if row["outcome"] == "missed" and (row["agent"] or row["direction"] != "in" or row["seconds"]):
            yield f"the missed call of {row['lead']} at {row['at']} has {row['agent']}, {row['direction']}, {row['seconds']} s"
        if row["outcome"] != "missed" and not row["agent"]:
            yield f"a call of {row['lead']} at {row['at']} has nobody"
        if (row["outcome"] == "connected") != (row["seconds"] > 0):
            yield f"{row['outcome']} with {row['seconds']} seconds"


@rule
def only_whose_lead_it_is_calls(book: Book):
    for row in book["call"]:
        allowed = {book.agent_at(row["lead"], row["at"]), reception_at(book, row["lead"], row["at"])}
        if row["direction"] == "out" and row["agent"] not in allowed and "leader" not in book.roles(row["agent"]):
            yield f"{row['agent']} called {row['lead']} of {allowed} at {row['at']}"


@rule
def unanswered_calls_climb_the_ladder(book: Book):
    for lead in book.leads:
        facts = [(_written(row), "call", row) for row in book.of(lead, "call")] + [(row["at"], "grading", row) for row in book.of(lead, "grading")]
        tries, unreached, tried = 0, False, []
        for at, kind, row in sorted(facts, key=lambda fact: fact[0]):
            answered = kind == "call" and row["outcome"] == "connected"
            if answered or (kind == "grading" and unreached):
                tries, unreached = 0, False
            if kind == "grading" or answered or row["direction"] == "in":
                continue
            if not unreached:
                tries += 1
                unreached = row["outcome"] in FRUITLESS or tries > len(LADDER)
                yield from _wrong_retry(book, row, at, tries, tried, over=unreached)
            tried.append(row["at"])


def _written(row: dict) -> datetime:
    """When a call was written down: after its talk, and the ringing of one that went out."""
    return row["at"] + timedelta(seconds=row["seconds"] + (25 if row["direction"] == "out" else 0))


def _wrong_retry(book: Book, row: dict, at: datetime, tries: int, tried: list[datetime], *, over: bool):
    retry = [one for one in book.of(row["lead"], "follow_up") if one["kind"] == "retry" and one["created_at"] == at]
    if over != (not retry):
        yield f"{row['lead']}: try {tries} at {row['at']} ({row['outcome']}) opened {len(retry)} retries"
    for one in retry[:1]:
        yield from _wrong_step(book, row["lead"], row["at"], tries, one["due_at"], tried)


def _wrong_step(book: Book, lead: str, at: datetime, tries: int, due: datetime, tried: list[datetime]):
    later = at + LADDER[tries - 1]
    if tries == 2:
        clocks = [moment.hour * 60 + moment.minute for moment in [*tried[-4:], at]]
        free = [slot for slot in SLOTS if all(abs(slot.hour * 60 + slot.minute - clock) >= 120 for clock in clocks)]
        later = datetime.combine(later.date(), (free or SLOTS)[0], book.zone)
    if due != book.next_opening(later):
        yield f"{lead}: try {tries} at {at} is due {due}, expected {book.next_opening(later)}"


@rule
def a_card_is_opened_once_after_a_conversation(book: Book):
    for lead in book["lead"]:
        cards = book.of(lead["id"], "card")
        if len(cards) > 1:
            yield f"{lead['id']} has {len(cards)} cards"
        for card in cards:
            spoken = [row["at"] for row in book.of(lead["id"], "call") if row["outcome"] == "connected"] + [row["at"] for row in book.of(lead["id"], "visit")]
            if not any(moment <= card["at"] for moment in spoken) or not lead["model"]:
                yield f"{lead['id']} has a card and no conversation or model before it"


@rule
def one_appointment_runs_at_a_time(book: Book):
    for lead in book.leads:
        hour = timedelta(hours=1)  # whoever comes late keeps an appointment that was missed already
        spans = [(row["at"], min(ends(row, "ended_at"), row["scheduled_for"] + hour), row["id"]) for row in book.of(lead, "appointment")]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} of {lead} run at the same time"


@rule
def an_appointment_ends_as_its_status_says(book: Book):
    fulfilled = {row["appointment"] for kind in ("visit", "tag_change") for row in book[kind] if row["appointment"]}
    replaced = [row["replaces"] for row in book["appointment"] if row["replaces"]]
    for row in book["appointment"]:
        status, ended = row["status"], row.get("ended_at")
        wrong = {
            "arrived": row["id"] not in fulfilled,
            "moved": replaced.count(row["id"]) != 1,
            "no_show": ended != row["scheduled_for"] + timedelta(hours=1),
            "cancelled": row["cancelled_at"] is None or row["cancelled_at"] != ended,
        }.get(status, ended is not None or row["scheduled_for"] + timedelta(hours=14) < book.last)
        if wrong:
            yield f"{row['id']} of {row['lead']} for {row['scheduled_for']} is {status}, ended {ended}"
        if status != "arrived" and row["id"] in fulfilled:
            yield f"{row['id']} was fulfilled and is {status}"
        if row["scheduled_for"] <= row["at"]:
            yield f"{row['id']} was booked for the past"


@rule
def what_is_owed_is_owed_by_whoever_has_the_lead(book: Book):
    for lead in book["lead"]:
        allowed = {book.agent_at(lead["id"], book.last), reception_at(book, lead["id"], book.last)}
        for row in book.of(lead["id"], "follow_up"):
            if row["done_at"] is None and row["agent"] not in allowed:
                yield f"{lead['id']} is owed a {row['kind']} by {row['agent']}, not {allowed}"


@rule
def a_promise_is_answered_by_the_next_call(book: Book):
    for lead in book.leads:
        calls = [row for row in book.of(lead, "call") if row["outcome"] != "missed"]
        for row in book.of(lead, "follow_up"):
            open_until = row["done_at"] or book.last
            for call in calls:
                if row["created_at"] < call["at"] and row["due_at"] <= call["at"] and call["agent"] == row["agent"] and call["at"] + WRITING < open_until:
                    yield f"{lead}: the {row['kind']} due {row['due_at']} is open after the call of {call['at']}"


@rule
def one_follow_up_of_a_kind_and_person_is_open(book: Book):
    for lead in book.leads:
        spans = defaultdict(list)
        for row in book.of(lead, "follow_up"):
            spans[row["kind"], row["agent"]].append((row["created_at"], ends(row, "done_at"), row["kind"]))
        for key, each in spans.items():
            if any(overlapping(each)):
                yield f"{lead} is owed two of {key}"
