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


@breaks("one_sentence_more_goes_out_at_once")
def a_sentence_waits(book: Book) -> None:
    row = the(book, "remark", lambda row: not row["addition"] and row["sent_at"])
    again(book, row, addition=True, at=row["sent_at"] + HOUR, sent_at=None)


@breaks("nothing_is_added_to_what_was_not_sent")
def a_sentence_is_said_before_the_report(book: Book) -> None:
    row = the(book, "remark", lambda row: not row["addition"] and row["sent_at"])
    again(book, row, addition=True, at=row["sent_at"] - HOUR, sent_at=row["sent_at"] - HOUR)
