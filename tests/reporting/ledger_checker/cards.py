"""Rules about the cards that agents open."""

from tests.reporting.ledger_checker.book import Book, rule


@rule
def a_lead_has_one_card(book: Book):
    yield from (f"{lead} has {len(book.of(lead, 'card'))} cards" for lead in book.leads if len(book.of(lead, "card")) > 1)


@rule
def a_card_wants_a_conversation(book: Book):
    for row in book["card"]:
        calls = [one for one in book.of(row["lead"], "call", row["at"]) if one["outcome"] == "connected"]
        spoken = [one["at"] for one in [*calls, *book.of(row["lead"], "visit", row["at"])]]
        if not any(moment <= row["at"] for moment in spoken):
            yield f"{row['lead']} has a card of {row['at']} and no conversation before it"


@rule
def a_card_wants_a_name_and_a_model(book: Book):
    for row in book["card"]:
        lead = book.leads[row["lead"]]
        if not lead["name"] or not lead["model"]:
            yield f"{row['lead']} has a card, the name {lead['name']} and the model {lead['model']}"


@rule
def a_card_wants_the_real_number(book: Book):
    for row in book["card"]:
        lead = book.leads[row["lead"]]
        portals = bool(lead["phone"]) and ("," in lead["phone"] or bool(lead.get("phone_until")))
        told = any(call.get("real_number") for call in book.of(row["lead"], "call"))
        changed = any(one["action"] == "lead.number" and one["at"] >= row["at"] for one in book.by("audit", "object").get(f"lead:{lead['id']}", []))
        if portals and not told and not changed and not row.get("merged_from"):
            yield f"{row['lead']} has a card of {row['at']} and no number but a portal's"


@rule
def a_revision_says_what_stood_there(book: Book):
    for row in book["card_fact"]:
        earlier = [one for one in book.of(row["lead"], "card_fact", row["at"]) if one["key"] == row["key"] and one["at"] < row["at"]]
        stood = earlier[-1]["after"] if earlier else None
        if row["before"] != stood or row["after"] == stood:
            yield f"{row['key']} of {row['lead']} becomes {row['after']} from {row['before']} at {row['at']}, there stood {stood}"


@rule
def a_card_is_opened_by_whoever_works_the_lead(book: Book):
    for row in book["card"]:
        if not book.works(row["agent"], row["lead"], row["at"]) and not book.answered(row["agent"], row["lead"], row["at"]):
            yield f"the card of {row['lead']} was opened by {row['agent']} at {row['at']}"
