"""Ways to break the rules about what a post is paid for."""

from tests.reporting.ledger_breaks.breaking import DAY, again, breaks, the
from tests.reporting.ledger_checker.book import Book


@breaks("nothing_is_paid_by_two_rules")
def a_rate_stands_twice(book: Book) -> None:
    again(book, the(book, "reward_rate", lambda row: row["to"] is None))


@breaks("nothing_is_paid_by_two_rules")
def two_tiers_overlap(book: Book) -> None:
    row = the(book, "reward_rule", lambda row: row["kind"] == "tier")
    again(book, row, condition=row["condition"] | {"from": "0", "to": None})


@breaks("a_rule_of_pay_begins_with_a_month_to_come_once_there_is_any")
def a_rule_begins_before_its_month(book: Book) -> None:
    row = the(book, "audit", lambda row: row["action"] == "reward.set")
    row["detail"] = row["detail"] | {"first": f"{row['at'].date().replace(day=1) - DAY}"}
