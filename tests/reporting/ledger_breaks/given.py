"""Ways to break the rules about leads given to the showroom."""

from tests.reporting.ledger_breaks.breaking import HOUR, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

HEARD = "given_outcome"


def _by_hand(row: dict) -> bool:
    return not row["card"]


changed("only_of_a_lead_given_to_the_showroom_something_is_heard", HEARD, day="2000-01-01")
changed("what_is_heard_is_no_more_than_is_known_that_day", HEARD, day="2999-01-01")
changed("a_sale_of_the_showroom_has_a_contract_and_a_loss_a_reason", HEARD, _by_hand, reason=lambda row: None if row["reason"] else "不买了")
changed("a_sale_of_the_showroom_has_a_contract_and_a_loss_a_reason", HEARD, _by_hand, contract=lambda row: None if row["contract"] else "CC-1")
changed("the_front_desk_writes_what_is_heard", HEARD, by="@director")


@breaks("a_card_speaks_of_the_lead_of_its_number_as_it_was_closed")
def a_card_speaks_of_a_stranger(book: Book) -> None:
    row = the(book, HEARD, _by_hand)
    row["card"] = next(name for name, card in book.cards.items() if card["phone"] != book.leads[row["lead"]]["phone"])


@breaks("a_closed_card_tells_what_became_of_the_lead_of_its_number")
def a_card_is_closed_and_says_nothing(book: Book) -> None:
    lead = book.leads[the(book, HEARD, _by_hand)["lead"]]
    told = book.of(lead["id"], HEARD)[-1]["outcome"]
    state = "lost" if told == "sold" else "sold"
    again(book, the(book, "showroom_card"), id="K0", phone=lead["phone"], state=state, closed_at=book.last + HOUR)
