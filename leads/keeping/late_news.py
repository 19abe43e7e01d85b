"""For group chats: first-response limits that have passed."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.sockets import RobotNews
from leads.customer.told_of import surname_of
from leads.models import Lead


def late_news(store: Store, since: datetime, now: datetime) -> Iterator[RobotNews]:
    """Tell of each customer nobody has called though the limit has passed, once."""
    for lead in Lead.objects.filter(store=store, respond_by__gte=since).past_limit(now).select_related("agent").order_by("respond_by", "pk"):
        said = {"who": surname_of(lead.name), "agent": lead.agent.name if lead.agent else _("in the pool")}
        words = _("First-response limit passed: %(who)s, %(agent)s") % said
        yield RobotNews(str(lead.pk), lead.respond_by or now, words, reverse("lead", args=[lead.pk]))
