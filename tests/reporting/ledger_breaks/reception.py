"""Ways to break the rules about orders and deliveries."""

from tests.reporting.ledger_breaks.breaking import DAY, MINUTE, again, another, breaks, changed, the, who
from tests.reporting.ledger_checker.book import Book

DELIVERED, CANCELLED = (lambda row: row["delivered_at"]), (lambda row: row["cancelled_at"])
PLAINLY_DELIVERED = lambda row: row["delivered_at"] and not row.get("delivery_logged_at") and not row.get("entered_at")  # noqa: E731
RUNNING = lambda row: not row["delivered_at"] and not row["cancelled_at"]  # noqa: E731
changed("an_order_is_delivered_or_cancelled", "order", DELIVERED, cancelled_at=lambda row: row["delivered_at"])
changed("a_delivery_ends_its_lead", "order", PLAINLY_DELIVERED, delivered_at=lambda row: row["delivered_at"] - MINUTE)
changed("a_delivery_ends_its_lead", "order", RUNNING, delivered_at=lambda row: row["at"] + DAY)
changed("no_lead_ends_beside_its_running_order", "order", PLAINLY_DELIVERED, delivered_at=None)
changed("a_cancelled_order_says_why", "order", CANCELLED, cancel_reason="")
changed("an_order_keeps_the_credit_of_its_signing", "order", lambda row: row["reception"], reception=None)


LATE = "what_lies_more_than_a_day_back_is_written_by_whoever_keeps_all_orders_and_says_why"
changed(LATE, "order", logged_at=lambda row: row["at"] + DAY + MINUTE, by="@leader", stated_reason="")
changed(LATE, "order", logged_at=lambda row: row["at"] + DAY + MINUTE, by="@reception", stated_reason="忘了")
changed(LATE, "order", DELIVERED, delivery_logged_at=lambda row: row["delivered_at"] + DAY + MINUTE, delivered_by="@leader", delivery_reason="")
changed(LATE, "order", CANCELLED, cancellation_logged_at=lambda row: row["cancelled_at"] + DAY + MINUTE, cancelled_by="@reception")


@breaks("the_moment_of_a_signing_is_corrected_by_whoever_keeps_all_orders_and_says_why")
def a_specialist_moves_a_signing(book: Book) -> None:
    row = the(book, "audit", lambda row: row["action"] == "order.change" and "signed_at" in row["detail"]["before"])
    row["by"] = who(book, "reception")


NONE = "an_end_that_was_none_is_taken_back_after_it_by_whoever_keeps_orders"


def _no_delivery(book: Book, role: str, *, minutes: int, taken_back_in: int) -> None:
    """Let an order have been delivered so many minutes after its signing, which somebody took back in so many."""
    row = book["order"][0]
    end, at = row["at"] + minutes * MINUTE, row["at"] + taken_back_in * MINUTE
    row["taken_back"] = [{"delivered_at": end, "at": at, "by": who(book, role), "reason": "没交车"}]


@breaks(NONE)
def an_order_was_delivered_before_it_was_signed(book: Book) -> None:
    _no_delivery(book, "leader", minutes=-1, taken_back_in=5)


@breaks(NONE)
def a_delivery_is_taken_back_before_it_was_one(book: Book) -> None:
    _no_delivery(book, "leader", minutes=2, taken_back_in=1)


@breaks(NONE)
def an_agent_takes_a_delivery_back(book: Book) -> None:
    _no_delivery(book, "agent", minutes=2, taken_back_in=5)


@breaks("nothing_is_signed_before_its_lead_arrived")
def an_order_is_older_than_its_lead(book: Book) -> None:
    row = book["order"][0]
    row["at"] = min(one["received_at"] for one in book.of(row["lead"], "inquiry")) - MINUTE


@breaks("an_order_keeps_the_credit_of_its_signing")
def an_order_moves_to_a_colleague(book: Book) -> None:
    row = the(book, "order", lambda row: row["agent"])
    row["agent"] = another(book, "agent", row["agent"])


@breaks("one_order_runs_at_a_time")
def two_orders_run(book: Book) -> None:
    row = the(book, "order", RUNNING)
    again(book, row, id="O0", at=row["at"] + MINUTE)


@breaks("nobody_signs_anew_on_the_day_they_withdrew")
def one_order_is_made_two(book: Book) -> None:
    row = the(book, "order", CANCELLED)
    again(book, row, id="O0", at=row["cancelled_at"] + MINUTE, cancelled_at=None, cancel_reason="")


ENDED_HINT = "a_hint_is_ended_once_after_the_visit_by_the_data_manager"


def _hint(book: Book, *, role: str = "data_manager", minutes: int = 1) -> dict:
    visit = the(book, "visit", lambda row: row["lead"])
    row = {"type": "no_relation", "visit": visit["id"], "lead": visit["lead"], "by": who(book, role), "at": visit["registered_at"] + minutes * MINUTE}
    book.file.append(row)
    return row


@breaks(ENDED_HINT)
def a_hint_is_ended_before_anybody_came(book: Book) -> None:
    _hint(book, minutes=-1)


@breaks(ENDED_HINT)
def the_desk_ends_a_hint(book: Book) -> None:
    _hint(book, role="front_desk")


@breaks(ENDED_HINT)
def a_hint_is_ended_twice(book: Book) -> None:
    book.file.append(_hint(book))


@breaks("a_hint_is_a_lead_that_was_open_at_the_visit")
def a_hint_is_a_lead_that_came_later(book: Book) -> None:
    row = _hint(book)
    row["lead"] = the(book, "lead", lambda lead: lead["opened_at"] > book.visits[row["visit"]]["at"])["id"]


OPEN_THEN = "what_is_joined_by_hand_was_signed_while_its_lead_was_open"
JOINED_ONCE = "an_order_is_joined_once_for_one_thing_by_whoever_keeps_all_orders_and_says_why"
JOINED = lambda row: row.get("entered_at")  # noqa: E731
changed(JOINED_ONCE, "order", JOINED, by="@reception")
changed(JOINED_ONCE, "order", JOINED, stated_reason="")
changed(JOINED_ONCE, "order", JOINED, visit=None, card=None)
changed(JOINED_ONCE, "order", JOINED, entered_at=None)


@breaks(OPEN_THEN)
def an_order_is_joined_to_a_lead_that_ended_with_its_signing(book: Book) -> None:
    row = the(book, "order", JOINED)
    book.leads[row["lead"]]["closed_at"] = row["at"]


@breaks(OPEN_THEN)
def an_order_is_joined_to_a_lead_that_came_after_its_signing(book: Book) -> None:
    row = the(book, "order", JOINED)
    book.leads[row["lead"]]["opened_at"] = row["at"] + MINUTE


@breaks("a_joining_is_reversed_by_the_director_within_seven_days")
def a_joining_is_reversed_on_the_eighth_day(book: Book) -> None:
    row = the(book, "order", JOINED)
    said = {"type": "audit", "store": "S1", "by": who(book, "director"), "action": "order.reverse", "object": f"order:{row['id']}", "detail": {}}
    book.file.append(said | {"at": row["entered_at"] + 7 * DAY})
