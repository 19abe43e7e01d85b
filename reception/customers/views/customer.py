"""One customer in a reception specialist's hands: what was done, the next visit, the order, the car, or the end."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.appointments.rules.appointments import invite as agree_visit
from calls.record.parts.on_customer_page import call_url
from dcc.errors import Refused
from dcc.frame.answers import WRONG, form_status, refusal_on, to, undo
from dcc.people.permissions import decides, may, requires
from leads.customer.views.lead_page import shown_again
from leads.grading.rules.proposing import propose
from leads.intake.phones import mask
from leads.models import Lead
from leads.models.querysets.lead import reads_number
from reception.customers.forms.booking import BookForm
from reception.customers.forms.customer import CancelForm, DeliverForm, LostForm, NoteForm, OrderFactsForm, OrderForm, SeenForm
from reception.customers.rules.customer_facts import in_hand
from reception.customers.rules.following import note_follow_up
from reception.customers.rules.order_facts import change_order
from reception.customers.rules.orders import cancel_order, deliver_order, place_order
from reception.customers.rules.receiving import note_visit
from reception.models import Order, Visit

NEXT = {"book_form": "visit", "note_form": "note", "lost_form": "lost"}  # the choice a form belongs to
WITH = ("store", "agent", "reception", "channel", "card_by")


@require_safe
@requires("order.correct")
def customer(request, pk):
    """The page: what was spoken of, what is done now, the order; of somebody who has the car to be read. A colleague's customer has a record only."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user, now=timezone.now()).select_related(*WITH), pk=pk)
    if _keeps(lead, request.user):
        return _page(request, lead)
    if lead.is_open:
        whose = lead.reception or _("nobody yet")
        messages.info(request, _("%(name)s is received by %(who)s now: to be read here.") % {"name": lead.name, "who": whose})
    else:
        messages.info(request, _("%(name)s is closed: %(how)s. To be read here.") % {"name": lead.name, "how": lead.get_closed_as_display()})
    return to("lead", pk)


@require_POST
@requires("order.keep")
def note(request, pk):
    """Write down what was done and what comes next."""
    lead = _find(request, pk)
    form = NoteForm(request.POST, lead=lead)

    def keep(said):
        note_follow_up(lead, **said, by=request.user, now=timezone.now())
        return _("Noted.")

    return _answer(request, lead, form, keep, "note_form")


@require_POST
@requires("order.keep")
def seen(request, pk):
    """Test drive, quote, 微信 of a visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("store"), pk=pk)
    lead, form = _find(request, visit.lead_id), SeenForm(request.POST, visit=visit)

    def keep(_said):
        note_visit(visit, form.seen(), by=request.user, now=timezone.now())
        return _("Noted.")

    return _answer(request, lead, form, keep, "seen_form")


@require_POST
@requires("appointment.book")
def invite(request, pk):
    """Book the next visit, or another time for the one that lies ahead; the credit is the booker's."""
    lead = _find(request, pk)
    form = BookForm(request.POST, lead=lead, now=timezone.now())

    def keep(said):
        how = {"scheduled_for": said["at"], "note": said["note"], "though_full": form.books_though_full(said["at"]), "promises": form.promises}
        row = agree_visit(lead, **how, by=request.user, now=timezone.now())
        when = timezone.localtime(row.scheduled_for)
        return _("%(name)s comes on %(when)s.") % {"name": lead.name, "when": f"{when:%m-%d %H:%M}"}, undo("appointment_annul", row.pk)

    return _answer(request, lead, form, keep, "book_form", lambda form: RefusalOrQuestion(form, form.cleaned_data["at"]))


@require_POST
@requires("order.correct")
def order(request, pk):
    """Sign an order."""
    lead, posted = _find(request, pk, "order.correct"), request.POST
    form = OrderForm(posted, lead=lead, states=decides(request.user, "order.correct"))

    if form.is_valid() and form.question:
        return _page(request, lead, order_form=form, asks=form.question)

    def keep(_said):
        signed = place_order(lead, form.signing(), by=request.user, now=timezone.now())
        return _("%(name)s has ordered.") % {"name": lead.name}, undo("order_annul", signed.pk)

    return _answer(request, lead, form, keep, "order_form")


@require_POST
@requires("order.correct")
def change(request, pk):
    """Complete or correct what an order says."""
    found = get_object_or_404(Order.objects.workable_by(request.user).select_related("lead__store"), pk=pk)
    form = OrderFactsForm(request.POST, order=found, store=found.lead.store)
    name = "change_form" if found.delivered_at is None and found.cancelled_at is None else f"change_{found.pk}"

    def keep(_said):
        changed = change_order(found, form.changes(), by=request.user, now=timezone.now())
        return _("The order of %(name)s is changed.") % {"name": found.lead.name} if changed else _("Nothing differs.")

    return _answer(request, _find(request, found.lead_id, "order.correct"), form, keep, name)


