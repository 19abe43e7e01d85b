"""Ways to break the rules about second looks."""

from datetime import datetime

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

LOOK = "second_look"

changed("who_is_looked_at_was_lost_three_to_thirty_days_before", LOOK, at=lambda row: row["at"] + 40 * DAY)
changed("a_look_is_drawn_at_an_opening_for_who_is_on_duty", LOOK, at=lambda row: row["at"] + MINUTE)
changed("a_look_is_drawn_at_an_opening_for_who_is_on_duty", LOOK, agent="@leader")
changed("who_is_reached_has_an_answer_and_nobody_else", LOOK, lambda row: row["outcome"] in {"bought", "not_buying"}, outcome="back")
changed("a_look_ends_within_seven_days", LOOK, at=lambda row: row["at"] - 9 * DAY)
changed("who_wants_to_buy_still_has_a_lead_of_the_same_moment", LOOK, lambda row: row["new_lead"], new_lead=None)
changed("who_wants_to_buy_still_has_a_lead_of_the_same_moment", LOOK, lambda row: row["outcome"] == "bought", new_lead="L1")
changed("who_wants_to_buy_still_has_a_lead_of_the_same_moment", "allocation", lambda row: row["reason"] == LOOK, by="@leader")


@breaks("nobody_looks_at_whom_they_called")
def somebody_looks_at_whom_they_called(book: Book) -> None:
    row = next(row for row in book[LOOK] if any(one["agent"] and one["at"] < row["at"] for one in book.of(row["lead"], "call")))
    row["agent"] = next(one["agent"] for one in book.of(row["lead"], "call") if one["agent"])


@breaks("no_more_are_drawn_than_the_store_wants")
def ten_are_drawn(book: Book) -> None:
    for _number in range(9):
        again(book, the(book, LOOK))


@breaks("a_lost_lead_is_looked_at_once")
def a_lead_is_drawn_twice(book: Book) -> None:
    again(book, the(book, LOOK))


@breaks("of_one_first_agent_they_are_drawn_in_the_order_of_their_lots")
def the_days_of_two_draws_are_exchanged(book: Book) -> None:
    """Each is drawn on the day of every other: somewhere the order of the lots is another one."""
    moments = sorted({row["at"] for row in book[LOOK]})
    turned = dict(zip(moments, reversed(moments), strict=True))
    for row in book[LOOK]:
        row["at"] = turned[row["at"]]


def _try_again(book: Book, row: dict, at: datetime) -> None:
    row["tries"] = [*row["tries"], row["tries"][-1] | {"at": at.isoformat()}]


@breaks("a_look_has_two_tries_on_two_days")
def a_look_is_tried_twice_on_one_day(book: Book) -> None:
    row = the(book, LOOK, lambda row: row["tries"])
    _try_again(book, row, datetime.fromisoformat(row["tries"][-1]["at"]) + HOUR)


@breaks("a_try_lies_in_the_call_window_and_in_its_look")
def a_look_is_tried_at_night(book: Book) -> None:
    row = the(book, LOOK, lambda row: row["tries"])
    _try_again(book, row, row["at"].replace(hour=3))


@breaks("nobody_on_the_list_is_tried")
def somebody_on_the_list_is_tried(book: Book) -> None:
    row = the(book, LOOK, lambda row: row["tries"])
    usual = {"type": "do_not_call", "by": None, "kind": "call", "source": "", "until": None, "lifted_at": None}
    again(book, book["do_not_call"][0], **usual, phone=book.leads[row["lead"]]["phone"], at=row["at"] - DAY)


@breaks("whose_number_is_open_is_not_looked_at")
def somebody_who_came_back_is_looked_at(book: Book) -> None:
    row = the(book, LOOK, lambda row: row["ended_at"])
    again(book, book.leads[row["lead"]], id="L99999", opened_at=row["at"] + (row["ended_at"] - row["at"]) / 2)


@breaks("who_tries_speaks_with_nobody_else")
def somebody_calls_during_a_try(book: Book) -> None:
    row = the(book, LOOK, lambda row: row["outcome"] == "bought")
    at = datetime.fromisoformat(row["tries"][-1]["at"]).astimezone(book.zone)
    again(book, the(book, "call", lambda one: one["agent"] == row["agent"] and one["outcome"] == "connected"), at=at)
