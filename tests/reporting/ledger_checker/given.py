"""Rules about leads given to the showroom: what is heard of whom, by whom, on which day."""

from tests.reporting.ledger_checker.book import Book, rule

SAYS = {"sold": "contract", "lost": "reason"}


@rule
def only_of_a_lead_given_to_the_showroom_something_is_heard(book: Book):
    for row in book["given_outcome"]:
        given = [one["at"] for one in book.at(row["at"], "review", "lead", row["lead"]) if one["decision"] == "to_showroom" and one["at"] <= row["at"]]
        if not given or row["day"] < max(given).date().isoformat():
            yield f"{row['lead']} was heard of on {row['day']}, given {given}"


@rule
def what_is_heard_is_no_more_than_is_known_that_day(book: Book):
    for row in book["given_outcome"]:
        if row["day"] > row["at"].date().isoformat():
            yield f"{row['lead']} was heard of at {row['at']} for {row['day']}"


@rule
def a_sale_of_the_showroom_has_a_contract_and_a_loss_a_reason(book: Book):
    for row in book["given_outcome"]:
        wanted = set() if row["card"] or row["outcome"] not in SAYS else {SAYS[row["outcome"]]}
        said = {name for name in SAYS.values() if row[name]}
        if said != wanted:
            yield f"{row['lead']} is {row['outcome']} with contract {row['contract']} and reason {row['reason']}"


@rule
def the_front_desk_writes_what_is_heard(book: Book):
    for row in book["given_outcome"]:
        if "front_desk" not in book.roles(row["by"]):
            yield f"{row['by']} wrote what became of {row['lead']}"


@rule
def a_card_speaks_of_the_lead_of_its_number_as_it_was_closed(book: Book):
    for row in book["given_outcome"]:
        card = book.cards[row["card"]] if row["card"] else None
        if card and (card["phone"], card["state"], card["closed_at"]) != (book.leads[row["lead"]]["phone"], row["outcome"], row["at"]):
            yield f"the card {row['card']} ended as {card['state']} at {card['closed_at']} and says {row['outcome']} of {row['lead']} at {row['at']}"


@rule
def a_closed_card_tells_what_became_of_the_lead_of_its_number(book: Book):
    for lead in [one for one in book["lead"] if one["closed_as"] == "showroom" and one["phone"]]:
        given = [one["at"] for one in book.of(lead["id"], "review") if one["decision"] == "to_showroom"]
        for card in book.by("showroom_card", "phone").get(lead["phone"], []):
            if given and card["state"] in SAYS and card["closed_at"] > max(*given, lead["closed_at"]) and not _told(book, lead, card):
                yield f"{card['id']} ended as {card['state']}, and nothing is said of {lead['id']}"


def _told(book: Book, lead: dict, card: dict) -> bool:
    """Whether the card is the last that was said of the lead, or it had ended before and another of that number was given since."""
    rows = [row for row in book.of(lead["id"], "given_outcome", card["closed_at"]) if row["at"] <= card["closed_at"]]
    since = [one for one in book.same_person(lead) if one["closed_as"] == "showroom" and lead["closed_at"] < one["closed_at"] < card["closed_at"]]
    return bool(rows) and (rows[-1]["outcome"] == card["state"] or (bool(since) and rows[-1]["outcome"] in SAYS))
