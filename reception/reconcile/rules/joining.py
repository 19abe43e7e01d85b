"""A handing over, or a sold card, that stands beside no order is joined to a lead by hand (docs/rules/domain.md#joining)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.people.permissions import decides
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.grading.rules.closing_leads import close_lead
from leads.intake.rules.collecting import hold_door
from leads.models import Lead
from leads.pool.rules.giving import agent_at
from reception.customers.rules.order_facts import refuse_beside, write_ordered
from reception.customers.rules.orders import tell_agent, write_delivered
from reception.customers.rules.receivers import reception_at
from reception.door.rules.stating import state_moment
from reception.models import Order, ShowroomCard, Visit


@dataclass(frozen=True)
class Joined:
    """What is joined: the true moments of an order and why, for one `visit` or one `card`. `token` makes a form sent twice one order."""

    signed_at: datetime
    delivered_at: datetime
    reason: str
    visit: Visit | None = None
    card: ShowroomCard | None = None
    model: str = ""
    number: str = ""
    token: UUID | None = None


@transaction.atomic
def join_order(lead: Lead, said: Joined, *, by: User, now: datetime) -> Order:
    """Write the order of a lead that was open at the signing, handed over already, with the credit of the signing.

    A lead still open is closed as delivered now; one closed since keeps its closing. Refused into a closed month, beside another order of the lead, and for
    what was joined before.
    """
    if not decides(by, "order.join"):
        raise Refused(_("The leader or the data manager joins a handing over to a lead."))
    if not said.reason.strip():
        raise Refused(_("Say why it is joined."), about="reason")
    hold_door(lead.store)
    lead = hold(lead)
    if said.token and (same := Order.every.filter(token=said.token).first()):
        return same
    of = _hold_what(said, lead)
    signed, delivered = (state_moment(moment, store=lead.store, reason=said.reason, by=by, now=now) for moment in (said.signed_at, said.delivered_at))
    if delivered.at < signed.at:
        raise Refused(_("This moment lies before the order was signed."), about="delivered_at")
    if why := why_not(lead, signed.at):
        raise Refused(why, about="lead")
    refuse_beside(lead, signed.at, delivered.at, now=now)
    written = {"logged_at": signed.logged_at, "delivery_logged_at": delivered.logged_at, "entered_at": now, "by": by, "delivered_by": by}
    reasons = {"stated_reason": said.reason.strip()[:200], "delivery_reason": said.reason.strip()[:200]}
    order = Order.objects.create(
        store_id=lead.store_id,
        lead=lead,
        channel_id=lead.channel_id,
        at=signed.at,
        delivered_at=delivered.at,
        agent_id=agent_at(lead, signed.at),
        reception_id=reception_at(lead, signed.at),
        model=said.model or lead.model,
        number=said.number,
        token=said.token,
        **written,
        **reasons,
        **of,
    )
    write_ordered(lead)
    write_delivered(lead)
    audit.record("order.join", order, by=by, now=now, stated=signed.at.isoformat())
    if lead.is_open:
        close_lead(lead, outcome="delivered", by=by, now=now)
    tell_agent(lead, "order.delivered", order, by=by, now=now)
    return order


def why_not(lead: Lead, signed_at: datetime) -> str:
    """Return why nothing that was signed then is joined to this lead; empty: it was open."""
    since = max(lead.opened_at, lead.received_at)
    if lead.closed_as == "merged":
        return _("%(name)s was merged into another lead. Join it to that one.") % {"name": lead.name}
    if signed_at < since:
        return _("%(name)s came only on %(when)s, after the signing.") % {"name": lead.name, "when": _said(since, lead)}
    if lead.closed_at is not None and lead.closed_at <= signed_at:
        facts = {"name": lead.name, "how": lead.get_closed_as_display(), "when": _said(lead.closed_at, lead)}
        return _("%(name)s was closed before the signing: %(how)s, %(when)s.") % facts
    return ""


def _hold_what(said: Joined, lead: Lead) -> dict[str, Any]:
    """Hold what is joined, as it stands now. Refused where somebody joined it meanwhile, and for what is no handing over."""
    of: dict[str, Any]
    if said.visit is not None:
        visit = Visit.every.select_for_update(of=("self",)).get(pk=said.visit.pk)
        is_one = Visit.objects.fetching().filter(pk=visit.pk, store=lead.store_id).exists()
        of = {"visit": visit}
    elif said.card is not None:
        card = ShowroomCard.objects.select_for_update(of=("self",)).get(pk=said.card.pk)
        is_one, of = card.state == "sold" and card.store_id == lead.store_id, {"card": card}
    else:
        raise ValueError(said)
    if not is_one:
        raise Refused(_("No car was handed over with it. Look at it once more."))
    if Order.objects.joined().filter(**of).exists():
        raise Refused(_("Somebody joined it before you."))
    return of


def _said(moment: datetime, lead: Lead) -> str:
    return f"{moment.astimezone(lead.store.zone):%m-%d %H:%M}"
