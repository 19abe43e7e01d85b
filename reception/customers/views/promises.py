"""The specialist says what became of each promise: kept, or not kept and why. Of a visit's (`VISITS`), or of what the showroom had promised (`CARDS`)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calls.appointments.rules.promising import break_promise, keep_promise, untick
from calls.models import Promise
from dcc.frame.answers import refusal_said, to, undo
from dcc.people.permissions import requires
from leads.intake.phones import mask_digits
from leads.models import Lead
from reception.customers.rules.card_promises import break_card_promise, customer_of, keep_card_promise, untick_card_promise
from reception.models import Transfer


@dataclass(frozen=True)
class Made:
    """By whom promises were made: their rows, what was promised and whom, what may be said of them, and the address that takes it back."""

    rows: Callable[..., QuerySet]
    text: Callable[[Any], str]
    lead: Callable[[Any], Lead]
    keep: Callable
    break_: Callable
    untick: Callable
    way_back: str


VISITS = Made(
    rows=lambda user, now: Promise.objects.workable_by(user, now=now).select_related(
        *("appointment__lead__agent", "appointment__lead__store", "appointment__agent")
    ),
    text=lambda promise: promise.text,
    lead=lambda promise: promise.appointment.lead,
    keep=keep_promise,
    break_=break_promise,
    untick=untick,
    way_back="promise_untick",
)
CARDS = Made(
    rows=lambda user, now: Transfer.objects.workable_by(user, now=now).select_related("card", "lead__store", "lead__agent"),
    text=lambda transfer: transfer.card.promised,
    lead=customer_of,
    keep=keep_card_promise,
    break_=break_card_promise,
    untick=untick_card_promise,
    way_back="card_promise_untick",
)


@require_POST
@requires("order.keep")
def keep(request, pk, made=VISITS):
    """兑现."""
    return _tick(request, made, pk, made.keep, messages.success, _("Kept: %(promise)s"))


@require_POST
@requires("order.keep")
def broken(request, pk, made=VISITS):
    """没兑现: why is asked; the agent and the leader are told."""
    said = _("Not kept: %(promise)s") + "\n" + _("The agent and the leader are told.")
    return _tick(request, made, pk, partial(made.break_, why=request.POST.get("why", "")), messages.warning, said)


@require_POST
@requires("order.keep")
def unticked(request, pk, made=VISITS):
    """It was the wrong line."""
    return _tick(request, made, pk, made.untick, messages.info, _("Taken back: %(name)s"))


def _tick(request, made: Made, pk: int, verb: Callable, say: Callable, said: str):
    """Say of a promise to somebody's customer what became of it, for whoever keeps the customer; no other exists."""
    user, now = request.user, timezone.now()
    promise = get_object_or_404(made.rows(user, now), pk=pk)
    text = mask_digits(made.text(promise))
    with refusal_said(request):
        verb(promise, by=user, now=now)
        say(request, said % {"promise": text, "name": text}, extra_tags="" if verb is made.untick else undo(made.way_back, pk))
    return to("customer", made.lead(promise).pk)
