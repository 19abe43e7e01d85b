"""Incoming calls: who is calling, the call taken or missed (docs/rules/domain.md#calling, #missed-calls, docs/rules/trust.md#incoming-window)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from calls.appointments.running import running_of
from calls.desk.rules.calling import Said, complete_call, log_call, logged_before
from calls.desk.rules.finishing import CardFacts, Learned, Next, finish_call
from calls.hotline.rules.logging_rows import call_of_row
from calls.models import Appointment, Call, Card, IncomingNumber
from dcc.database.prepared import prepared
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.store.store_defaults import CALLED
from dcc.store.store_settings import value
from dcc.trail import audit
from leads.customer.merged_numbers import in_their_place
from leads.customer.rules.locking import hold
from leads.customer.rules.revealing import record_showing
from leads.intake.arrival import Arrival
from leads.intake.phones import read_phone, read_typed
from leads.intake.rules.collecting import collect_one, hold_door
from leads.models import Channel, Lead
from leads.models.allocation import INCOMING
from leads.models.review import PROPOSALS
from leads.pool.rules.giving import give_lead

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)  # a call that was sent later began no longer ago
MOST_AN_HOUR = 60


@dataclass(frozen=True)
class Caller:
    """A stranger, as they introduce themselves: through which channel they call and what they say of it, name, model, city."""

    channel: Channel | None = None
    name: str = ""
    model: str = ""
    city: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Agreed:
    """What was agreed in the call besides its log."""

    card: CardFacts | None = None
    learned: Learned | None = None
    then: Next = field(default_factory=Next)
    real_number: str = ""


@transaction.atomic
def identify(number: str, *, by: User, now: datetime) -> IncomingNumber:
    """Open the window on the lead of a typed number, whoever's it is, until this call is logged; nobody's number opens it on a new lead.

    Another number typed closes the former window. Refused for what is no number, beyond sixty an hour, and for a known one past the day's budget
    of numbers. On the trail.
    """
    phone = read_typed(number, value(by.own_store, "area_code", now)).number
    if not phone:
        raise Refused(_("“%(number)s” is no telephone number.") % {"number": number})
    if IncomingNumber.objects.typed_since(by, now - AN_HOUR).count() >= MOST_AN_HOUR:
        raise Refused(_("Sixty numbers within an hour are the limit. Wait a little."))
    close_windows(by, now=now)
    lead = lead_of(by.own_store, phone)
    window = IncomingNumber.objects.create(store=by.own_store, agent=by, phone=phone, lead=lead, at=now)
    if lead is not None:
        record_showing("call.identify", lead, which=["phone"], by=by, now=now, known=True)
    else:
        audit.record("call.identify", None, by=by, now=now, store=by.store, known=False)
    return window


def close_windows(by: User, *, now: datetime) -> None:
    """Close whatever window stands open for a person: a wrong number never leaves the former caller's open."""
    IncomingNumber.objects.filter(agent=by, ended_at=None).update(ended_at=now)


def lead_of(store: Store, phone: str) -> Lead | None:
    """Return the open lead of a number. A second number recognises nobody (docs/rules/intake.md#second-phone): it may be a spouse's, a colleague's."""
    return next((lead for lead in in_their_place(_of_number(store.pk, phone)) if lead.is_open), None)


@prepared
def _of_number(store, phone):
    """Those that are open or lead to one that may be: the open one first."""
    cycles = Lead.objects.filter(store=store, phone=phone).exclude(closed_at__isnull=False, merged_into=None)
    return cycles.select_related("store", "agent", "reception", "channel").order_by(F("merged_into").asc(nulls_first=True), "pk")


def open_window(user: User, *, now: datetime) -> IncomingNumber | None:
    """Return the window that stands open for this person."""
    return IncomingNumber.objects.open_of(user, now).first()


def window_of_call(user: User, pk: int | None, *, now: datetime) -> IncomingNumber | None:
    """Return the window that a form of a call stands in: the open one, or the one it was drawn in, where nothing was logged in it since.

    A call that was sent later, for the server could not be reached, is not lost to the next number that was typed.
    """
    own = IncomingNumber.objects.filter(pk=pk, agent=user, at__gt=now - A_DAY).select_related("store").first() if pk is not None else None
    if own is None:
        return open_window(user, now=now) if pk is None else None
    if own.ended_at is None:
        return own
    logged = Call.every.filter(agent=user, direction="in", at=own.at).exists()
    return None if logged else own


def taken_before(token: str, *, by: User) -> Call | None:
    """Return the call of this person that a form has become already, though its window has closed since; by the token the form carries."""
    try:
        return Call.objects.filter(token=UUID(token), agent=by).first()
    except ValueError:
        return None


