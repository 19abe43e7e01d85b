"""Ways to break the rules about the showroom's cards, their transfer, and claims."""

from datetime import date, timedelta

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, breaks, changed, gone, the, who
from tests.reporting.ledger_checker.book import Book


def _decided(decision: str):
    return lambda row: row["decision"] == decision


changed("a_card_is_listed_on_the_first_morning_it_is_ripe", "transfer", listed_at=lambda row: row["listed_at"] - DAY)
changed("a_card_is_listed_on_the_first_morning_it_is_ripe", "transfer", _decided("held"), until=lambda row: row["until"] + DAY)
changed("a_held_card_says_why_and_until_when", "transfer", _decided("held"), reason="")
changed("a_held_card_says_why_and_until_when", "transfer", _decided("held"), until=None)
changed("a_refused_card_says_why", "transfer", _decided("refused"), reason=None)
changed("only_the_director_decides_on_cards", "transfer", _decided("confirmed"), by="@leader")
changed("a_confirmed_card_is_in_the_pool_at_that_moment", "transfer", _decided("confirmed"), decided_at=lambda row: row["decided_at"] + MINUTE)
changed("what_the_showroom_promised_is_ticked_once_somebody_came", "transfer", lambda row: row.get("ticked_by"), ticked_by=None)
changed("what_the_showroom_promised_was_kept_or_was_not_with_why", "transfer", lambda row: row.get("broken_at"), broken_why=None)
changed("the_front_desk_keeps_the_cards", "showroom_card", by="@agent")
changed("a_closed_card_says_when", "showroom_card", lambda row: row["state"] == "sold", closed_at=None)
changed("a_closed_card_says_when", "showroom_card", lambda row: row["state"] == "open", state="lost")
changed("only_the_leader_answers_a_claim", "claim", lambda row: row["decision"], by="@director")
changed("what_is_given_back_goes_to_the_showroom", "claim", _decided("ours"), decision="back")


@breaks("a_card_is_listed_on_the_first_morning_it_is_ripe")
def a_card_is_younger_than_its_list_says(book: Book) -> None:
    card = book.cards[the(book, "transfer", _decided("confirmed"))["card"]]
    card["card_date"] = (date.fromisoformat(card["card_date"]) + timedelta(days=30)).isoformat()


@breaks("every_ripe_card_is_listed")
def a_ripe_card_is_on_no_list(book: Book) -> None:
    row = the(book, "transfer", _decided("refused"))
    for one in [one for one in book["transfer"] if one["card"] == row["card"]]:
        gone(book, one)


@breaks("every_ripe_card_is_listed")
def a_held_card_never_returns(book: Book) -> None:
    rows = book["transfer"]
    held = next(row for row in rows if row["decision"] == "held" and any(one["card"] == row["card"] and one["listed_at"] > row["listed_at"] for one in rows))
    for one in [one for one in rows if one["card"] == held["card"] and one is not held]:
        gone(book, one)


@breaks("a_card_is_not_listed_again_after_its_answer")
def a_refused_card_is_listed_again(book: Book) -> None:
    row = the(book, "transfer", _decided("refused"))
    again(book, row, id="T0", listed_at=row["listed_at"] + DAY, decided_at=row["decided_at"] + DAY)


@breaks("only_an_open_card_is_decided")
def a_sold_card_is_refused(book: Book) -> None:
    row = the(book, "transfer", _decided("refused"))
    book.cards[row["card"]].update(state="sold", closed_at=row["decided_at"] - MINUTE)


@breaks("a_confirmed_card_is_the_showrooms_no_more")
def a_confirmed_card_is_open_still(book: Book) -> None:
    card = book.cards[the(book, "transfer", _decided("confirmed"))["card"]]
    card.update(state="open", closed_at=None)


@breaks("a_confirmed_card_is_the_showrooms_no_more")
def a_card_is_transferred_by_nobody(book: Book) -> None:
    the(book, "showroom_card", lambda row: row["state"] == "open").update(state="transferred", closed_at=book.last)


@breaks("a_transferred_customer_keeps_what_the_showroom_knew")
def the_consultant_is_forgotten(book: Book) -> None:
    the(book, "inquiry", lambda row: row.get("extra", {}).get("consultant"))["extra"] = {}


@breaks("a_transferred_customer_keeps_what_the_showroom_knew")
def the_model_is_forgotten(book: Book) -> None:
    the(book, "inquiry", lambda row: row.get("extra", {}).get("consultant"))["model"] = None


@breaks("a_transferred_customer_keeps_what_the_showroom_knew")
def what_was_promised_is_forgotten(book: Book) -> None:
    the(book, "inquiry", lambda row: row.get("extra", {}).get("tried"))["extra"].pop("tried")


@breaks("whoever_comes_by_transfer_was_on_a_confirmed_card")
def a_portals_lead_comes_by_transfer(book: Book) -> None:
    inquiry = the(book, "inquiry", lambda row: book.sources[row["channel"]] == "web" and len(book.same_person(book.leads[row["lead"]])) == 1)
    inquiry["channel"] = next(name for name, source in book.sources.items() if source == "transfer")


@breaks("no_card_is_of_a_day_ahead")
def a_card_is_of_tomorrow(book: Book) -> None:
    card = book["showroom_card"][0]
    card["card_date"] = (card["entered_at"] + DAY).date().isoformat()


@breaks("a_lead_the_showroom_has_is_claimed")
def the_showrooms_claim_is_forgotten(book: Book) -> None:
    gone(book, book["claim"][0])


@breaks("a_lead_the_showroom_has_is_claimed")
def the_showroom_claims_a_stranger(book: Book) -> None:
    claimed = {row["lead"] for row in book["claim"]}
    again(book, book["claim"][0], lead=next(name for name in book.leads if name not in claimed))


@breaks("an_answer_taken_back_leaves_its_card_on_the_list_of_that_morning")
def a_card_is_lost_with_its_answer(book: Book) -> None:
    row = book["transfer"][0]
    row["annulled"] = {"at": row["listed_at"] + HOUR, "by": who(book, "director"), "reason": None}


@breaks("a_transferred_customer_goes_to_the_showroom_only_when_released")
def a_transferred_customer_is_given_away(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_as"] == "showroom")
    came = {"channel": next(name for name, source in book.sources.items() if source == "transfer"), "received_at": lead["closed_at"] - HOUR}
    again(book, book.of(lead["id"], "inquiry")[0], entered_at=lead["closed_at"] - HOUR, by=who(book, "director"), **came)
    lead["released_at"] = None
