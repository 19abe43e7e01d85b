"""What ends a second look by itself, and what lets one run again (docs/rules/domain.md#second-look)."""

from datetime import datetime, timedelta

from django.db import transaction

from calls.models import SecondLook
from calls.second_look.tried import begun_at
from dcc.models import Store
from dcc.models.annulled import Taken
from leads.models import Lead

LASTS = timedelta(days=7)


def end_look(look: SecondLook, outcome: str, *, at: datetime, **said) -> bool:
    """End a look that runs; False where it has ended already. Part of a verb."""
    return bool(SecondLook.objects.filter(pk=look.pk, ended_at=None).update(outcome=outcome, ended_at=at, **said))


def end_returned(store: Store, *, at: datetime) -> int:
    """End the looks whose number has an open lead by now, however it came: nobody needs to ask them whether they would buy. Return how many."""
    running = dict(SecondLook.objects.filter(store=store, ended_at=None, lead__phone__isnull=False).order_by("pk").values_list("pk", "lead__phone"))
    if not running:
        return 0
    back = set(Lead.objects.open().filter(store=store, phone__in=set(running.values())).values_list("phone", flat=True))
    looks = SecondLook.objects.filter(pk__in=[pk for pk, phone in running.items() if phone in back], ended_at=None)
    return looks.update(outcome="back", ended_at=at) if back else 0


@transaction.atomic
def end_overdue(store: Store, *, now: datetime) -> int:
    """End as not reached, with the moment at which it should have been, what ran for seven days or whose agent has left. Return how many."""
    ended = 0
    for look in SecondLook.objects.filter(store=store, ended_at=None).select_related("agent").order_by("pk"):
        left_at = look.agent.left_at
        at = min(moment for moment in (look.at + LASTS, left_at) if moment is not None)
        ended += at <= now and end_look(look, "unreached", at=max(at, look.at))
    return ended


def opened_by_look(lead: Lead) -> bool:
    """Whether a second look opened this lead."""
    return SecondLook.objects.filter(new_lead=lead).exists()


def look_again(lead: Lead, taken: Taken) -> None:
    """The call that opened this lead was none: the look that was to end with it runs on, its try kept as taken back. Part of a verb."""
    look = SecondLook.objects.filter(new_lead=lead).first()
    if look is None:
        return
    tries = look.tries
    tries[-1] = tries[-1] | {"annulled_at": taken["annulled_at"].isoformat()}
    standing = [begun_at(one) for one in tries if "annulled_at" not in one]
    tried_at = standing[-1] if standing else None
    SecondLook.objects.filter(pk=look.pk).update(outcome="", ended_at=None, new_lead=None, note="", model="", tries=tries, tried_at=tried_at)
