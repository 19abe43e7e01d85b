"""Ways to break the rules about checks."""

from collections import Counter

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, breaks, changed, gone, the
from tests.reporting.ledger_checker.book import Book

DRAW, TRY = "check_draw", "check_try"

changed("a_check_is_drawn_at_eight_of_the_day_before", DRAW, at=lambda row: row["at"] + MINUTE)
changed("whoever_wrote_it_is_named_by_the_check", DRAW, lambda row: row["lead"], user="@director")
changed("whoever_wrote_it_is_named_by_the_check", DRAW, lambda row: row["visit"], user="@director")
changed("a_check_is_about_one_thing", DRAW, lambda row: row["visit"], lead="L1")
changed("only_the_leader_rings_to_check_and_not_for_themselves", TRY, by="@agent")
changed("a_ring_lies_in_the_call_window_and_in_its_check", TRY, at=lambda row: row["at"].replace(hour=3))
changed("a_ring_lies_in_the_call_window_and_in_its_check", TRY, at=lambda row: row["at"] - 9 * DAY)
changed("three_fruitless_days_end_a_check_and_fewer_do_not", DRAW, lambda row: row["ended_as"] == "upheld", ended_as="unreached")
changed("an_answer_is_written_as_a_check_of_that_moment", DRAW, lambda row: row["ended_as"] == "upheld", ended_as="wrong")
changed("an_answer_is_written_as_a_check_of_that_moment", "visit_check", at=lambda row: row["at"] + HOUR)
changed("a_visit_that_is_not_true_has_a_kind_and_a_reason", "visit_check", upheld=False, kind=None)
changed("only_what_is_not_true_is_answered_and_after_it_was_found", "visit_check", lambda row: row["upheld"], answer="来过", answered_at=lambda row: row["at"])
changed("what_nobody_checks_ends_after_seven_days", DRAW, lambda row: row["ended_as"] == "upheld", ended_as="unchecked")
changed("what_nobody_checks_ends_after_seven_days", DRAW, lambda row: row["ended_at"], ended_at=lambda row: row["at"] + 8 * DAY)


@breaks("a_share_of_each_agents_cards_is_drawn")
def a_card_is_not_drawn(book: Book) -> None:
    drawn = Counter(row["day"] for row in book[DRAW])
    gone(book, the(book, DRAW, lambda row: row["lead"] and drawn[row["day"]] > 1))


@breaks("a_share_of_the_visits_with_a_number_is_drawn")
def a_visit_is_drawn_too_many(book: Book) -> None:
    again(book, the(book, DRAW, lambda row: row["visit"]), id="D99999")


@breaks("a_check_is_drawn_once")
def a_card_is_drawn_twice(book: Book) -> None:
    again(book, the(book, DRAW, lambda row: row["lead"]), id="D99999")


@breaks("nobody_on_the_list_is_rung_to_check")
def somebody_on_the_list_is_rung(book: Book) -> None:
    tries = {row["draw"]: row for row in book[TRY]}
    one = the(book, DRAW, lambda row: row["id"] in tries and (not row["lead"] or book.leads[row["lead"]]["phone"]))
    tried = tries[one["id"]]
    phone = (book.visits[one["visit"]] if one["visit"] else book.leads[one["lead"]])["phone"]
    usual = {"type": "do_not_call", "by": None, "kind": "call", "source": "", "until": None, "lifted_at": None}
    again(book, book["do_not_call"][0], **usual, phone=phone, at=tried["at"] - DAY)