@require_POST
@requires("order.correct")
def cancel(request, pk):
    """Cancel a running order."""
    found = get_object_or_404(Order.objects.workable_by(request.user).select_related("lead"), pk=pk)
    form = CancelForm(request.POST, prefix="cancel")

    def keep(said):
        if not cancel_order(found, **said, by=request.user, now=timezone.now()):
            raise Refused(_("This order was cancelled or handed over already."))
        return _("The order of %(name)s is cancelled.") % {"name": found.lead.name}, undo("cancellation_annul", found.pk)

    return _answer(request, _find(request, found.lead_id, "order.correct"), form, keep, "cancel_form")


@require_POST
@requires("order.correct")
def deliver(request, pk):
    """Hand the car over: the lead is closed as delivered."""
    found = get_object_or_404(Order.objects.workable_by(request.user).select_related("lead"), pk=pk)
    form = DeliverForm(request.POST, prefix="deliver", states=decides(request.user, "order.correct"))
    if not form.is_valid():
        return _page(request, _find(request, found.lead_id, "order.correct"), deliver_form=form)
    with refusal_on(form):
        if deliver_order(found, at=form.cleaned_data["at"], reason=form.cleaned_data.get("why_late", ""), by=request.user, now=timezone.now()):
            said = _("%(name)s has the car. Congratulations.") % {"name": found.lead.name}
            messages.success(request, said, extra_tags=undo("delivery_annul", found.pk))
        else:
            messages.warning(request, _("This order was cancelled or handed over already."))
        return to("mine") if "reception" in request.user.roles else to("lead", found.lead_id)
    return _page(request, _find(request, found.lead_id, "order.correct"), deliver_form=form)


@require_POST
@requires("lead.propose")
def lost(request, pk):
    """Apply for lost: it stands on the data manager's list."""
    lead, form = _find(request, pk), LostForm(request.POST, store=request.user.store)

    def keep(said):
        propose(lead, kind="lost", **said, by=request.user, now=timezone.now())
        return _("Applied for lost. The data manager grades it.")

    return _answer(request, lead, form, keep, "lost_form")


def _find(request, pk: int, permission: str = "order.keep") -> Lead:
    """Return the lead, for whoever keeps the customer or, with that permission, corrects their orders; no other exists."""
    return get_object_or_404(Lead.objects.workable_by(request.user, permission, now=timezone.now()).select_related(*WITH), pk=pk)


def _keeps(lead: Lead, user) -> bool:
    """Whether this person keeps the orders of this customer, or kept them until they had the car."""
    return decides(user, "order.correct") or user.pk == lead.agent_id or (user.pk == lead.reception_id and (lead.is_open or lead.closed_as == "delivered"))


def _answer(request, lead: Lead, form, keep, name: str, refusal=refusal_on):
    """Do what the form says, `keep` returns the toast and perhaps its way back; a refusal stands in the form, with everything that was typed."""
    if form.is_valid():
        with refusal(form):
            said = keep(form.cleaned_data)
            words, way_back = said if isinstance(said, tuple) else (said, "")
            messages.success(request, words, extra_tags=way_back)
            return to("customer", lead.pk)
    return _page(request, lead, **{name: form})


def _page(request, lead: Lead, *, asks: dict | None = None, **forms):
    known, states, now = in_hand(lead, request.user), decides(request.user, "order.correct"), timezone.now()
    status = WRONG if asks else form_status(*forms.values())
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
        "has_left": bool(known.open_promises) and not here,
        "known": known,
        "call_url": call_url(lead, request.user),
        "may_keep": may(request.user, "order.keep") and lead.is_open,
        "may_lose": lead.is_open and not known.proposal and not known.running,
        "next": next((NEXT[name] for name in forms if name in NEXT), "note"),
        "may_sign": lead.is_open and _keeps(lead, request.user),
        "may_annul": decides(request.user, "order.annul"),
        "may_annul_visit": decides(request.user, "visit.annul"),
        "note_form": NoteForm(lead=lead),
        "seen_form": SeenForm(visit=known.current) if known.current else None,
        "book_form": BookForm(lead=lead, now=now),
        "order_form": OrderForm(lead=lead, states=states, initial={"token": uuid4(), "model": lead.model or (known.current.model if known.current else "")}),
        "change_form": OrderFactsForm(order=known.running, store=lead.store) if known.running else None,
        "cancel_form": CancelForm(prefix="cancel"),
        "deliver_form": DeliverForm(prefix="deliver", states=states),
        "lost_form": LostForm(store=lead.store),
        **forms,
    }
    return render(request, "reception/customers/customer.html", context, status=status)
