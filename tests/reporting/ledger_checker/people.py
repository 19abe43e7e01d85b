"""Rules about the people of a store: who may do what, who is there, what was planned."""

from collections import Counter

from tests.reporting.ledger_checker.book import Book, ends, rule

SALES_DIRECTORS = {"transfer_after_days", "attribution_days_before", "attribution_days_after", "transferred_for_days"}
READERS = {"manager", "hq"}
OF_ONESELF = {"person.away", "person.present"}


@rule
def the_manager_and_head_office_change_nothing(book: Book):
    for row in book["audit"]:
        roles = set(book.roles(row["by"]))
        if roles and roles <= READERS and row["action"] not in OF_ONESELF:
            yield f"{row['by']} did {row['action']} at {row['at']}"


@rule
def whoever_left_does_nothing_any_more(book: Book):
    for row in book["audit"]:
        if row["by"] in book.people and row["at"] > ends(book.people[row["by"]], "left_at"):
            yield f"{row['by']} left and did {row['action']} at {row['at']}"


@rule
def whoever_left_is_given_nothing(book: Book):
    for row in book["allocation"]:
        if row["agent"] in book.people and row["at"] > ends(book.people[row["agent"]], "left_at"):
            yield f"{row['lead']} was given to {row['agent']} at {row['at']}, who had left"


@rule
def the_directors_rules_are_changed_by_the_director(book: Book):
    for row in book["setting"]:
        if row.get("by") and not set(book.roles(row["by"])) & ({"director"} if row["name"] in SALES_DIRECTORS else {"director", "leader"}):
            yield f"{row['name']} was set by {row['by']}"


@rule
def who_marks_others_away_is_the_leader(book: Book):
    for row in book["absence"]:
        if row.get("by") and row["by"] != row["user"] and not set(book.roles(row["by"])) & {"leader", "director"}:
            yield f"{row['user']} was marked away by {row['by']}"


@rule
def a_month_has_one_goal_for_a_measure_and_person(book: Book):
    goals = Counter((row["month"], row["measure"], row["user"]) for row in book["target"])
    yield from (f"{goal} stands {count} times" for goal, count in goals.items() if count > 1)


@rule
def a_goal_is_what_the_leader_set_last(book: Book):
    said = {}
    for row in book["audit"]:
        if row["action"] == "target.set":
            said[row["detail"]["month"], row["detail"]["measure"], row["detail"]["user"]] = row["detail"]["after"]
    for row in book["target"]:
        if said.get((row["month"], row["measure"], row["user"])) != row["value"]:
            yield f"{row['measure']} of {row['month']} for {row['user']} is {row['value']}, said was {said.get((row['month'], row['measure'], row['user']))}"
