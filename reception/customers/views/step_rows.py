"""The steps of the visit in hand: those that were noted, and the form of each kind."""

from dataclasses import dataclass

from reception.customers.forms.stepping import StepForm
from reception.customers.rules.customer_facts import InHand
from reception.models import Step
from reception.models.step import KINDS


@dataclass(frozen=True)
class StepRow:
    """One kind of step: its key, what was noted, the form for one more; `is_open` where the form stands open."""

    key: str
    kind: str
    title: str
    steps: list[Step]
    form: StepForm
    is_open: bool


def step_rows(known: InHand, sent: StepForm | None = None, *, corrects: Step | None = None) -> list[StepRow]:
    """Return the rows of the last visit that is DCC's; none without one. `sent`: the form that came back, `corrects`: the step whose form stands open."""
    visit = known.current
    if visit is None:
        return []
    rows = []
    for number, (kind, title) in enumerate(KINDS, start=1):
        steps = [step for step in known.steps if step.kind == kind and step.visit_id == visit.pk]
        corrected = corrects if corrects is not None and corrects.kind == kind else None
        is_open = corrected is not None or (sent is not None and sent.kind == kind)
        form = sent if sent is not None and sent.kind == kind else StepForm(kind=kind, visit=visit, promises=known.open_promises, corrects=corrected)
        rows.append(StepRow(str(number), kind, str(title), steps, form, is_open))
    return rows
