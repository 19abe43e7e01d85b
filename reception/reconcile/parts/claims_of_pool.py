"""What the showroom claims (展厅已建卡), as the allocation page shows it: those leads wait for the leader's decision."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from dcc.models import User
from leads.sockets import PoolPanel
from reception.models import Claim

MOST = 20


def claimed_among(leads: Sequence[int]) -> set[int]:
    """Return those of some leads the showroom has a card of, undecided: no line may give them before."""
    return set(Claim.objects.undecided().filter(lead__in=leads).values_list("lead", flat=True))


def pool_panel(user: User, _now: datetime) -> PoolPanel | None:
    """Return the panel with what waits for the leader's decision; None where nothing does."""
    waiting = list(Claim.objects.visible_to(user).undecided().select_related("lead", "card")[: MOST + 1])
    if not waiting:
        return None
    more = len(waiting) > MOST
    context = {"claims": waiting[:MOST], "more": more}
    return PoolPanel("reception/reconcile/_claims_of_pool.html", context, _("The showroom has a card"), "building-store", f"{MOST}+" if more else len(waiting))
