"""Leads given to the showroom: whom to ask, what became of each, and of whose how many were sold."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, refusal_kept, refusal_said, to, undo
from dcc.frame.paging import whole
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of
from dcc.reckoning.rounding import percent
from leads.exports.offered import offered
from reception.given.forms.heard import HeardForm
from reception.given.rules.hearing import lead_of, note_heard, take_back_heard
from reception.given.standing import GROUPS, Given, Share, shares_of
from reception.given.usual import PERIODS
from reception.given.which_given import days_of, fitting, given_to, shown_of
from reception.models import GivenOutcome

SHOWN, BAR = 300, 112  # rows of a group; width of a bar


@require_safe
@requires("given.see")
def show(request):
    """Those of a period (`?days=`), by what became of them (`?show=`); of whom (`?consultant=`, `?reason=`) where a figure was opened."""
    return _page(request, whole(request.GET.get("one")))


@require_POST
@requires("given.write")
def save(request, pk):
    """Write what was heard of one; the next one to be asked opens."""
    lead = lead_of(request.user, pk)
    if lead is None:
        raise Http404
    form = HeardForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form=form, sentence=str(next(iter(form.errors.values()))[0]), status=WRONG)
    with refusal_kept() as refusal:
        row = note_heard(lead, form.heard(), seen=form.cleaned_data["seen"], by=request.user, now=timezone.now())
        words = _("%(name)s: %(what)s") % {"name": lead.name, "what": row.get_outcome_display()}
        messages.success(request, words, extra_tags=undo("given_undo", row.pk))
        return HttpResponseRedirect(f"{reverse('given')}?{_question(request)}", status=303)
    return _page(request, pk, form=form, sentence=refusal.sentence, status=refusal.status)


@require_POST
@requires("given.write")
def undo_heard(request, pk):
    """Take back what one entered."""
    row = get_object_or_404(GivenOutcome.objects.visible_to(request.user), pk=pk)
    with refusal_said(request):
        take_back_heard(row, by=request.user, now=timezone.now())
        messages.success(request, _("Taken back."))
    return to("given")


def _page(request, one: int | None, *, form: HeardForm | None = None, sentence: str = "", status: int = 200):
    user, now, asked = request.user, timezone.now(), request.GET
    days = days_of(asked)
    today = day_of(now, user.store.zone)
    every = given_to(user, asked, now)
    rows = fitting(every, asked)
    shown = asked.get("show", "")
    listed = shown_of(rows, asked)
    rows_of = {group: [each for each in listed if each.group == group] for group in GROUPS}
    writes = may(user, "given.write")
    here = next((each for each in listed if each.lead.pk == one), None)
    here = here or (next((each for each in listed if each.group == "ask"), None) if writes else None)
    context: dict[str, Any] = {
        "groups": [(group, rows_of[group][:SHOWN], len(rows_of[group])) for group in GROUPS if rows_of[group]],
        "counts": {group: sum(each.group == group for each in rows) for group in GROUPS} | {"all": len(rows)},
        "shown": shown, "days": days, "periods": PERIODS, "here": here if writes else None, "form": form, "sentence": sentence,
        "by_consultant": _shares(every, lambda each: each.review.consultant), "by_reason": _shares(every, lambda each: each.review.reason),
        "totals": {group: sum(each.group == group for each in every) for group in GROUPS}, "given": len(every),
        "today": today, "opens": may(user, "lead.see"), "writes": writes, "page": reverse("given"), "question": _question(request),
        "take": offered(user, "given", _question(request)),
        "narrowed": asked.get("consultant") or asked.get("reason") or "",
    }  # fmt: skip
    return render(request, "reception/given/given.html", context, status=status)


def _question(request) -> str:
    """What the page is asked, without the one that is open on it."""
    return urlencode({name: value for name in ("days", "show", "consultant", "reason") if (value := request.GET.get(name))})


def _shares(rows: list[Given], key) -> list[tuple[Share, str, list[tuple[str, float, float]]]]:
    """The shares, each with how many of those given were sold, and its bar: look, place and width of each part."""
    return [(share, percent(share.sold, share.given), _bar(share)) for share in shares_of(rows, key)]


def _bar(share: Share) -> list[tuple[str, float, float]]:
    parts, place = [], 0.0
    for look, count in (("is-sold", share.sold), ("is-lost", share.lost), ("is-live", share.following), ("is-ask", share.ask)):
        width = BAR * count / share.given
        if count:
            parts.append((look, round(place, 1), round(max(width - 1, 1), 1)))
        place += width
    return parts