@transaction.atomic
def take_call(window: IncomingNumber, *, said: Said, caller: Caller, agreed: Agreed, by: User, now: datetime) -> Call:
    """Log an answered incoming call and close its window. A stranger becomes a lead, and at once the agent's who answered, by themselves.

    A known lead stays its owner's, who is told what was done; nobody else applies for its end (docs/rules/trust.md#incoming-window). The call began when its
    number was typed; inquiry and allocation of a stranger carry that moment.
    """
    said = replace(said, direction="in", at=None, seen_at=window.at, phone=window.phone)
    if known := logged_before(said):
        return known
    hold_door(window.store)  # of several who answer one stranger only one opens a lead, and a file of the hotline may be on its way in
    of_row = call_of_row(window.store, window.phone, window.at, answered=True)
    lead = hold(of_row.lead if of_row else lead_of(window.store, window.phone) or _open_lead(window, caller, at=window.at, by=by, now=now))
    if known := logged_before(said):
        return known
    if of_row and _lies_there(lead, of_row) and "agent" in by.roles:
        give_lead(lead, agent=by, reason=INCOMING, at=of_row.at, by=by, now=now)
    if agreed.then.kind in dict(PROPOSALS) and not may_propose(lead, by, now=now):
        raise Refused(_("%(name)s is not your customer: log the call, open the card, invite.") % {"name": lead.name})
    before = running_of(lead)
    done = {"card": agreed.card, "learned": agreed.learned, "then": agreed.then, "real_number": agreed.real_number}
    call = finish_call(lead, said=replace(said, of_row=of_row), **done, by=by, now=now)  # type: ignore[arg-type]
    IncomingNumber.objects.filter(pk=window.pk, ended_at=None).update(ended_at=now, lead=lead)
    if lead.agent is not None and lead.agent != by:
        tell(lead.agent, "call.taken", lead=lead, now=now, by=by.pk, **done_to(lead, before))
    return call


def _lies_there(lead: Lead, of_row: Call) -> bool:
    """Whether a row of the hotline's log opened this lead, without saying who answered, and nobody has had it since."""
    opened = lead.inquiries.filter(entered_at=lead.opened_at, received_at=of_row.at).exists()
    return opened and lead.agent_id is None and not lead.allocations.exists()


def done_to(lead: Lead, before: Appointment | None) -> dict[str, Any]:
    """Say what a colleague's call did to a lead, held as it stood before: its card opened, its visit booked, or moved from and to."""
    done: dict[str, Any] = {}
    if lead.card_at is None and Card.objects.filter(lead=lead).exists():
        done["card"] = True
    after = running_of(lead)
    if after is not None and after != before:
        done |= {"visit": after.scheduled_for.isoformat()} | ({"visit_before": before.scheduled_for.isoformat()} if before else {})
    return done


def may_propose(lead: Lead, by: User, *, now: datetime) -> bool:
    """Whether this person may apply for an end of a lead; the window lets them log a call, open the card and invite, no more.

    See docs/rules/trust.md#incoming-window.
    """
    return Lead.objects.workable_by(by, "lead.propose", now=now).filter(pk=lead.pk).exists()


def _open_lead(window: IncomingNumber, caller: Caller, *, at: datetime, by: User, now: datetime) -> Lead:
    lead = _collect(window.store, window.phone, caller, at=at, by=by, now=now)
    if "agent" in by.roles:
        give_lead(lead, agent=by, reason=INCOMING, at=at, by=by, now=now)
    return lead


def _collect(store: Store, phone: str, caller: Caller, *, at: datetime, by: User | None, now: datetime) -> Lead:
    """Open the lead of a stranger."""
    if caller.channel is None:
        raise Refused(_("Through which channel do they call? Choose one."))
    arrival = Arrival(phone=phone, name=caller.name, model=caller.model, city=caller.city, remark=caller.detail, received_at=at)
    lead = collect_one(store, arrival, channel=caller.channel, came=True, by=by, now=now).lead
    if lead is None:
        raise Refused(_("The call cannot be entered as a lead."))
    return Lead.objects.select_related("store", "agent", "reception", "channel").get(pk=lead.pk)


@transaction.atomic
def miss_call(store: Store, *, number: str, at: datetime, caller: Caller, by: User | None, now: datetime) -> Call:
    """Note an incoming call nobody answered: first in its agent's queue, or for a stranger a lead in the pool. No agent, no contact."""
    phone = read_phone(number).number
    if not phone:
        raise Refused(_("“%(number)s” is no telephone number.") % {"number": number})
    return _miss(store, phone, Said(outcome="missed", direction="in", at=at), caller, by=by, now=now)


@transaction.atomic
def miss_typed_call(window: IncomingNumber, *, caller: Caller, by: User, now: datetime) -> Call:
    """The caller whose number was typed had hung up: a missed call; the window closes."""
    call = _miss(window.store, window.phone, Said(outcome="missed", direction="in", seen_at=window.at), caller, by=by, now=now)
    IncomingNumber.objects.filter(pk=window.pk, ended_at=None).update(ended_at=now, lead=call.lead)
    return call


def _miss(store: Store, phone: str, said: Said, caller: Caller, *, by: User | None, now: datetime) -> Call:
    """Note it. A stranger who had hung up could not be asked through which channel: then it is a call, and no more is known of it."""
    said = replace(said, phone=phone)
    hold_door(store)
    if of_row := call_of_row(store, phone, said.seen_at or said.at or now, answered=False):
        return complete_call(hold(of_row.lead), of_row, said=said, by=None, now=now)
    caller = replace(caller, channel=caller.channel or _any_call(store))
    lead = lead_of(store, phone) or _collect(store, phone, caller, at=said.seen_at or said.at or now, by=by, now=now)
    return log_call(lead, said=said, by=None, now=now)


def _any_call(store: Store) -> Channel | None:
    calls = Channel.objects.filter(store=store, source="ad_call", retired_at=None)
    return calls.filter(name=CALLED).first() or calls.order_by("pk").first()
