"""A call and everything agreed in it, in one deed: the card, and the next step."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.appointments import invite
from calls.appointments.rules.promising import Promised
from calls.cards.rules.cards import Wanted, note_wanted, open_card
from calls.desk.queue import in_call_window
from calls.desk.rules.calling import Said, complete_call, logged_before, write_call
from calls.desk.rules.real_numbers import TakenNumber, learn_real_number
from calls.models import Call
from dcc.database.one_row import update
from dcc.errors import Refused
from dcc.models import User
from dcc.store.store_settings import values_at
from leads.customer.rules.changing import change_facts
from leads.customer.rules.do_not_calling import set_do_not_call
from leads.customer.rules.following_up import open_follow_up, whose_duties
from leads.customer.rules.locking import hold
from leads.grading.rules.proposing import Elsewhere, propose
from leads.intake.phones import read_phone
from leads.models import NO_NAME, Lead
from leads.models.review import PROPOSALS


@dataclass(frozen=True)
class Next:
    """What was agreed. `kind`: "" nothing · invite · callback · refuses (nobody may call any more) · a kind of proposal. The first two want `at`, a
    proposal its `reason`, and what its reason asks for.

    `though_full`: the visit is booked in a half hour that is full; `promises`: what is promised for it.
    """

    kind: str = ""
    at: datetime | None = None
    reception: User | None = None
    note: str = ""
    reason: str | Elsewhere = ""
    detail: str = ""
    competitor: str = ""
    why: str = ""
    though_full: bool = False
    promises: tuple[Promised, ...] = ()


@dataclass(frozen=True)
class CardFacts:
    """The card to open: what the lead lacks for it."""

    name: str = ""
    model: str = ""


@dataclass(frozen=True)
class Learned:
    """What a call told of the customer, card or not; `wanted` None: nobody wrote anything of it."""

    name: str = ""
    model: str = ""
    wanted: Wanted | None = None


@transaction.atomic
def finish_call(
    lead: Lead,
    *,
    said: Said,
    card: CardFacts | None = None,
    learned: Learned | None = None,
    then: Next | None = None,
    real_number: str = "",
    by: User,
    now: datetime,
) -> Call:
    """Log a call with its card and next step; if any of it is refused nothing is written. A form sent twice is one call with one next step."""
    held = hold(lead)
    if known := logged_before(said):
        return known
    call = complete_call(held, said.of_row, said=said, by=by, now=now) if said.of_row else write_call(held, said=said, by=by, now=now)
    if real_number:
        learn_number(lead, call, real_number, by=by, now=now)
    if learned is not None:
        _learn(lead, learned, call, by=by, now=now)
    if card is not None:
        open_card(lead, name=card.name, model=card.model, by=by, now=now)
    if then is not None and then.kind:
        agree(lead, then, by=by, now=now)
    return call


@transaction.atomic
def learn_number(lead: Lead, call: Call | None, number: str, *, by: User, now: datetime) -> None:
    """Write the real number told in a call; one that another lead has is kept with the call, and the two are proposed to the data manager as one person.

    Refused as `learn_real_number` refuses; without any call also where another lead has it.
    """
    try:
        learn_real_number(lead, number=number, by=by, now=now)
    except TakenNumber:
        if call is None:
            raise
        call.real_number = read_phone(number).number
        update(call, "real_number")


def _learn(lead: Lead, learned: Learned, call: Call, *, by: User, now: datetime) -> None:
    """Write what the customer told of themselves; a name only where none is known."""
    fresh = hold(lead)
    name = learned.name.strip() if fresh.name in ("", NO_NAME) else ""
    told = {field: (getattr(fresh, field), value) for field, value in (("name", name), ("model", learned.model.strip()[:60])) if value}
    change_facts(fresh, changes=told, by=by, now=now)
    if learned.wanted is not None:
        note_wanted(fresh, wanted=learned.wanted, call=call, by=by, now=now)


def agree(lead: Lead, then: Next, *, by: User, now: datetime) -> None:
    """Do what was agreed. Part of a verb."""
    if then.kind == "invite":
        _invite(lead, then, by=by, now=now)
    elif then.kind == "callback":
        _promise(lead, then, by=by, now=now)
    elif then.kind == "refuses":
        set_do_not_call(hold(lead), source=_("Asked for it in a call"), by=by, now=now)
    elif then.kind in dict(PROPOSALS):
        said = {"detail": then.detail, "competitor": then.competitor, "why": then.why}
        propose(lead, kind=then.kind, reason=then.reason, **said, by=by, now=now)
    else:
        raise ValueError(then.kind)


def _invite(lead: Lead, then: Next, *, by: User, now: datetime) -> None:
    """Book the visit; where one lies ahead already, agree its new time."""
    if then.at is None:
        raise Refused(_("When do they come? Choose a day and a time."), about="at")
    invite(lead, scheduled_for=then.at, reception=then.reception, note=then.note, promises=then.promises, though_full=then.though_full, by=by, now=now)


def _promise(lead: Lead, then: Next, *, by: User, now: datetime) -> None:
    if then.at is None or then.at <= now:
        raise Refused(_("When do you call again? Choose a time ahead."), about="at")
    values = values_at(lead.store, now)
    if not in_call_window(then.at, lead.store, values):
        raise Refused(_("Customers are called from %(first)s to %(last)s.") % {"first": values["call_from"], "last": values["call_until"]}, about="at")
    fresh = hold(lead)
    open_follow_up(fresh, kind="callback", due_at=then.at, agent=whose_duties(fresh, by), note=then.note, now=now)
