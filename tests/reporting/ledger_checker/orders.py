"""Rules about orders and deliveries."""

from datetime import datetime, timedelta

from tests.reporting.ledger_checker.book import Book, ends, known, overlapping, rule

DAY = timedelta(days=1)
KEEPS_ORDERS = {"reception", "leader", "data_manager"}
KEEPS_ALL = {"leader", "data_manager"}
WRITTEN = (  # a moment, when it was written, by whom, and why only then
    ("at", "logged_at", "by", "stated_reason"),
    ("delivered_at", "delivery_logged_at", "delivered_by", "delivery_reason"),
    ("cancelled_at", "cancellation_logged_at", "cancelled_by", "cancel_reason"),
)
ENDS = ("delivered_at", "cancelled_at")


@rule
def an_order_keeps_the_credit_of_its_signing(book: Book):
    for row in book["order"]:
        signed = first_signed(book, row)
        owners = book.agent_at(row["lead"], signed, known(row)), book.reception_at(row["lead"], signed, known(row))
        if (row["agent"], row["reception"]) != owners:
            yield f"{row['id']} of {row['lead']} at {row['at']} is credited to {row['agent']}, {row['reception']}, not to {owners}"


def corrections(book: Book, order: dict) -> list[dict]:
    """What the trail says of the moments of a signing that were corrected, the first one first."""
    said = book.by("audit", "object").get(f"order:{order['id']}", [])
    return [row for row in said if row["action"] == "order.change" and "signed_at" in (row["detail"].get("before") or {})]


def first_signed(book: Book, order: dict) -> datetime:
    """When an order was said to be signed first: its credit was written then and never moves."""
    moved = corrections(book, order)
    return datetime.fromisoformat(moved[0]["detail"]["before"]["signed_at"]).astimezone(book.zone) if moved else order["at"]


@rule
def the_moment_of_a_signing_is_corrected_by_whoever_keeps_all_orders_and_says_why(book: Book):
    for row in book["order"]:
        for said in corrections(book, row):
            if not KEEPS_ALL & set(book.roles(said["by"])) or not row.get("stated_reason"):
                yield f"the signing of {row['id']} was corrected by {said['by']}, because {row.get('stated_reason')}"


@rule
def one_order_runs_at_a_time(book: Book):
    for lead in book.leads:
        spans = [(row["at"], min(ends(row, "delivered_at"), ends(row, "cancelled_at")), row["id"]) for row in book.of(lead, "order")]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} of {lead} run at the same time"


@rule
def nobody_signs_anew_on_the_day_they_withdrew(book: Book):
    for lead in book.leads:
        rows = book.of(lead, "order")
        withdrawn = {row["cancelled_at"].astimezone(book.zone).date(): row["id"] for row in rows if row["cancelled_at"]}
        for row in rows:
            before = withdrawn.get(row["at"].astimezone(book.zone).date())
            if before and before != row["id"]:
                yield f"{row['id']} of {lead} was signed on the day {before} was cancelled"


@rule
def an_order_is_delivered_or_cancelled(book: Book):
    yield from (f"{row['id']} was delivered and cancelled" for row in book["order"] if row["delivered_at"] and row["cancelled_at"])


@rule
def a_delivery_ends_its_lead(book: Book):
    for row in book["order"]:
        lead = book.leads[row["lead"]]
        if row.get("entered_at") and lead["closed_at"] and lead["closed_at"] < row["entered_at"]:
            continue  # joined by hand: a lead closed since keeps its closing
        if row["delivered_at"] and (lead["closed_as"], lead["closed_at"]) != ("delivered", delivered(row)):
            yield f"{row['id']} was delivered and {row['lead']} is {lead['closed_as']}"


def delivered(order: dict):
    """When a delivery was written down, which is when its lead ended."""
    return order.get("delivery_logged_at") or order["delivered_at"]


@rule
def no_lead_ends_beside_its_running_order(book: Book):
    for row in book["order"]:
        lead = book.leads[row["lead"]]
        if min(ends(row, "delivered_at"), ends(row, "cancelled_at")) > ends(lead) and not row.get("entered_at"):
            yield f"{row['lead']} is closed beside its running order"


@rule
def a_cancelled_order_says_why(book: Book):
    yield from (f"{row['id']} was cancelled without a reason" for row in book["order"] if row["cancelled_at"] and not row.get("cancel_reason"))


@rule
def nothing_is_signed_before_its_lead_arrived(book: Book):
    for row in book["order"]:
        arrived = min((one["received_at"] for one in book.of(row["lead"], "inquiry", known(row))), default=row["at"])
        if row["at"] < arrived:
            yield f"{row['id']} was signed at {row['at']}, {row['lead']} arrived at {arrived}"


@rule
def what_lies_more_than_a_day_back_is_written_by_whoever_keeps_all_orders_and_says_why(book: Book):
    for row in book["order"]:
        for moment, logged, author, reason in WRITTEN:
            corrected = [said["by"] for said in corrections(book, row)] if moment == "at" else []
            by = corrected[-1] if corrected else row.get(author)
            late = row[moment] and row.get(logged) and row[logged] - row[moment] > DAY
            if late and not (KEEPS_ALL & set(book.roles(by)) and row.get(reason)):
                yield f"{moment} of {row['id']} was written at {row[logged]} by {by}, because {row.get(reason)}"


@rule
def an_end_that_was_none_is_taken_back_after_it_by_whoever_keeps_orders(book: Book):
    for row in book["order"]:
        for entry in row.get("taken_back", ()):
            end = next(entry[name] for name in ENDS if name in entry)
            if not row["at"] <= end <= entry["at"] or not KEEPS_ORDERS & set(book.roles(entry["by"])):
                yield f"{row['id']}, signed at {row['at']}, ended at {end}; that was taken back at {entry['at']} by {entry['by']}"


@rule
def what_is_joined_by_hand_was_signed_while_its_lead_was_open(book: Book):
    for row in book["order"]:
        lead = book.leads[row["lead"]]
        if row.get("entered_at") and not lead["opened_at"] <= row["at"] < ends(lead):
            yield f"{row['id']}, signed at {row['at']}, was joined to {row['lead']}, open from {lead['opened_at']} to {lead['closed_at']}"


@rule
def an_order_is_joined_once_for_one_thing_by_whoever_keeps_all_orders_and_says_why(book: Book):
    joined: set = set()
    for row in book["order"]:
        of = [(name, row[name]) for name in ("visit", "card") if row.get(name)]
        said = row.get("entered_at") and KEEPS_ALL & set(book.roles(row["by"])) and row.get("stated_reason") and row["delivered_at"]
        is_sound = len(of) == 1 and not joined & set(of) and said and row["delivered_at"] <= row["entered_at"]
        if (of or row.get("entered_at")) and not is_sound:
            yield f"{row['id']} was joined for {of} at {row.get('entered_at')} by {row['by']}, because {row.get('stated_reason')}"
        joined |= set(of)


@rule
def a_joining_is_reversed_by_the_director_within_seven_days(book: Book):
    entered = {f"order:{row['id']}": row["entered_at"] for row in book.every("order") if row.get("entered_at")}
    for said in book["audit"]:
        if said["action"] == "order.reverse" and not (said["object"] in entered and timedelta() <= said["at"] - entered[said["object"]] < 7 * DAY):
            yield f"{said['object']}, joined at {entered.get(said['object'])}, was reversed at {said['at']}"
