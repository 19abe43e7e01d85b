"""Figures that leave as a file: on the trail, with the question they answer (docs/rules/trust.md#exports)."""

from datetime import datetime

from dcc.models import User
from dcc.trail import audit
from reporting.figures.question import Question


def record_export(question: Question, *, report: str, by: User, now: datetime) -> None:
    """Write to the trail of the store asked about who took which report along, and for what question."""
    asked = {"split": question.by, "counted": question.basis, "first": question.first.isoformat(), "last": question.last.isoformat()}
    audit.record("figures.export", None, by=by, now=now, store=question.store, report=report, **asked)
