"""Rules about what a post is paid for, and about what was paid: when a rule may begin, that nothing is paid twice, that a statement adds up."""

from collections import Counter
from decimal import Decimal
from itertools import combinations

from tests.reporting.ledger_checker.book import Book, ends, rule


def _of_what(row: dict) -> tuple:
    """What a rule pays for."""
    said = row.get("condition") or {}
    kind = row.get("kind", "event")
    return (row["role"], kind, *((row["measure"], said.get("over"), said.get("under"), said.get("model")) if kind in {"event", "tier", "model"} else ()))


def _meet(one: dict, other: dict) -> bool:
    """Whether two rules hold on one day, and, where they are tiers, at one rate."""
    if (one["to"] or "9999") < other["from"] or (other["to"] or "9999") < one["from"]:
        return False
    if one.get("kind") != "tier":
        return True
    ranges = [(Decimal(row["condition"]["from"]), row["condition"]["to"]) for row in (one, other)]
    (least, below), (other_least, other_below) = ranges
    return (below is None or other_least < Decimal(below)) and (other_below is None or least < Decimal(other_below))


@rule
def nothing_is_paid_by_two_rules(book: Book):
    rows = [*book["reward_rate"], *book["reward_rule"]]
    for one, other in combinations(rows, 2):
        if _of_what(one) == _of_what(other) and _meet(one, other):
            yield f"{one['from']} and {other['from']} both pay {_of_what(one)}"


@rule
def a_rule_of_pay_begins_with_a_month_to_come_once_there_is_any(book: Book):
    begun = [row["from"] for row in (*book["reward_rate"], *book["reward_rule"])]
    for row in book["audit"]:
        if row["action"] == "reward.set":
            month = f"{row['at'].date().replace(day=1)}"
            is_first = not any(first < month for first in begun)
            if row["detail"]["first"] < month or (not is_first and row["detail"]["first"][:7] == month[:7]):
                yield f"{row['detail']['first']} was set at {row['at']}"


def _lines(statement: dict):
    """The lines of a statement, each with what it pays for."""
    for step in statement["steps"]:
        for line in step.get("lines", ()):
            row = next((line[name] for name in ("visit", "order", "appointment") if name in line), line["lead"])
            yield step, (step["kind"], step["measure"], row), line


@rule
def an_event_is_paid_to_one_person_of_a_post(book: Book):
    paid = Counter((row["month"], row["role"], what) for row in book.whole["statement"] for _step, what, _line in _lines(row))
    yield from (f"{what} is paid {number} times" for what, number in paid.items() if number > 1)


@rule
def a_statement_adds_up(book: Book):
    for row in book.whole["statement"]:
        parts = [*row["steps"], *row["corrections"]]
        wrong = [
            step
            for step in row["steps"]
            if "lines" in step and Decimal(step["amount"]) != sum(Decimal(amount) for line in step["lines"] for _kind, amount in line["parts"])
        ]
        if wrong or Decimal(row["total"]) != sum(Decimal(part["amount"]) for part in parts):
            yield f"{row['user']} of {row['month']} is {row['total']}, by its steps it is not: {wrong}"


@rule
def pay_is_frozen_by_the_leader_once_its_month_is_closed(book: Book):
    closed = {(row["kind"], row["period"]): row["number"] for row in reversed(book["closing"])}
    for row in book["closing"]:
        if row["kind"] == "rewards":
            sums = [Decimal(one["total"]) for one in book.whole["statement"] if one["number"] == row["number"] and one["month"] == row["period"]]
            is_late = closed.get(("month", row["period"]), row["number"]) < row["number"]
            if not is_late or "leader" not in book.roles(row["by"]) or Decimal(row["figures"]["store"]["total"]) != sum(sums):
                yield f"{row['period']} was frozen as {row['number']} by {row['by']}: {row['figures']['store']}"


@rule
def a_transferred_deal_is_paid_once_it_was_ticked(book: Book):
    for row in book.whole["statement"]:
        for step, (_kind, _measure, order), _line in _lines(row):
            said = [one for one in book.whole["deal_tick"] if one["order"] == order and one["at"] <= row["at"]]
            if step["kind"] == "transfer" and not (said and said[-1]["granted"]):
                yield f"{order} is paid to {row['user']} in {row['month']}"


def _row(line: dict) -> str:
    """Which event a line of a statement, or an objection, speaks of."""
    return next((line[name] for name in ("visit", "order", "appointment") if line.get(name)), line["lead"])


@rule
def objections_are_answered_by_whom_they_are_to_be_before_their_month_is_frozen(book: Book):
    frozen = {row["period"]: row["at"] for row in book["closing"] if row["kind"] == "rewards"}
    for row in book.whole["objection"]:
        end, says = row["answered_at"], (row["decision"], row["answered_by"])
        is_late = row["month"] in frozen and row["at"] < frozen[row["month"]] and (end is None or end > frozen[row["month"]])
        answers = {"leader", "director"} if "leader" in book.roles(row["user"]) else {"leader"}
        others = [name for name in book.people if answers & set(book.roles(name)) and name != row["user"] and ends(book.people[name], "left_at") > row["at"]]
        is_theirs = says in ((None, None), ("withdrawn", row["user"])) or (answers & set(book.roles(says[1])) and (says[1] != row["user"] or not others))
        if is_late or not is_theirs or (row["decision"] in ("changed", "kept")) != bool(row["answer"]):
            yield f"the objection of {row['user']} to {row['month']} at {row['at']} is {says} at {end}"


@rule
def an_objection_that_was_granted_is_paid_as_it_was_answered(book: Book):
    for row in book.whole["objection"]:
        later = [one for one in book.whole["objection"] if _row(one) == _row(row) and (one["role"], one["measure"]) == (row["role"], row["measure"])]
        if row["decision"] != "changed" or any(one["decision"] == "changed" and one["answered_at"] > row["answered_at"] for one in later):
            continue
        for statement in book.whole["statement"]:
            lines = [line for step in statement["steps"] if step["measure"] == row["measure"] for line in step.get("lines", ()) if _row(line) == _row(row)]
            is_wrong = (statement["user"] != row["user"]) if row["counts"] else (statement["user"] == row["user"])
            if lines and is_wrong and statement["role"] == row["role"] and statement["at"] >= row["answered_at"]:
                yield f"{_row(row)} is paid to {statement['user']} in {statement['month']}, against the answer at {row['answered_at']}"
