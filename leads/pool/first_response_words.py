"""What is left of the first-response limit, in words as short as a table wants them."""

from django.utils.translation import gettext as _

from leads.pool.first_response import Left

LONG = 4  # hours from which on nobody wants the minutes as well


def in_words(left: Left | None) -> str:
    """Return 7 分, 2 小时, 逾期 12 分, 逾期 3 天; a dash where there is no limit."""
    if left is None:
        return "—"
    if left.days:
        return _("%(days)d d late") % {"days": left.days}
    length = _short(abs(left.minutes))
    return _("%(length)s late") % {"length": length} if left.is_late else length


def _short(minutes: int) -> str:
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if rest and hours < LONG:
        return _("%(hours)d h %(rest)d min") % {"hours": hours, "rest": rest}
    return _("%(hours)d h") % {"hours": hours}
