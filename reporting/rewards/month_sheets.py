"""The sheets of a month: each person's of each post, by the rules that hold, and what every rule came to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dcc.models import Store, User
from reporting.rewards.months_done import Months, Who, months_done
from reporting.rewards.pay_sheet import ALL_GOALS, FACTOR, GOAL, Sheet, reckon
from reporting.rewards.rule_book import Entry


@dataclass
class MonthSheets:
    """A month of one post: who has which sheet, and what was done."""

    role: str
    months: Months
    people: dict[int, User]
    sheets: dict[int, Sheet]

    @property
    def total(self) -> Decimal:
        """The sum of all sums."""
        return sum((sheet.total for sheet in self.sheets.values()), Decimal())


def sheets_of(store: Store, role: str, month: date, entries: Iterable[Entry]) -> MonthSheets:
    """Return the sheets of one post in a month. Four questions."""
    entries = [entry for entry in entries if entry.role == role]
    months = months_done(store, [month], entries)[month]
    return reckoned(role, months, entries, people_of(store, role, months))


def people_of(store: Store, role: str, months: Months) -> dict[int, User]:
    """Return whoever has this post now, and whoever did something in it: by name."""
    did = [user for post, user in months.people if post == role]
    holders = User.objects.filter(store=store, left_at=None, role_rows__name=role).values("pk")
    rows = User.objects.filter(pk__in=did) | User.objects.filter(pk__in=holders)
    return {person.pk: person for person in rows.order_by("username")}


def reckoned(role: str, months: Months, entries: Iterable[Entry], people: dict[int, User]) -> MonthSheets:
    """Reckon what was done by some rules."""
    rules = [entry.rule for entry in entries if entry.role == role]
    sheets = {pk: reckon(rules, months.of(_who(role, pk))) for pk in people}
    return MonthSheets(role, months, people, sheets)


def _who(role: str, pk: int) -> Who:
    return (role, pk)


@dataclass
class Came:
    """What a rule came to in a month: how many events of how many people, and the sum."""

    count: int = 0
    people: int = 0
    exact: Fraction = Fraction()


def came_of(sheets: MonthSheets) -> dict[tuple[str, int], Came]:
    """Return what each rule came to, by kind and key of its row; factor and goals, of which one holds, by 0."""
    found: dict[tuple[str, int], Came] = defaultdict(Came)
    for sheet in sheets.sheets.values():
        mine: Counter[tuple[str, int]] = Counter()
        for step in sheet.steps:
            if step.kind in (FACTOR, GOAL, ALL_GOALS):
                _add(found, mine, (step.kind, 0), step.count, Fraction(step.amount))
            for line in step.lines:
                for rule, amount in line.parts:
                    _add(found, mine, (rule.kind, rule.key), 1, Fraction(amount))
        for place in mine:
            found[place].people += 1
    return dict(found)


def _add(found: dict[tuple[str, int], Came], mine: Counter, place: tuple[str, int], count: int, exact: Fraction) -> None:
    if count:
        found[place].count += count
        found[place].exact += exact
        mine[place] += 1
