"""赴约率 of the thirty days before today, for the list of appointments (docs/rules/measures.md#rates)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dcc.models import User
from dcc.people.permissions import scopes
from dcc.reckoning.clock import day_of
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.rates import RATES

DAYS = 30
RATE = RATES["kept_by_day"]


@dataclass(frozen=True)
class KeptRate:
    """The rate as a figure of a strip: its name, under which its formula is known, the percentage and the two counts."""

    name: str
    label: str
    value: str
    fraction: str


def kept_rate(user: User, now: datetime) -> KeptRate:
    """Return the rate of what this person booked; of the whole store for who works all appointments."""
    today = day_of(now, user.own_store.zone)
    question = Question(user.own_store, "agent", "activity", today - timedelta(days=DAYS), today - timedelta(days=1))
    figures = ask(question, (RATE.over, RATE.under))
    counts = figures.total if "all" in scopes(user, "appointment.book") else figures.rows.get(user.username, {})
    return KeptRate(RATE.name, str(RATE.label), RATE.of(counts, "activity"), RATE.fraction(counts, "activity"))
