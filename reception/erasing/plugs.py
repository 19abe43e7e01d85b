"""What erasing persons hangs on the sockets."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.store import store_settings
from dcc.store.store_settings import Setting, whole_number
from dcc.trail import audit, trail_words
from leads import sockets as leads_sockets
from reception.erasing.erased_leads import erased_obstacle, erased_tag
from reception.erasing.rules.erasing import erase_those_kept_long_enough
from reception.erasing.rules.erasing_again import erase_those_of_the_list

audit.register(
    {
        "person.erase": _("Person erased at their own request"),
        "person.erase_again": _("Person erased again after a backup was brought back"),
        "person.erase_lift": _("Erased person taken in again"),
        "person.forget": _("Person kept long enough and forgotten"),
        "person.file": _("What is known of a person, taken along"),
    }
)
trail_words.register(
    {"cycles": _("Leads"), "groups": _("Visits"), "in_showroom": _("Showroom cards")}, {"came": lambda value: str(_("came by themselves")) if value else ""}
)
store_settings.register(
    Setting(
        "keep_years",
        _("Years a closed lead is kept"),
        3,
        whole_number(1, 30),
        _("Personal data"),
        scope="director",
        help=_("Then name, numbers and notes go, every figure stays. Longer while an order, leakage, claim or month of pay of theirs is open."),
    )
)
sockets.number_showings.add("person.file", name="person.file")
sockets.due_verbs.add(erase_those_kept_long_enough, name="erase_those_kept_long_enough")
leads_sockets.lead_tags.add(erased_tag, name="erased")
leads_sockets.reopening_obstacles.add(erased_obstacle, name="erased")
sockets.restored.add(erase_those_of_the_list, name="erasures")
sockets.navigation.add(sockets.Section("erase", _("Personal data"), "user-x", "person.erase", group="manage", pages=("erase_file",)), name="erase", position=88)
