"""A leakage opens and is settled: parts of the verbs that tag, never verbs of their own (docs/rules/domain.md#leakage, #changed-tags)."""

from datetime import datetime
from typing import Any

from dcc.models import User
from reception.door.rules.telling import tell_of_leakage
from reception.models import Leakage, Visit

UNPROPOSED = {"proposed_outcome": "", "proposed_reason": "", "proposed_by": None, "proposed_at": None}
UNSETTLED = {"settled_at": None, "outcome": "", "by": None, "reason": "", **UNPROPOSED}


def open_leakage(visit: Visit, *, at: datetime, now: datetime) -> None:
    """A visit (看车) became the showroom's while its person's lead was open. One that was settled back to DCC opens again; a signed one stays."""
    facts: dict[str, Any] = {"store_id": visit.store_id, "lead_id": visit.lead_id, "at": at}
    leakage, fresh = Leakage.objects.get_or_create(visit=visit, defaults=facts)
    if not fresh:
        settled_back = Leakage.objects.filter(pk=leakage.pk, outcome="back_to_dcc")
        if not settled_back.update(**UNSETTLED):
            return
    tell_of_leakage(leakage, now=now)


def settle(leakage: Leakage, *, outcome: str, reason: str, by: User, now: datetime) -> bool:
    """Write how a leakage ended. False if it was settled before us."""
    return bool(Leakage.objects.filter(pk=leakage.pk, settled_at=None).update(settled_at=now, outcome=outcome, by=by, reason=reason[:200]))


def settle_reversed(visit: Visit, *, reason: str, by: User, now: datetime) -> None:
    """The director reversed a correction: however its leakage had ended, it stays with the showroom by this signature and moment.

    See docs/rules/domain.md#changed-tags.
    """
    Leakage.objects.filter(visit=visit).update(settled_at=now, outcome="stays_showroom", by=by, reason=reason[:200])
