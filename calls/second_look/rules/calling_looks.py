"""A call of a second look: dialled, and what came of it (docs/rules/domain.md#second-look, docs/rules/trust.md#second-look-window)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.running import running_of
from calls.desk.rules.beginning import Began, begin
from calls.desk.rules.calling import Said, check_may_call, check_number, logged_before
from calls.desk.rules.finishing import finish_call
from calls.incoming.rules.incoming import Agreed, done_to, lead_of
from calls.models import Call, Dial, SecondLook
from calls.second_look.rules.ending_looks import end_look
from calls.second_look.tried import days_tried
from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads.customer.released import was_released
from leads.customer.rules.do_not_calling import set_do_not_call
from leads.customer.rules.locking import hold
from leads.customer.rules.revealing import record_showing
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect_one, hold_door
from leads.models import NO_NAME, Lead
from leads.models.review import PROPOSALS
from leads.pool.allocation_words import SECOND_LOOK
from leads.pool.rules.giving import give_lead

MOST = 2  # tries, each on a day of its own


@dataclass(frozen=True)
class Answer:
    """What somebody says whom one asks anew. `kind`: again · bought · not_buying, "" where nobody answered.

    `model`: what they bought; `refuses`: nobody may call them any more.
    """

    kind: str = ""
    model: str = ""
    refuses: bool = False


@dataclass(frozen=True)
class Looked:
    """What a call of a look became. `call` None: a try that stands on the look alone; `kept`: a call of the lead the number had got meanwhile."""

    look: SecondLook
    call: Call | None = None
    kept: bool = False


@transaction.atomic
def dial_look(look: SecondLook, *, by: User, now: datetime) -> str:
    """Return the full number for the call that begins now. Refused where it may not be called, past the day's budget of numbers, and tried today already."""
    look = hold_look(look)
    _refuse_ended(look)
    _refuse_tried(look, now)
    check_may_call(look.lead, at=now, values=values_at(look.store, now))
    record_showing("call.dial", look.lead, which=["phone"], by=by, now=now)
    Dial.objects.create(store=look.store, agent=by, lead=look.lead, at=now)
    return look.lead.phone or ""


def hold_look(look: SecondLook) -> SecondLook:
    """Return a look as it stands now; nobody else changes it until the transaction ends. The door first: a lead may be opened."""
    hold_door(look.store)
    held = SecondLook.objects.select_for_update(of=("self",)).select_related("store", "agent", "lead__store", "lead__channel").get(pk=look.pk)
    held.store = held.lead.store = look.store
    return held


@transaction.atomic
def log_look(look: SecondLook, *, said: Said, answer: Answer, agreed: Agreed | None = None, real_number: str = "", by: User, now: datetime) -> Looked:
    """Write down one call of a look. 还要买 opens a lead of theirs, which it is a call of; any other answer ends the look; nobody reached is a try.

    Where the number has an open lead by now the look has ended, and this is a call of that lead. The same form again is the same call.
    """
    held = hold_look(look)
    agreed = agreed or Agreed()
    if known := logged_before(said):
        return Looked(held, known)
    if said.token and any(one.get("token") == str(said.token) for one in held.tries):
        return Looked(held)
    if _came_back(held, now):
        return Looked(held, _keep(held, said, agreed, by=by, now=now), kept=True)
    _refuse_ended(held)
    if bool(answer.kind) != said.connected:
        raise Refused(_("What do they say? Choose one."), about="answer")
    return Looked(held, _write_down(held, said, answer, agreed, real_number, by=by, now=now))


def _came_back(look: SecondLook, now: datetime) -> bool:
    """Whether the number has or had an open lead meanwhile; a look that runs ends with it."""
    if look.is_running and lead_of(look.store, look.lead.phone or ""):
        end_look(look, "back", at=now)
        look.outcome, look.ended_at = "back", now
    return look.outcome == "back"


