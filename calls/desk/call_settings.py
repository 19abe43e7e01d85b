"""The settings of calling: the hours in which one may, the ladder of retries, how far ahead and how many one invites."""

import re

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calls.desk.retry import read_step
from dcc.store.store_settings import Setting, switch, time_of_day, whole_number

CALLING = _("Calling")
LONGEST = 8  # steps


STEPS = re.compile(r"(\d+)\s*(hours?|h|小时|days?|d|天)", re.IGNORECASE)
BETWEEN = re.compile(r"[\s,，、;；]+")


def said(step: str) -> str:
    """Return a step as people say it: 2 小时, 1 天."""
    number, unit = read_step(step)
    words = ngettext("%(number)d hour", "%(number)d hours", number) if unit == "h" else ngettext("%(number)d day", "%(number)d days", number)
    return words % {"number": number}


class LadderField(forms.CharField):
    """Steps like "2 hours, 1 day, 3 days", kept as ["2h", "1d", "3d"]."""

    def prepare_value(self, value):
        """Show the kept list as one types it; show again as it was typed what could not be read."""
        return _now(", ").join(map(said, value)) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        """Return the steps. Raises ValidationError naming the first that is none."""
        text = super().clean(value)
        steps = [f"{number}{'h' if unit.lower()[0] in 'h小' else 'd'}" for number, unit in STEPS.findall(text)]
        rest = [word for word in BETWEEN.split(STEPS.sub(" ", text)) if word]
        for step in (*rest, *steps):
            try:
                read_step(step)
            except ValueError:
                raise forms.ValidationError(_("“%(step)s” is not a step. Write “2 hours” or “1 day”, up to 99."), params={"step": step}) from None
        if len(steps) > LONGEST:
            raise forms.ValidationError(_("Eight steps are the longest ladder."))
        return steps


SETTINGS = (
    Setting("call_from", _("Customers are called from"), "08:00", time_of_day, CALLING),
    Setting("call_until", _("Customers are called until"), "21:00", time_of_day, CALLING),
    Setting(
        "retry_ladder",
        _("Retries after an unanswered call"),
        ["2h", "1d", "3d"],
        LadderField,
        CALLING,
        help=_("How long after each unanswered call the next one comes; after a day at another hour. After the last one the lead goes to the grading list."),
    ),
    Setting("appointment_days_ahead", _("Customers are invited at most so many days ahead"), 30, whole_number(1, 365), CALLING),
    Setting(
        "per_slot",
        _("Groups a specialist receives in half an hour"),
        2,
        whole_number(1, 20),
        CALLING,
        help=_("Whoever books beyond that is asked, not refused."),
    ),
    Setting(
        "records_calls",
        _("Calls are recorded"),
        default=False,
        field=switch,
        group=CALLING,
        help=_("Whoever speaks with a customer then has to tell them so, and ticks it."),
    ),
    Setting("effective_seconds", _("A call counts as effective from so many seconds"), 45, whole_number(1, 600), CALLING),
)
