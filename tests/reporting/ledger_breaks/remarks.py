"""Ways to break the rules about what the leader says of a day."""

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

changed("a_day_is_spoken_of_once_and_on_that_day", "remark", at=lambda row: row["at"] - DAY)
changed("the_leader_speaks_in_at_most_five_hundred_characters_and_no_number", "remark", by="@agent")
changed("the_leader_speaks_in_at_most_five_hundred_characters_and_no_number", "remark", text="打 13812345678")


@breaks("a_day_is_spoken_of_once_and_on_that_day")
def it_is_spoken_of_twice(book: Book) -> None:
    again(book, the(book, "remark", lambda row: not row["addition"]))


@breaks("words_are_sent_on_their_day_and_change_no_more")
def words_are_written_after_they_were_sent(book: Book) -> None:
    row = the(book, "remark", lambda row: not row["addition"] and row["sent_at"])
    row["sent_at"] = row["at"] - HOUR
