"""Ways to break the rules about closed days and months."""

from datetime import timedelta

from tests.reporting.ledger_breaks.breaking import DAY, breaks, changed, gone, the
from tests.reporting.ledger_checker.book import Book


def _month(row: dict) -> bool:
    return row["kind"] == "month"


def _day(row: dict) -> bool:
    return row["kind"] == "day"


changed("the_data_manager_closes", "closing", by="@leader")
changed("a_period_is_closed_again_with_a_reason_alone", "closing", reason="重结")
changed("a_day_is_closed_after_its_closing_hour_and_its_signature", "closing", _day, at=lambda row: row["at"] - DAY)


@breaks("closings_are_numbered_without_a_gap")
def a_closing_is_missing(book: Book) -> None:
    gone(book, book["closing"][1])


@breaks("a_closing_is_sealed_upon_the_one_before")
def a_figure_is_altered(book: Book) -> None:
    row = the(book, "closing")
    row["figures"] = row["figures"] | {"store": row["figures"]["store"] | {"calls": row["figures"]["store"]["calls"] + 1}}


@breaks("days_are_closed_in_their_order_and_none_is_left_out")
def a_day_is_left_out(book: Book) -> None:
    gone(book, [row for row in book["closing"] if _day(row)][1])


@breaks("a_month_is_closed_after_its_days")
def a_month_is_closed_too_early(book: Book) -> None:
    row = next((row for row in book["closing"] if _month(row)), book["closing"][0])
    row.update({"kind": "month", "period": row["period"][:7], "at": row["at"] - 31 * DAY})


@breaks("what_was_closed_is_what_had_happened_by_then")
def one_call_less_is_closed(book: Book) -> None:
    calls = the(book, "call", lambda row: row["outcome"] != "missed" and "logged_at" not in row and row["at"] < book["closing"][-1]["at"] - timedelta(days=2))
    gone(book, calls)


@breaks("the_stock_of_a_month_is_what_stood_open_as_it_began")
def an_order_more_stood_open(book: Book) -> None:
    row = the(book, "opening")
    row["figures"] = row["figures"] | {"orders": row["figures"]["orders"] + 1}
