"""The director sets what a post is paid for: a rule is ended and another begun, never in a month that runs or is over, once a store has any.

See docs/rules/interface.md#rewards-and-statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_after, month_of
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reporting.models import RewardRate, RewardRule
from reporting.rewards.pay_sheet import EVENT, MODEL, TIER, Rule
from reporting.rewards.rule_book import Entry, entry_of, rule_of
from reporting.rewards.rule_words import said_of

A_DAY = timedelta(days=1)
DIGITS = 10  # of a number, at most


@dataclass(frozen=True)
class Draft:
    """A rule as it is written: `condition` as `RewardRule` keeps it."""

    role: str
    kind: str
    measure: str
    amount: Decimal
    condition: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        """The rule it makes. Raises Refused where it makes none."""
        found = rule_of(self.role, self.kind, self.measure, dict(self.condition), self.amount)
        if found is None or self.amount < 0:
            raise Refused(_("This is no rule."))
        return found


def earliest_of(store: Store, now: datetime) -> date:
    """Return the first day a rule may begin: a month that runs is reckoned already, but for the one in which a store writes its first rules."""
    month = month_of(day_of(now, store.zone))
    is_first = not any(model.objects.filter(store=store, first_day__lt=month).exists() for model in (RewardRate, RewardRule))
    return month if is_first else month_after(month)


@transaction.atomic
def open_rule(store: Store, draft: Draft, *, first_day: date, by: User, now: datetime) -> Entry:
    """Begin a rule. Refused in a month that runs or is over, and beside another that pays for the same."""
    hold_door(store)
    _check_first(store, first_day, now)
    _check_alone(store, replace(draft.rule, first=first_day), draft.role)
    entry = _write(store, draft, first_day)
    audit.record("reward.set", store, by=by, now=now, role=draft.role, after=said_of(entry.rule, draft.role), first=first_day.isoformat())
    return entry


@transaction.atomic
def change_rule(store: Store, key: str, draft: Draft, *, first_day: date, by: User, now: datetime) -> Entry:
    """End a rule the day before `first_day` and begin another in its place. One that would have begun later never does."""
    hold_door(store)
    _check_first(store, first_day, now)
    row, old = _standing(store, key)
    if (old.role, old.kind) != (draft.role, draft.kind):
        raise Refused(_("This is no rule."))
    if row.last_day is not None and row.last_day < first_day:
        raise Changed(_("This rule ends before. Look at the page anew."))
    _end(row, first_day - A_DAY)
    _check_alone(store, replace(draft.rule, first=first_day), draft.role)
    entry = _write(store, draft, first_day)
    before, after = said_of(old.rule, old.role), said_of(entry.rule, draft.role)
    audit.record("reward.set", store, by=by, now=now, role=draft.role, before=before, after=after, first=first_day.isoformat())
    return entry


@transaction.atomic
def end_rule(store: Store, key: str, *, last_day: date | None, by: User, now: datetime) -> None:
    """Let a rule end on a day of a month to come or the last of this one, or, without a day, run on. One that ends before it began never was."""
    hold_door(store)
    row, old = _standing(store, key)
    earliest = earliest_of(store, now) - A_DAY
    if last_day is not None and last_day < earliest:
        raise Refused(_("A month that runs is reckoned already: the earliest end is %(day)s.") % {"day": earliest})
    if row.last_day is not None and row.last_day < earliest:
        raise Refused(_("This rule has ended."))
    if row.last_day == last_day:
        return
    _end(row, last_day)
    if last_day is None:
        _check_alone(store, old.rule, old.role, beside=key)
    audit.record("reward.end", store, by=by, now=now, role=old.role, rule=said_of(old.rule, old.role), last=last_day.isoformat() if last_day else "—")


def _check_first(store: Store, first_day: date, now: datetime) -> None:
    if first_day < (earliest := earliest_of(store, now)):
        raise Refused(_("A month that runs is reckoned already: the earliest day is %(day)s.") % {"day": earliest}, about="first_day")


def _standing(store: Store, key: str) -> tuple[RewardRate | RewardRule, Entry]:
    """Return the row a key names. Raises Changed where it is gone."""
    kind, _dash, number = key.partition("-")
    model: Any = {"rate": RewardRate, "rule": RewardRule}.get(kind)
    row = model.objects.filter(store=store, pk=int(number)).first() if model and number.isascii() and number.isdecimal() and len(number) < DIGITS else None
    entry = entry_of(row) if row else None
    if row is None or entry is None:
        raise Changed(_("This rule is gone. Look at the page anew."))
    return row, entry


def _end(row: RewardRate | RewardRule, last_day: date | None) -> None:
    if last_day is not None and last_day < row.first_day:
        row.delete()
        return
    row.last_day = last_day
    row.save(update_fields=["last_day"])


def _write(store: Store, draft: Draft, first_day: date) -> Entry:
    said = {"store": store, "role": draft.role, "measure": draft.measure, "amount": draft.amount, "first_day": first_day}
    if draft.kind == EVENT:
        row: RewardRate | RewardRule = RewardRate.objects.create(**said)
    else:
        row = RewardRule.objects.create(**said, kind=draft.kind, condition=dict(draft.condition))
    entry = entry_of(row)
    if entry is None:
        raise Refused(_("This is no rule."))
    return entry


def _check_alone(store: Store, rule: Rule, role: str, *, beside: str = "") -> None:
    """Raise Refused where another rule pays for the same on a day of this one's."""
    rows: list[Any] = [*RewardRate.objects.filter(store=store, role=role), *RewardRule.objects.filter(store=store, role=role)]
    for entry in (entry for row in rows if (entry := entry_of(row)) and entry.key != beside):
        if entry.kind == rule.kind and _meet_in_time(entry.rule, rule) and _pay_the_same(entry.rule, rule):
            raise Refused(_("It overlaps with “%(rule)s”.") % {"rule": said_of(entry.rule, role)}, about="least" if rule.kind == TIER else "")


def _meet_in_time(one: Rule, other: Rule) -> bool:
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def _pay_the_same(one: Rule, other: Rule) -> bool:
    """Whether two rules of a kind could pay one thing twice."""
    if one.kind == EVENT:
        return one.measure == other.measure
    if one.kind == MODEL:
        return one.model == other.model
    if one.kind == TIER:
        same = (one.measure, one.over, one.under) == (other.measure, other.over, other.under)
        return same and (other.below is None or one.least < other.below) and (one.below is None or other.least < one.below)
    return True
