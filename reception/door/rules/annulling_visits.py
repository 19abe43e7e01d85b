"""A visit that was none, a tag that was changed by mistake: kept as rows, read by no rule and no figure from then on (docs/rules/ledger.md#taken-back)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.appointments import replacements_of
from calls.desk.rules.putting_back import put_back
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import TrailEntry, User, taken_back
from dcc.models.annulled import Taken
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.models import Lead
from leads.numbers.rules.expiring import until_of
from leads.numbers.rules.renumbering import change_of, give_back
from reception.customers.rules.receivers import write_reception
from reception.door.rules.cycles import leave_cycle, write_contact_without, write_visited
from reception.door.rules.taking_back import AT_ONCE, adjustment, at_once, check_reason
from reception.door.rules.telling import tell_of_taking_back
from reception.door.rules.visits import hold_visit
from reception.models import Leakage, Step, TagChange, Visit


@dataclass
class TakenBack:
    """What followed: appointments that are as they were before, and whether a lead stays that the visit had opened, because more stands with it."""

    appointments: list[Appointment] = field(default_factory=list)
    lead_stays: bool = False


@transaction.atomic
def annul_visit(visit: Visit, *, reason: str = "", by: User, now: datetime) -> TakenBack:
    """Take back a visit that was none: with it go its tag changes, its steps, its leakage, and the lead that only it opened; what it ended is as before.

    Whoever registered it does so within five minutes and until somebody went to receive the group; later the data manager, with a reason. What was judged
    or credited meanwhile stands.
    """
    visit = hold_visit(visit)
    _check(visit, reason, by=by, now=now)
    lead = hold(visit.lead) if visit.lead else None  # before its appointments, as whoever works with these holds it
    changes = list(visit.changes.all())
    written = _written(visit, changes)
    taken = taken_back(by=by, now=now, reason=reason.strip())
    Visit.objects.filter(pk=visit.pk).update(is_first=False, **taken)
    TagChange.objects.filter(visit=visit).update(**taken)
    Leakage.objects.filter(visit=visit).update(**taken)
    Step.objects.filter(visit=visit).update(**taken)
    result = TakenBack([row for pk, at in written.items() if pk for row in free_appointment(pk, at, by=by, now=now)])
    moments = {visit.registered_at, *(change.at for change in changes)}
    result.lead_stays = lead is not None and write_without(lead, visit, moments, taken)
    audit.record("visit.annul", visit, by=by, now=now, **adjustment(visit.store, visit.at))
    tell_of_taking_back(visit, by=by, now=now)
    return result


@transaction.atomic
def annul_leaving(visit: Visit, *, by: User, now: datetime) -> Visit:
    """They have not gone: it was the wrong row. By whoever wrote it, within five minutes, and once."""
    visit = hold_visit(visit)
    if visit.left_at is None:
        raise Refused(_("It was taken back already."))
    written = TrailEntry.objects.filter(action="visit.leave", object_type="visit", object_id=visit.pk).order_by("-at", "-id").first()
    if written is None or not at_once(written.by_id, written.at, by=by, now=now):
        raise Refused(_("This can be undone by whoever did it, within %(minutes)d minutes.") % {"minutes": AT_ONCE.seconds // 60})
    Visit.objects.filter(pk=visit.pk).update(left_at=None)
    visit.left_at = None
    audit.record("visit.stay", visit, by=by, now=now)
    return visit


def _check(visit: Visit, reason: str, *, by: User, now: datetime) -> None:
    if at_once(visit.by_id, visit.registered_at, by=by, now=now):
        if visit.taken_at is None:
            return
        if not reason.strip():
            said = {"who": visit.reception or "—", "when": f"{visit.taken_at.astimezone(visit.store.zone):%H:%M}"}
            raise Refused(_("%(who)s went to receive them at %(when)s. If nobody came at all, the data manager takes it back.") % said)
    check_reason(reason, "visit.annul", by=by)


def _give_back_number(lead: Lead, visit: Visit, *, by: User, now: datetime) -> None:
    """A number that came with this registration goes with it: the privacy number the lead had stands again, or none."""
    learned = change_of(lead, cast(datetime, visit.registered_at))
    if learned is None or learned.basis != "door" or lead.phone != visit.phone:
        return
    former = learned.from_number
    if former and Lead.objects.open().filter(store_id=lead.store_id, phone=former).exclude(pk=lead.pk).exists():
        former = ""
    give_back(lead, learned, former, until=until_of(lead, former) if former else None, by=by, at=now)


def _written(visit: Visit, changes: Sequence[TagChange]) -> dict[int | None, datetime]:
    """Return the appointments a visit kept, each with the moment at which that was written."""
    kept = {change.appointment_id: change.at for change in reversed(changes)}
    return kept | {visit.first_appointment_id: visit.registered_at or visit.at}


def free_appointment(pk: int, kept_at: datetime, *, by: User, now: datetime) -> list[Appointment]:
    """Put back an appointment that was kept, and what was cancelled in its place at that moment."""
    appointment = Appointment.objects.select_related("lead__store", "agent").filter(pk=pk, status="arrived").first()
    if appointment is None:
        return []
    replaced = [row for row in replacements_of(appointment) if (row.status, row.ended_at) == ("cancelled", kept_at)]
    return [put_back(row, kept_at=kept_at, by=by, now=now) for row in (*replaced, appointment)]


def write_without(lead: Lead, visit: Visit, written: set[datetime | None], taken: Taken) -> bool:
    """Write a lead as it is without the visit. True where the visit opened it and it stays."""
    write_visited(lead.pk)
    write_reception(lead.pk)
    write_contact_without(lead, visit.at)
    _give_back_number(lead, visit, by=taken["annulled_by"], now=taken["annulled_at"])
    return leave_cycle(lead, arrived_at=visit.at, written=written, taken=taken) is False
