"""Rules about refunds of bad leads and about campaigns."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from tests.reporting.ledger_checker.book import Book, rule

WITHIN = timedelta(days=30)
INVALID = {"wrong_number", "out_of_service", "not_the_person"}


def _inquiries(book: Book) -> dict[str, dict]:
    return {row["id"]: row for row in book.every("inquiry") if "id" in row}


def _end(book: Book, lead: str, at) -> dict:
    """Return how a lead was closed last before a moment, as the trail says."""
    ends = [one for one in book["audit"] if one["object"] == f"lead:{lead}" and one["action"] == "lead.close" and one["at"] <= at]
    return ends[-1]["detail"] if ends else {}


def _is_bad(book: Book, refund: dict, inquiry: dict, meanings: dict[str, str]) -> bool:
    lead, reason = inquiry["lead"], refund["reason"]
    end = _end(book, lead, refund["at"])
    if reason in INVALID:
        return end.get("after") == "invalid" and meanings.get(end.get("reason", "")) == reason
    if reason == "out_of_area":
        return end.get("after") == "out_of_area"
    phone = book.leads[lead]["phone"]
    every = book.whole  # whose lead was merged asked as well
    theirs = [row for row in every.every("inquiry") if row["lead"] == lead or (phone and every.leads[row["lead"]]["phone"] == phone)]
    ends_at = inquiry["received_at"] + (timedelta(days=1) if inquiry.get("day_only") else timedelta())
    return any(row["channel"] != inquiry["channel"] and inquiry["received_at"] - WITHIN <= row["received_at"] <= ends_at for row in theirs)


@rule
def what_is_claimed_is_bad_for_its_reason(book: Book):
    inquiries = _inquiries(book)
    meanings = {row["name"]: row.get("meaning", "") for row in book["word"] if row["kind"] == "invalid_reason"}
    for row in book["refund"]:
        if row["inquiry"] in inquiries and not _is_bad(book, row, inquiries[row["inquiry"]], meanings):
            yield f"{row['inquiry']} is no bad lead for {row['reason']}"


@rule
def an_inquiry_is_claimed_once_at_a_time(book: Book):
    counted = Counter(row["inquiry"] for row in book["refund"])
    yield from (f"{inquiry} is claimed {number} times" for inquiry, number in counted.items() if number > 1)


@rule
def a_refund_says_what_its_state_says(book: Book):
    for row in book["refund"]:
        answered, paid = row["state"] in {"paid", "refused"}, row["state"] == "paid"
        explained = bool(row["answer"]) or row["state"] in {"claimed", "paid"}
        if bool(row["answered_at"]) != answered or bool(row["answered_by"]) != answered or bool(row["amount"]) != paid or not explained:
            yield f"{row['inquiry']} is {row['state']}, {row['amount']} answered at {row['answered_at']}"


def _prices(book: Book) -> dict[str, list[tuple[str, str | None]]]:
    """Return channel → (month, its price from then on), from first to last."""
    told: dict[str, list[tuple[str, str | None]]] = {row["name"]: [] for row in book["channel"]}
    for row in sorted(book["channel_price"], key=lambda row: row["month"]):
        told[row["channel"]].append((row["month"], row["price"]))
    return told


@rule
def the_last_price_of_a_channel_is_its_own(book: Book):
    told = _prices(book)
    for row in book["channel"]:
        if told[row["name"]] and told[row["name"]][-1][1] != row.get("price"):
            yield f"{row['name']} costs {row.get('price')}, last written {told[row['name']][-1]}"


@rule
def a_price_is_written_once_a_month(book: Book):
    counted = Counter((row["channel"], row["month"]) for row in book["channel_price"])
    yield from (f"{place} has {number} prices" for place, number in counted.items() if number > 1)


@rule
def a_platform_pays_back_at_most_the_price(book: Book):
    inquiries, own, told = _inquiries(book.whole), {row["name"]: row.get("price") for row in book["channel"]}, _prices(book)
    for row in book["refund"]:
        inquiry = inquiries[row["inquiry"]]
        month, known = f"{inquiry['received_at'].astimezone(book.zone):%Y-%m}", told[inquiry["channel"]]
        before = [price for since, price in known if since <= month]
        price = (before[-1] if before else known[0][1]) if known else own[inquiry["channel"]]
        if row["amount"] and not (price and 0 < Decimal(row["amount"]) <= Decimal(price)):
            yield f"{row['inquiry']}: {row['amount']} of {price} was paid back"


@rule
def an_invitation_names_its_campaign_and_comes_before_its_end(book: Book):
    last = {row["id"]: date.fromisoformat(row["to"]) for row in book["campaign"]}
    for row in book.every("follow_up"):
        named = row.get("campaign")
        if (row["kind"] == "campaign") != bool(named) or (named and row["created_at"].date() > last[named]):
            yield f"{row['lead']} has a {row['kind']} of {row['created_at']} that names {named}"


@rule
def an_invitation_is_due_before_its_campaign(book: Book):
    first = {row["id"]: date.fromisoformat(row["from"]) for row in book["campaign"]}
    for row in book.every("follow_up"):
        named = row.get("campaign")
        if named and row["due_at"].date() >= first[named] > row["created_at"].date() + timedelta(days=1):
            yield f"{row['lead']} is to be invited to {named} at {row['due_at']}"


@rule
def who_names_a_campaign_was_invited_and_comes_on_its_days(book: Book):
    days = {row["id"]: (date.fromisoformat(row["from"]), date.fromisoformat(row["to"])) for row in book["campaign"]}
    invited = {(row["lead"], row.get("campaign")) for row in book.every("follow_up")}
    for kind, moment in (("appointment", "scheduled_for"), ("visit", "at")):
        for row in book[kind]:
            named = row.get("campaign")
            if named and ((row["lead"], named) not in invited or not days[named][0] <= row[moment].date() <= days[named][1]):
                yield f"a {kind} of {row['lead']} at {row[moment]} names {named}"


@rule
def who_asked_at_a_campaign_asked_from_its_first_day_on(book: Book):
    first = {row["id"]: date.fromisoformat(row["from"]) for row in book["campaign"]}
    for row in book.every("inquiry"):
        if row.get("campaign") and row["received_at"].date() < first[row["campaign"]]:
            yield f"{row['lead']} asked at {row['received_at']} at {row['campaign']}"


@rule
def a_campaign_ends_after_it_begins(book: Book):
    yield from (f"{row['name']} is from {row['from']} to {row['to']}" for row in book["campaign"] if row["to"] < row["from"])
