"""Ways to break the rules about orders and deliveries."""

from tests.reporting.ledger_breaks.breaking import DAY, MINUTE, again, another, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

DELIVERED, CANCELLED = (lambda row: row["delivered_at"]), (lambda row: row["cancelled_at"])
RUNNING = lambda row: not row["delivered_at"] and not row["cancelled_at"]  # noqa: E731
changed("an_order_is_delivered_or_cancelled", "order", DELIVERED, cancelled_at=lambda row: row["delivered_at"])
changed("a_delivery_ends_its_lead", "order", DELIVERED, delivered_at=lambda row: row["delivered_at"] - MINUTE)
changed("a_delivery_ends_its_lead", "order", RUNNING, delivered_at=lambda row: row["at"] + DAY)
changed("no_lead_ends_beside_its_running_order", "order", DELIVERED, delivered_at=None)
changed("a_cancelled_order_says_why", "order", CANCELLED, cancel_reason="")
changed("an_order_keeps_the_credit_of_its_signing", "order", lambda row: row["reception"], reception=None)


@breaks("an_order_keeps_the_credit_of_its_signing")
def an_order_moves_to_a_colleague(book: Book) -> None:
    row = the(book, "order", lambda row: row["agent"])
    row["agent"] = another(book, "agent", row["agent"])


@breaks("one_order_runs_at_a_time")
def two_orders_run(book: Book) -> None:
    row = the(book, "order", RUNNING)
    again(book, row, id="O0", at=row["at"] + MINUTE)
