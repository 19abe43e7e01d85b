"""What was known of a group when it was registered, of one visit that is there: facts the rules are shown with (docs/rules/domain.md#unknown-walk-ins)."""

from dataclasses import replace
from datetime import datetime

from reception.door.attribution import Facts, Invitation
from reception.door.rules.evidence import Known, Person, gather
from reception.models import TagChange, Visit
from reception.models.querysets.visit import LOOK

CALLED_OFF = ("cancelled", "moved")


def known_then(visit: Visit, known: Known | None = None) -> Facts:
    """Return the facts of an arrival by what had been written when it was registered: rows of later are left out, what ended later runs on.

    `known`: what is known of `person_then`, where it was asked for already.
    """
    then = visit.registered_at or visit.at
    known = known or gather(visit.store, [person_then(visit)], at=visit.at, visit=visit)[0]
    leads = {lead.pk for lead in known.leads if lead.opened_at < then}
    before = [other for other in known.visits if (other.registered_at or other.at) < then]
    cycles = [cycle for cycle in known.facts.cycles if cycle.id in leads]
    return replace(
        known.facts,
        looks=visit.purpose == LOOK,
        cycles=tuple(replace(cycle, closed_at=None) if cycle.closed_at and cycle.closed_at > then else cycle for cycle in cycles),
        invitations=tuple(_invitations(known, before, leads, then)),
        dcc_visits=tuple((other.lead_id, other.at) for other in _dcc_then(before, then) if other.lead_id in leads),
        named="person" if visit.first_basis == "named" else "",
        named_user=visit.named_user_id,
    )


def person_then(visit: Visit) -> Person:
    """Who was known: nobody where the number came later; without one whose lead was there before."""
    then = visit.registered_at or visit.at
    if visit.identified_at is not None:
        return Person()
    if visit.phone:
        return Person(phone=visit.phone)
    return Person(lead_id=visit.lead_id if visit.lead is not None and visit.lead.opened_at < then else None)


def _invitations(known: Known, before: list[Visit], leads: set[int], then: datetime):
    kept = {other.first_appointment_id: other.at for other in before} | {other.appointment_id: other.at for other in before if other.appointment_id}
    for row in known.appointments:
        if row.lead_id not in leads or row.at > then:
            continue
        off = row.status in CALLED_OFF and row.ended_at is not None and row.ended_at <= then
        ended_as = "arrived" if row.pk in kept else row.status if off else ""
        yield Invitation(row.pk, row.at, row.scheduled_for, row.agent_id, row.reception_id, ended_as, kept.get(row.pk) or (row.ended_at if off else None))


def _dcc_then(before: list[Visit], then: datetime) -> list[Visit]:
    tags = {other.pk: other.first_tag for other in before}
    if tags:
        changes = TagChange.objects.filter(visit__in=list(tags), at__lte=then).order_by("at", "id")
        tags |= dict(changes.values_list("visit", "to_tag"))
    return [other for other in before if tags[other.pk] == "dcc"]
