"""For group chats: groups nobody went to receive."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.sockets import RobotNews
from leads.customer.told_of import surname_of
from reception.models import Visit


def waiting_news(store: Store, since: datetime, now: datetime) -> Iterator[RobotNews]:
    """Tell of each group that waits so long that all on duty were told, once."""
    for visit in Visit.objects.filter(store=store, alarmed_at__gte=since, alarmed_at__lte=now, taken_at=None).order_by("alarmed_at", "pk"):
        who = surname_of(visit.name)
        yield RobotNews(str(visit.pk), visit.alarmed_at or now, _("In the showroom, nobody has come to receive them: %(who)s") % {"who": who}, reverse("mine"))
