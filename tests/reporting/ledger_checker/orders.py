"""Rules about orders and deliveries."""

from tests.reporting.ledger_checker.book import Book, ends, overlapping, rule


@rule
def an_order_keeps_the_credit_of_its_signing(book: Book):
    for row in book["order"]:
        owners = book.agent_at(row["lead"], row["at"]), book.reception_at(row["lead"], row["at"])
        if (row["agent"], row["reception"]) != owners:
            yield f"{row['id']} of {row['lead']} at {row['at']} is credited to {row['agent']}, {row['reception']}, not to {owners}"


@rule
def one_order_runs_at_a_time(book: Book):
    for lead in book.leads:
        spans = [(row["at"], min(ends(row, "delivered_at"), ends(row, "cancelled_at")), row["id"]) for row in book.of(lead, "order")]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} of {lead} run at the same time"


@rule
def an_order_is_delivered_or_cancelled(book: Book):
    yield from (f"{row['id']} was delivered and cancelled" for row in book["order"] if row["delivered_at"] and row["cancelled_at"])


@rule
def a_delivery_ends_its_lead(book: Book):
    for row in book["order"]:
        lead = book.leads[row["lead"]]
        if row["delivered_at"] and (lead["closed_as"], lead["closed_at"]) != ("delivered", row["delivered_at"]):
            yield f"{row['id']} was delivered and {row['lead']} is {lead['closed_as']}"


@rule
def no_lead_ends_beside_its_running_order(book: Book):
    for row in book["order"]:
        lead = book.leads[row["lead"]]
        if min(ends(row, "delivered_at"), ends(row, "cancelled_at")) > ends(lead):
            yield f"{row['lead']} is closed beside its running order"


@rule
def a_cancelled_order_says_why(book: Book):
    yield from (f"{row['id']} was cancelled without a reason" for row in book["order"] if row["cancelled_at"] and not row.get("cancel_reason"))
