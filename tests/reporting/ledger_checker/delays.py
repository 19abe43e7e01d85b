"""Rules about requests for delay: of which card, how often, by whom, and what a granted one does."""

from collections import Counter
from datetime import date, timedelta

from tests.reporting.ledger_checker.book import Book, rule


@rule
def a_delay_is_asked_of_a_card_on_the_list(book: Book):
    for row in book.every("delay_request"):
        listed = book.at(row["at"], "transfer", "card", row["card"])
        if not any(one["listed_at"] <= row["at"] and (one["decided_at"] is None or one["decided_at"] > row["at"]) for one in listed):
            yield f"a delay of {row['card']} was asked at {row['at']}, and it stood on no list"


@rule
def a_delay_is_asked_once_a_card_for_fifteen_days_at_most_and_says_why(book: Book):
    asked = Counter(row["card"] for row in book["delay_request"])
    for row in book["delay_request"]:
        if asked[row["card"]] > 1 or not 1 <= row["days"] <= 15 or not row["reason"]:
            yield f"{asked[row['card']]} delays of {row['card']} were asked, of {row['days']} days for {row['reason']}"


@rule
def the_desk_enters_a_delay_and_the_director_decides_it(book: Book):
    for row in book["delay_request"]:
        wanted = [("front_desk", row["by"]), *([("director", row["decided_by"])] if row["decision"] else [])]
        if any(role not in book.roles(name) for role, name in wanted):
            yield f"the delay of {row['card']} was entered by {row['by']} and decided by {row['decided_by']}"


@rule
def a_granted_delay_is_a_hold_of_its_days_for_its_reason(book: Book):
    for row in book["delay_request"]:
        if row["decision"] == "granted" and not any(_holds(one, row) for one in book.by("transfer", "card").get(row["card"], [])):
            yield f"the delay of {row['card']} was granted at {row['decided_at']}, and nothing is held"


def _holds(transfer: dict, request: dict) -> bool:
    until = max(request["at"].date() + timedelta(days=request["days"]), request["decided_at"].date() + timedelta(days=1))
    said = (transfer["decision"], transfer["decided_at"], transfer["by"], transfer["reason"])
    return said == ("held", request["decided_at"], request["decided_by"], request["reason"]) and _day(transfer) == until


def _day(transfer: dict) -> date:
    return transfer["until"].date()


@rule
def a_delay_that_is_not_granted_says_why(book: Book):
    for row in book["delay_request"]:
        if row["decision"] == "rejected" and not row["answer"]:
            yield f"the delay of {row['card']} was rejected without a word"
