"""Ways to break the rules about what was taken back."""

from datetime import datetime, timedelta

from tests.reporting.ledger_breaks.breaking import HOUR, MINUTE, again, breaks, the, who
from tests.reporting.ledger_checker.book import Book


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
    again(book, row, at=row["at"] - MINUTE, undone_at=row["at"])


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
    again(book, book["call"][0], lead=grading["lead"], at=undone["at"] + MINUTE)
