"""What the rules of the pool hang on the sockets: their deeds of the trail, their place in the navigation."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.trail import audit, trail_words

audit.register({"allocation_rule.change": _("Rules of allocation changed"), "allocation_share.change": _("Weight and cap changed")})
trail_words.register({"lines": _("Lines")}, {})
sockets.navigation.add(
    sockets.Section(
        "allocation_rules",
        _("Rules of allocation"),
        "arrows-split",
        "allocation_rule.see",
        group="manage",
        pages=("allocation_rules_preview",),
        unless="setting.change",  # they have a switch between both on the page of the store's rules
    ),
    name="allocation_rules",
    position=85,
)
