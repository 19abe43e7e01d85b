"""How many of the promises that were ticked were kept, by kind: one's own bookings', for who leads by agent."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from calls.models import Promise
from calls.models.promise import KINDS
from dcc.models import User
from dcc.people.permissions import scopes

BACK = timedelta(days=30)
Row = tuple[str, list[tuple[int, int]], tuple[int, int]]  # whose, (kept, ticked) of each kind, of all


def promise_rates(user: User, *, now: datetime) -> list[Row]:
    """Return (name, [(kept, ticked) of each kind], (kept, ticked) of all) of the last thirty days: of who booked. One query."""
    ticked = Q(kept_at__gte=now - BACK) | Q(broken_at__gte=now - BACK)
    rows = Promise.objects.filter(ticked, appointment__store=user.store, appointment__annulled_at=None)
    if "all" not in scopes(user, "appointment.book"):
        rows = rows.filter(appointment__agent=user)
    told = list(rows.order_by("appointment__agent__username").values_list("appointment__agent__name", "kind", "kept_at"))
    names = list(dict.fromkeys(name or "—" for name, _kind, _kept in told))
    return [_row(name, [(kind, kept) for who, kind, kept in told if (who or "—") == name]) for name in names]


def _row(name: str, told: Sequence[tuple[str, datetime | None]]) -> Row:
    ticked, kept = Counter(kind for kind, _kept in told), Counter(kind for kind, at in told if at is not None)
    return name, [(kept[kind], ticked[kind]) for kind, _words in KINDS], (kept.total(), ticked.total())
