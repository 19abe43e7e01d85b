"""The channels of a store and the names they go by."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, to
from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import FIRST_DAY, day_of
from dcc.reckoning.months import month_of
from dcc.store.store_settings import value
from leads.channels.costs import costs_of
from leads.channels.forms.channels import AliasForm, ChannelForm, NewChannelForm
from leads.channels.forms.costs import CostsForm
from leads.channels.rules import channels as rules
from leads.channels.rules import costs
from leads.channels.views.channels_table import ChannelsTable
from leads.models import CaptureToken, Channel, ChannelAlias

ALIAS_IDS = "alias_%s"  # the page has two fields called name


@require_safe
@requires("channel.see")
def channels(request):
    """Every channel under its source, with its further names; the retired ones last."""
    every = list(Channel.objects.visible_to(request.user).prefetch_related("aliases").order_by("name"))
    may_manage = may(request.user, "channel.manage")
    limit = value(request.user.store, "first_response_minutes", timezone.now())
    context = {"table": ChannelsTable(every, may_manage=may_manage), "limit": limit, "may_manage": may_manage}
    return render(request, "leads/channels/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("channel.manage")
def add(request):
    """A new channel of one of the five sources."""
    form = NewChannelForm(request.POST or None, initial={"source": request.GET.get("source", "")})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "name"):
            channel = rules.add_channel(request.user.store, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("Channel %(name)s added.") % {"name": channel.name})
            return to("channel", channel.pk)
    return render(request, "leads/channels/channel_new.html", {"form": form}, status=form_status(form))


@require_safe
@requires("channel.see")
def channel(request, pk):
    """One channel: its name, its limit, its further names, the tokens that open its endpoint."""
    return _page(request, _find(request, pk))


@require_POST
@requires("channel.manage")
def change(request, pk):
    """Another name, another limit."""
    channel = _find(request, pk)
    form = ChannelForm(request.POST, initial=_facts(channel))
    if form.is_valid():
        with refusal_on(form, "name"):
            rules.change_channel(channel, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s is kept.") % {"name": form.cleaned_data["name"]})
            return to("channel", pk)
    return _page(request, channel, form=form)


@require_POST
@requires("channel.manage")
def change_costs(request, pk):
    """The price of one lead, and what the months of a year cost: all of it, or what somebody else changed meanwhile is said."""
    channel = _find(request, pk)
    form = _costs_form(request, channel, request.POST)
    if form.is_valid():
        with refusal_on(form):
            _write_costs(channel, form, by=request.user, now=timezone.now())
            messages.success(request, _("The costs of %(name)s are kept.") % {"name": channel.name})
            return HttpResponseRedirect(f"{reverse('channel', args=[pk])}?year={_year(request)}#costs", status=303)
    return _page(request, channel, costs_form=form)


@transaction.atomic
def _write_costs(channel: Channel, form: CostsForm, *, by: User, now: datetime) -> None:
    if price := form.price_change():
        costs.set_price(channel, price, by=by, now=now)
    costs.set_month_costs(channel, form.month_changes(), by=by, now=now)


def _year(request) -> int:
    """The year the address names, no later than this one."""
    this = day_of(timezone.now(), request.user.store.zone).year
    asked = whole(request.GET.get("year"))
    return min(max(asked, FIRST_DAY.year), this) if asked else this


def _costs_form(request, channel: Channel, data=None) -> CostsForm:
    """The sheet of a year: its months until now."""
    year, today = _year(request), day_of(timezone.now(), request.user.store.zone)
    last = min(date(year, 12, 1), month_of(today))
    known = costs_of(request.user.store, [channel], date(year, 1, 1), last)
    return CostsForm(data, price=channel.price, months={month: cost for (_channel, month), cost in known.items()})


@require_POST
@requires("channel.manage")
def add_alias(request, pk):
    """Let a further name mean this channel."""
    channel = _find(request, pk)
    form = AliasForm(request.POST, auto_id=ALIAS_IDS)
    if form.is_valid():
        with refusal_on(form, "name"):
            rules.add_alias(channel, name=form.cleaned_data["name"], by=request.user, now=timezone.now())
            return to("channel", pk)
    return _page(request, channel, alias_form=form)


@require_POST
@requires("channel.manage")
def remove_alias(request, pk, alias):
    """Let a further name mean nothing again."""
    channel = _find(request, pk)
    rules.remove_alias(get_object_or_404(ChannelAlias, pk=alias, channel=channel), by=request.user, now=timezone.now())
    return to("channel", pk)


@require_POST
@requires("channel.manage")
def retire(request, pk):
    """Take a channel out of use."""
    return _do(request, pk, rules.retire_channel, _("%(name)s takes no new leads any more."))


@require_POST
@requires("channel.manage")
def bring_back(request, pk):
    """Let a retired channel take leads again."""
    return _do(request, pk, rules.bring_channel_back, _("%(name)s takes leads again."))


def _find(request, pk: int) -> Channel:
    return get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)


def _do(request, pk: int, verb, said: str):
    channel = _find(request, pk)
    verb(channel, by=request.user, now=timezone.now())
    messages.success(request, said % {"name": channel.name})
    return to("channels")


def _facts(channel: Channel) -> dict[str, Any]:
    return {"name": channel.name, "first_response_minutes": channel.first_response_minutes, "virtual_days": channel.virtual_days or None}


def _page(request, channel: Channel, *, form: ChannelForm | None = None, alias_form: AliasForm | None = None, costs_form: CostsForm | None = None):
    year = _year(request)
    costs_form = costs_form or _costs_form(request, channel)
    context = {
        "channel": channel,
        "aliases": list(channel.aliases.all()),
        "form": form or ChannelForm(initial=_facts(channel)),
        "alias_form": alias_form or AliasForm(auto_id=ALIAS_IDS),
        "costs": {"form": costs_form, "year": year, "is_this_year": year == day_of(timezone.now(), request.user.store.zone).year},
        "limit": value(request.user.store, "first_response_minutes", timezone.now()),
        "may_manage": may(request.user, "channel.manage"),
        "tokens": list(CaptureToken.objects.visible_to(request.user).filter(channel=channel)) if may(request.user, "capture.manage") else None,
    }
    return render(request, "leads/channels/channel.html", context, status=form_status(form, alias_form, costs_form))
