"""Ways to break the rules about signed days."""

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book

changed("a_day_is_signed_once_and_not_ahead", "day_signing", at=lambda row: row["at"] - DAY)
changed("the_front_desk_signs_its_day", "day_signing", by="@leader")
changed("what_a_tablet_kept_was_sent_within_seven_days_and_not_before_it_came", "visit", sent_at=lambda row: row["at"] + 8 * DAY)
changed("who_came_back_had_left_before", "visit", returned=lambda row: [[None, (row["at"] - HOUR).isoformat()]])


@breaks("a_day_is_signed_once_and_not_ahead")
def it_is_signed_twice(book: Book) -> None:
    again(book, the(book, "day_signing"))


@breaks("what_is_signed_is_what_was_registered_by_then")
def one_group_more_is_signed(book: Book) -> None:
    line = the(book, "day_signing")["figures"]["look"]["again"]
    line["dcc"] = [line["dcc"][0] + 1, line["dcc"][1] + 1]
