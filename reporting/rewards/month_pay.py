"""What a month is to pay: each person's sheet of each post, and what months that are frozen came to otherwise since (docs/rules/domain.md#rewards).

However many months are frozen, as many questions: all of them are counted anew with the month that is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from dcc.models import Store, User
from reporting.models import Closing, RewardRate, RewardRule, Statement
from reporting.rewards.event_places import OWN_ROWS
from reporting.rewards.months_done import Aside, Done, Months, Who, months_done
from reporting.rewards.pay_sheet import FACTOR, GOAL, TIER, Rule, Sheet, Step, reckon
from reporting.rewards.rule_book import PERCENT, POSTS, Entry, entries_of
from reporting.rewards.rule_words import plain


@dataclass(frozen=True)
class Correction:
    """What a frozen month came to otherwise since, less what was corrected already."""

    month: date
    amount: Decimal


@dataclass
class Pay:
    """What one person is to be paid of a month in one post."""

    role: str
    person: User
    sheet: Sheet
    done: list[Done] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def corrected(self) -> Decimal:
        """What the corrections come to."""
        return sum((one.amount for one in self.corrections), Decimal())

    @property
    def total(self) -> Decimal:
        """The sum with the corrections."""
        return self.sheet.total + self.corrected


@dataclass
class MonthPay:
    """A month of a store: what everybody is to be paid, the agents first."""

    month: date
    pays: list[Pay]
    entries: list[Entry]
    people: dict[int, User] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """The sum of all."""
        return sum((pay.total for pay in self.pays), Decimal())

    @property
    def transferred(self) -> list[tuple[Pay, Done]]:
        """The deals of transferred cards, each with whose it is, where a rule of the post pays extra for one; the earliest first."""
        posts = {entry.role for entry in self.entries if entry.kind == "transfer" and entry.rule.holds_on(self.month.replace(day=28))}
        found = [(pay, one) for pay in self.pays if pay.role in posts for one in pay.done if one.event.measure == "deals" and one.is_transferred]
        return sorted(found, key=lambda each: (each[1].at, each[1].event.key))

    @property
    def waiting(self) -> int:
        """How many of them nobody has ticked or refused."""
        return len({one.event.key for _pay, one in self.transferred if one.ticked is None})


def pay_of(store: Store, month: date, *, corrects: bool = True) -> MonthPay:
    """Return what a month that is not frozen is to pay; `corrects`: with what frozen months came to otherwise since."""
    frozen = list(Statement.objects.filter(store=store).exclude(month=month).order_by("pk")) if corrects else []
    months = sorted({month, *(one.month for one in frozen)})
    rows: list[Any] = [model.objects.filter(store=store).from_on(months[0]) for model in (RewardRate, RewardRule)]
    entries = entries_of([*rows[0], *rows[1]])
    done = months_done(store, months, entries)
    corrections = corrections_of(frozen, {one: sums_of(done[one], entries) for one in months if one != month})
    people, holders = people_of(store)
    everybody = {*done[month].people, *corrections, *(each for each in holders if any(entry.role == each[0] for entry in entries))}
    pays = []
    for post, pk in sorted(everybody & {(post, pk) for post in POSTS for pk in people}, key=lambda each: (POSTS.index(each[0]), people[each[1]].username)):
        sheet = reckon([entry.rule for entry in entries if entry.role == post], done[month].of((post, pk)))
        here, who = done[month], (post, pk)
        beside = (corrections.get(who, []), here.aside.get(who, []), here.counts.get(who, {}))
        pays.append(Pay(post, people[pk], sheet, here.done.get(who, []), *beside))
    return MonthPay(month, pays, entries, people)


def closing_number(store: Store, month: date) -> int | None:
    """Return under which number a month was closed last; None while it is open."""
    return Closing.objects.of(store, "month", f"{month:%Y-%m}").values_list("number", flat=True).first()


def people_of(store: Store) -> tuple[dict[int, User], set[Who]]:
    """Return the people of a store by key, and who holds which paid post now. One question."""
    people, holders = {}, set()
    for person in User.objects.filter(store=store).annotate(post=F("role_rows__name")).order_by("username"):
        people[person.pk] = person
        if person.left_at is None and person.post in POSTS:
            holders.add((person.post, person.pk))
    return people, holders


def sums_of(months: Months, entries: Iterable[Entry]) -> dict[Who, Decimal]:
    """Return what everybody's month comes to as it is counted now."""
    rules = {post: [entry.rule for entry in entries if entry.role == post] for post in POSTS}
    return {who: reckon(rules[who[0]], months.of(who)).total for who in months.people}


def corrections_of(frozen: Iterable[Statement], now: dict[date, dict[Who, Decimal]]) -> dict[Who, list[Correction]]:
    """Return by person what each frozen month comes to now, less what was frozen for it and every correction frozen since."""
    paid: dict[date, dict[Who, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in frozen:
        who = (one.role, one.user_id)
        corrected = {date.fromisoformat(f"{entry['month']}-01"): Decimal(entry["amount"]) for entry in one.corrections}
        paid[one.month][who] += one.total - sum(corrected.values(), Decimal())
        for month, amount in corrected.items():
            paid[month][who] += amount
    found: dict[Who, list[Correction]] = defaultdict(list)
    for month in sorted(now):
        for who in sorted({*now[month], *paid[month]}):
            if moved := now[month].get(who, Decimal()) - paid[month][who]:
                found[who].append(Correction(month, moved))
    return dict(found)


def steps_said(pay: Pay) -> list[dict[str, Any]]:
    """Return the ladder as a statement keeps it: amounts as texts, events by their rows; no name, it is read from the customer."""
    done = {(one.event.measure, one.event.key): one for one in pay.done}
    return [_step_said(pay, step, done) for step in pay.sheet.steps]


def _step_said(pay: Pay, step: Step, done: dict[tuple[str, int], Done]) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": step.kind, "measure": step.measure, "count": step.count, "amount": f"{step.amount:.2f}"}
    if step.kind == FACTOR:
        said["factor"] = f"{pay.sheet.factor.numerator}/{pay.sheet.factor.denominator}"
    if step.kind == GOAL:
        said |= {"reached": list(pay.sheet.reached), "missed": list(pay.sheet.missed)}
    if tiers := dict.fromkeys(rule for line in step.lines for rule, _amount in line.parts if rule.kind == TIER):
        said["tiers"] = [_tier_said(rule, pay.counts) for rule in tiers]
    if step.lines:
        said["lines"] = [_line_said(line, done[line.event.measure, line.event.key]) for line in step.lines]
    return said


def _tier_said(rule: Rule, counts: Mapping[str, int]) -> dict[str, Any]:
    """The rate by which a tier held, as it was, and its range in percent."""
    of = [counts.get(rule.over, 0), counts.get(rule.under, 0)]
    upper = None if rule.below is None else plain(rule.below * PERCENT)
    return {"over": rule.over, "under": rule.under, "of": of, "from": plain(rule.least * PERCENT), "to": upper}


def _line_said(line, one: Done) -> dict[str, Any]:
    said = {"at": one.at.isoformat(), "lead": one.lead, "parts": [[rule.kind, f"{amount:.2f}"] for rule, amount in line.parts]}
    if row := OWN_ROWS.get(line.event.measure):
        said[row] = line.event.key
    return said
