"""Who receives a lead's person: written from visits and handovers (docs/rules/domain.md#reception-specialist)."""

from collections.abc import Iterator
from datetime import datetime

from leads.customer.rules.following_up import pass_on_duties
from leads.models import Handover, Lead
from reception.models import Visit


def write_reception(lead_id: int | None) -> None:
    """Write who receives this lead, as its visits are tagged now: the rule of reporting.figures.milestones."""
    if lead_id is None:
        return
    last = max(_receptions(lead_id), default=None)
    receive(lead_id, last[-1] if last else None)


def receive(lead_id: int, reception: int | None) -> None:
    """Let this specialist, or nobody, receive the lead from now on; what the former one owes it moves along."""
    former = Lead.objects.values_list("reception", flat=True).get(pk=lead_id)
    Lead.objects.filter(pk=lead_id).update(reception=reception)
    pass_on_duties(lead_id, former=former, reception=reception)


def reception_at(lead: Lead, moment: datetime) -> int | None:
    """Return who received this lead at a moment; of a lead without visit and handover whoever it carries."""
    known = sorted(_receptions(lead.pk))
    before = [received for received in known if received[0] <= moment]
    return before[-1][-1] if before else None if known else lead.reception_id


def _receptions(lead_id: int) -> Iterator[tuple[datetime, bool, int, int | None]]:
    """Yield (moment, whether by a handover, id, specialist) of each DCC visit somebody received, whatever its purpose, and of each handover."""
    visits = Visit.objects.filter(lead_id=lead_id, tag="dcc", reception__isnull=False)
    yield from ((visit.taken_at or visit.at, False, visit.pk, visit.reception_id) for visit in visits)
    for handover in Handover.objects.filter(lead_id=lead_id):
        yield handover.at, True, handover.pk, handover.reception_id
