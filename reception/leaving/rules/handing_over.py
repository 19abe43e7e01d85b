"""Somebody leaves: all they hold goes to others and their access ends, in one deed (docs/rules/domain.md#leaving)."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.people.rules.people import check_rank, end_access, may_let_go
from dcc.trail import audit
from leads.customer.rules.locking import hold_open
from leads.grading.rules.naming_specialist import name_reception
from leads.models import FollowUp, Lead
from leads.pool.rules.allocating import Move, allocate
from reception.leaving.holding import holding_of


@transaction.atomic
def hand_over(person: User, *, agents: Mapping[int, int | None], specialists: Mapping[int, int], by: User, now: datetime) -> None:
    """Give each lead somebody calls to an agent (None: the pool), each they receive to a specialist; then their access ends.

    Follow-ups and coming appointments go along; who booked, called, opened a card keeps that. `agents` and `specialists` go by the id of the lead and name
    all of them (0: nobody was chosen): refused, with nothing changed, where somebody holds other leads by now, where a taker may not take, and beyond the
    rights of `by`.
    """
    check_may_leave(person, by=by)
    holding = holding_of(person)
    if {row.lead.pk for row in holding.called} != set(agents) or {row.lead.pk for row in holding.received} != set(specialists):
        raise Refused(_("What %(name)s holds has changed meanwhile. Nothing was handed over; look once more.") % {"name": person.name})
    if 0 in agents.values():
        raise Refused(_("Choose an agent."))
    if person.pk in agents.values():
        raise Refused(_("%(name)s is no agent any more. Choose another.") % {"name": person.name})
    takers = _specialists(person, set(specialists.values()))
    dealt = allocate(cast(Store, person.store), [Move(lead, agent, "left", was=person.pk) for lead, agent in agents.items()], by=by, now=now)
    if dealt.missed:
        raise Refused(_("Somebody took one of these leads at this moment. Nothing was handed over; look once more."))
    for lead_id, taker in sorted(specialists.items()):
        _receive(hold_open(Lead(pk=lead_id)), person, takers[taker], by=by, now=now)
    owner = Lead.objects.filter(pk=OuterRef("lead")).values("agent")[:1]
    FollowUp.objects.filter(agent=person, done_at=None, lead__closed_at=None).update(agent=Subquery(owner))
    audit.record("person.hand_over", person, by=by, now=now, leads=len(agents), received=len(specialists))
    if not end_access(person, by=by, now=now):  # somebody was quicker, by a hair
        raise Refused(_("%(name)s has left already.") % {"name": person.name})


def check_may_leave(person: User, *, by: User) -> None:
    """Refuse whom this person may not let go: a leader only agents, the director everybody below (docs/rules/trust.md#duties)."""
    check_rank(person, by=by)
    if not may_let_go(by, person):
        raise Refused(_("The leader hands over for agents; for everybody else the sales director does."))
    if not person.is_active:
        raise Refused(_("%(name)s has left already.") % {"name": person.name})


def _specialists(person: User, pks: set[int]) -> dict[int, User]:
    found = User.objects.of_store(person.store).employed().with_role("reception").exclude(pk=person.pk).in_bulk(pks)
    if len(found) < len(pks):
        raise Refused(_("Choose a reception specialist."))
    return found


def _receive(lead: Lead, former: User, specialist: User, *, by: User, now: datetime) -> None:
    """Let another specialist receive a lead, and whoever comes for it."""
    if lead.reception_id == former.pk:
        name_reception(lead, reception=specialist, by=by, now=now)
    Appointment.objects.running().filter(lead=lead, reception=former).update(reception=specialist)
