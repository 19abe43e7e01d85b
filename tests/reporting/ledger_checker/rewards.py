"""Rules about what a post is paid for: when a rule may begin, and that none pays twice."""

from decimal import Decimal
from itertools import combinations

from tests.reporting.ledger_checker.book import Book, rule


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
