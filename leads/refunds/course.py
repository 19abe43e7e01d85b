"""What happened with the claims of a month, the newest first: claimed, answered, not claimed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from dcc.models import User
from leads.models import Refund
from leads.refunds.refund_rows import BadLead, is_kept
from leads.refunds.workbook import name_of


@dataclass
class Step:
    """One deed: a claim, answers noted together, or waivers."""

    kind: str  # claimed, answered, waived
    at: datetime
    by: User | None
    refund: Refund  # one of them: by it the whole claim is known
    count: int = 0
    paid: int = 0
    refused: int = 0
    amount: Decimal = Decimal(0)
    words: list[str] = field(default_factory=list)
    is_open: bool = True  # no answer is noted to any of it
    file: str = ""  # what its workbook is called, while that may be fetched


def course_of(rows: Iterable[BadLead], now: datetime) -> list[Step]:
    """Return the deeds behind some bad leads."""
    steps: dict[tuple, Step] = {}
    answered: dict[tuple, bool] = defaultdict(bool)
    for row in rows:
        refund = row.refund
        if refund is None:
            continue
        kind = "waived" if refund.state == "waived" else "claimed"
        made = steps.setdefault((kind, refund.at, refund.by_id), Step(kind, refund.at, refund.by, refund))
        made.count += 1
        answered[kind, refund.at, refund.by_id] |= refund.answered_at is not None
        if refund.answer and kind == "waived" and refund.answer not in made.words:
            made.words.append(refund.answer)
        if refund.answered_at:
            said = steps.setdefault(("answered", refund.answered_at, refund.answered_by_id), Step("answered", refund.answered_at, refund.answered_by, refund))
            _add_answer(said, refund)
    for key, step in steps.items():
        step.is_open = not answered[key]
        step.file = name_of(step.refund) if step.kind == "claimed" and is_kept(step.refund, now) else ""
    return sorted(steps.values(), key=lambda step: (step.at, step.kind), reverse=True)


def _add_answer(step: Step, refund: Refund) -> None:
    step.count += 1
    if refund.state == "paid":
        step.paid += 1
        step.amount += refund.amount or Decimal(0)
    else:
        step.refused += 1
    if refund.answer and refund.answer not in step.words:
        step.words.append(refund.answer)
