"""Who is on duty: the one question, asked by whatever goes by turn or by rule (docs/rules/domain.md#on-duty)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from dcc.models import Absence, Shift, Store, User
from dcc.reckoning.clock import day_of


def on_duty(store: Store, role: str, now: datetime) -> QuerySet[User]:
    """The active people of a role who are on duty at a moment, by username."""
    return User.objects.of_store(store).employed().with_role(role).on_duty(now, store.zone)


def there_today(store: Store, role: str, now: datetime) -> QuerySet[User]:
    """The active people of a role who are not away today, on duty yet or not, by username: to whom one may give by hand."""
    return User.objects.of_store(store).employed().with_role(role).there_on(day_of(now, store.zone))


def stand_ins(people: Collection[int], day: date) -> dict[int, int | None]:
    """Return for those of some people who are on leave on a day, or marked away with a stand-in, who stands in for them."""
    on_leave = Shift.objects.filter(user__in=people, day=day).exclude(leave="").values_list("user", "stand_in")
    marked = Absence.objects.filter(user__in=people, day=day, stand_in__isnull=False).values_list("user", "stand_in")
    return dict(on_leave.union(marked, all=True))


def last_day_away(person: User, day: date) -> date | None:
    """Return the last of the days from this one on that somebody is marked away or on leave without a break; None: they are there."""
    marked = Absence.objects.filter(user=person, day__gte=day).values_list("day")
    on_leave = Shift.objects.filter(user=person, day__gte=day).exclude(leave="").values_list("day")
    last = None
    for (next_day,) in sorted(marked.union(on_leave)):
        if next_day != (last + timedelta(days=1) if last else day):
            break
        last = next_day
    return last
