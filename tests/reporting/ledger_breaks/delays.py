"""Ways to break the rules about requests for delay."""

from tests.reporting.ledger_breaks.breaking import DAY, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

ASKED = "delay_request"


def _decided(decision: str):
    return lambda row: row["decision"] == decision


changed("a_delay_is_asked_of_a_card_on_the_list", ASKED, at=lambda row: row["at"] - 90 * DAY)
changed("a_delay_is_asked_once_a_card_for_fifteen_days_at_most_and_says_why", ASKED, days=16)
changed("a_delay_is_asked_once_a_card_for_fifteen_days_at_most_and_says_why", ASKED, reason="")
changed("the_desk_enters_a_delay_and_the_director_decides_it", ASKED, by="@agent")
changed("the_desk_enters_a_delay_and_the_director_decides_it", ASKED, _decided("granted"), decided_by="@leader")
changed("a_granted_delay_is_a_hold_of_its_days_for_its_reason", ASKED, _decided("granted"), days=lambda row: row["days"] - 1 or 15)
changed("a_granted_delay_is_a_hold_of_its_days_for_its_reason", ASKED, _decided("rejected"), decision="granted")
changed("a_delay_that_is_not_granted_says_why", ASKED, _decided("rejected"), answer=None)


@breaks("a_delay_is_asked_once_a_card_for_fifteen_days_at_most_and_says_why")
def a_consultant_asks_twice(book: Book) -> None:
    again(book, the(book, ASKED))
