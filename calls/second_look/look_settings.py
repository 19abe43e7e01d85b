"""The settings of the second look: how many a day, of whom."""

from django.utils.translation import gettext_lazy as _

from dcc.store.store_settings import Setting, whole_number

SECOND_LOOK = _("Second look")
SETTINGS = (
    Setting("second_looks_a_day", _("Lost customers looked at again each day"), 3, whole_number(0, 100), SECOND_LOOK, help=_("0 is none.")),
    Setting("second_look_from", _("Looked at again from days after the loss"), 3, whole_number(1, 365), SECOND_LOOK),
    Setting("second_look_until", _("Looked at again until days after the loss"), 30, whole_number(1, 365), SECOND_LOOK),
)
