"""Who comes and when: the appointments somebody booked, to confirm, move or cancel."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.appointments.forms.appointment import CallOffForm, MoveForm
from calls.appointments.listing import asked_of, further_ahead, parts_of, workable
from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.appointments.rules.annulling_appointments import annul_booking, annul_cancelling, annul_confirmation
from calls.appointments.rules.appointments import confirm, move
from calls.appointments.rules.calling_off import call_off
from calls.appointments.running import running_of
from calls.appointments.views.beside_the_list import aside_of, day_words
from calls.desk.lead_facts import cancel_reasons, lost_words
from calls.desk.rules.finishing import Next
from calls.models import Appointment
from calls.sockets import kept_rates
from dcc.frame.answers import form_status, page_of_form, refusal_said, to, undo
from dcc.frame.paging import address_of
from dcc.people.permissions import requires, scopes
from dcc.reckoning.clock import day_of
from leads.exports.offered import offered
from leads.intake.phones import mask
from leads.models import Lead


@require_safe
@requires("appointment.book")
def appointments(request):
    """Who is to come, today and up to two weeks ahead; below it what became of those of the last week, the latest first."""
    return _page(request)


@require_safe
@requires("appointment.book")
def aside(request):
    """What stands beside the list: the half hours of a day, and the form of what one is about to do."""
    return render(request, "calls/appointments/_aside.html", {"aside": aside_of(request, now=timezone.now())})


def _page(request, *, about: Appointment | None = None, form: MoveForm | CallOffForm | None = None):
    """The page; with an appointment that could not be moved or called off as asked, its form comes back."""
    now = timezone.now()
    shown = asked_of(request.GET, request.user.store.zone)
    parts = parts_of(request.user, now=now, shown=shown)
    rows: list[Any] = [row for part in parts for row in part.rows]  # on which the page writes what it shows beside
    seen = set(Lead.objects.visible_to(request.user, now=now).filter(pk__in=[row.lead_id for row in rows]).values_list("pk", flat=True))
    for row in rows:
        row.phone = mask(row.lead.phone or "") if row.is_mine else ""
        row.is_named = row.lead_id in seen
        row.day = timezone.localtime(row.scheduled_for).date()
        row.day_words = day_words(row.day, day_of(now, request.user.store.zone))
    first = next((row for row in rows if row.confirms is not None), None)
    beside = aside_of(request, now=now, first=first, about=about, form=form)
    if form is not None and beside.form is None:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    context = {
        "parts": parts,
        "first": first,
        "shown": shown,
        "further": 0 if shown.later else further_ahead(request.user, now=now),
        "aside": beside,
        "strip": _strip(request.user, rows, now),
        "rates": [kept_rate(request.user, now) for kept_rate in kept_rates],
        "take": offered(request.user, "appointments", address_of(request.GET, "move", "cancel", "open")),
        "shows_booker": "all" in scopes(request.user, "appointment.book"),
    }
    return render(request, "calls/appointments/appointments.html", context, status=form_status(form))


def _strip(user, rows: list[Any], now: datetime) -> dict[str, int]:
    """How many of one's own customers come today, came, did not; are to be confirmed now; come tomorrow, and said so."""
    mine = [row for row in rows if row.is_mine and row.status not in ("cancelled", "moved")]
    today, tomorrow = day_of(now, user.store.zone), day_of(now + timedelta(days=1), user.store.zone)
    of_today, of_tomorrow = ([row for row in mine if row.day == day] for day in (today, tomorrow))
    return {
        "today": len(of_today),
        "came": sum(row.status == "arrived" for row in of_today),
        "missed": sum(row.status == "no_show" for row in of_today),
        "confirm": sum(row.confirms is not None for row in mine),
        "tomorrow": len(of_tomorrow),
        "sure": sum(row.status == "confirmed" for row in of_tomorrow),
    }


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
        _say_moved(request, appointment, moved)
        return to("appointments")
    return _page(request, about=appointment, form=form)


def _say_moved(request, appointment: Appointment, moved: Appointment) -> None:
    when = timezone.localtime(moved.scheduled_for)
    said = _("%(name)s comes on %(when)s instead") % {"name": appointment.lead.name, "when": f"{when:%m-%d %H:%M}"}
    messages.success(request, said, extra_tags=undo("appointment_annul", moved.pk))


@require_POST
@requires("appointment.book")
def cancel_one(request, pk):
    """The customer does not come then; why, and what comes next, are asked."""
    appointment = get_object_or_404(workable(request.user, now=timezone.now()), pk=pk)
    form = CallOffForm(request.POST, why=cancel_reasons(appointment.store), lost=lost_words(appointment.store))
    if not form.is_valid():
        return _page(request, about=appointment, form=form)
    with RefusalOrQuestion(form, form.cleaned_data.get("at")):
        if call_off(appointment, reason=form.cleaned_data["reason"], then=form.then, by=request.user, now=timezone.now()):
            _say_called_off(request, appointment, form.then)
        return to("appointments")
    return _page(request, about=appointment, form=form)


def _say_called_off(request, appointment: Appointment, then: Next) -> None:
    moved = running_of(appointment.lead) if then.kind == "invite" else None
    if moved is not None:
        _say_moved(request, appointment, moved)
        return
    said = _("Appointment of %(name)s cancelled") % {"name": appointment.lead.name} + "\n" + _next_words(then)
    messages.success(request, said, extra_tags=undo("appointment_uncancel", appointment.pk))


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
