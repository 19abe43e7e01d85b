"""Who is on duty: the one question, asked by whatever goes by turn or by rule (docs/rules/domain.md#on-duty)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from dcc.models import Shift, Store, User
from dcc.reckoning.clock import day_of


def on_duty(store: Store, role: str, now: datetime) -> QuerySet[User]:
    """The active people of a role who are on duty at a moment, by username."""
    return User.objects.of_store(store).employed().with_role(role).on_duty(now, store.zone)


def there_today(store: Store, role: str, now: datetime) -> QuerySet[User]:
    """The active people of a role who are not away today, on duty yet or not, by username: to whom one may give by hand."""
    return User.objects.of_store(store).employed().with_role(role).there_on(day_of(now, store.zone))


def stand_ins(people: Collection[int], day: date) -> dict[int, int | None]:
    """Return for those of some people who are on leave on a day who stands in for them."""
    return dict(Shift.objects.filter(user__in=people, day=day).exclude(leave="").values_list("user", "stand_in"))
