"""The page of one customer in a specialist's hands, with whatever form just came back."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.record.parts.on_customer_page import call_url
from dcc.frame.answers import WRONG, form_status, refusal_on, to
from dcc.people.permissions import decides, may
from dcc.reckoning.clock import day_of
from dcc.roster.duty import last_day_away
from leads.customer.views.lead_page import shown_again
from leads.intake.phones import mask
from leads.models import Lead
from leads.models.querysets.lead import reads_number
from reception.customers.forms.booking import BookForm
from reception.customers.forms.customer import CancelForm, DeliverForm, LostForm, NoteForm, OrderFactsForm, OrderForm, SeenForm, SigningForm
from reception.customers.rules.customer_facts import InHand, in_hand
from reception.customers.rules.seeing_off import see_off, something_comes
from reception.customers.views.step_rows import step_rows

NEXT = {"book_form": "visit", "note_form": "note", "lost_form": "lost"}  # the choice a form belongs to
WITH = ("store", "agent", "reception", "channel", "card_by")


def find_customer(request, pk: int, permission: str = "order.keep") -> Lead:
    """Return the lead, for whoever keeps the customer or, with that permission, corrects their orders; no other exists."""
    now = timezone.now()
    return get_object_or_404(with_what_comes(Lead.objects.workable_by(request.user, permission, now=now), now), pk=pk)


def with_what_comes(leads: QuerySet, now: datetime) -> QuerySet:
    """Return leads with what their page shows of each: `has_next` says whether anything is to come."""
    return leads.select_related(*WITH).annotate(has_next=ExpressionWrapper(something_comes(now), output_field=BooleanField()))


def keeps(lead: Lead, user) -> bool:
    """Whether this person keeps the orders of this customer, or kept them until they had the car."""
    return decides(user, "order.correct") or user.pk == lead.agent_id or (lead.reception_id in user.hands and (lead.is_open or lead.closed_as == "delivered"))


def answer(request, lead: Lead, form, keep, name: str, refusal=refusal_on):
    """Do what the form says, `keep` returns the toast and perhaps its way back; a refusal stands in the form, with everything that was typed."""
    if form.is_valid():
        with refusal(form):
            said = keep(form.cleaned_data)
            words, way_back = said if isinstance(said, tuple) else (said, "")
            if "leaves" in request.POST and (visit := in_hand(lead, request.user).here(timezone.now())):
                see_off(visit, by=request.user, now=timezone.now())
                words += " " + _("They have left.")
            messages.success(request, words, extra_tags=way_back)
            return to("customer", lead.pk)
    return page(request, lead, **{name: form})


def page(request, lead: Any, *, asks: dict | None = None, corrects: str | None = None, **forms):
    """Return the page; `asks`: what is asked before an order is signed, `corrects`: the key of the step whose form stands open, `forms`: what came back."""
    known, states, now = in_hand(lead, request.user), decides(request.user, "order.correct"), timezone.now()
    step_form = forms.pop("step_form", None)
    status = WRONG if asks or step_form else form_status(*forms.values())
    expected = known.appointment
    here: Any = known.here(now)  # on which the page writes how long, as on an order the form it is changed by
    one: Any
    for one in known.orders if states else ():
        if one != known.running:
            one.facts_form = forms.pop(f"change_{one.pk}", None) or OrderFactsForm(order=one, store=lead.store)
    if here:
        here.minutes = (now - here.at).total_seconds() / 60
    context = {
        "lead": lead,
        "moves": expected is not None and expected.scheduled_for > now,
        "phone": mask(lead.phone or ""),
        "numbers": shown_again(lead, request.user, now=now) if status == WRONG else [],
        "may_reveal": reads_number(lead, request.user, now),
        "asks": asks,
        "now": now,
        "here": here,
        "has_left": bool(known.untold) and not here,
        "steps": step_rows(known, step_form, corrects=known.step(corrects)),
        "has_next": lead.is_open and lead.has_next,
        **_stands_in(lead, request.user, now),
        "known": known,
        "call_url": call_url(lead, request.user),
        "may_keep": may(request.user, "order.keep") and lead.is_open,
        "may_lose": lead.is_open and not known.proposal and not known.running,
        "next": next((NEXT[name] for name in forms if name in NEXT), "note"),
        "may_sign": lead.is_open and keeps(lead, request.user),
        "may_annul": decides(request.user, "order.annul"),
        "may_annul_visit": decides(request.user, "visit.annul"),
        **_blank(lead, known, now, states=states),
        **forms,
    }
    return render(request, "reception/customers/customer.html", context, status=status)


def _blank(lead: Lead, known: InHand, now: datetime, *, states: bool) -> dict[str, Any]:
    """The forms nobody has sent; `states`: whether this person may write moments that lie more than a day back."""
    return {
        "signing_form": SigningForm(prefix="signed") if states and known.running else None,
        "note_form": NoteForm(lead=lead, now=now),
        "seen_form": SeenForm(visit=known.current) if known.current else None,
        "book_form": BookForm(lead=lead, now=now),
        "order_form": OrderForm(lead=lead, states=states, initial={"token": uuid4(), "model": lead.model or (known.current.model if known.current else "")}),
        "change_form": OrderFactsForm(order=known.running, store=lead.store) if known.running else None,
        "cancel_form": CancelForm(prefix="cancel"),
        "deliver_form": DeliverForm(prefix="deliver", states=states),
        "lost_form": LostForm(store=lead.store),
    }


def _stands_in(lead: Lead, user, now: datetime) -> dict[str, Any]:
    """Whose customer this is for whom one stands in, and until when."""
    if lead.reception is None or lead.reception_id not in user.stood_in_for:
        return {}
    return {"instead_of": lead.reception, "instead_until": last_day_away(lead.reception, day_of(now, lead.store.zone))}
