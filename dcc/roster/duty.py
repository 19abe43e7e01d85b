"""Who is on duty: the one question, asked by whatever goes by turn or by rule (docs/rules/domain.md#on-duty)."""

from datetime import datetime

from django.db.models import QuerySet

from dcc.models import Store, User
from dcc.reckoning.clock import day_of


def on_duty(store: Store, role: str, now: datetime) -> QuerySet[User]:
    """The active people of a role who are on duty at a moment, by username."""
    return User.objects.of_store(store).employed().with_role(role).on_duty(now, store.zone)


def there_today(store: Store, role: str, now: datetime) -> QuerySet[User]:
    """The active people of a role who are not away today, on duty yet or not, by username: to whom one may give by hand."""
    return User.objects.of_store(store).employed().with_role(role).there_on(day_of(now, store.zone))
