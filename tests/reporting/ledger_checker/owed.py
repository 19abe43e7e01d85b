"""Rules about what is owed to a lead."""

from collections import defaultdict
from datetime import timedelta

from tests.reporting.ledger_checker.book import Book, ends, known, overlapping, rule, written

WRITING = timedelta(minutes=20)  # the longest call and its writing


@rule
def what_is_owed_is_owed_by_whoever_has_the_lead(book: Book):
    for lead in book["lead"]:
        allowed = {book.agent_at(lead["id"], book.last), book.reception_at(lead["id"], book.last)}
        for row in book.of(lead["id"], "follow_up"):
            if row["done_at"] is None and row["agent"] not in allowed:
                yield f"{lead['id']} is owed a {row['kind']} by {row['agent']}, not {allowed}"


@rule
def a_promise_is_answered_by_the_next_call(book: Book):
    for lead in book.leads:
        calls = [row for row in book.of(lead, "call") if row["outcome"] != "missed"]
        for row in book.of(lead, "follow_up"):
            owed_since = max(row["created_at"] + timedelta(seconds=1), row["due_at"])
            due = [known(call) for call in calls if call["agent"] == row["agent"] and owed_since <= known(call)]
            if due and min(due) + WRITING < (row["done_at"] or book.last):
                yield f"{lead}: the {row['kind']} due {row['due_at']} is open after the call of {min(due)}"


def passed_on(book: Book, row: dict) -> bool:
    """Whether it was a specialist's, as the call or visit it arose from tells, and came to the agent when nobody received the lead any more."""
    if row["kind"] == "after_visit" and "reception" not in book.roles(row["agent"]):
        return True
    calls = [call for call in book.of(row["lead"], "call", row["created_at"]) if call["outcome"] != "missed"]
    arose = [call for call in calls if known(call) <= row["created_at"] <= written(call)]
    return bool(arose) and arose[-1]["agent"] != row["agent"]


@rule
def a_retry_ends_with_the_next_call(book: Book):
    for lead in book.leads:
        calls = [row for row in book.of(lead, "call") if row["outcome"] != "missed"]
        for row in book.of(lead, "follow_up"):
            after = [known(call) for call in calls if call["agent"] == row["agent"] and known(call) > row["created_at"]]
            if row["kind"] == "retry" and not passed_on(book, row) and after and min(after) + WRITING < (row["done_at"] or book.last):
                yield f"{lead}: the retry due {row['due_at']} is open after the call of {min(after)}"


@rule
def one_follow_up_of_a_kind_and_person_is_open(book: Book):
    for lead in book.leads:
        spans = defaultdict(list)
        for row in book.of(lead, "follow_up"):
            if not passed_on(book, row):
                spans[row["kind"], row["agent"], row.get("campaign")].append((row["created_at"], ends(row, "done_at"), row["kind"]))
        for key, each in spans.items():
            if any(overlapping(each)):
                yield f"{lead} is owed two of {key}"


@rule
def what_is_done_says_how(book: Book):
    for row in book["follow_up"]:
        if bool(row["done_at"]) != bool(row.get("ended_as")):
            yield f"{row['lead']}: the {row['kind']} due {row['due_at']} ended as {row.get('ended_as')} at {row['done_at']}"


@rule
def what_is_owed_is_owed_by_somebody(book: Book):
    for row in book["follow_up"]:
        if row["agent"] is None and book.agent_at(row["lead"], min(ends(row, "done_at"), book.last)):
            yield f"{row['lead']}: nobody owes the {row['kind']} due {row['due_at']}"


@rule
def a_promise_lies_in_the_call_window(book: Book):
    for row in book["follow_up"]:
        first, last = book.clock("call_from", "08:00", row["created_at"]), book.clock("call_until", "21:00", row["created_at"])
        if row["kind"] in {"callback", "retry"} and not first <= row["due_at"].time() < last:
            yield f"{row['lead']} was promised a call at {row['due_at']}"
