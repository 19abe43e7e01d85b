"""Why a lead is next, in words: short at the end of its row, longer in the band under its name."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calls.desk.queue_order import Duty, Place
from dcc.frame.moment_words import days_overdue, short_moment, span
from leads.intake.phones import mask_digits
from leads.models import Lead
from leads.numbers.until_words import ends_soon, until_words

GROUP_WORDS = {
    "missed": gettext_lazy("Missed calls"),
    "promise": gettext_lazy("Promises, visits to confirm"),
    "new": gettext_lazy("New leads"),
    "today": gettext_lazy("Due today"),
    "overdue": gettext_lazy("Due before"),
}
DUTY_WORDS = {
    "new": gettext_lazy("First call"),
    "retry": gettext_lazy("Call again"),
    "callback": gettext_lazy("Promised call"),
    "grade": gettext_lazy("After grading"),
    "nurture": gettext_lazy("Nurture is over"),
    "campaign": gettext_lazy("Invite to the campaign"),
    "after_visit": gettext_lazy("After the visit"),
}
CHECK_WORDS = {
    "need": pgettext_lazy("spoke of", "Need"),
    "model": pgettext_lazy("spoke of", "Model"),
    "policy": pgettext_lazy("spoke of", "Policy"),
    "date": pgettext_lazy("spoke of", "Date"),
    "wechat": pgettext_lazy("spoke of", "WeChat"),
}


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _minutes(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0) / 60


def _visit(moment: datetime, now: datetime) -> str:
    """Return when somebody comes: 17:30, 明天 10:30."""
    clock = _clock(moment)
    return clock if timezone.localtime(moment).date() == timezone.localtime(now).date() else _("tomorrow %(time)s") % {"time": clock}


def why(place: Place, lead: Lead, now: datetime) -> str:
    """Return what stands at the end of a lead's row: 漏接 4 分钟, 14:45 回访, 确认 17:30 到店, 虚拟号 至 11-28, 剩 16 分钟, 逾期 1 天."""
    if place.group == "missed":
        return _("missed %(span)s ago") % {"span": span(_minutes(place.moment, now))}
    if place.confirms is not None:
        return _("confirm %(when)s") % {"when": _visit(place.confirms, now)}
    if place.group == "promise":
        if place.late:
            return _("promised %(moment)s") % {"moment": short_moment(place.moment, now)}
        words = _("%(time)s call, now due") if place.moment <= now else _("%(time)s call")
        return words % {"time": _clock(place.moment)}
    if ends_soon(lead, now):
        return until_words(lead)
    if place.group in {"new", "today"}:
        return left_words(place.left) if place.group == "new" else _today(place, lead)
    return days_overdue(max((timezone.localtime(now).date() - timezone.localtime(place.moment).date()).days, 1))


def _today(place: Place, lead: Lead) -> str:
    if place.look:
        return _("Second look, try %(number)d") % {"number": place.look.attempt}
    kind = place.duty.kind if place.duty else "grade"
    if kind == "retry":
        return _("%(time)s try %(number)d") % {"time": _clock(place.moment), "number": lead.tries + 1}
    return duty_words(place.duty) if place.duty else str(DUTY_WORDS[kind])


def duty_words(duty: Duty) -> str:
    """Return what somebody owes a lead: the campaign they invite to by its name, 活动 冬季团购会."""
    if duty.kind == "campaign" and duty.campaign:
        return _("Campaign %(name)s") % {"name": duty.campaign}
    return str(DUTY_WORDS[duty.kind])


def left_words(left: float) -> str:
    """Return how much of the response limit is left: 剩 16 分钟, 超 5 分钟."""
    words = _("%(span)s left") if left >= 0 else _("%(span)s over")
    return words % {"span": span(abs(left))}


def headline(place: Place, lead: Lead, now: datetime) -> tuple[str, str, str]:
    """Return what the band under a lead's name says: the reason, what was promised, how long it waits."""
    invites = place.duty is not None and place.duty.campaign  # its note is that name
    note, made = (mask_digits(place.duty.note), place.duty.made_at) if place.duty and not invites else ("", None)
    promised = _("%(day)s: “%(note)s”") % {"day": short_moment(made, now), "note": note} if note and made else note
    waits = _("waits %(span)s") % {"span": span(_minutes(place.moment, now))} if place.moment <= now else ""
    if place.group == "new":
        came = _("came %(moment)s") % {"moment": short_moment(lead.received_at, now)}
        return _("New lead, never called · %(left)s") % {"left": left_words(place.left)}, "", came
    if place.group == "missed":
        return _("Rang and nobody answered · %(moment)s") % {"moment": short_moment(place.moment, now)}, _("Call back first"), waits
    if place.group == "promise":
        return why(place, lead, now), promised, waits
    kind = duty_words(place.duty) if place.duty else ""
    return _("%(kind)s · due %(moment)s") % {"kind": kind, "moment": short_moment(place.moment, now)}, promised, waits


def checks_in_words(checks: list[str]) -> str:
    """Return what a call spoke of: 需求 车型 时间."""
    return " ".join(str(CHECK_WORDS[check]) for check in checks if check in CHECK_WORDS)


def talk_length(seconds: int) -> str:
    """Return how long a call lasted: 1:42."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def entered_later(at: datetime, logged_at: datetime | None, now: datetime) -> str:
    """Return when a call whose start was stated was written down, "" for any other."""
    if logged_at is None or logged_at <= at:
        return ""
    return _("entered later %(when)s") % {"when": short_moment(logged_at, now)}
