"""Ways to break the rules about giving leads by lines."""

from collections import Counter
from datetime import date

from tests.reporting.ledger_breaks.breaking import DAY, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book
from tests.reporting.ledger_checker.dealing import is_like, sources, standing, works_through

changed("what_a_line_gives_says_which_and_nothing_else_does", "allocation", lambda row: row["reason"] == "even", line=None)
changed("what_a_line_gives_says_which_and_nothing_else_does", "allocation", lambda row: row["reason"] in {"hand", "incoming"}, line=1)
changed("the_line_that_gave_a_lead_stood_then_and_does_so", "allocation", lambda row: row["reason"] == "even", line=1)
changed("the_line_that_gave_a_lead_stood_then_and_does_so", "allocation", lambda row: row["reason"] == "even", line=40)
changed("the_line_that_gave_a_lead_stood_then_and_does_so", "rule", lambda row: row["act"] == "named", users=[])
changed("a_line_takes_what_it_asks_for", "rule", lambda row: row["act"] == "named", conditions={"source": ["event"]})
changed("a_line_takes_what_it_asks_for", "rule", lambda row: row["act"] == "even", conditions={"hours": ["03:00", "03:01"]})
changed("what_came_back_is_given_again_and_only_that", "allocation", lambda row: row["reason"] == "even", reason="again")
changed("rules_are_kept_by_the_leader", "rule", by="@director")
changed("rules_are_kept_by_the_leader", "share", by="@agent")


@breaks("an_absence_that_is_made_up_for_is_repaid_by_two_leads_a_day_at_most")
def somebody_who_was_not_away_is_repaid(book: Book) -> None:
    row = next(row for row in standing(book) if row["reason"] == "even")
    row["reason"] = "made_up"
    for shift in book["shift"]:
        shift["made_up"] = shift["made_up"] and shift["user"] != row["agent"]


@breaks("what_came_back_is_given_again_and_only_that")
def a_lead_that_came_back_is_dealt_as_a_fresh_one(book: Book) -> None:
    row = the(book, "allocation", lambda row: row["reason"] == "even")
    again(book, row)
    row |= {"agent": None, "reason": "busy"}


@breaks("lines_give_nobody_more_than_their_cap")
def somebody_is_given_too_much(book: Book) -> None:
    row = the(book, "allocation", lambda row: row["reason"] == "even")
    for _number in range(60):
        again(book, row)


def _all_are_there(book: Book, agents: list[str], dealt: list[dict], day: date) -> bool:
    moments = [row["at"] for row in dealt if row["at"].date() == day]
    return all(is_like(book, name, day, 0) and works_through(book, name, moments) for name in agents)


@breaks("like_agents_are_dealt_to_alike")
def one_agent_is_dealt_all_of_a_day_on_which_all_are_there(book: Book) -> None:
    agents = [name for name in book.people if "agent" in book.roles(name)]
    dealt = [row for row in book["allocation"] if row["reason"] == "even" and row["at"] > book.last - 14 * DAY]
    days = Counter((row["at"].date(), *sources(book, row["lead"])) for row in dealt)
    told_apart = {one for one in days if len(one) == 2 and not any(len(other) != 2 for other in days if other[0] == one[0])}
    fewest_first = reversed(days.most_common())  # far from anybody's cap
    day, source = next(one for one, count in fewest_first if one in told_apart and count > 2 and _all_are_there(book, agents, dealt, one[0]))
    for row in dealt:
        if row["at"].date() == day and source in sources(book, row["lead"]):
            row["agent"] = agents[0]
