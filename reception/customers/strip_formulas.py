"""What the figures of a specialist's strip count, in words."""

from django.utils.translation import gettext_lazy as _

from dcc.sockets import Formula

FORMULAS = {
    "reception.came": Formula(
        _("Came today"),
        (
            _("DCC groups that came today to look at a car and that you received, gone again or not."),
            _("Not the same as those due: whoever had no appointment, or one of another day, counts too."),
        ),
    ),
    "reception.due": Formula(
        _("Yours to receive"),
        (
            _("Appointments for a time of today that name you, or whose customer is yours; cancelled and moved ones are left out."),
            _("One that names nobody counts in nobody's row, only in the store's."),
            _("Of them came: on whatever day."),
        ),
    ),
    "reception.month": Formula(_("Came this month"), (_("DCC groups that came this month to look at a car and that you received; each visit counts."),)),
    "reception.drives": Formula(_("Test drives"), (_("Of those who came this month, the groups that drove."),)),
    "reception.in_hand": Formula(_("Holds"), (_("Open leads that you receive: the number beside “My customers”."),)),
    "reception.ordered": Formula(_("Ordered"), (_("Your customers with an order that runs and no car handed over yet."),)),
    "reception.delivered": Formula(_("Handed over"), (_("Cars you handed over this month."),)),
}


def formula_of(name: str) -> Formula | None:
    """Return what a figure of this room counts."""
    return FORMULAS.get(name)
