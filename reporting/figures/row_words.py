"""How the rows behind a figure are listed: in which order, with what beside them."""

from django.db.models import F, QuerySet

from leads.models import Lead
from reception.models import Order
from reception.models.order import LOGGED
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED

BESIDE = {
    "lead": ("channel", "agent", "reception"),
    "inquiry": ("channel",),
    "allocation": ("agent", "by"),
    "call": ("agent",),
    "card": ("agent",),
    "appointment": ("agent",),
    "visit": ("agent", "reception"),
    "order": ("agent", "reception"),
    "leakage": ("visit",),
    "proposal": ("by",),
}


def moment_of(question: Question, measure: str) -> str:
    """The field a figure is counted on."""
    happening = COUNTED[measure].happening
    return "received_at" if question.basis == "cohort" or happening is None else happening.moment


def listed(rows: QuerySet, moment: str) -> QuerySet:
    """The rows with what is shown beside them, each with the moment it is counted on as `counted_at`."""
    rows = rows.select_related(*BESIDE[rows.model._meta.model_name])
    if rows.model is not Lead:
        rows = rows.select_related("lead")
    if rows.model is Order:
        rows = rows.annotate(written_at=F(LOGGED[moment]))  # where the moment was stated (补写)
    return rows.annotate(counted_at=F(moment))
