"""Channels × months: what each spent and brought, how many leads came week by week. As many queries for many channels and months as for few.

Their sources, the sub-channels and the campaigns are compared in the same way; nobody says what a sub-channel cost, or a campaign in a month.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from dcc.reckoning.clock import day_of, range_of
from dcc.reckoning.months import last_of, month_before, months_of
from dcc.reckoning.rounding import rounded
from leads.channels.costs import MonthCost, costs_of
from leads.models import Channel, Lead
from reporting.figures.counting import ask_beside
from reporting.figures.question import Question
from reporting.models import Closing
from reporting.spending.month_columns import COUNTED, PRICED
from reporting.spending.month_spent import Spent, together

MOST = 12  # rows that stand one by one where nothing has a cost
WEEKS, LATELY, WEEK = 13, 4, timedelta(days=7)


@dataclass
class ChannelMonths:
    """The answer: {(key of the row, month): what it spent and brought}; of the weeks up to yesterday each row's leads, the earliest first."""

    question: Question
    months: list[date]
    today: date
    cells: dict[tuple[str, date], Spent] = field(default_factory=dict)
    weeks: dict[str, list[int]] = field(default_factory=dict)
    ages: dict[date, int] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def is_priced(self) -> bool:
        """Whether costs are known of what the rows are split by."""
        return self.question.by in PRICED

    def label(self, name: str) -> str:
        """What a row is called."""
        return self.labels.get(name, name) if name else _("Not said")

    @cached_property
    def names(self) -> list[str]:
        """Every channel with anything in these months; who names none stands last."""
        found = {name for (name, _month), spent in self.cells.items() if spent.counts or spent.spent}
        return sorted(found, key=lambda name: (not name, name))

    @cached_property
    def paid(self) -> list[str]:
        """Those that cost something in one of them; where nothing has a cost, those with the most leads."""
        if self.is_priced:
            return [name for name in self.names if any(self.of(name, month).spent for month in self.months)]
        leads = {name: sum(self.of(name, month).counts.get("leads", 0) for month in self.months) for name in self.names}
        most = sorted(self.names, key=lambda name: (-leads[name], not name, name))[:MOST]
        return [name for name in self.names if name in most]

    @cached_property
    def free(self) -> list[str]:
        """All others."""
        return [name for name in self.names if name not in self.paid]

    def is_whole(self, month: date) -> bool:
        """Whether a month is over."""
        return last_of(month) < self.today

    def of(self, name: str, month: date) -> Spent:
        """One channel's month."""
        return self.cells.get((name, month)) or Spent(is_whole=self.is_whole(month))

    def sum_of(self, names: list[str], month: date) -> Spent:
        """Some channels' month."""
        return together(self.of(name, month) for name in names) if names else Spent(is_whole=self.is_whole(month))

    def weeks_of(self, names: list[str]) -> list[int]:
        """The leads of some channels in each of the weeks."""
        rows = [self.weeks[name] for name in names if name in self.weeks]
        return [sum(week) for week in zip(*rows, strict=True)] if rows else [0] * WEEKS


def channel_months(question: Question, *, now: datetime, measures: Sequence[str] = ()) -> ChannelMonths:
    """Return what the channels of a store, or what else is asked by, spent and brought in the months a period touches, and in the one before the first."""
    store, today = question.store, day_of(now, question.store.zone)
    months = months_of(month_before(question.first), question.last)
    found = ChannelMonths(question, months[1:], today)
    channels = list(Channel.objects.filter(store=store)) if found.is_priced else []
    costs = costs_of(store, channels, months[0], months[-1])
    asked = [question.with_(first=month, last=last_of(month)) for month in months]
    for month, figures in zip(months, ask_beside(asked, measures or COUNTED[question.basis]), strict=True):
        found.labels |= figures.labels
        spent = defaultdict(list)
        for channel in channels:
            spent[_key_of(channel, question)].append(costs[channel.pk, month])
        for key in {*figures.rows, *(key for key, parts in spent.items() if any(part.cost for part in parts))}:
            whole = found.is_whole(month)
            found.cells[key, month] = together([Spent(figures.rows.get(key, {}), is_whole=whole), *(_spent(cost, is_whole=whole) for cost in spent[key])])
    _read_days(found, months, {channel.pk: _key_of(channel, question) for channel in channels})
    kept = Closing.objects.filter(store=store, kind="month", period__in=[f"{month:%Y-%m}" for month in months])
    found.closed = {date.fromisoformat(f"{period}-01") for period in kept.values_list("period", flat=True)}
    return found


def _key_of(channel: Channel, question: Question) -> str:
    return channel.name if question.by == "channel" else channel.source


def _spent(cost: MonthCost, *, is_whole: bool) -> Spent:
    return Spent({}, cost.cost, cost.paid_back, is_whole) if is_whole else Spent(is_whole=False)


def _read_days(found: ChannelMonths, months: list[date], keys: dict) -> None:
    """Read how many leads came on each day, once: by week up to yesterday, and how old those of a month are on the average."""
    store, begins, split = found.question.store, found.today - WEEKS * WEEK, found.question.dimension
    start, end = range_of(min(begins, months[0]), max(found.today, last_of(months[-1])), store.zone)
    arrived = Lead.objects.filter(store=store, received_at__gte=start, received_at__lt=end).unmerged().order_by()
    arrived = arrived.annotate(day=TruncDate("received_at", tzinfo=store.zone), grouped=split.expression(None, store.zone))
    days = list(arrived.values_list("grouped", "day").annotate(number=Count("pk")))
    if not found.is_priced:
        keys, labels = split.keys(store, {grouped for grouped, _day, _number in days})
        found.labels |= labels
    ages: dict[date, list[int]] = {}
    for grouped, day, number in days:
        if begins <= day < found.today:
            found.weeks.setdefault(keys[grouped], [0] * WEEKS)[(day - begins) // WEEK] += number
        sums = ages.setdefault(day.replace(day=1), [0, 0])
        sums[0] += number * (found.today - day).days
        sums[1] += number
    found.ages = {month: rounded(Fraction(total, count)) for month, (total, count) in ages.items()}
