"""A leakage on its way: told, proposed, signed (docs/rules/domain.md#reconciling)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.roster.duty import on_duty
from dcc.trail import audit
from reception.door.rules.leaking import settle
from reception.door.rules.tags import judge_tag
from reception.door.rules.visits import hold_visit
from reception.models import Leakage

OUTCOMES = {"back_to_dcc": "dcc", "stays_showroom": "showroom"}


@transaction.atomic
def tell_leakage(leakage: Leakage, *, by: User, now: datetime) -> bool:
    """The data manager tells the lead's agent and its reception specialist, else all on duty. False if they were told already."""
    told = Leakage.objects.filter(pk=leakage.pk, told_at=None).update(told_at=now, told_by=by)
    if told:
        lead = leakage.lead
        receivers = [lead.reception] if lead.reception_id else list(on_duty(leakage.store, "reception", now))
        people = {person.pk: person for person in [lead.agent, *receivers] if person is not None and person.is_active}
        for person in people.values():
            tell(person, "leakage.told", lead=lead, now=now, visit=leakage.visit_id)
        audit.record("leakage.tell", leakage, by=by, now=now)
    return bool(told)


@transaction.atomic
def propose_settlement(leakage: Leakage, *, outcome: str, reason: str, by: User, now: datetime) -> bool:
    """The leader proposes how it is settled, with a reason; a later proposal takes the place of an earlier one. False if it is settled."""
    _check(outcome, reason)
    proposed = Leakage.objects.filter(pk=leakage.pk, settled_at=None).update(
        proposed_outcome=outcome, proposed_reason=reason[:200], proposed_by=by, proposed_at=now
    )
    if proposed:
        audit.record("leakage.propose", leakage, by=by, now=now, after=outcome)
        for director in User.objects.of_store(leakage.store).employed().with_role("director").exclude(pk=by.pk):
            tell(director, "leakage.proposed", lead=leakage.lead, now=now, visit=leakage.visit_id)
    return bool(proposed)


@transaction.atomic
def sign_settlement(leakage: Leakage, *, outcome: str, reason: str, by: User, now: datetime) -> bool:
    """The director signs how it is settled: back to DCC changes the tag. False if it was settled before us: then nothing is written.

    It wants the leader's proposal; one person with both roles signs once, and the record says so.
    """
    _check(outcome, reason)
    visit = hold_visit(leakage.visit)
    leakage = Leakage.objects.select_for_update(of=("self",)).get(pk=leakage.pk)
    if leakage.settled_at is not None:
        return False
    alone = leakage.proposed_by_id in (None, by.pk)
    if alone and "leader" not in by.roles:
        raise Refused(_("The leader has to propose first."))
    if leakage.proposed_at is None:
        Leakage.objects.filter(pk=leakage.pk).update(proposed_outcome=outcome, proposed_reason=reason[:200], proposed_by=by, proposed_at=now)
    settle(leakage, outcome=outcome, reason=reason, by=by, now=now)
    if OUTCOMES[outcome] != visit.tag:
        judge_tag(visit, tag=OUTCOMES[outcome], kind="settlement", reason=reason, by=by, now=now)
    detail: dict[str, Any] = {"after": outcome} | ({"alone": True} if alone else {})
    audit.record("leakage.sign", leakage, by=by, now=now, **detail)
    return True


def _check(outcome: str, reason: str) -> None:
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    if not reason.strip():
        raise Refused(_("Say why."))
