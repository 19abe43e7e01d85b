"""One answer for many cards, on the director's list and on its calendar; and the way back of an answer."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dcc.frame.answers import page_of_form, refusal_kept, refusal_said, undo
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from reception.models import Transfer
from reception.showroom.forms.showroom import DecideForm
from reception.showroom.narrowing import check_sealed, waiting
from reception.showroom.rules.deciding_many import MOST, Answer, Decided, decide_many, take_back_decisions
from reception.showroom.views.calendar import calendar_page
from reception.showroom.views.transfers import list_page

NAMED = 5  # of those left out


@require_POST
@requires("transfer.decide")
def decide(request):
    """Confirm, hold or refuse the chosen cards, or all of the list as it is narrowed. All: 409 where it holds another number than was seen."""
    form, on_calendar = DecideForm(request.POST), request.GET.get("on") == "calendar"
    with refusal_kept() as refusal:
        answer = form.answer()
        chosen = _chosen(request)
        if chosen:
            _say(request, decide_many(chosen, answer, by=request.user, now=timezone.now()), answer)
        else:
            messages.warning(request, _("Choose the cards first."))
        query = request.GET.copy()
        query.pop("on", None)
        return HttpResponseRedirect(f"{reverse('transfers_calendar' if on_calendar else 'transfers')}?{query.urlencode()}", status=303)
    return (calendar_page if on_calendar else list_page)(request, refusal=refusal)


@require_POST
@requires("transfer.decide")
def take_back(request, pk):
    """Take back a hold or a refusal of one's own, with those of the same deed."""
    transfer = get_object_or_404(Transfer.objects.visible_to(request.user), pk=pk)
    with refusal_said(request):
        count = take_back_decisions(transfer, by=request.user, now=timezone.now())
        messages.success(request, ngettext("%(count)d card is on the list again", "%(count)d cards are on the list again", count) % {"count": count})
    return HttpResponseRedirect(page_of_form(request), status=303)


def _chosen(request) -> list[Transfer]:
    rows = waiting(request.user, request.GET)
    if not request.POST.get("all"):
        return list(rows.filter(pk__in=[number for number in map(whole, request.POST.getlist("transfer")) if number][: MOST + 1]))
    found = list(rows[: MOST + 1])
    check_sealed(request.POST.get("sealed", ""), request.user, request.GET, rows.count() if len(found) > MOST else len(found))
    return found


def _say(request, decided: Decided, answer: Answer) -> None:
    count, left = len(decided.done), len(request.POST.getlist("transfer")) - len(decided.done) - len(decided.missed)
    missed = decided.missed[:NAMED] + (["…"] if len(decided.missed) > NAMED else [])
    if left > 0 and not request.POST.get("all"):
        missed.append(ngettext("%(count)d was decided already.", "%(count)d were decided already.", left) % {"count": left})
    words = {
        "confirmed": ngettext("%(count)d card is in DCC's pool", "%(count)d cards are in DCC's pool", count),
        "held": ngettext("%(count)d card is held", "%(count)d cards are held", count),
        "refused": ngettext("%(count)d card stays with the showroom", "%(count)d cards stay with the showroom", count),
    }[answer.decision] % {"count": count}
    if not count:
        messages.error(request, " ".join(missed))
        return
    back = {"extra_tags": undo("transfers_undo", decided.done[0].pk)} if answer.decision != "confirmed" else {}
    messages.success(request, "\n".join([words, *([" ".join(missed)] if missed else [])]), **back)
