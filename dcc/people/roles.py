"""The roles people hold, in the order of the permission table, with their words."""

from django.utils.translation import gettext_lazy as _

ROLES = (
    ("data_manager", _("Data manager")),
    ("agent", _("Phone agent")),
    ("leader", _("DCC leader")),
    ("reception", _("Reception specialist")),
    ("front_desk", _("Front desk")),
    ("marketing", _("Marketing")),
    ("director", _("Sales director")),
    ("manager", _("General manager")),
    ("hq", _("Head office")),
)
