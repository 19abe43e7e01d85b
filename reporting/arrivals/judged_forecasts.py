"""How well the last 30 days were foretold, by tenths of the chance (docs/rules/measures.md#arrivals)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from dcc.models import User
from dcc.reckoning.clock import day_of
from dcc.reckoning.rounding import one_place
from reporting.figures.proportion import Proportion
from reporting.models import Forecast

DAYS = 30
TENTHS = 10


@dataclass
class Tenth:
    """The appointments whose chance lay in one tenth, or all of them: how many, their sum, how many were kept."""

    number: int = 0
    booked: int = 0
    expected: Fraction = Fraction(0)
    kept: int = 0

    @property
    def span(self) -> str:
        """Which chances: 10–20%."""
        return f"{self.number * 10}–{self.number * 10 + 10}%"

    @property
    def expected_word(self) -> str:
        """Expected groups, to one place."""
        return str(one_place(self.expected))

    @property
    def share(self) -> Proportion:
        """Kept ÷ booked."""
        return Proportion(self.kept, self.booked)

    @property
    def foretold(self) -> Fraction:
        """The chance that was foretold, on average."""
        return self.expected / self.booked

    @property
    def miss_word(self) -> str:
        """Kept − expected, to one place, with its sign."""
        miss = self.kept - self.expected
        size = one_place(abs(miss))
        return f"{'' if not size else '+' if miss > 0 else '−'}{size}"

    def add(self, chance: Fraction, *, kept: bool) -> None:
        """Count one appointment more."""
        self.booked, self.expected, self.kept = self.booked + 1, self.expected + chance, self.kept + kept


@dataclass(frozen=True)
class Judged:
    """What was foretold beside what came of it; tenths without an appointment are left out."""

    tenths: list[Tenth]
    total: Tenth


def judged(rows: Iterable[tuple[int, int, bool]]) -> Judged:
    """Judge (over, under, whether it was kept) of appointments. What had no chance counts nowhere."""
    tenths, total = [Tenth(number) for number in range(TENTHS)], Tenth()
    for over, under, kept in rows:
        if under:
            for one in (tenths[min(TENTHS * over // under, TENTHS - 1)], total):
                one.add(Fraction(over, under), kept=kept)
    return Judged([one for one in tenths if one.booked], total)


def last_days_judged(user: User, *, now: datetime) -> Judged:
    """Judge the forecasts of the last 30 days that are over, for whoever sees all customers. One question."""
    today = day_of(now, user.own_store.zone)
    rows = Forecast.objects.visible_to(user).of_days(today - timedelta(days=DAYS), today - timedelta(days=1))
    told = rows.order_by().values_list("over", "under", "appointment__status")
    return judged((over, under, status == "arrived") for over, under, status in told)
