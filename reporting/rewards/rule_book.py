"""The rules of a store as they are kept, read for the reckoner: one entry a row. What an imported rule says that no rule can pay is passed over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from reporting.models import RewardRate, RewardRule
from reporting.rewards.pay_sheet import EVENT, FACTOR, MODEL, TIER, Rule

PAID = {  # by post: what is paid per event
    "agent": ("cards", "invited", "visits", "first_visits", "orders", "deals"),
    "reception": ("visits", "first_visits", "orders", "deals"),
}
RATES = {  # by post: over which rates tiers stand
    "agent": (("visits", "cards"), ("deals", "visits"), ("invited", "cards"), ("orders", "visits"), ("deals", "cards")),
    "reception": (("deals", "visits"), ("orders", "visits")),
}
POSTS = tuple(PAID)
PERCENT = 100


@dataclass(frozen=True)
class Entry:
    """One rule of a post. `key` names its row: rate-3, rule-7."""

    key: str
    role: str
    rule: Rule
    condition: dict[str, Any]

    @property
    def kind(self) -> str:
        """Of which kind it is."""
        return self.rule.kind


def entry_of(row: RewardRate | RewardRule) -> Entry | None:
    """Return the entry of a row; None for what nobody could be paid by."""
    if row.role not in PAID:
        return None
    if isinstance(row, RewardRate):
        rule = Rule(EVENT, row.first_day, row.last_day, row.measure, row.amount, key=row.pk)
        return Entry(f"rate-{row.pk}", row.role, rule, {}) if row.measure in PAID[row.role] else None
    said = row.condition
    read = rule_of(row.role, row.kind, row.measure, said, row.amount)
    return Entry(f"rule-{row.pk}", row.role, replace(read, first=row.first_day, last=row.last_day, key=row.pk), said) if read else None


def entries_of(rows: Iterable[RewardRate | RewardRule]) -> list[Entry]:
    """Return the entries of some rows, the earliest first."""
    found = [entry for row in rows if (entry := entry_of(row))]
    return sorted(found, key=lambda entry: (entry.rule.first, entry.rule.key))


def rule_of(role: str, kind: str, measure: str, condition: dict[str, Any], amount: Decimal) -> Rule | None:
    """Return the rule these words make, valid since ever; None where they make none."""
    rule = Rule(kind, date.min, measure=measure, amount=amount)
    if kind == TIER:
        over, under = condition.get("over"), condition.get("under")
        least = share_of(condition.get("from"))
        if measure not in PAID[role] or (over, under) not in RATES[role] or least is None:
            return None
        return replace(rule, over=over, under=under, least=least, below=share_of(condition.get("to")))
    if kind == FACTOR:
        return replace(rule, cap=number_of(condition.get("cap")))
    if kind == MODEL:
        return replace(rule, model=str(condition["model"])) if condition.get("model") else None
    if kind == EVENT and measure not in PAID[role]:
        return None
    return rule


def share_of(text: Any) -> Fraction | None:
    """Return a share that is kept in percent; None where none is kept."""
    found = number_of(text)
    return None if found is None else found / PERCENT


def number_of(text: Any) -> Fraction | None:
    """Return a number that is kept as text, exactly; None where none is kept."""
    if not isinstance(text, str) or not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(found) if found.is_finite() else None
