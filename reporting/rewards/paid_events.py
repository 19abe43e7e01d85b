"""The rows behind the count of a rule: each event it paid in a month, whose it was, and what it came to."""

from dataclasses import dataclass
from decimal import Decimal

from dcc.models import User
from reporting.rewards.month_sheets import MonthSheets
from reporting.rewards.months_done import Done
from reporting.rewards.rule_book import Entry


@dataclass(frozen=True)
class RuleLine:
    """One event that a rule paid, or took something off for."""

    person: User
    done: Done
    amount: Decimal


def lines_of(sheets: MonthSheets, entry: Entry) -> list[RuleLine]:
    """Return what one rule paid in a month, the latest first; of a rule that is not by the event nothing."""
    found = []
    for pk, sheet in sheets.sheets.items():
        done = {(one.event.measure, one.event.key): one for one in sheets.months.done.get((sheets.role, pk), ())}
        for line in (line for step in sheet.steps for line in step.lines):
            paid = [amount for rule, amount in line.parts if (rule.kind, rule.key) == (entry.kind, entry.rule.key)]
            found += [RuleLine(sheets.people[pk], done[line.event.measure, line.event.key], amount) for amount in paid]
    return sorted(found, key=lambda line: (line.done.at, line.done.event.key), reverse=True)
