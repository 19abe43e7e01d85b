"""What happens by itself to leads that nobody touches: shifts end, the ladder is climbed, each in the order of the moments it should have had."""

from datetime import datetime, timedelta

from django.db import transaction

from dcc.models import Store
from leads.keeping.rules.ladder import climb
from leads.keeping.rules.shift_ends import end_shift, ended_shifts

AN_INSTANT = timedelta(microseconds=1)


def keep_leads(*, now: datetime) -> int:
    """Do it in each store up to now, however late this runs. Return how many leads went back to the pool."""
    return sum(_keep(store, now) for store in Store.objects.order_by("pk"))


@transaction.atomic
def _keep(store: Store, now: datetime) -> int:
    """End the shifts that have ended; the ladder goes before each, and at the same moment after it: what the shift's end takes, it finds no more."""
    back = 0
    for at, shift in ended_shifts(store, now):
        back += climb(store, until=at - AN_INSTANT, now=now)
        back += end_shift(store, shift, at, now=now)
    return back + climb(store, until=now, now=now)
