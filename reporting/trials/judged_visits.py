"""What a store has written of the people who came in a period, as the replay reads it: a fixed number of questions for any number of visits."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q

from calls.models import Appointment
from dcc.models import Store
from leads.models import Allocation, Inquiry, Lead
from reception.door.replay import Booking, Change, Group, LeadFacts, Written
from reception.models import Leakage, TagChange, Visit
from reception.models.querysets.visit import LOOK

OVER = ("cancelled", "moved")


def looked(store: Store, start: datetime, end: datetime):
    """Return the visits of a period that count: groups that came to look at cars."""
    return Visit.objects.filter(store=store, purpose=LOOK, at__gte=start, at__lt=end)


def read(store: Store, start: datetime, end: datetime) -> Written:
    """Return the history of everybody who came to look at cars in a period."""
    came = looked(store, start, end)
    phones = set(came.exclude(phone="").order_by().values_list("phone", flat=True))
    leads = _family(store, phones, set(came.exclude(lead=None).order_by().values_list("lead", flat=True)))
    ids = list(leads)
    firsts = _first_entries(ids)
    visits = Visit.objects.filter(Q(pk__in=came.values("pk").order_by()) | Q(lead__pk__any_of=ids)).order_by("pk")
    signed = set(Leakage.objects.filter(store=store, settled_at__isnull=False).values_list("visit", flat=True))
    changes = Prefetch("changes", TagChange.objects.order_by("at", "pk"))
    return Written(
        leads=[_lead_facts(lead) for lead in leads.values()],
        given=_given(ids),
        transfers=_transfers(ids),
        bookings=[_booking(row) for row in Appointment.objects.filter(lead__pk__any_of=ids).order_by("scheduled_for", "pk")],
        groups=[_group(visit, firsts, signed) for visit in visits.prefetch_related(changes)],
    )


def _family(store: Store, phones: Iterable[str], ids: set[int]) -> dict[int, Lead]:
    """The leads of these numbers and these ids, with all that were merged into them or into which they were."""
    rows = Lead.objects.filter(store=store)
    found = {lead.pk: lead for lead in rows.filter(phone__any_of=list(phones))}
    found |= {lead.pk: lead for lead in rows.filter(pk__any_of=list(ids - found.keys()))}
    merged = {lead.pk: lead for lead in rows.merged()}
    grows = True
    while grows:
        above = {lead.merged_into_id for lead in found.values() if lead.merged_into_id} - found.keys()
        found |= {lead.pk: lead for lead in (rows.filter(pk__any_of=list(above)) if above else ())}
        below = {pk: lead for pk, lead in merged.items() if lead.merged_into_id in found and pk not in found}
        found |= below
        grows = bool(above or below)
    return found


def _lead_facts(lead: Lead) -> LeadFacts:
    merged_at = lead.closed_at if lead.is_merged else None
    return LeadFacts(lead.pk, lead.phone or "", lead.opened_at, None if lead.is_merged else lead.closed_at, lead.released_at, lead.merged_into_id, merged_at)


def _first_entries(leads: list[int]) -> dict[int, set[tuple[datetime, datetime]]]:
    """Return for each lead when it arrived and was entered, by the inquiries that were entered when it opened."""
    found: dict[int, set[tuple[datetime, datetime]]] = defaultdict(set)
    rows = Inquiry.objects.filter(lead__pk__any_of=leads, entered_at=F("lead__opened_at")).order_by()
    for lead, received_at, entered_at in rows.values_list("lead", "received_at", "entered_at"):
        found[lead].add((received_at, entered_at))
    return found


def _given(leads: list[int]) -> dict[int, list[tuple[datetime, int | None]]]:
    found: dict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
    for lead, at, agent in Allocation.objects.filter(lead__pk__any_of=leads).order_by("at", "pk").values_list("lead", "at", "agent"):
        found[lead].append((at, agent))
    return found


def _transfers(leads: list[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Inquiry.objects.filter(lead__pk__any_of=leads, channel__source="transfer").order_by()
    for lead, before, at in rows.values_list("lead", "merged_from", "received_at"):
        found[before or lead].append(at)
    return found


def _booking(row: Appointment) -> Booking:
    over = row.status in OVER
    lead = row.merged_from_id or row.lead_id
    return Booking(row.pk, lead, row.at, row.scheduled_for, row.agent_id, row.status if over else "", row.ended_at if over else None)


def _group(visit: Visit, firsts: dict[int, set[tuple[datetime, datetime]]], signed: set[int]) -> Group:
    registered_at = visit.registered_at or visit.at
    changes: list[Any] = list(visit.changes.all())
    return Group(
        id=visit.pk,
        at=visit.at,
        registered_at=registered_at,
        tag=visit.first_tag,
        basis=visit.first_basis,
        agent=visit.first_agent_id,
        appointment=visit.first_appointment_id,
        lead=visit.merged_from_id or visit.lead_id,
        phone=visit.phone,
        stands=why_it_stands(visit, changed=bool(changes), signed=visit.pk in signed),
        opened=bool(visit.lead_id) and (visit.at, registered_at) in firsts.get(visit.lead_id, ()),
        changes=tuple(Change(change.at, change.to_tag, change.appointment_id) for change in changes),
    )


def why_it_stands(visit: Visit, *, changed: bool, signed: bool) -> str:
    """Return why a visit is not judged again; "": it is. What was said, decided, completed or signed since no window knows better."""
    if visit.purpose != LOOK:
        return "other"
    if signed:
        return "signed"
    if changed:
        return "changed"
    if visit.override_reason:
        return "overruled"
    if visit.identified_at is not None:
        return "completed"
    return "named" if visit.first_basis == "named" or visit.named_user_id else ""
