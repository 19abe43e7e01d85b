"""What has had no next step for two days, on the allocation page: for each another agent, or a dated follow-up."""

from datetime import datetime

from django.utils.translation import gettext as _

from dcc.models import User
from dcc.reckoning.clock import day_of
from dcc.roster.duty import there_today
from leads.keeping.idle import idle_too_long
from leads.models import Lead
from leads.sockets import PoolPanel

MOST = 20


def idle_panel(user: User, now: datetime) -> PoolPanel | None:
    """Return the panel; None where everybody has a next step."""
    waiting = list(idle_too_long(Lead.objects.visible_to(user, now=now), now).select_related("agent", "reception")[: MOST + 1])
    if not waiting:
        return None
    more = len(waiting) > MOST
    agents = list(there_today(user.own_store, "agent", now))
    context = {"leads": waiting[:MOST], "more": more, "agents": agents, "today": day_of(now, user.own_store.zone)}
    return PoolPanel("leads/keeping/_idle.html", context, _("No next step"), "user-question", f"{MOST}+" if more else len(waiting))
