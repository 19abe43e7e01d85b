"""Rules about the showroom's cards: when they are ripe, who decides, how they come to DCC; leads the showroom already has."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from tests.reporting.ledger_checker.book import Book, ends, rule
from tests.reporting.ledger_checker.visits import transferred

KEPT, SAID = ("phone", "name", "model"), ("consultant", "tried", "promised")


def _listings(book: Book) -> dict[str, list[dict]]:
    listed = defaultdict(list)
    for row in sorted(book["transfer"], key=lambda one: one["listed_at"]):
        listed[row["card"]].append(row)
    return listed


def _card_day(card: dict) -> date:
    return date.fromisoformat(str(card["card_date"])[:10])


def _ripe_morning(book: Book, card: dict, held: datetime | None, *, known: datetime) -> datetime:
    """The morning on which it is ripe, or the first after `known`, up to which the file says what was."""
    day = max(_card_day(card), card["entered_at"].date(), held.date() if held else date.min)
    while True:
        morning = datetime.combine(day, time(8), book.zone)
        ripe = (day - _card_day(card)).days >= book.setting("transfer_after_days", 60, morning)
        if (ripe and morning >= card["entered_at"] and (held is None or morning >= held)) or morning > known:
            return morning
        day += timedelta(days=1)


@rule
def a_card_is_listed_on_the_first_morning_it_is_ripe(book: Book):
    for card, rows in _listings(book).items():
        for row, former in zip(rows, [None, *rows], strict=False):
            wanted = _ripe_morning(book, book.cards[card], former["until"] if former else None, known=max(book.last, row["listed_at"]))
            if row["listed_at"] != wanted:
                yield f"{row['id']} of {card} was listed {row['listed_at']}, expected {wanted}"


@rule
def every_ripe_card_is_listed(book: Book):
    listed = _listings(book)
    for card in book["showroom_card"]:
        rows = listed.get(card["id"], [])
        over = rows and rows[-1]["decision"] != "held"
        wanted = _ripe_morning(book, card, rows[-1]["until"] if rows else None, known=book.last)
        if not over and wanted < min(ends(card), book.last):
            yield f"{card['id']} was ripe at {wanted} and is not listed"


@rule
def a_held_card_says_why_and_until_when(book: Book):
    for row in book["transfer"]:
        if row["decision"] == "held" and not (row["reason"] and row["until"] and row["until"] > row["decided_at"]):
            yield f"{row['id']} was held for {row['reason']} until {row['until']}"


@rule
def a_refused_card_says_why(book: Book):
    yield from (f"{row['id']} was refused without a reason" for row in book["transfer"] if row["decision"] == "refused" and not row["reason"])


@rule
def a_card_is_not_listed_again_after_its_answer(book: Book):
    for card, rows in _listings(book).items():
        if {"refused", "confirmed", None} & {row["decision"] for row in rows[:-1]}:
            yield f"{card} was listed again after {[row['decision'] for row in rows]}"


@rule
def only_the_director_decides_on_cards(book: Book):
    yield from (f"{row['id']} was decided by {row['by']}" for row in book["transfer"] if row["decision"] and "director" not in book.roles(row["by"]))


@rule
def only_an_open_card_is_decided(book: Book):
    for row in book["transfer"]:
        sold = book.cards[row["card"]]["state"] in {"sold", "lost"} and row["decision"] != "confirmed"
        if row["decision"] and sold and row["decided_at"] > ends(book.cards[row["card"]]):
            yield f"{row['id']} was decided at {row['decided_at']}, after the showroom had closed {row['card']}"


@rule
def a_confirmed_card_is_in_the_pool_at_that_moment(book: Book):
    for row in book["transfer"]:
        if row["decision"] == "confirmed" and not _brought(book, row):
            yield f"{row['id']} was confirmed and {row['lead']} did not come by it"


def _brought(book: Book, transfer: dict) -> list[dict]:
    rows = book.of(transfer["lead"], "inquiry")
    return [row for row in rows if book.sources[row["channel"]] == "transfer" and row["received_at"] == transfer["decided_at"]]


@rule
def a_confirmed_card_is_the_showrooms_no_more(book: Book):
    confirmed = {row["card"] for row in book["transfer"] if row["decision"] == "confirmed"}
    for card in book["showroom_card"]:
        if (card["id"] in confirmed) == (card["state"] == "open") and card["state"] in {"open", "transferred"}:
            yield f"{card['id']} is {card['state']}, confirmed: {card['id'] in confirmed}"


@rule
def a_transferred_customer_keeps_what_the_showroom_knew(book: Book):
    for row in book["transfer"]:
        card = book.cards[row["card"]]
        for inquiry in [one for one in _brought(book, row) if one["phone"] == card["phone"]] if row["decision"] == "confirmed" else []:
            told = [*(inquiry.get(name) for name in KEPT), *(inquiry["extra"].get(name) for name in SAID)]
            if told != [*(card[name] for name in KEPT), *(card.get(name) for name in SAID)]:
                yield f"{row['id']} brought {told[1:]} of {card['id']}"


@rule
def what_the_showroom_promised_is_ticked_once_somebody_came(book: Book):
    merged = {lead["id"]: lead.get("merged_into") or lead["id"] for lead in book.every("lead")}
    for row in book["transfer"]:
        ticked = [row[key] for key in ("kept_at", "broken_at") if row.get(key)]
        came = [visit["at"] for visit in book.every("visit") if visit["lead"] == merged.get(row["lead"]) and visit["at"] >= row["decided_at"]] if ticked else []
        if ticked and (not book.cards[row["card"]].get("promised") or not any(at <= ticked[0] for at in came) or not row.get("ticked_by")):
            yield f"what was promised with {row['id']} was ticked at {ticked[0]}, by {row.get('ticked_by')}"


@rule
def what_the_showroom_promised_was_kept_or_was_not_with_why(book: Book):
    for row in book["transfer"]:
        if bool(row.get("broken_at")) != bool(row.get("broken_why")) or (row.get("kept_at") and row.get("broken_at")):
            yield f"what was promised with {row['id']}: kept {row.get('kept_at')}, not kept {row.get('broken_at')} because {row.get('broken_why')}"


@rule
def whoever_comes_by_transfer_was_on_a_confirmed_card(book: Book):
    confirmed = {(row["lead"], row["decided_at"]) for row in book["transfer"] if row["decision"] == "confirmed"}
    first = {row["lead"] for row in book["transfer"] if row["lead"]}
    people = {one["id"] for name in first for one in book.same_person(book.leads[name])}
    for row in book["inquiry"]:
        again = row["lead"] in people and row["received_at"] in {visit["at"] for visit in book.of(row["lead"], "visit")}  # a new cycle keeps the channel
        again = again or row["lead"] in book.by("second_look", "new_lead")
        if book.sources[row["channel"]] == "transfer" and (row["lead"], row["received_at"]) not in confirmed and not again:
            yield f"{row['lead']} came by transfer at {row['received_at']} and no card was confirmed"


@rule
def an_answer_taken_back_leaves_its_card_on_the_list_of_that_morning(book: Book):
    standing = {(row["card"], row["listed_at"]) for row in book["transfer"]}
    for row in book.taken["transfer"]:
        if (row["card"], row["listed_at"]) not in standing or row["decision"] not in {"held", "refused"}:
            yield f"{row['id']} of {row['card']}, {row['decision']}, was taken back, and the card is on no list of {row['listed_at']}"


@rule
def no_card_is_of_a_day_ahead(book: Book):
    for card in book["showroom_card"]:
        if _card_day(card) > card["entered_at"].date():
            yield f"{card['id']} of {card['card_date']} was written {card['entered_at']}"


@rule
def the_front_desk_keeps_the_cards(book: Book):
    yield from (f"{card['id']} was written by {card['by']}" for card in book["showroom_card"] if card.get("by") and "front_desk" not in book.roles(card["by"]))


@rule
def a_closed_card_says_when(book: Book):
    yield from (f"{card['id']} is {card['state']}" for card in book["showroom_card"] if (card["state"] == "open") == bool(card.get("closed_at")))


@rule
def a_lead_the_showroom_has_is_claimed(book: Book):
    claimed = {row["lead"] for row in book["claim"]}
    handed_over = {row["card"]: row["decided_at"] for row in book["transfer"] if row["decision"] == "confirmed"}
    cards = book.by("showroom_card", "phone")
    for lead in book["lead"]:
        first = min(book.of(lead["id"], "inquiry"), key=lambda row: row["entered_at"], default={})
        known = cards.get(first.get("phone"), []) if first.get("phone") else []
        there = [card for card in known if card["entered_at"] <= lead["opened_at"] < handed_over.get(card["id"], ends(card))]
        if bool(there) != (lead["id"] in claimed):
            yield f"{lead['id']} opened {lead['opened_at']}: {len(there)} open cards, claimed: {lead['id'] in claimed}"


@rule
def only_the_leader_answers_a_claim(book: Book):
    yield from (f"the claim on {row['lead']} was answered by {row['by']}" for row in book["claim"] if row["decision"] and "leader" not in book.roles(row["by"]))


@rule
def what_is_given_back_goes_to_the_showroom(book: Book):
    for row in book["claim"]:
        went = [one for one in book.of(row["lead"], "review") if (one["decision"], one["at"]) == ("to_showroom", row["decided_at"])]
        if row["decision"] == "back" and not went:
            yield f"{row['lead']} was the showroom's at {row['decided_at']} and did not go there"


@rule
def a_transferred_customer_goes_to_the_showroom_only_when_released(book: Book):
    for lead in book["lead"]:
        if lead["closed_as"] == "showroom" and transferred(book, book.same_person(lead), lead["closed_at"]):
            yield f"{lead['id']} was given to the showroom unreleased"
