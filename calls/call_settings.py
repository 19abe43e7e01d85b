"""The settings of calling: the hours in which one may, the ladder of retries, how far ahead and how many one invites."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.retry import read_step
from dcc.store_settings import Setting, time_of_day, whole_number

CALLING = _("Calling")
LONGEST = 8  # steps


class LadderField(forms.CharField):
    """Steps like "2h 1d 3d", kept as a list."""

    def prepare_value(self, value):
        """Show the kept list as one types it; show again as it was typed what could not be read."""
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        """Return the steps. Raises ValidationError naming the first that is none."""
        steps = super().clean(value).replace(",", " ").replace("，", " ").replace("、", " ").lower().split()
        for step in steps:
            try:
                read_step(step)
            except ValueError:
                raise forms.ValidationError(_("“%(step)s” is no step. Write 2h for two hours, 1d for a day."), params={"step": step}) from None
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
        help=_("2h: two hours later; 1d: the next day at another hour; 3d: three days later. After the last one the lead goes to the grading list."),
    ),
    Setting("appointment_days_ahead", _("Customers are invited at most so many days ahead"), 30, whole_number(1, 365), CALLING),
    Setting(
        "appointments_per_slot",
        _("Groups a specialist receives in half an hour"),
        2,
        whole_number(1, 20),
        CALLING,
        help=_("Whoever books beyond that is asked, not refused."),
    ),
    Setting("effective_seconds", _("A call counts as effective from so many seconds"), 45, whole_number(1, 600), CALLING),
)
