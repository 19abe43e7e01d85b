"""Ways to break the rules about kept trials."""

from tests.reporting.ledger_breaks.breaking import DAY, breaks, changed
from tests.reporting.ledger_checker.book import Book

changed("a_trial_is_kept_by_the_director_of_days_that_are_over", "trial", by="@agent")
changed("a_trial_is_kept_by_the_director_of_days_that_are_over", "trial", at=lambda row: row["at"] - 8 * DAY)


@breaks("the_people_of_a_trial_add_up")
def somebody_has_one_more(book: Book) -> None:
    next(iter(book["trial"][0]["result"]["people"].values()))[3] += 1


@breaks("a_trial_moves_visits_that_count")
def one_moves_and_stays(book: Book) -> None:
    visit = next(visit for visit in book["visit"] if visit["purpose"] == "look")
    book["trial"][0]["result"]["moved"].append({"visit": visit["id"], "from": "dcc", "to": "dcc", "basis": "named", "agent_from": None, "agent_to": None})
