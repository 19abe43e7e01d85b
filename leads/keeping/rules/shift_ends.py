"""The end of a shift: what nobody has touched goes back to the pool, if somebody else is there to take it (docs/rules/domain.md#shifts-end)."""

from datetime import datetime, timedelta

from dcc.models import Shift, Store
from dcc.reckoning.clock import day_of, start_of
from dcc.roster.duty import on_duty
from dcc.roster.duty_hours import times_of
from leads.keeping.untouched import untouched
from leads.pool.rules.allocating import Move, allocate

LONGEST_BACK = timedelta(days=7)  # a shift whose end nobody came to do for a week, or that came with a history, only counts as ended


def ended_shifts(store: Store, now: datetime) -> list[tuple[datetime, Shift]]:
    """Return the shifts of a store that have ended and of which nothing was done yet, each with its end, the earliest first."""
    rows = Shift.objects.filter(user__store=store, ended_at=None, ends__isnull=False, day__lte=day_of(now, store.zone)).select_related("user")
    ends = [(times[1], shift) for shift in rows.order_by("day", "pk") if (times := times_of(shift, store.zone))]
    return sorted((each for each in ends if each[0] <= now), key=lambda each: (each[0], each[1].user.username))


def end_shift(store: Store, shift: Shift, at: datetime, *, now: datetime) -> int:
    """Take back what was given to this agent today and nobody touched, if another agent is on duty then. Return how many. Part of a verb."""
    Shift.objects.filter(pk=shift.pk).update(ended_at=at)
    others = on_duty(store, "agent", at).exclude(pk=shift.user_id)
    if now - at > LONGEST_BACK or not others.exists():
        return 0
    given = untouched(now).filter(store=store, agent=shift.user_id, allocated_at__gte=start_of(shift.day, store.zone), allocated_at__lt=at)
    moves = [Move(pk, None, "shift_end", was=shift.user_id) for pk in given.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)]
    return len(allocate(store, moves, by=None, now=at).given) if moves else 0
