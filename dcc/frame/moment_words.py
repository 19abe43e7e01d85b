"""Moments in words: 14:32 today, 11-23 14:32 this year, 2025-11-23 before; days, spans and weekdays."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def short_moment(moment: datetime, now: datetime) -> str:
    """Return a moment in the active zone, as short as it stays clear. Both arguments are aware."""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def short_day(moment: datetime, now: datetime) -> str:
    """Return the day of a moment in the active zone: 今天, 11-23, 2025-11-23; the time of day where it is today."""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d}" if local.year == today.year else f"{local:%Y-%m-%d}"


def span(minutes: float) -> str:
    """Return a length of time in words: 3 分钟, 2 小时 10 分, 1 天."""
    minutes = int(minutes)
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24 and rest:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    if hours < 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def days_overdue(days: int) -> str:
    """Return for how many days something has been due: 逾期 2 天."""
    return ngettext("%(count)d day overdue", "%(count)d days overdue", days) % {"count": days}


def weekday(of: date) -> str:
    """Return the day of the week, short: 周一."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[of.weekday()]


def when(moment: datetime | None) -> str:
    """Return day and time, short: `{{ moment|when }}`."""
    return short_moment(moment, timezone.now()) if moment else "—"


def day(moment: datetime | None) -> str:
    """Return the day only, today as its time: `{{ moment|day }}`."""
    return short_day(moment, timezone.now()) if moment else "—"
