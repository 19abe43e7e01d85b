"""The sample of yesterday: what was drawn, each rung for and judged; and how often whose cards and visits were not true."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, refusal_kept, refusal_said, safe_next, undo
from dcc.frame.paging import whole
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of, month_of
from dcc.store.store_settings import values_at
from leads.intake.phones import mask
from reception.checks.check_counts import lines_of, sum_of
from reception.checks.check_questions import asked_of
from reception.checks.drawn_rows import Row, first_open, rows_of
from reception.checks.forms.verdict import VerdictForm
from reception.checks.rules.answering import answer_check
from reception.checks.rules.check_verdicts import dial_check, judge, not_reached, take_back_check
from reception.checks.rules.drawing import MORNING, how_many_written
from reception.models import CheckDraw
from reception.models.checks import CARD_WRONGS, ENDS, VISIT_WRONGS

SHOWN = 200
BESIDE = ("store", "user", "lead", "visit__lead", "visit__named_user", "visit__reception", "visit__by")


@dataclass(frozen=True)
class Day:
    """The morning a page shows, the day it drew of, and its neighbours."""

    at: datetime
    day: date
    before: date
    after: date | None


@require_safe
@requires("check.see")
def show(request):
    """What the last morning drew (or `?day=`'s), one of it opened (`?one=`); who only sees their own has their own rates alone."""
    return _page(request)


@require_safe
@requires("check.see")
def rows(request):
    """The checks behind one figure: of whom, cards or visits, judged or not true, of which month."""
    store, asked = request.user.store, request.GET
    today = day_of(timezone.now(), store.zone)
    first, last = _month(asked.get("month", ""), today)
    found = _draws(request).filter(day__gte=first, day__lte=last).prefetch_related("tries")
    if asked.get("kind") in ("card", "visit"):
        found = found.filter(lead__isnull=asked["kind"] == "visit")
    if user := whole(asked.get("user")):
        found = found.filter(user=user)
    result = asked.get("result", "")
    found = found.filter(ended_as=result) if result in dict(ENDS) else found.found()
    shown = rows_of(found.order_by("-day", "-pk")[:SHOWN], now=timezone.now(), with_words=True)
    sees = "all" in scopes(request.user, "check.see")
    context = {"rows": shown, "result": dict(ENDS).get(result, _("Checked")), "first": first, "last": last, "opens": sees}
    context |= {"here": request.get_full_path(), "may_answer": may(request.user, "check.answer")}
    return render(request, "reception/checks/rows.html", context)


@require_POST
@requires("check.answer")
def answer(request, pk):
    """Say how it was where one's own was found not true."""
    drawn = _find(request, pk)
    with refusal_said(request):
        answer_check(drawn, words=request.POST.get("words", ""), by=request.user, now=timezone.now())
        messages.success(request, _("Your answer stands beside the check."))
    return HttpResponseRedirect(safe_next(request, default=reverse("checks_rows")), status=303)


@require_POST
@requires("check.write")
def dial(request, pk):
    """Ring for a check: the number stands in full until what came of it is written."""
    drawn = _find(request, pk)
    with refusal_said(request):
        dial_check(drawn, by=request.user, now=timezone.now())
    return _open(drawn)


@require_POST
@requires("check.write")
def save(request, pk):
    """Write what came of a ring; the next one opens."""
    drawn, form, now = _find(request, pk), VerdictForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, drawn=drawn, form=form, sentence=str(next(iter(form.errors.values()))[0]), status=WRONG)
    said = form.cleaned_data
    with refusal_kept() as refusal:
        if said["verdict"] == "unreached":
            ended = not_reached(drawn, by=request.user, now=now)
            words = _("%(name)s: not reached on three days, it counts nowhere.") if ended else _("%(name)s: not reached, once more tomorrow.")
        else:
            judge(drawn, upheld=said["verdict"] == "upheld", kind=said["kind"], reason=said["reason"], by=request.user, now=now)
            words = _("%(name)s: true.") if said["verdict"] == "upheld" else _("%(name)s: not true.")
        messages.success(request, words % {"name": drawn.name}, extra_tags=undo("check_undo", pk))
        return _open(first_open(_running(request), now=now, after=drawn))
    return _page(request, drawn=drawn, form=form, sentence=refusal.sentence, status=refusal.status)


