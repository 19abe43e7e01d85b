"""Ways to break the rules about leads nobody touches and leads for which nothing is to be done."""

from datetime import datetime

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, breaks, changed, gone, the
from tests.reporting.ledger_checker.book import Book
from tests.reporting.ledger_checker.keeping import LATEST, held, shift_ends, touched

changed("what_happens_by_itself_has_no_author_and_goes_to_the_pool", "allocation", lambda row: row["by"] and row["agent"], reason="shift_end")

DEEDS = ("call", "visit", "appointment")


def _back(book: Book, reason: str) -> dict:
    given = the(book, "allocation", lambda row: row["agent"] and row["by"])
    return again(book, given, agent=None, by=None, reason=reason, at=given["at"] + MINUTE)


@breaks("a_shift_ends_for_what_was_given_that_day_and_nobody_touched")
def a_shift_ends_a_minute_after_the_giving(book: Book) -> None:
    _back(book, "shift_end")


@breaks("a_lead_is_taken_back_after_its_limit_and_the_working_minutes_of_its_agents_duty")
def a_lead_is_taken_back_a_minute_after_the_giving(book: Book) -> None:
    _back(book, "reclaimed")


@breaks("a_lead_is_taken_back_once_in_its_life")
def a_lead_is_taken_back_again(book: Book) -> None:
    back = _back(book, "reclaimed")
    again(book, back, at=back["at"] + HOUR)


def _stays(book: Book, row: dict, name: str, at: datetime) -> bool:
    given = row["at"].date() == at.date() and row["at"] < at and held(book, row["lead"], at) is row
    return given and book.open_at(book.leads[row["lead"]], at + LATEST) and any(one != name for one in book.on_duty("agent", at))


@breaks("what_nobody_touched_goes_back_at_the_shifts_end")
def nobody_touches_what_was_given_before_a_shifts_end(book: Book) -> None:
    row = next(row for name, at in shift_ends(book) for row in book.by("allocation", "agent")[name] if _stays(book, row, name, at))
    for line in [line for line in book.file if line["type"] in DEEDS and line.get("lead") == row["lead"]]:
        gone(book, line)
    for line in [line for line in book.file if line["type"] == "allocation" and line["lead"] == row["lead"] and line["at"] > row["at"]]:
        gone(book, line)


@breaks("no_open_lead_stands_nowhere_and_nobody_says_so")
def a_lead_loses_its_next_step(book: Book) -> None:
    quiet = book.last - 4 * DAY
    lead = next(lead for lead in book["lead"] if not lead["closed_at"] and book.agent_at(lead["id"], book.last) and touched(book, lead["id"], quiet))
    lead.update(ungraded_since=None, review_since=None, missed_at=None)
    owed = ("follow_up", "appointment", "order", "proposal", "grading", "review")
    late = [line for line in book.file if line.get("lead") == lead["id"] and line["type"] in DEEDS and line["at"] > quiet]
    for line in [*late, *(line for line in book.file if line.get("lead") == lead["id"] and line["type"] in owed)]:
        gone(book, line)
    for line in book.of(lead["id"], "allocation"):
        line["at"] = min(line["at"], quiet)
