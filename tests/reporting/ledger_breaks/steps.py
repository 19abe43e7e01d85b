"""Ways to break the rules about the steps of a visit."""

from tests.reporting.ledger_breaks.breaking import DAY, MINUTE, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

BETWEEN = "a_step_lies_between_the_arrival_and_the_leaving"
changed(BETWEEN, "step", at=lambda row: row["at"] - DAY)
changed(BETWEEN, "step", lambda row: row.get("minutes"), minutes=1_000)
changed("a_quote_says_its_price", "step", lambda row: row["kind"] == "quote", amount=None)
changed("whoever_stands_in_is_a_colleague", "absence", stand_in=lambda row: row["user"])


@breaks("only_dccs_visits_have_steps")
def the_showrooms_visit_has_a_step(book: Book) -> None:
    changes = {row["visit"] for row in book["tag_change"]}
    book["step"][0]["visit"] = the(book, "visit", lambda row: row["tag"] == "showroom" and row["id"] not in changes)["id"]


@breaks("test_drive_and_quote_of_a_visit_follow_from_its_steps")
def who_drove_did_not(book: Book) -> None:
    step = the(book, "step", lambda row: row["kind"] == "test_drive")
    book.visits[step["visit"]]["test_drive"] = False


@breaks("the_price_of_a_visit_is_that_of_its_last_quote")
def another_price_was_said(book: Book) -> None:
    step = the(book, "step", lambda row: row["kind"] == "quote")
    book.visits[step["visit"]]["quote"] = "1.23"


@breaks(BETWEEN)
def a_step_was_written_before_it_was_done(book: Book) -> None:
    step = book["step"][0]
    step["logged_at"] = step["at"] - MINUTE
