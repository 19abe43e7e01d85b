"""Who comes and when: the appointments somebody booked, to confirm, move or cancel."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.forms.appointment import MoveForm
from calls.models import Appointment
from calls.rules.appointments import Full, cancel, confirm, move
from dcc.clock import day_of, range_of
from dcc.errors import Refused
from dcc.permissions import requires
from dcc.views.answers import form_status, to
from leads.phones import mask

AHEAD = timedelta(days=14)
BACK = timedelta(days=7)
RUNNING = ("booked", "confirmed")


def _mine(user):
    return Appointment.objects.workable_by(user).select_related("lead", "agent", "reception")


@require_safe
@requires("appointment.book")
def appointments(request):
    """From a week ago to two weeks ahead, by day; who did not come stands first."""
    return _page(request)


def _page(request, *, moving=None, form=None):
    """The page; with an appointment that could not be moved as asked, its form comes back."""
    now = timezone.now()
    zone = request.user.store.zone
    start, end = range_of(day_of(now - BACK, zone), day_of(now + AHEAD, zone), zone)
    rows = list(_mine(request.user).between(start, end).exclude(status="moved"))
    today = range_of(day_of(now, zone), day_of(now, zone), zone)
    parts = (
        (_("Today"), [row for row in rows if today[0] <= row.scheduled_for < today[1]]),
        (_("Ahead"), [row for row in rows if row.scheduled_for >= today[1]]),
        (_("Past week"), [row for row in reversed(rows) if row.scheduled_for < today[0]]),
    )
    for row in rows:
        row.phone = mask(row.lead.phone or "")
        row.is_running = row.status in RUNNING
        row.is_ahead = row.is_running and row.scheduled_for > now
        row.form = form if row == moving else MoveForm(initial={"at": row.scheduled_for})
    if form is not None and moving not in rows:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    shown = {"parts": [(title, part) for title, part in parts if part], "count": len(rows)}
    return render(request, "calls/appointments.html", shown, status=form_status(form))


@require_POST
@requires("appointment.book")
def confirm_one(request, pk):
    """The customer said again that they come."""
    appointment = get_object_or_404(_mine(request.user), pk=pk)
    if confirm(appointment, by=request.user, now=timezone.now()):
        messages.success(request, _("%(name)s comes, confirmed") % {"name": appointment.lead.name})
    return to("appointments")


@require_POST
@requires("appointment.book")
def move_one(request, pk):
    """Another time was agreed; refused or asked, the form comes back as it was sent."""
    appointment = get_object_or_404(_mine(request.user), pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, moving=appointment, form=form)
    at = form.cleaned_data["at"]
    try:
        moved = move(appointment, scheduled_for=at, though_full=form.books_though_full(at), by=request.user, now=timezone.now())
    except Full as question:
        form.ask(question, at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        when = timezone.localtime(moved.scheduled_for)
        messages.success(request, _("%(name)s comes on %(when)s instead") % {"name": appointment.lead.name, "when": f"{when:%m-%d %H:%M}"})
        return to("appointments")
    return _page(request, moving=appointment, form=form)


@require_POST
@requires("appointment.book")
def cancel_one(request, pk):
    """The customer does not come."""
    appointment = get_object_or_404(_mine(request.user), pk=pk)
    try:
        if cancel(appointment, by=request.user, now=timezone.now()):
            messages.success(request, _("Appointment of %(name)s cancelled") % {"name": appointment.lead.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return to("appointments")
