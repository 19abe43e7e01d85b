"""Ways to break the rules about the forecast of a day."""

from tests.reporting.ledger_breaks.breaking import MINUTE, again, breaks, changed, gone, the
from tests.reporting.ledger_checker.book import Book

ON_TIME = "a_day_is_foretold_at_the_closing_hour_of_the_evening_before"
ENOUGH = "a_chance_is_a_share_of_twenty_others_at_least_or_none"
changed(ON_TIME, "forecast", at=lambda row: row["at"] + MINUTE)
changed(ON_TIME, "forecast", day=lambda row: f"{row['at'].date()}")
changed(ENOUGH, "forecast", over=19, under=19)
changed(ENOUGH, "forecast", over=21, under=20)
changed(ENOUGH, "forecast", over=0, under=100_000)


@breaks("an_appointment_is_foretold_once")
def a_day_is_foretold_twice(book: Book) -> None:
    again(book, the(book, "forecast"))


@breaks("whoever_was_expected_that_evening_is_foretold")
def somebody_who_is_expected_is_not_foretold(book: Book) -> None:
    evenings = [row["at"] for row in book["forecast"]]
    kept = {row["id"] for row in book["appointment"] if row["status"] == "arrived" and not row["replaces"]}
    gone(book, the(book, "forecast", lambda row: evenings.count(row["at"]) > 1 and row["appointment"] in kept))


@breaks("nobody_is_foretold_who_was_not_expected_that_evening")
def somebody_is_foretold_who_was_not_expected_yet(book: Book) -> None:
    row = the(book, "forecast")
    the(book, "appointment", lambda one: one["id"] == row["appointment"])["at"] = row["at"] + MINUTE
