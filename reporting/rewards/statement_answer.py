"""Everybody's statement of a month in numbers, for the command line: a line per event, one per step without events, one per correction."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dcc.models import Store
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_before, month_of
from reporting.models import Statement
from reporting.rewards.month_pay import pay_of, steps_said

Part = tuple[str, str, list[dict[str, Any]], list[dict[str, str]]]  # username, post, ladder, corrections


def statement_in_numbers(store: Store, *, now: datetime, month: date | None = None) -> dict[str, Any]:
    """Return {question, lines, total} of a month, the last one where none is said: as it was frozen, else as it is counted now."""
    this = month_of(day_of(now, store.zone))
    month = month_of(month) if month else month_before(this)
    rows = Statement.objects.filter(store=store, month=month).select_related("user").order_by("role", "user__username")
    parts: list[Part] = [(row.user.username, row.role, row.steps, row.corrections) for row in rows]
    question = {"store": store.code, "month": f"{month:%Y-%m}", "number": rows[0].number if parts else None}
    for one in [] if parts else pay_of(store, month, corrects=month < this).pays:
        corrections = [{"month": f"{each.month:%Y-%m}", "amount": f"{each.amount:.2f}"} for each in one.corrections]
        parts.append((one.person.username, one.role, steps_said(one), corrections))
    lines = [line for part in parts for line in _lines(*part)]
    total: dict[str, Decimal] = defaultdict(Decimal)
    for user, _role, steps, corrections in parts:
        total[user] += sum((Decimal(each["amount"]) for each in (*steps, *corrections)), Decimal())
    return {"question": question, "lines": lines, "total": {user: f"{amount:.2f}" for user, amount in total.items()}}


def _lines(user: str, role: str, steps: list[dict[str, Any]], corrections: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        said = {"user": user, "role": role, "kind": step["kind"], "measure": step["measure"]}
        for line in step.get("lines", ()):
            yield said | {"at": line["at"], "amount": f"{sum((Decimal(amount) for _kind, amount in line['parts']), Decimal()):.2f}"}
        if "lines" not in step:
            yield said | {"at": None, "amount": step["amount"]}
    for one in corrections:
        yield {"user": user, "role": role, "kind": "correction", "measure": "", "at": one["month"], "amount": one["amount"]}
