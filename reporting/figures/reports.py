"""THE REPORTS that are tables of one question: by what each may be split, on which basis, and what stands in its columns."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures.question import Question
from reporting.figures.rates import RATES, Rate, rates_of

Columns = list[tuple[str, Rate | None]]  # a measure, or the rate that stands at it
BEFORE, YEAR = "before", "year"
COMPARED = ((BEFORE, _("The period before")), (YEAR, _("A year before")))


@dataclass(frozen=True)
class Report:
    """One report. `columns`: {(split or "", basis): names of measures and rates}; none: the funnel's. `ranked`: the rate its rows stand by."""

    name: str
    label: Any
    bys: tuple[str, ...] = ()
    bases: tuple[str, ...] = ("cohort", "activity")
    columns: dict[tuple[str, str], tuple[str, ...]] | None = None
    ranked: str = ""
    has_median: bool = False
    heated: bool = False

    def columns_of(self, question: Question) -> Columns:
        """The columns of a question, in their order."""
        if self.columns is None:
            rates = rates_of(question.by, question.basis)
            return [(name, None) for name in question.measures] + [(rate.over, rate) for rate in rates.values()]
        names = self.columns.get((question.by, question.basis)) or self.columns["", question.basis]
        return [(RATES[name].over, RATES[name]) if name in RATES else (name, None) for name in names]

    def counted_in(self, question: Question) -> tuple[str, ...]:
        """Whatever its columns count: the measures, and what stands above and below the line of the rates."""
        names = ((rate.above(question.basis), rate.under) if rate else (name,) for name, rate in self.columns_of(question))
        return tuple(dict.fromkeys(name for each in names for name in each))


OF_PEOPLE = {
    ("agent", "cohort"): (
        "valid", "reached_share", "card_rate", "wechat_rate", "invitation_rate", "kept_rate", "visit_rate_by_lead", "order_rate", "deal_rate", "deals",
        "risen_rate",
    ),
    ("agent", "activity"): (
        "allocated", "calls", "connection_rate", "effective_rate", "cards", "invitation_rate", "kept_by_day", "visits", "order_rate", "deals",
    ),
    ("reception", "cohort"): ("visits", "test_drive_rate", "order_rate", "loan_rate", "trade_in_rate", "deal_rate_by_visit", "deals"),
    ("reception", "activity"): (
        "visits", "first_visits", "test_drive_rate", "order_rate", "loan_rate", "trade_in_rate", "cancelled", "deal_rate_by_visit", "deals",
    ),
}  # fmt: skip
OF_HOURS = {
    ("", "activity"): ("leads", "calls", "connection_rate", "contacted", "cards", "invited", "visits", "orders"),
    ("", "cohort"): ("leads", "valid", "reached_share", "card_rate", "invitation_rate", "visit_rate_by_lead", "deal_rate"),
}
OF_RESPONSE = {
    ("agent", "activity"): ("limit_passed", "in_time_rate", "late"),
    ("", "activity"): ("limit_passed", "in_time_rate", "late", "incoming", "answered_rate", "missed", "rung_back_rate"),
    ("", "cohort"): ("leads", "contacted", "connection_rate_by_lead", "second_call", "third_call", "waiting"),
}
PLACES, DAYS = ("channel", "source", "model"), ("day", "week", "month")
REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        Report("funnel", _("Funnel")),
        Report("people", _("People compared"), ("agent", "reception"), columns=OF_PEOPLE, ranked="visit_rate_by_lead", has_median=True),
        Report(
            "lost", _("Lost, analysed"), ("detail", "reason", "rival", *PLACES, "agent", *DAYS), ("activity",), heated=True,
            columns={("", "activity"): ("lost", "lost_after_visit", "decided", "rejected_rate")},
        ),
        Report("response", _("First response"), ("agent", *PLACES, *DAYS), ("activity", "cohort"), columns=OF_RESPONSE),
        Report("hours", _("Hours"), ("hour", "weekday"), ("activity", "cohort"), columns=OF_HOURS, heated=True),
        Report(
            "leakage", _("Leakage"), ("channel", "source", "model", "agent", *DAYS, "hour", "weekday"), ("activity",),
            columns={
                ("agent", "activity"): ("visits", "leaked", "leakage_rate"),
                ("", "activity"): ("visits", "leaked", "leakage_rate", "first_groups", "left_number_rate"),
            },
        ),
    )
}  # fmt: skip

CHANNELS = "channels"  # not a table of one question: its money is no count
LABELS: dict[str, Any] = {name: report.label for name, report in REPORTS.items()} | {CHANNELS: _("Channels compared")}


def compared_with(question: Question, how: str) -> Question:
    """Return the question of the days just before, as many of them, or of the same days a year earlier."""
    if how == YEAR:
        return replace(question, first=_a_year_before(question.first), last=_a_year_before(question.last))
    days = question.last - question.first + timedelta(days=1)
    return replace(question, first=question.first - days, last=question.last - days)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
