"""Ways to break the rules about what was taken back."""

from datetime import datetime

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
