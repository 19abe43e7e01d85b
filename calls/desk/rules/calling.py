"""Calls, logged: what each one changes on its lead and which follow-ups it answers (docs/rules/domain.md#calling)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from calls.desk.queue import blocked_phones, in_call_window
from calls.desk.queue_order import answered_by_call
from calls.desk.retry import FRUITLESS, next_try
from calls.desk.rules.beginning import Began, begin
from calls.hotline.ringing_back import ring_back_by
from calls.models import Call, Dial
from dcc.database.one_row import insert, update
from dcc.database.prepared import prepared, prepared_change
from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of, day_range
from dcc.store.store_settings import values_at, working_hours
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import end_follow_ups, lose_number, open_follow_up, whose_duties
from leads.customer.rules.locking import hold, refuse_closed
from leads.grading.rules.grading import note_contact
from leads.models import FollowUp, Lead
from leads.models.number import NumberChange
from leads.numbers.rules.renumbering import keep_change

CHECKS = ("need", "model", "policy", "date", "wechat")  # a good call's check-list
COUNTED = (
    "call_count",
    "first_call_at",
    "responded_at",
    "last_call_at",
    "missed_at",
    "reached_at",
    "tries",
    "unreached_at",
    "level",
    "phone",
    "phone_tail",
    "phone_until",
)
LAST = 5  # unanswered calls whose hours are avoided by the next one


@dataclass(frozen=True)
class Said:
    """One call as it is noted. `outcome` of calls.models.call.OUTCOMES, `outcome_name` the store's word.

    `at` is its start as somebody states it, `seen_at` as the server saw it where that was no 拨打; neither, and no 拨打: it began now. `token` makes a
    form sent twice one call; `retry_at` moves the retry that an unanswered call opens by itself. `second`: it went to the lead's second number, as somebody
    states it; where it was dialled, what was dialled decides. `phone`: from which number somebody rang; `batch`: the import whose row it is.
    `told`: they were told that the call is recorded. `of_row`: the call that a row of a hotline's log has made of it, which is completed. `began`: when the
    call did, where that was judged already.
    """

    outcome: str
    outcome_name: str = ""
    direction: str = "out"
    at: datetime | None = None
    seconds: int = 0
    waited_seconds: int | None = None
    note: str = ""
    level: str = ""
    checks: tuple[str, ...] = ()
    token: UUID | None = None
    retry_at: datetime | None = None
    seen_at: datetime | None = None
    second: bool = False
    phone: str = ""
    batch: int | None = None
    told: bool = False
    of_row: Call | None = None
    began: Began | None = None

    @property
    def connected(self) -> bool:
        """Whether somebody was spoken with."""
        return self.outcome == "connected"


@transaction.atomic
def log_call(lead: Lead, *, said: Said, by: User | None, now: datetime) -> Call:
    """Log one call; `by` called or answered and has the credit, None for a missed one. The same token again returns the call that is logged.

    Refused: an outgoing call outside the call window, to a number on the do-not-call list, or without a number; and one that cannot have begun so.
    """
    held = hold(lead)
    return logged_before(said) or write_call(held, said=said, by=by, now=now)


def logged_before(said: Said) -> Call | None:
    """Return the call this very form has become already. Asked while the lead is held: the form may be sent twice at the same moment."""
    known = Call.every.filter(token=said.token).first() if said.token else None
    return standing(known) if known else None


def write_call(lead: Lead, *, said: Said, by: User | None, now: datetime) -> Call:
    """Log a call of a lead that is held, and that no form has become yet."""
    refuse_closed(lead)
    values = values_at(lead.store, now)
    began = said.began or begin(lead, said, by=by, now=now, values=values)
    if said.direction == "out":
        check_number(lead, at=began.at, second=began.second)
    if began.second and said.outcome == "virtual_expired":
        raise Refused(_("Only a privacy number expires. You called the second number."))
    call = create_call(lead, said, began, by=by)
    level: dict[str, Any] = {"level_before": lead.level} if said.level and said.level != lead.level else {}
    audit.record("call.log", lead, by=by, now=now, after=said.outcome, direction=said.direction, call=call.pk, **level)
    follow_call(lead, call, said, by=by, now=now, values=values)
    return call


def complete_call(lead: Lead, call: Call, *, said: Said, by: User | None, now: datetime) -> Call:
    """Write into a call that a row of a hotline's log has made what somebody noted of it; its moment and length stay the log's.

    Of a missed one its lead may have been closed since: no new one opens.
    """
    if said.outcome != "missed":
        refuse_closed(lead)
    level: dict[str, Any] = {"level_before": lead.level} if said.level and said.level != lead.level else {}
    told = {"outcome_name": said.outcome_name or call.outcome_name, "note": said.note, "level": said.level, "token": said.token, "told_of_recording": said.told}
    checks = [check for check in CHECKS if check in said.checks]
    Call.objects.filter(pk=call.pk).update(agent=by, seconds=call.seconds or said.seconds, checks=checks, row="completed", **told)
    if level:
        Lead.objects.filter(pk=lead.pk).update(level=said.level)
    audit.record("call.complete", lead, by=by, now=now, after=said.outcome, direction=said.direction, call=call.pk, **level)
    return Call.objects.select_related("lead").get(pk=call.pk)


def follow_call(lead: Lead, call: Call, said: Said, *, by: User | None, now: datetime, values: dict[str, Any]) -> None:
    """Do what follows from a call that was created: milestones, duties, retries, what waits for somebody. Part of a verb that holds the lead."""
    if said.outcome == "missed":
        _remember_missed(lead, at=call.at, now=now)
        return
    _count(lead, call, said, by=by, now=now)
    answer_duties(lead, call, by=by, now=now)
    if said.outcome == "virtual_expired":
        lose_number(lead, now=now)
    if said.connected:
        note_contact(lead, at=call.at)
    elif said.direction == "out":
        climb_ladder(lead, call, said, by=by, now=now, values=values)


def standing(call: Call) -> Call:
    """Return a call that was logged before; refused where it was taken back since: what was sent of it once more logs nothing."""
    if call.annulled_at is not None:
        raise Refused(_("This call was taken back already."))
    return call


def check_may_call(lead: Lead, *, at: datetime, values: dict[str, Any], second: bool = False) -> None:
    """Refuse an outgoing call that may not be made at this moment."""
    if not in_call_window(at, lead.store, values):
        raise Refused(_("Customers are called from %(first)s to %(last)s.") % {"first": values["call_from"], "last": values["call_until"]})
    check_number(lead, at=at, second=second)


def number_of(lead: Lead, *, second: bool) -> str:
    """Return the number that is called, "" for none."""
    return lead.second_phone if second else lead.phone or ""


def number_then(lead: Lead, *, at: datetime, second: bool) -> str:
    """Return the number of a call that began at a moment: a privacy number that has ended by itself since was one then."""
    if (number := number_of(lead, second=second)) or second or lead.phone_until is None or at >= lead.phone_until:
        return number
    ended = NumberChange.objects.filter(lead=lead, at=lead.phone_until, basis="expired", to_number="").last()
    return ended.from_number if ended else ""


def check_number(lead: Lead, *, at: datetime, second: bool = False) -> None:
    """Refuse a call to a lead without this number, or with one on the do-not-call list at this moment: whoever asked not to be called is called nowhere."""
    number = number_then(lead, at=at, second=second)
    if not number:
        raise Refused(_("There is no number to call: it expired or was never known."))
    if blocked_phones(lead.store, [each for each in (lead.phone, number) if each], now=at):
        raise Refused(_("This number is on the do-not-call list."))


def create_call(lead: Lead, said: Said, began: Began, *, by: User | None) -> Call:
    """Write the row of a call, and nothing of what follows from it. Part of a verb that holds the lead."""
    call = Call(
        store_id=lead.store_id,
        lead=lead,
        channel_id=lead.channel_id,
        agent=by,
        at=began.at,
        logged_at=began.logged_at,
        direction=said.direction,
        outcome=said.outcome,
        outcome_name=said.outcome_name,
        seconds=began.seconds,
        waited_seconds=said.waited_seconds,
        respond_by=ring_back_by(lead, began.at) if said.outcome == "missed" else None,
        note=said.note,
        level=said.level,
        checks=[check for check in CHECKS if check in said.checks],
        phone=said.phone or number_then(lead, at=began.at, second=began.second),
        told_of_recording=said.told,
        token=said.token,
        row="made" if said.batch else "",
        batch_id=said.batch,
        **(_firsts(lead, said, began) if said.outcome != "missed" else {}),
    )
    insert(call)
    if began.dial:
        Dial.objects.filter(pk=began.dial).update(call=call)
    return call


def _firsts(lead: Lead, said: Said, began: Began) -> dict[str, bool]:
    """Whether a call is the lead's first, its first connected one, a first one past the limit. One that is noted late takes it from the one before.

    The first to have begun carries whether anybody responded in time: that is judged by what the server knew first, whichever call it was.
    """
    known = began.logged_at or began.at
    first = lead.first_call_at is None or began.at < lead.first_call_at
    connected = said.connected and (lead.reached_at is None or began.at < lead.reached_at)
    late = lead.respond_by is not None and min(lead.responded_at or known, known) > lead.respond_by
    others = Call.objects.filter(lead=lead)
    if first and lead.first_call_at is not None:
        others.filter(is_first=True).update(is_first=False, is_late=False)
    elif not first and lead.responded_at is not None and known < lead.responded_at:
        others.filter(is_first=True).update(is_late=late)
    if connected and lead.reached_at is not None:
        others.filter(is_first_connected=True).update(is_first_connected=False)
    return {"is_first": first, "is_first_connected": connected, "is_late": first and late}


def _remember_missed(lead: Lead, *, at: datetime, now: datetime) -> None:
    """A missed call stands first in its agent's queue until any later call of the lead; in the pool first on the allocation page.

    One that is noted only after such a call was answered before it was noted.
    """
    if (lead.call_count and Call.objects.contacts_since(lead, at).exists()) or _came_since(lead, at):
        return
    Lead.objects.filter(pk=lead.pk).update(missed_at=min(lead.missed_at or at, at))
    if lead.agent is not None:
        tell(lead.agent, "call.missed", lead=lead, now=now)


def _came_since(lead: Lead, at: datetime) -> bool:
    """Whether the person stood in the store at a moment or later, as rooms above know."""
    return any(met >= at for name, told in sockets.contacts.named() if name != "calls" for _known_at, met in told(lead))


def _count(lead: Lead, call: Call, said: Said, *, by: User | None, now: datetime) -> None:
    """Write the milestones of a call that somebody made or answered, and the level stated in it."""
    lead.call_count += 1
    lead.first_call_at = min(lead.first_call_at or call.at, call.at)
    lead.responded_at = min(lead.responded_at or call.known_at, call.known_at)
    lead.last_call_at = max(lead.last_call_at or call.at, call.at)
    if lead.missed_at is not None and lead.missed_at <= call.answers_at:
        later = Call.objects.filter(lead=lead, outcome="missed", at__gt=call.answers_at)
        lead.missed_at = later.aggregate(first=Min("at"))["first"]
    if said.connected:
        lead.reached_at = min(lead.reached_at or call.at, call.at)
        lead.tries, lead.unreached_at = 0, None
    if said.level:
        lead.level = said.level
    if said.outcome == "virtual_expired":
        keep_change(lead, "", basis="dead", by=by, at=now)
        lead.phone, lead.phone_tail, lead.phone_until = None, "", None  # neither dialled nor used to recognise anyone; the inquiry keeps it
    update(lead, *COUNTED)


def answer_duties(lead: Lead, call: Call, *, by: User | None, now: datetime) -> None:
    """End what stood in the queue when the server knew of the call, and open retries; what lies further ahead is still owed."""
    owes = whose_duties(lead, by)
    moment = call.answers_at
    day_end = day_range(day_of(moment, lead.store.zone), lead.store.zone)[1]
    own = [row[2:] for row in _owed(lead.pk) if row[0] == (owes.pk if owes else None) and (not call.row or row[1] <= moment)]
    answered = [pk for pk, kind, due_at in own if kind == "retry" or answered_by_call(kind, due_at, now=moment, day_end=day_end)]
    if answered:
        _end(answered, now, "done" if call.connected else "replaced")


@prepared_change
def _end(pks, now, ended_as):
    return FollowUp.objects.filter(pk__any_of=pks), {"done_at": now, "ended_as": ended_as}


@prepared
def _owed(lead):
    return FollowUp.objects.filter(lead=lead, done_at=None).order_by().values_list("agent_id", "created_at", "pk", "kind", "due_at")


def climb_ladder(lead: Lead, call: Call, said: Said, *, by: User | None, now: datetime, values: dict[str, Any]) -> None:
    """Schedule the retry by itself; at the end of the ladder the lead leaves the queue and stands on the grading list as never reached."""
    if lead.unreached_at is not None:
        return
    lead.tries += 1
    over = (said.outcome in FRUITLESS and not call.on_second) or not lead.phone  # its number ended while the call went on: nobody can try again
    due_at = None if over else (said.retry_at or retry_after(lead, at=call.known_at, values=values))
    if due_at is not None:
        open_follow_up(lead, kind="retry", due_at=due_at, agent=whose_duties(lead, by), now=now)
    else:
        lead.unreached_at = call.at
        note_contact(lead, at=call.at)
        end_follow_ups(lead, ended_as="replaced", now=now, kinds=("retry",))  # its agent's as well as its specialist's
    update(lead, "tries", "unreached_at")


def retry_after(lead: Lead, *, at: datetime, values: dict[str, Any]) -> datetime | None:
    """Return when this lead is tried again after its latest unanswered call at `at`, None at the end of the ladder."""
    return next_try(lead.tries, at=at, ladder=values["retry_ladder"], hours=working_hours(lead.store, values), tried=_tried(lead.pk))


@prepared
def _tried(lead):
    return Call.objects.filter(lead=lead, direction="out").exclude(outcome="connected").order_by("-at", "-id").values_list("at", flat=True)[:LAST]
