"""Channels × months: what each spent and brought, how many leads came week by week. As many queries for many channels and months as for few."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import TruncDate

from dcc.reckoning.clock import day_of, range_of
from dcc.reckoning.months import last_of, month_before, months_of
from dcc.reckoning.rounding import rounded
from leads.channels.costs import MonthCost, costs_of
from leads.models import Channel, Lead
from reporting.figures.counting import ask_beside
from reporting.figures.question import Question
from reporting.models import Closing
from reporting.spending.month_spent import Spent, together

COUNTED = {"cohort": ("leads", "valid", "visits", "deals"), "activity": ("leads", "visits", "deals")}
WEEKS, LATELY, WEEK = 13, 4, timedelta(days=7)


@dataclass
class ChannelMonths:
    """The answer: {(channel's name, month): what it spent and brought}; of the weeks up to yesterday each channel's leads, the earliest first."""

    question: Question
    months: list[date]
    today: date
    cells: dict[tuple[str, date], Spent] = field(default_factory=dict)
    weeks: dict[str, list[int]] = field(default_factory=dict)
    ages: dict[date, int] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)

    @cached_property
    def names(self) -> list[str]:
        """Every channel with anything in these months."""
        return sorted({name for (name, _month), spent in self.cells.items() if spent.counts or spent.spent})

    @cached_property
    def paid(self) -> list[str]:
        """Those that cost something in one of them."""
        return [name for name in self.names if any(self.of(name, month).spent for month in self.months)]

    @cached_property
    def free(self) -> list[str]:
        """Those that did not."""
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


def channel_months(question: Question, *, now: datetime) -> ChannelMonths:
    """Return what the channels of a store spent and brought in the months a period touches, and in the one before the first."""
    store, today = question.store, day_of(now, question.store.zone)
    months = months_of(month_before(question.first), question.last)
    found = ChannelMonths(question, months[1:], today)
    channels = list(Channel.objects.filter(store=store))
    costs = costs_of(store, channels, months[0], months[-1])
    asked = [question.with_(by="channel", first=month, last=last_of(month)) for month in months]
    for month, figures in zip(months, ask_beside(asked, COUNTED[question.basis]), strict=True):
        for channel in channels:
            cost, counts = costs[channel.pk, month], figures.rows.get(channel.name, {})
            if counts or cost.cost:
                found.cells[channel.name, month] = _spent(cost, counts, is_whole=found.is_whole(month))
    _read_days(found, {channel.pk: channel.name for channel in channels}, months)
    kept = Closing.objects.filter(store=store, kind="month", period__in=[f"{month:%Y-%m}" for month in months])
    found.closed = {date.fromisoformat(f"{period}-01") for period in kept.values_list("period", flat=True)}
    return found


def _spent(cost: MonthCost, counts: dict[str, int], *, is_whole: bool) -> Spent:
    return Spent(counts, cost.cost, cost.paid_back, is_whole) if is_whole else Spent(counts, is_whole=False)


def _read_days(found: ChannelMonths, names: dict[int, str], months: list[date]) -> None:
    """Read how many leads came on each day, once: by week up to yesterday, and how old those of a month are on the average."""
    store, begins = found.question.store, found.today - WEEKS * WEEK
    start, end = range_of(min(begins, months[0]), max(found.today, last_of(months[-1])), store.zone)
    arrived = Lead.objects.filter(store=store, received_at__gte=start, received_at__lt=end).unmerged().order_by()
    days = arrived.annotate(day=TruncDate("received_at", tzinfo=store.zone)).values_list("channel", "day").annotate(number=Count("pk"))
    ages: dict[date, list[int]] = {}
    for channel, day, number in days:
        if begins <= day < found.today:
            found.weeks.setdefault(names[channel], [0] * WEEKS)[(day - begins) // WEEK] += number
        sums = ages.setdefault(day.replace(day=1), [0, 0])
        sums[0] += number * (found.today - day).days
        sums[1] += number
    found.ages = {month: rounded(Fraction(total, count)) for month, (total, count) in ages.items()}
