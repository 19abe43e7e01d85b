"""Questions about second looks: which stand in somebody's queue, and what the one who looks may know."""

from datetime import datetime

from django.db.models import Q

from calls.models import SecondLook
from calls.models.second_look import REACHED
from dcc.database.prepared import prepared
from dcc.models import User
from dcc.reckoning.clock import day_of, start_of
from leads.grading.waiting_lists import barred
from leads.models import Lead

KNOWN = ("name", "phone", "phone_tail", "city", "model")  # of a closed lead, until its look was called


def waiting_of(agent: int, now: datetime):
    """Return (key, lead, at, tries) of the looks this person may call: running, the number on no list. One query."""
    return _waiting(agent, now)


@prepared
def _waiting(agent, now):
    looks = SecondLook.objects.filter(agent=agent, ended_at=None, lead__phone__isnull=False).filter(~barred(now, "lead__"))
    return looks.order_by("at", "id").values_list("pk", "lead_id", "at", "tries")


def blind(lead: Lead) -> Lead:
    """Return what may be known of a looked-at lead: no grade, channel, reason or person; it is no row and is saved nowhere."""
    known = Lead(pk=lead.pk, store_id=lead.store_id, **{name: getattr(lead, name) for name in KNOWN})
    if Lead.store.is_cached(lead):
        known.store = lead.store
    return known


def look_of(user: User, pk: int) -> SecondLook | None:
    """Return a look of this person's, with what its deeds need; another's does not exist for them."""
    looks = SecondLook.objects.filter(pk=pk, agent=user, store=user.store_id)
    return looks.select_related("store", "agent", "lead__store", "lead__channel", "new_lead").first()


def drawn_with(look: SecondLook) -> dict[str, int]:
    """Return how many were drawn with a look, and how many of them for the same person."""
    agents = list(SecondLook.objects.filter(store=look.store_id, at=look.at).order_by().values_list("agent_id", flat=True))
    return {"drawn": len(agents), "mine": agents.count(look.agent_id)}


def of_month(user: User, now: datetime):
    """The looks of this person that were drawn this month, the latest first."""
    zone = user.own_store.zone
    month = start_of(day_of(now, zone).replace(day=1), zone)
    return SecondLook.objects.filter(agent=user, at__gte=month).select_related("lead").order_by("-at", "-id")


def read_after(user: User) -> Q:
    """The closed leads whose second look this person called to its end: to be read, and no more (docs/rules/trust.md#second-look-window)."""
    if "agent" not in user.roles:
        return Q()
    called = SecondLook.objects.filter(agent=user, outcome__in=[*REACHED, "unreached"], tried_at__isnull=False).order_by()
    return Q(store_id=user.store_id, closed_at__isnull=False, pk__any_key=called.values("lead"))
