"""The settings of the checks: how much of what was written is asked about."""

from django.utils.translation import gettext_lazy as _

from dcc.store.store_settings import Setting, whole_number

CHECKS = _("Checks")
SETTINGS = (
    Setting("check_cards_percent", _("Of each agent's cards asked about, %"), 20, whole_number(0, 100), CHECKS, help=_("At least one each; 0 is none.")),
    Setting("check_visits_percent", _("Of the visits with a number asked about, %"), 10, whole_number(0, 100), CHECKS, help=_("At least one; 0 is none.")),
)
