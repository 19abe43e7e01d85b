"""A call that was written down wrongly: outcome, note and level, by whoever logged it, within fifteen minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calls.desk.rules.annulling_calls import Logged, give_number_back, hold_own, stand_anew
from calls.desk.rules.beginning import check_free
from calls.desk.rules.calling import Said, answer_duties, climb_ladder
from calls.models import Appointment, Call, Card
from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads.customer.rules.following_up import lose_number
from leads.customer.rules.locking import hold
from leads.grading.rules.built_on import refuse_built
from leads.grading.rules.grading import note_contact
from leads.models import FollowUp, Lead, Proposal
from leads.numbers.rules.renumbering import change_of, write_number


@dataclass(frozen=True)
class Corrected:
    """What a call says instead. `outcome` of calls.models.call.OUTCOMES, `outcome_name` the store's word."""

    outcome: str
    outcome_name: str = ""
    note: str = ""
    level: str = ""


@transaction.atomic
def correct_call(call: Call, *, said: Corrected, by: User, now: datetime) -> Call:
    """Write a call of one's own anew. Another outcome answers and opens what it would have at once; what was agreed in the call stays.

    Refused after fifteen minutes; another outcome or level once somebody has built on the call; an outcome of no conversation where something was agreed;
    a conversation at a moment at which its caller spoke with somebody else. Where nothing differs nothing is done.
    """
    logged = hold_own(call, by=by, now=now)
    before = logged.call
    fields: dict[str, Any] = {"outcome": said.outcome, "outcome_name": said.outcome_name, "note": said.note, "level": said.level}
    fields |= {} if said.outcome == "connected" else {"seconds": 0, "checks": []}  # nobody was talked with
    changed = [name for name, value in fields.items() if getattr(before, name) != value]
    if not changed:
        return before
    if said.outcome != before.outcome or said.level != before.level:
        refuse_built(logged.lead, after=logged.at, instead=_("Write what is right as a call of its own."))
    if said.outcome != before.outcome and said.outcome != "connected" and _agreed(logged):
        raise Refused(_("Something was agreed in this call. Take the whole call back instead."))
    if said.outcome == "connected" != before.outcome:
        check_free(before, by=by)
    Call.objects.filter(pk=before.pk).update(**fields)
    corrected = Call.objects.select_related("lead").get(pk=before.pk)
    if said.level != before.level:
        _state_level(logged, said.level)
    if said.outcome != before.outcome:
        _answer_anew(logged, corrected, by=by, now=now)
    outcomes: dict[str, Any] = {"before": before.outcome, "after": said.outcome} if said.outcome != before.outcome else {}
    audit.record("call.correct", logged.lead, by=by, now=now, call=call.pk, corrected=changed, **outcomes)
    return corrected


def _agreed(logged: Logged) -> bool:
    """Whether card, visit, application or promise hang on the call."""
    lead, at = logged.lead, logged.at
    agreed = any(model.objects.filter(lead=lead, at=at).exists() for model in (Card, Appointment, Proposal))
    return agreed or FollowUp.objects.filter(lead=lead, created_at=at, kind="callback").exists()


def _state_level(logged: Logged, level: str) -> None:
    """The level of the last call that states one is the lead's; where the call states none any more, the one before."""
    stated = level or logged.detail.get("level_before", logged.lead.level)
    Lead.objects.filter(pk=logged.lead.pk).update(level=stated)


def _answer_anew(logged: Logged, call: Call, *, by: User, now: datetime) -> None:
    """Take back what the outcome had opened and ended by itself, and let the other one do its own, at the moment of the logging."""
    FollowUp.objects.filter(lead=logged.lead, kind="retry", created_at=logged.at).update(**taken_back(by=by, now=now))
    ended = FollowUp.objects.filter(lead=logged.lead, done_at=logged.at, ended_as__in=("done", "replaced", "no_number"), created_at__lt=logged.at)
    ended.update(done_at=None, ended_as="")
    _write_number(call, logged, by=by, now=now)
    stand_anew(logged.lead, climbed_without=None if call.connected else call)
    lead = hold(logged.lead)
    answer_duties(lead, call, by=by, now=logged.at)
    if call.outcome == "virtual_expired":
        lose_number(lead, now=logged.at)
    if call.connected:
        note_contact(lead, at=call.at)
    elif call.direction == "out":
        said = Said(outcome=call.outcome, direction=call.direction)
        climb_ladder(lead, call, said, by=by, now=logged.at, values=values_at(lead.store, logged.at))


def _write_number(call: Call, logged: Logged, *, by: User, now: datetime) -> None:
    """A privacy number that has expired is nobody's; where it was said by mistake it is the lead's again."""
    lost = change_of(logged.lead, logged.at)
    if call.outcome == "virtual_expired":
        write_number(logged.lead, "", basis="dead", by=by, at=logged.at)
    elif logged.call.outcome == "virtual_expired" and lost is not None:
        give_number_back(logged.lead, lost, by=by, at=now)
