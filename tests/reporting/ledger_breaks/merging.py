"""Ways to break the rules about merged leads."""

from tests.reporting.ledger_breaks.breaking import breaks, the, who
from tests.reporting.ledger_checker import Book
from tests.reporting.ledger_checker.book import ends
from tests.reporting.ledger_checker.merging import deeds, merged


@breaks("a_merged_lead_names_the_older_one")
def somebody_lost_is_called_merged(book: Book) -> None:
    the(book, "lead", lambda row: row["closed_as"] == "lost")["closed_as"] = "merged"


@breaks("a_merged_lead_names_the_older_one")
def the_younger_absorbs_the_older(book: Book) -> None:
    older, younger = book["lead"][0], book["lead"][-1]
    older.update(closed_as="merged", closed_at=book.last, merged_into=younger["id"])


@breaks("a_merge_is_told_of_both")
def nobody_says_what_the_kept_lead_took_in(book: Book) -> None:
    _lead, kept = merged(book.whole)[0]
    deeds(book.whole, "lead.take_in", kept)[0]["action"] = "lead.change"


@breaks("the_data_manager_or_the_leader_merges")
def an_agent_merges(book: Book) -> None:
    lead, _kept = merged(book.whole)[0]
    deeds(book.whole, "lead.merge", lead)[0]["by"] = who(book, "agent")


@breaks("nothing_done_stays_with_a_merged_lead")
def an_inquiry_stays_behind(book: Book) -> None:
    lead, kept = merged(book.whole)[0]
    row = next(row for row in book.whole.of(kept["id"], "inquiry") if row.get("merged_from") == lead["id"])
    row["lead"] = row.pop("merged_from")


@breaks("what_says_where_it_came_from_came_from_a_merged_lead")
def an_inquiry_came_from_a_lead_that_is_open(book: Book) -> None:
    row, origin = book["inquiry"][-1], book["lead"][0]
    row["merged_from"] = origin["id"]


@breaks("what_a_merge_ended_is_owed_on")
def a_duty_of_the_younger_goes_on(book: Book) -> None:
    lead = next(lead for lead, _kept in merged(book.whole) if book.whole.of(lead["id"], "follow_up"))
    book.whole.of(lead["id"], "follow_up")[-1]["done_at"] = None


@breaks("a_hand_given_by_a_merge_is_that_of_the_younger")
def a_merge_gives_a_lead_to_somebody_else(book: Book) -> None:
    book["allocation"][-1].update(reason="merged", by=None)


@breaks("the_number_of_a_merged_lead_opens_no_other")
def a_second_lead_of_its_number(book: Book) -> None:
    lead, kept = merged(book.whole)[0]
    other = the(book, "lead", lambda row: lead["closed_at"] < row["opened_at"] < ends(kept))
    other["phone"] = lead["phone"]
