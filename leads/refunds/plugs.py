"""What refunds hang on the sockets: their place in the navigation, their deeds in words."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_of
from dcc.trail import audit, trail_words
from leads.models import BAD
from leads.models.refund import STATES
from leads.refunds.refund_rows import bad_leads_of_month, paid_channels

audit.register(
    {
        "refund.claim": _("Claimed from the platform"),
        "refund.waive": _("Not claimed from the platform"),
        "refund.withdraw": _("Claim taken back"),
        "refund.answer": _("Answer of the platform noted"),
        "refund.unanswer": _("Answer of the platform taken back"),
    }
)


def say(value) -> str:
    """Say a reason or a state."""
    return str(dict(BAD).get(value) or dict(STATES).get(value, value))


trail_words.register(
    {"channel": _("Channel"), "yuan": _("Yuan"), "bad": ""},
    {key: say for key in ("bad", "refund.answer", "refund.unanswer")},
)


def may_be_claimed(user, now):
    """How many bad leads of this month may still be claimed: for whoever claims them, and whose money it is."""
    if not (may(user, "refund.claim") or "marketing" in user.roles):
        return 0, False
    store = user.store
    rows = bad_leads_of_month(store, paid_channels(store), month_of(day_of(now, store.zone)))
    return sum(row.state == "claimable" for row in rows), False


sockets.navigation.add(
    sockets.Section("refunds", _("Refunds"), "coin", "refund.see", pages=("refund_sheet",), count=may_be_claimed),
    name="refunds",
    position=56,
)
