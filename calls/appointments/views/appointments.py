"""Who comes and when: the appointments somebody booked, to confirm, move or cancel."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.appointments.forms.appointment import CallOffForm, MoveForm
from calls.appointments.listing import parts_of, workable
from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.appointments.rules.annulling_appointments import annul_booking, annul_cancelling, annul_confirmation
from calls.appointments.rules.appointments import confirm, move
from calls.appointments.rules.calling_off import call_off
from calls.desk.lead_facts import lost_reasons
from calls.desk.rules.finishing import Next
from calls.models import Appointment
from dcc.frame.answers import form_status, page_of_form, refusal_on, refusal_said, to, undo
from dcc.people.permissions import requires
from leads.intake.phones import mask
from leads.models import Lead


@require_safe
@requires("appointment.book")
def appointments(request):
    """Who is to come, today and up to two weeks ahead; below it what became of those of the last week, the latest first."""
    return _page(request)


def _page(request, *, about=None, form=None):
    """The page; with an appointment that could not be moved or called off as asked, its form comes back."""
    now = timezone.now()
    parts = parts_of(request.user, now=now)
    rows: list[Any] = [row for part in parts for row in part.rows]  # on which the page writes what it shows beside
    reasons = lost_reasons(request.user.store)
    seen = set(Lead.objects.visible_to(request.user, now=now).filter(pk__in=[row.lead_id for row in rows]).values_list("pk", flat=True))
    for row in rows:
        back = form if row == about else None
        row.phone = mask(row.lead.phone or "") if row.is_mine else ""
        row.is_named = row.lead_id in seen
        row.form = back if isinstance(back, MoveForm) else MoveForm(initial={"at": row.scheduled_for})
        row.off_form = back if isinstance(back, CallOffForm) else CallOffForm(reasons=reasons)
    if form is not None and about not in [row for row in rows if row.is_ahead]:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    first = next((row for row in rows if row.confirms is not None), None)
    return render(request, "calls/appointments/appointments.html", {"parts": parts, "first": first}, status=form_status(form))


@require_POST
@requires("appointment.book")
def confirm_one(request, pk):
    """The customer said again that they come."""
    appointment = get_object_or_404(workable(request.user, now=timezone.now()), pk=pk)
    if confirm(appointment, by=request.user, now=timezone.now()):
        said = _("%(name)s comes, confirmed") % {"name": appointment.lead.name}
        messages.success(request, said, extra_tags=undo("appointment_unconfirm", appointment.pk))
    return to("appointments")


@require_POST
@requires("appointment.book")
def move_one(request, pk):
    """Another time was agreed; refused or asked, the form comes back as it was sent."""
    appointment = get_object_or_404(workable(request.user, now=timezone.now()), pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, about=appointment, form=form)
    at = form.cleaned_data["at"]
    with RefusalOrQuestion(form, at):
        moved = move(appointment, scheduled_for=at, though_full=form.books_though_full(at), by=request.user, now=timezone.now())
        when = timezone.localtime(moved.scheduled_for)
        said = _("%(name)s comes on %(when)s instead") % {"name": appointment.lead.name, "when": f"{when:%m-%d %H:%M}"}
        messages.success(request, said, extra_tags=undo("appointment_annul", moved.pk))
        return to("appointments")
    return _page(request, about=appointment, form=form)


@require_POST
@requires("appointment.book")
def cancel_one(request, pk):
    """The customer does not come; why, and what comes next, are asked."""
    appointment = get_object_or_404(workable(request.user, now=timezone.now()), pk=pk)
    form = CallOffForm(request.POST, reasons=lost_reasons(appointment.store))
    if not form.is_valid():
        return _page(request, about=appointment, form=form)
    with refusal_on(form):
        if call_off(appointment, reason=form.cleaned_data["reason"], then=form.then, by=request.user, now=timezone.now()):
            said = _("Appointment of %(name)s cancelled") % {"name": appointment.lead.name} + "\n" + _next_words(form.then)
            messages.success(request, said, extra_tags=undo("appointment_uncancel", appointment.pk))
        return to("appointments")
    return _page(request, about=appointment, form=form)


def _next_words(then: Next) -> str:
    if then.at is None:
        return _("Applied for: %(kind)s") % {"kind": then.reason}
    return _("Called again on %(when)s") % {"when": f"{timezone.localtime(then.at):%m-%d %H:%M}"}


@require_POST
@requires("appointment.book")
def annul(request, pk):
    """The booking, or the other time, was never agreed."""
    return _take_back(request, pk, annul_booking)


@require_POST
@requires("appointment.book")
def unconfirm(request, pk):
    """The customer has not said again that they come."""
    return _take_back(request, pk, annul_confirmation)


@require_POST
@requires("appointment.book")
def uncancel(request, pk):
    """The customer comes after all: it was the wrong line."""
    return _take_back(request, pk, annul_cancelling)


def _take_back(request, pk, verb):
    """Do it, say how the appointment stands or why not, and stay on the page it was asked from."""
    appointment = get_object_or_404(workable(request.user, now=timezone.now()), pk=pk)
    with refusal_said(request):
        stands = verb(appointment, by=request.user, now=timezone.now())
        stands = workable(request.user, now=timezone.now()).filter(pk=stands.pk).first()
        how = _("%(when)s: %(status)s") % _said(stands) if stands else _("No visit is agreed any more.")
        messages.info(request, _("Taken back: %(name)s") % {"name": appointment.lead.name} + f"\n{how}")
    return HttpResponseRedirect(page_of_form(request), status=303)


def _said(appointment: Appointment) -> dict[str, str]:
    return {"when": f"{timezone.localtime(appointment.scheduled_for):%m-%d %H:%M}", "status": appointment.get_status_display()}