def _write_down(look: SecondLook, said: Said, answer: Answer, agreed: Agreed, real_number: str, *, by: User, now: datetime) -> Call | None:
    """Keep the call of a look that runs; it is a call of the lead it opens, of no other."""
    began = begin(look.lead, said, by=by, now=now, values=values_at(look.store, now), drawn_at=look.at)
    _refuse_tried(look, began.at)
    check_number(look.lead, at=began.at)
    _write_try(look, said, began, answer, now=now)
    audit.record("second_look.log", look.lead, by=by, now=now, after=answer.kind or said.outcome)
    if answer.kind == "again":
        return _open(look, said, began, agreed, real_number, by=by, now=now)
    if began.dial:
        Dial.objects.filter(pk=began.dial).delete()  # it has become a try, which is no call
    if answer.refuses:
        set_do_not_call(look.lead, source=_("Asked for it in a call"), by=by, now=now)
    return None


def _refuse_ended(look: SecondLook) -> None:
    if not look.is_running:
        raise Refused(_("This second look has ended: %(how)s.") % {"how": look.get_outcome_display()})


def _refuse_tried(look: SecondLook, at: datetime) -> None:
    if day_of(at, look.store.zone) in days_tried(look, look.store.zone):
        raise Refused(_("Tried on this day already: the second try is on another day."))


def _write_try(look: SecondLook, said: Said, began: Began, answer: Answer, *, now: datetime) -> None:
    """Keep the try on the look, and end it where this was the last."""
    one = {"at": began.at.astimezone(UTC).isoformat(), "outcome": said.outcome, "seconds": began.seconds}
    if began.logged_at:
        one["logged_at"] = began.logged_at.astimezone(UTC).isoformat()
    if said.token:
        one["token"] = str(said.token)
    look.tries = [*look.tries, one]
    look.tried_at = began.at
    look.note = said.note
    look.model = answer.model.strip()[:60] if answer.kind == "bought" else ""
    if answer.kind or len(look.standing_tries) >= MOST:
        look.outcome, look.ended_at = answer.kind or "unreached", now
    look.save(update_fields=["tries", "tried_at", "note", "model", "outcome", "ended_at"])


def _open(look: SecondLook, said: Said, began: Began, agreed: Agreed, real_number: str, *, by: User, now: datetime) -> Call:
    """Open the new lead: arrival, inquiry, allocation and call carry the moment the call began; the old one stays lost.

    Whom the director has released stays so.
    """
    old = look.lead
    name = "" if old.name == NO_NAME else old.name
    arrival = Arrival(phone=old.phone or "", name=name, model=old.model, city=old.city, gender=old.gender, received_at=began.at)
    opened = collect_one(look.store, arrival, channel=old.channel, by=by, now=now).lead
    if opened is None:
        raise Refused(_("The call cannot be entered as a lead."))
    if was_released(old, began.at):
        Lead.objects.filter(pk=opened.pk).update(released_at=began.at)
    lead = Lead.objects.select_related("store", "agent", "reception", "channel").get(pk=opened.pk)
    SecondLook.objects.filter(pk=look.pk).update(new_lead=lead)
    look.new_lead = lead
    give_lead(lead, agent=by, reason=SECOND_LOOK, at=began.at, by=None, now=now)
    card, learned, then = agreed.card, agreed.learned, agreed.then
    return finish_call(lead, said=replace(said, began=began), card=card, learned=learned, then=then, real_number=real_number, by=by, now=now)


def _keep(look: SecondLook, said: Said, agreed: Agreed, *, by: User, now: datetime) -> Call:
    """Log a call of a look whose number had come back meanwhile, as one taken through 来电登记 is: on that lead, its agent is told what was done."""
    lead = lead_of(look.store, look.lead.phone or "")
    if lead is None or look.ended_at is None:
        raise Refused(_("This second look has ended: %(how)s.") % {"how": look.get_outcome_display()})
    held = hold(lead)
    began = begin(look.lead, said, by=by, now=now, values=values_at(look.store, now), drawn_at=look.at)
    if began.at > look.ended_at:
        raise Refused(_("They came back by themselves before this call began. Whoever has them calls them."))
    if agreed.then.kind in {*dict(PROPOSALS), "refuses"}:
        raise Refused(_("Whoever has them now applies for an end. Save the call with another next step, or with none."))
    before = running_of(held)
    call = finish_call(held, said=replace(said, began=began), card=agreed.card, learned=agreed.learned, then=agreed.then, by=by, now=now)
    audit.record("second_look.log", look.lead, by=by, now=now, after="back")
    if held.agent is not None and held.agent != by:
        tell(held.agent, "call.taken", lead=held, now=now, by=by.pk, **done_to(held, before))
    return call
