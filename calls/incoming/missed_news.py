"""For group chats: missed calls nobody has rung back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.sockets import RobotNews
from leads.customer.told_of import surname_of
from leads.models import Lead

RING_BACK = timedelta(minutes=10)


def missed_news(store: Store, since: datetime, now: datetime) -> Iterator[RobotNews]:
    """Tell of each missed call that is not rung back ten minutes later, once."""
    waiting = Lead.objects.open().filter(store=store, missed_at__gte=since - RING_BACK, missed_at__lte=now - RING_BACK)
    for lead in waiting.select_related("agent").order_by("missed_at", "pk"):
        missed_at = lead.missed_at or now
        said = {"who": surname_of(lead.name), "agent": lead.agent.name if lead.agent else _("in the pool")}
        words = _("Missed call not rung back for 10 minutes: %(who)s, %(agent)s") % said
        yield RobotNews(f"{lead.pk} {missed_at.timestamp():.0f}", missed_at + RING_BACK, words, reverse("lead", args=[lead.pk]))
