"""A handing over without an order, joined to a lead by hand; reversed by the director within seven days."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, refusal_said, to, undo
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_range, day_said
from dcc.store.store_settings import value
from leads.models import Lead
from leads.pool.search import find
from reception.customers.rules.annulling_orders import reverse_joining
from reception.door.parts.reasons import ReasonForm
from reception.models import Order, ShowroomCard, Visit
from reception.reconcile.fetched import MOST, Fetched, Fit, fetched_in, fetched_of
from reception.reconcile.forms.joining import JoiningForm
from reception.reconcile.rules.joining import Joined, join_order, why_not

LOOK_BACK = timedelta(days=7)
MOST_JOINED = 100


@require_safe
@requires("reconcile.see")
def fetched(request):
    """Handings over and sold cards without an order, of the last week or of a day (`?day=`), and what the director may still reverse."""
    user, now = request.user, timezone.now()
    zone, day = user.own_store.zone, day_said(request.GET.get("day", ""))
    start, end = day_range(day, zone) if day else (day_range(day_of(now - LOOK_BACK, zone), zone)[0], now)
    joined = Order.objects.visible_to(user).reversible(now).select_related("lead", "by", "agent").order_by("entered_at", "id")
    context = {
        "day": day,
        "fetched": fetched_in(user.own_store, start, end),
        "joined": list(joined[:MOST_JOINED]),
        "may_join": may(user, "order.join"),
        "may_reverse": may(user, "order.reverse"),
    }
    return render(request, "reception/reconcile/fetched.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("order.join")
@sensitive_post_parameters()
def visit(request, pk):
    """Of a visit for a handing over."""
    rows = Visit.objects.visible_to(request.user).fetching().select_related("lead", "reception", "store")
    found = get_object_or_404(rows, pk=pk)
    return _join(request, _of(request, [found], []) or Fetched(found, None))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("order.join")
@sensitive_post_parameters()
def card(request, pk):
    """Of a card the showroom closed as sold."""
    found = get_object_or_404(ShowroomCard.objects.visible_to(request.user).filter(state="sold", closed_at__isnull=False), pk=pk)
    return _join(request, _of(request, [], [found]) or Fetched(None, found))


@require_POST
@requires("order.reverse")
def reverse_joined(request, pk):
    """The director takes one back."""
    order = get_object_or_404(Order.objects.visible_to(request.user).select_related("store", "lead__store"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return to("fetched")
    with refusal_said(request):
        reverse_joining(order, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s: the joining is reversed.") % {"name": order.lead.name})
    return to("fetched")


def _of(request, visits, cards) -> Fetched | None:
    return next(iter(fetched_of(request.user.own_store, visits, cards)), None)


def joining_of(one: Fetched) -> dict[str, Any]:
    """Return the form of one that nobody has filled in yet."""
    fits = [(fit, "") for fit in one.fits]
    chosen = str(one.fits[0].lead.pk) if one.fits else ""
    return {"one": one, "form": JoiningForm(initial={"delivered_at": one.at}), "fits": fits, "chosen": chosen}


def _join(request, one: Fetched):
    """The leads that fit, those somebody looks for, and the true moments. `look` looks for others and writes nothing."""
    user, now = request.user, timezone.now()
    leads = Lead.objects.visible_to(user, now=now)
    looks = request.method == "POST" and "look" in request.POST
    typed = request.POST.dict() if looks else {"delivered_at": one.at}
    form = JoiningForm(None if looks else request.POST or None, leads=leads, initial=typed)
    if request.method == "POST" and not looks and form.is_valid():
        said = form.cleaned_data
        lead = said.pop("lead")
        with refusal_on(form):
            order = join_order(lead, Joined(visit=one.visit, card=one.card, model=one.row.model, **said), by=user, now=now)
            messages.success(request, _("The order is written to %(name)s.") % {"name": lead.name}, extra_tags=undo("order_annul", order.pk))
            return to("fetched")
    text = request.POST.get("q", "")
    found = find(user, text, area=value(user.own_store, "area_code", now), now=now) if text.strip() else None
    fits = [*one.fits, *(Fit(lead) for lead in (found.leads if found else []) if lead.pk not in {fit.lead.pk for fit in one.fits})]
    signed = getattr(form, "cleaned_data", {}).get("signed_at")  # typed, and a moment
    context = {
        "one": one,
        "form": form,
        "fits": [(fit, why_not(fit.lead, signed) if signed else "") for fit in fits[: 2 * MOST]],
        "chosen": request.POST.get("lead", str(fits[0].lead.pk) if one.fits else ""),
        "looked": found,
        "looks": looks,
    }
    return render(request, "reception/reconcile/join.html", context, status=200 if looks else form_status(form))
