"""One customer in a reception specialist's hands: what was done, the next visit, the order, the car, or the end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.appointments.rules.appointments import invite as agree_visit
from dcc.errors import Refused
from dcc.frame.answers import refusal_on, to, undo
from dcc.people.permissions import decides, requires
from leads.grading.rules.proposing import propose
from leads.models import Lead
from reception.customers.forms.booking import BookForm
from reception.customers.forms.customer import CancelForm, DeliverForm, LostForm, NoteForm, OrderFactsForm, OrderForm, SeenForm, SigningForm
from reception.customers.rules.following import note_follow_up
from reception.customers.rules.order_facts import change_order, move_signing
from reception.customers.rules.orders import cancel_order, check_signing, deliver_order, place_order
from reception.customers.rules.receiving import note_visit
from reception.customers.views.customer_page import answer, find_customer, keeps, page, with_what_comes
from reception.models import Order, Visit


@require_safe
@requires("order.correct")
def customer(request, pk):
    """The page: what was spoken of, what is done now, the order; of somebody who has the car to be read. A colleague's customer has a record only."""
    now = timezone.now()
    lead = get_object_or_404(with_what_comes(Lead.objects.visible_to(request.user, now=now), now), pk=pk)
    if keeps(lead, request.user):
        return page(request, lead, corrects=request.GET.get("step"))
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
    lead = find_customer(request, pk)
    form = NoteForm(request.POST, lead=lead, now=timezone.now())

    def keep(said):
        note_follow_up(lead, **said, by=request.user, now=timezone.now())
        return _("Noted.")

    return answer(request, lead, form, keep, "note_form")


@require_POST
@requires("order.keep")
def seen(request, pk):
    """Test drive, quote, 微信 of a visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("store"), pk=pk)
    lead, form = find_customer(request, visit.lead_id), SeenForm(request.POST, visit=visit)

    def keep(_said):
        note_visit(visit, form.seen(), by=request.user, now=timezone.now())
        return _("Noted.")

    return answer(request, lead, form, keep, "seen_form")


@require_POST
@requires("appointment.book")
def invite(request, pk):
    """Book the next visit, or another time for the one that lies ahead; the credit is the booker's."""
    lead = find_customer(request, pk)
    form = BookForm(request.POST, lead=lead, now=timezone.now())

    def keep(said):
        how = {"scheduled_for": said["at"], "note": said["note"], "though_full": form.books_though_full(said["at"]), "promises": form.promises}
        row = agree_visit(lead, **how, by=request.user, now=timezone.now())
        when = timezone.localtime(row.scheduled_for)
        return _("%(name)s comes on %(when)s.") % {"name": lead.name, "when": f"{when:%m-%d %H:%M}"}, undo("appointment_annul", row.pk)

    return answer(request, lead, form, keep, "book_form", lambda form: RefusalOrQuestion(form, form.cleaned_data["at"]))


@require_POST
@requires("order.correct")
def order(request, pk):
    """Sign an order."""
    lead, posted = find_customer(request, pk, "order.correct"), request.POST
    form = OrderForm(posted, lead=lead, states=decides(request.user, "order.correct"))

    if form.is_valid() and form.question:
        with refusal_on(form):
            check_signing(lead, form.signing(), by=request.user, now=timezone.now())
            return page(request, lead, order_form=form, asks=form.question)
        return page(request, lead, order_form=form)

    def keep(_said):
        signed = place_order(lead, form.signing(), by=request.user, now=timezone.now())
        return _("%(name)s has ordered.") % {"name": lead.name}, undo("order_annul", signed.pk)

    return answer(request, lead, form, keep, "order_form")


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

    return answer(request, find_customer(request, found.lead_id, "order.correct"), form, keep, name)


@require_POST
@requires("order.correct")
def signed(request, pk):
    """Correct when an order was signed."""
    found = get_object_or_404(Order.objects.workable_by(request.user).select_related("lead__store"), pk=pk)
    form = SigningForm(request.POST, prefix="signed")

    def keep(said):
        moved = move_signing(found, said["signed_at"], reason=said["why"], by=request.user, now=timezone.now())
        return _("The order of %(name)s is changed.") % {"name": found.lead.name} if moved else _("Nothing differs.")

    return answer(request, find_customer(request, found.lead_id, "order.correct"), form, keep, "signing_form")


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

    return answer(request, find_customer(request, found.lead_id, "order.correct"), form, keep, "cancel_form")


@require_POST
@requires("order.correct")
def deliver(request, pk):
    """Hand the car over: the lead is closed as delivered."""
    found = get_object_or_404(Order.objects.workable_by(request.user).select_related("lead"), pk=pk)
    form = DeliverForm(request.POST, prefix="deliver", states=decides(request.user, "order.correct"))
    if not form.is_valid():
        return page(request, find_customer(request, found.lead_id, "order.correct"), deliver_form=form)
    with refusal_on(form):
        if deliver_order(found, at=form.cleaned_data["at"], reason=form.cleaned_data.get("why_late", ""), by=request.user, now=timezone.now()):
            said = _("%(name)s has the car. Congratulations.") % {"name": found.lead.name}
            messages.success(request, said, extra_tags=undo("delivery_annul", found.pk))
        else:
            messages.warning(request, _("This order was cancelled or handed over already."))
        return to("mine") if "reception" in request.user.roles else to("lead", found.lead_id)
    return page(request, find_customer(request, found.lead_id, "order.correct"), deliver_form=form)


@require_POST
@requires("lead.propose")
def lost(request, pk):
    """Apply for lost: it stands on the data manager's list."""
    lead, form = find_customer(request, pk), LostForm(request.POST, store=request.user.store)

    def keep(said):
        propose(lead, kind="lost", **said, by=request.user, now=timezone.now())
        return _("Applied for lost. The data manager grades it.")

    return answer(request, lead, form, keep, "lost_form")
