"""Ways to break the rules about what was taken back."""

from datetime import datetime, timedelta

from tests.reporting.ledger_breaks.breaking import HOUR, MINUTE, again, breaks, gone, the, who
from tests.reporting.ledger_checker.book import Book, written


def _taken(at: datetime, by: str | None, reason: str | None = None) -> dict:
    return {"annulled": {"at": at, "by": by, "reason": reason}}


def _registered_by_mistake(book: Book) -> dict:
    """Write a stranger's visit once more and return it, not yet taken back."""
    visit = the(book, "visit", lambda row: row["lead"] is None)
    return again(book, visit, id="V0")


@breaks("nothing_is_taken_back_before_it_was_done")
def a_call_is_taken_back_before_it_began(book: Book) -> None:
    call = book["call"][0]
    call.update(_taken(call["at"] - MINUTE, call["agent"]))


@breaks("nothing_stands_on_what_was_taken_back")
def a_leakage_stands_on_a_visit_that_was_none(book: Book) -> None:
    visit = book.visits[book["leakage"][0]["visit"]]
    visit.update(_taken(visit["registered_at"] + MINUTE, visit["by"]))


@breaks("nothing_stands_on_what_was_taken_back")
def a_call_stands_on_a_lead_that_was_none(book: Book) -> None:
    lead = book.leads[book["call"][0]["lead"]]
    lead.update(_taken(lead["opened_at"] + MINUTE, who(book, "front_desk")))


@breaks("somebody_came_for_what_arrived")
def who_came_for_an_appointment_did_not(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["appointment"])
    visit.update(_taken(visit["registered_at"] + MINUTE, visit["by"]))


@breaks("whoever_takes_back_did_it_just_before_or_says_why")
def the_desk_takes_a_visit_back_an_hour_later(book: Book) -> None:
    visit = _registered_by_mistake(book)
    visit.update(_taken(visit["registered_at"] + HOUR, visit["by"], "登错了"))


@breaks("whoever_takes_back_did_it_just_before_or_says_why")
def the_data_manager_takes_a_visit_back_and_does_not_say_why(book: Book) -> None:
    visit = _registered_by_mistake(book)
    visit.update(_taken(visit["registered_at"] + MINUTE, who(book, "data_manager")))


@breaks("whoever_takes_back_did_it_just_before_or_says_why")
def an_agent_takes_an_order_back(book: Book) -> None:
    order = again(book, book["order"][0], id="O0")
    order.update(_taken(order["at"] + MINUTE, who(book, "agent"), "写错了"))


def _undone(book: Book, grading: dict, after: timedelta, *, trailed: bool = True) -> tuple[dict, dict]:
    """Write a judgement once more, just before, and its undoing; return both."""
    at, by = grading["at"] - HOUR, grading["by"]
    undoing = again(book, grading, at=at + after, undoes=at, grade=None)
    if trailed:
        entry = the(book, "audit", lambda row: row["action"] == "lead.grade" and row["object"] == f"lead:{grading['lead']}")
        again(book, entry, action="lead.ungrade", at=at + after, by=by)
    return again(book, grading, at=at, undone_at=at + after), undoing


@breaks("a_judgement_is_undone_by_a_further_one")
def a_judgement_is_undone_by_nobody(book: Book) -> None:
    row = book["grading"][0]
    again(book, row, at=row["at"] - 2 * HOUR, undone_at=row["at"] - HOUR)


@breaks("the_undoing_of_a_judgement_is_on_the_trail")
def the_trail_does_not_say_that_a_judgement_was_undone(book: Book) -> None:
    _undone(book, book["grading"][0], MINUTE, trailed=False)


@breaks("what_a_judgement_opened_ends_with_it")
def somebody_is_owed_what_an_undone_judgement_opened(book: Book) -> None:
    grading = the(book, "grading", lambda row: row["grade"] == "A")
    undone, _undoing = _undone(book, grading, MINUTE)
    again(book, the(book, "follow_up", lambda row: row["kind"] == "grade"), lead=grading["lead"], created_at=undone["at"], done_at=None)


@breaks("nobody_built_on_a_judgement_that_was_undone")
def a_judgement_was_undone_after_the_next_call(book: Book) -> None:
    grading = book["grading"][0]
    undone, _undoing = _undone(book, grading, 30 * MINUTE)
    again(book, the(book, "call", lambda row: row["agent"]), lead=grading["lead"], at=undone["at"] + MINUTE, seconds=0, logged_at=None)


def _called_by_mistake(book: Book, *, at: datetime | None = None, **gone) -> dict:
    """Write a call of somebody else's moment once more, taken back a minute after it was written down; return it."""
    row = the(book, "call", lambda one: one["agent"] and one["direction"] == "out")
    call = again(book, row, at=at or row["at"] - HOUR, logged_at=None)
    call.update(_taken(written(call) + MINUTE, call["agent"]))
    call["annulled"].update(gone)
    return call


@breaks("a_call_is_taken_back_by_its_author_within_fifteen_minutes")
def a_call_is_taken_back_by_the_leader(book: Book) -> None:
    _called_by_mistake(book, by=who(book, "leader"))


@breaks("a_call_is_taken_back_by_its_author_within_fifteen_minutes")
def a_call_is_taken_back_after_sixteen_minutes(book: Book) -> None:
    call = _called_by_mistake(book)
    call["annulled"]["at"] = written(call) + 16 * MINUTE


@breaks("what_was_agreed_in_a_call_goes_with_it")
def a_card_stands_whose_call_was_taken_back(book: Book) -> None:
    call = _called_by_mistake(book)
    again(book, book["card"][0], lead=call["lead"], at=written(call))


@breaks("what_was_agreed_in_a_call_goes_with_it")
def a_promise_stands_whose_call_was_taken_back(book: Book) -> None:
    call = _called_by_mistake(book)
    again(book, book["follow_up"][0], lead=call["lead"], created_at=written(call))


@breaks("what_a_call_had_ended_is_owed_again")
def a_promise_stays_kept_by_a_call_that_was_taken_back(book: Book) -> None:
    call = _called_by_mistake(book)
    again(book, book["follow_up"][0], lead=call["lead"], created_at=written(call) - HOUR, done_at=written(call))


@breaks("nobody_built_on_a_call_that_was_taken_back")
def a_call_is_taken_back_after_its_customer_was_graded(book: Book) -> None:
    call = _called_by_mistake(book)
    again(book, book["grading"][0], lead=call["lead"], at=written(call) + MINUTE / 2)


@breaks("a_decision_is_taken_back_by_a_leader")
def a_decision_is_taken_back_by_an_agent(book: Book) -> None:
    row = book["review"][0]
    row.update(_taken(row["at"] + MINUTE, who(book, "agent")))


@breaks("whoever_is_opened_again_has_a_next_step")
def somebody_opened_again_stands_nowhere(book: Book) -> None:
    row = book["review"][0]
    row.update(_taken(book.last, row["by"]))
    book.leads[row["lead"]].update(closed_at=None, closed_as=None, review_since=None)
    for owed in book.of(row["lead"], "follow_up"):
        gone(book, owed)


@breaks("what_is_taken_back_is_on_the_trail")
def a_call_is_taken_back_and_the_trail_does_not_say_so(book: Book) -> None:
    _called_by_mistake(book)