@require_POST
@requires("check.write")
def undo_check(request, pk):
    """Take a verdict back until the next morning."""
    drawn = _find(request, pk)
    with refusal_said(request):
        take_back_check(drawn, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s is to be checked again.") % {"name": drawn.name})
    return _open(drawn)


def _draws(request):
    return CheckDraw.objects.visible_to(request.user).select_related(*BESIDE)


def _running(request):
    return _draws(request).running().prefetch_related("tries")


def _find(request, pk: int) -> CheckDraw:
    return get_object_or_404(_draws(request), pk=pk)


def _open(drawn: CheckDraw | None) -> HttpResponseRedirect:
    query = f"?{urlencode({'one': drawn.pk})}" if drawn else ""
    return HttpResponseRedirect(f"{reverse('checks')}{query}", status=303)


def _month(text: str, today: date) -> tuple[date, date]:
    """The days of a month asked for, or of this one."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = month_of(today)
    return first, last_of(first)


def _page(request, *, drawn: CheckDraw | None = None, form: VerdictForm | None = None, sentence: str = "", status: int = 200):
    user, now = request.user, timezone.now()
    store = user.store
    month = _month("", day_of(now, store.zone))
    sees_all = "all" in scopes(user, "check.see")
    seen = CheckDraw.objects.visible_to(user)
    cards, visits = lines_of(store, month, seen)
    context: dict[str, Any] = {
        "cards": cards, "visits": visits, "month": month[0], "sees_all": sees_all, "sentence": sentence, "form": form or VerdictForm(),
        "total": sum_of(cards, visits), "values": values_at(store, now),
    }  # fmt: skip
    if sees_all:
        context |= _drawn(request, drawn or _asked(request), now)
    return render(request, "reception/checks/checks.html", context, status=status)


def _asked(request) -> CheckDraw | None:
    pk = whole(request.GET.get("one"))
    return _draws(request).filter(pk=pk).first() if pk else None


def _drawn(request, one: CheckDraw | None, now: datetime) -> dict[str, Any]:
    """The list of a morning with what earlier ones left, and the one that is open."""
    store = request.user.store
    shown = _day(request, one, now)
    wanted = Q(day=shown.day) | (Q(day__lt=shown.day, ended_at=None) if shown.after is None else Q(pk__in=()))
    rows = rows_of(_draws(request).filter(wanted).prefetch_related("tries").order_by("pk"), now=now)
    today, left = [row for row in rows if row.one.day == shown.day], [row for row in rows if row.one.day != shown.day and row.is_open]
    cards, visits = how_many_written(store, shown.day, at=shown.at)
    groups: list[dict[str, Any]] = [
        {"title": _("A-cards"), "rows": [row for row in today if row.one.is_card], "of": cards},
        {"title": _("Visits"), "rows": [row for row in today if not row.one.is_card], "of": visits},
        {"title": _("Left from before"), "rows": left, "of": None},
    ]
    listed = [row for group in groups for row in group["rows"]]
    here = next((row for row in listed if one and row.one.pk == one.pk), None) or (rows_of([one], now=now)[0] if one else None)
    here = here or next((row for row in listed if row.is_open and not row.tries), None) or next(iter(listed), None)
    counts = {
        "drawn": len(today), "cards": groups[0]["of"], "visits": groups[1]["of"], "left": len(left),
        "judged": sum(row.one.ended_as in ("upheld", "wrong") for row in today),
        "unreached": sum(row.tries > 0 and row.one.ended_as in ("", "unreached") for row in today), "open": sum(row.is_open for row in today),
    }  # fmt: skip
    return {"shown": shown, "groups": groups, "counts": counts, "here": here} | (_work(request, here, listed, now) if here else {})


def _day(request, one: CheckDraw | None, now: datetime) -> Day:
    zone = request.user.store.zone
    today = day_of(now, zone)
    latest = today - timedelta(days=1) if now >= datetime.combine(today, MORNING, zone) else today - timedelta(days=2)
    try:
        day = min(date.fromisoformat(request.GET.get("day", "")), latest)
    except ValueError:
        day = one.day if one and one.ended_at is not None and one.day < latest else latest
    day = max(day, date(2000, 1, 2))
    at = datetime.combine(day + timedelta(days=1), MORNING, zone)
    return Day(at, day, day - timedelta(days=1), day + timedelta(days=1) if day < latest else None)


def _work(request, here: Row, listed: list[Row], now: datetime) -> dict[str, Any]:
    """What stands in the middle: what was written, the ring, the keys."""
    one, user = here.one, request.user
    ringing = here.ringing_of(user, now)
    number = one.phone if ringing else mask(one.phone)
    places = [row.one.pk for row in listed]
    place = places.index(one.pk) if one.pk in places else 0
    same = [row for row in listed if row.one.is_card and row.one.user_id == one.user_id and row.one.day == one.day]
    return {
        "asked": asked_of(one, number, now),
        "number": number,
        "ringing": ringing,
        "wrongs": CARD_WRONGS if one.is_card else VISIT_WRONGS,
        "may_write": may(user, "check.write") and one.user_id != user.pk,
        "may_correct": may(user, "visit.correct"),
        "same": len(same),
        "previous": places[place - 1] if place > 0 else None,
        "following": places[place + 1] if place + 1 < len(places) else None,
        "trail": [(each, each.at) for each in here.standing],
    }
