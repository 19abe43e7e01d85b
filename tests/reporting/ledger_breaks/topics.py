"""Ways to break the rules about topics, reasons of two levels and revisions of a card."""

from tests.reporting.ledger_breaks.breaking import DAY, again, another, breaks, changed, gone, the
from tests.reporting.ledger_checker.book import Book


def _agreed(row: dict) -> bool:
    return row["kind"] == "agreed"


def _done(row: dict) -> bool:
    return row["kind"] == "done"


def _closer(row: dict) -> bool:
    return bool(row.get("detail"))


changed("a_topic_begins_with_being_raised", "topic", at=lambda row: row["at"] - DAY)


@breaks("a_topic_begins_with_being_raised")
def it_was_never_raised(book: Book) -> None:
    gone(book, book["topic_step"][0])


@breaks("steps_of_a_topic_follow_each_other")
def it_is_agreed_twice(book: Book) -> None:
    again(book, the(book, "topic_step", _agreed))


@breaks("steps_of_a_topic_follow_each_other")
def it_goes_on_after_its_end(book: Book) -> None:
    again(book, the(book, "topic_step", _done), kind="noted")


changed("a_topic_stands_as_its_steps_say", "topic", lambda row: row["state"] == "done", state="dropped")
changed("a_topic_stands_as_its_steps_say", "topic", lambda row: row["owner"], due_on="2027-01-01")
changed("a_topic_stands_as_its_steps_say", "topic", lambda row: row["state"] == "done", outcome="别的")
changed("who_agrees_to_a_topic_leads", "topic_step", _agreed, by="@agent")


@breaks("who_agrees_to_a_topic_leads")
def somebody_else_ends_it(book: Book) -> None:
    the(book, "topic_step", _done)["by"] = another(book, "marketing", None)


changed("what_is_agreed_has_an_owner_and_a_day_ahead", "topic_step", _agreed, owner=None)
changed("what_is_agreed_has_an_owner_and_a_day_ahead", "topic_step", _agreed, due_on=lambda row: (row["at"] - DAY).date().isoformat())
changed("an_ended_topic_says_what_came_of_it", "topic", lambda row: row["state"] == "done", outcome=None)
changed("a_word_below_a_reason_is_its_own", "proposal", _closer, detail="没有这一条")
changed("a_reason_has_what_it_asks_for", "proposal", lambda row: row.get("why"), why="")
changed("a_reason_has_what_it_asks_for", "proposal", lambda row: row["competitor"], competitor=None)
changed("a_revision_says_what_stood_there", "card_fact", before="别的")
changed("a_revision_says_what_stood_there", "card_fact", lambda row: row["before"], after=lambda row: row["before"])
