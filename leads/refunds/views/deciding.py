"""What the data manager does with bad leads: claim them, say why not, note the platform's answers; and the ways back."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dcc.errors import Refused
from dcc.frame.answers import refusal_kept, refusal_said
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from dcc.reckoning.money_words import yuan
from leads.models import Channel, Refund
from leads.refunds.rules import claiming
from leads.refunds.views.refunds import page


@require_POST
@requires("refund.claim")
def claim_some(request, pk):
    """Claim the ticked ones; the workbook comes with the page."""
    channel = _channel(request, pk)

    def deed() -> HttpResponseRedirect:
        refunds = claiming.claim(channel, _ticked(request), by=request.user, now=timezone.now())
        said = ngettext("%(count)d bad lead claimed", "%(count)d bad leads claimed", len(refunds)) % {"count": len(refunds)}
        messages.success(request, said + "\n" + _("The workbook is being downloaded; it stays below for 7 days."))
        return _back(request, pk, sheet=refunds[0].pk)

    return _answer(request, deed)


@require_POST
@requires("refund.claim")
def waive_some(request, pk):
    """Say why the ticked ones are not claimed."""
    channel = _channel(request, pk)

    def deed() -> HttpResponseRedirect:
        refunds = claiming.waive(channel, _ticked(request), reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
        messages.success(request, ngettext("%(count)d is not claimed", "%(count)d are not claimed", len(refunds)) % {"count": len(refunds)})
        return _back(request, pk)

    return _answer(request, deed)


@require_POST
@requires("refund.claim")
def note(request, pk):
    """Write what the platform said of those one has decided on; the others go on waiting."""
    channel = _channel(request, pk)

    def deed() -> HttpResponseRedirect:
        refunds = claiming.note_answers(_answers(request), store=channel.store, by=request.user, now=timezone.now())
        total = sum((refund.amount for refund in refunds if refund.amount is not None), Decimal(0))
        said = ngettext("%(count)d answer noted, %(sum)s yuan paid back", "%(count)d answers noted, %(sum)s yuan paid back", len(refunds))
        messages.success(request, said % {"count": len(refunds), "sum": yuan(total)})
        return _back(request, pk)

    return _answer(request, deed)


@require_POST
@requires("refund.claim")
def take_back(request, pk):
    """Take back a whole claim, or one waiver."""
    refund = _refund(request, pk)
    with refusal_said(request):
        count = claiming.withdraw(refund, by=request.user, now=timezone.now())
        messages.success(request, ngettext("%(count)d may be claimed again", "%(count)d may be claimed again", count) % {"count": count})
    return _back(request, refund.inquiry.channel_id)


@require_POST
@requires("refund.claim")
def unanswer(request, pk):
    """A wrong answer was noted: it is waited for again."""
    refund = _refund(request, pk)
    with refusal_said(request):
        claiming.take_answer_back(refund, by=request.user, now=timezone.now())
        messages.success(request, _("The answer is waited for again."))
    return _back(request, refund.inquiry.channel_id)


def _answer(request, deed: Callable[[], HttpResponseRedirect]):
    """Do it; where it is refused show the page again with the sentence and what was typed, 409 where somebody else acted meanwhile."""
    with refusal_kept() as refusal:
        return deed()
    return page(request, refusal=refusal, typed=request.POST)


def _channel(request, pk: int) -> Channel:
    return get_object_or_404(Channel.objects.visible_to(request.user).select_related("store"), pk=pk)


def _refund(request, pk: int) -> Refund:
    return get_object_or_404(Refund.objects.visible_to(request.user).select_related("inquiry"), pk=pk)


def _ticked(request) -> list[int]:
    return [pk for pk in map(whole, request.POST.getlist("inquiry")) if pk is not None]


def _answers(request) -> dict[int, claiming.Answer]:
    """Read `answer-<id>` (paid, refused), `amount-<id>`, `words-<id>`. Raises Refused where a sum is no sum, and where nothing was decided."""
    found = {}
    for name, said in request.POST.items():
        pk = whole(name.removeprefix("answer-")) if name.startswith("answer-") else None
        if pk is not None and said in ("paid", "refused"):
            amount = _amount(request.POST.get(f"amount-{pk}", ""), about=f"amount-{pk}") if said == "paid" else None
            found[pk] = claiming.Answer(amount, request.POST.get(f"words-{pk}", ""))
    if not found:
        raise Refused(_("Say of at least one what the platform answered."))
    return found


def _amount(text: str, *, about: str) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        raise Refused(_("Write the sum in yuan, like 196 or 98.50."), about=about) from None
    if not amount.is_finite() or abs(amount) >= 10**6 or amount != round(amount, 2):
        raise Refused(_("Write the sum in yuan, like 196 or 98.50."), about=about)
    return amount


def _back(request, channel: int, *, sheet: int | None = None) -> HttpResponseRedirect:
    """Go to the month and channel one came from."""
    query = request.GET.copy()
    query.pop("sheet", None)
    query["channel"] = str(channel)
    if sheet:
        query["sheet"] = str(sheet)
    return HttpResponseRedirect(f"{reverse('refunds')}?{query.urlencode()}", status=303)
