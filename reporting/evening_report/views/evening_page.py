"""The evening report: the day in figures, the leader's words, who receives it, what was sent."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, refusal_kept, refusal_said, to
from dcc.frame.moment_words import weekday
from dcc.models import Store
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_said
from reporting.boards.boards_of_a_day import boards_of
from reporting.boards.fresh_board import fresh
from reporting.evening_report.day_facts import DayFacts, facts_of
from reporting.evening_report.report_words import CHAT, FACES, face_of, report_in_words
from reporting.evening_report.rules.addressing import receivers_of
from reporting.evening_report.rules.leader_words import LONGEST, add_sentence, of_day, save_remark
from reporting.evening_report.rules.sending import hold_back, let_go, send_again, send_now
from reporting.evening_report.sending_time import sending_moment
from reporting.evening_report.sent_log import days_sent
from reporting.figures.parts.asked import rows_url
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from reporting.models import EveningReport, Remark


@require_safe
@requires("evening_report.see")
def show(request):
    """The report of today as of now, or of a day gone by with the words that were sent."""
    return _page(request)


@require_safe
@requires("evening_report.see")
def preview(request):
    """The report as each kind of receiver gets it, in the figures of this moment."""
    store, now = request.user.store, timezone.now()
    day, face = _day(request, store, now), request.GET.get("face", CHAT)
    face = face if face in FACES else CHAT
    remark = of_day(store, day)
    words = report_in_words(_facts(request, store, day, now), remark.text if remark else "", face)
    faces = [{"label": label, "url": f"?day={day}&face={name}", "is_here": name == face} for name, label in FACES.items()]
    return render(request, "reporting/evening_report/preview.html", {"words": words, "faces": faces, "day": day})


@require_POST
@requires("evening_report.send")
def save(request):
    """Keep the leader's words; with `then` send the report at once."""
    store, now, text = request.user.own_store, timezone.now(), request.POST.get("text", "")
    with refusal_kept() as refusal:
        save_remark(store, text=text, by=request.user, now=now)
        if request.POST.get("then") == "send":
            return _sent(request, store, now)
        messages.success(request, _("Saved."))
        return to("report_evening")
    return _page(request, typed=text, refused=refusal.sentence)


@require_POST
@requires("evening_report.send")
def hold(request):
    """Send nothing today, for a reason."""
    with refusal_said(request):
        hold_back(request.user.own_store, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
        messages.success(request, _("Nothing is sent today."))
    return to("report_evening")


@require_POST
@requires("evening_report.send")
def release(request):
    """Send today's report after all."""
    with refusal_said(request):
        let_go(request.user.own_store, by=request.user, now=timezone.now())
        messages.success(request, _("Today's report goes out at its hour."))
    return to("report_evening")


@require_POST
@requires("evening_report.send")
def add(request):
    """Send one sentence after today's report."""
    text = request.POST.get("text", "")
    with refusal_kept() as refusal:
        add_sentence(request.user.own_store, text=text, by=request.user, now=timezone.now())
        messages.success(request, _("The sentence is on its way."))
        return to("report_evening")
    return _page(request, typed=text, refused=refusal.sentence)


@require_POST
@requires("evening_report.send")
def again(request, pk):
    """Try once more where a report did not arrive."""
    report = get_object_or_404(EveningReport.objects.visible_to(request.user), pk=pk)
    if count := send_again(report, by=request.user, now=timezone.now()):
        messages.success(request, ngettext("Sent again to %(count)d", "Sent again to %(count)d", count) % {"count": count})
    return to("report_evening")


def _sent(request, store: Store, now: datetime):
    with refusal_said(request):
        send_now(store, by=request.user, now=now)
        messages.success(request, _("The report is on its way."))
    return to("report_evening")


def _page(request, *, typed: str | None = None, refused: str = ""):
    store, now = request.user.store, timezone.now()
    day, today = _day(request, store, now), day_of(now, store.zone)
    remarks = list(Remark.objects.visible_to(request.user).filter(day=day).select_related("by").order_by("at", "pk"))
    remark = next((one for one in remarks if not one.is_addition), None)
    log = days_sent(store)
    settled = next((one for one in log if one.report.day == today), None)
    context: dict[str, Any] = {
        "facts": _facts(request, store, day, now),
        "day": day,
        "weekday": weekday(day),
        "is_today": day == today,
        "now": now,
        "sends_at": sending_moment(store, now),
        "remark": remark,
        "additions": [one for one in remarks if one.is_addition],
        "typed": typed if typed is not None else "" if settled and settled.is_sent else remark.text if remark else "",
        "refused": refused,
        "longest": LONGEST,
        "receivers": [(one, FACES[face_of(one)]) for one in receivers_of(store)],
        "log": log,
        "settled": settled,
        "may_send": may(request.user, "evening_report.send"),
        "may_address": may(request.user, "evening_report.address"),
        "boards": boards_of(request.user, here="report_evening"),
    }
    return render(request, "reporting/evening_report/report.html", context, status=WRONG if refused else 200)


def _day(request, store: Store, now: datetime) -> date:
    today = day_of(now, store.zone)
    return min(day_said(request.GET.get("day", "")) or today, today)


def _facts(request, store: Store, day: date, now: datetime) -> DayFacts:
    question = Question(store, "agent", "activity", day, day)
    url = rows_url(question, reach_of(request.user))
    return facts_of(fresh(question, now), now=now, url=lambda name: url(name, None))
