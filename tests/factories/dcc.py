"""Stores and people."""

from datetime import date, time

import factory
from factory.django import DjangoModelFactory

from dcc.models import Role, Shift, Store, StoreSetting, User
from tests.moments import MONDAY_8

PASSWORD = "a-password-for-tests"


def open_all_day(store: Store) -> None:
    """Let a store's call window and working hours last the whole day, so that its pages answer alike whenever the tests run."""
    for name, value in (("call_from", "00:00"), ("call_until", "23:59"), ("opens_at", "00:00"), ("closes_at", "23:59")):
        StoreSetting.objects.create(store=store, name=name, value=value, valid_from=MONDAY_8.replace(year=2020))


class StoreFactory(DjangoModelFactory):
    """A store without people, channels or words."""

    class Meta:
        model = Store

    code = factory.Sequence(lambda n: f"S{n + 100}")
    name = factory.LazyAttribute(lambda store: f"店{store.code}")


class UserFactory(DjangoModelFactory):
    """A person of a store; `roles=["agent"]` gives them roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"员工{n}")
    store = factory.SubFactory(StoreFactory)
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create, names, **kwargs):
        """Give the roles named at the call."""
        Role.objects.bulk_create([Role(user=self, name=name) for name in names or ()])


class ShiftFactory(DjangoModelFactory):
    """The early shift of one day: 08:30 to 17:30."""

    class Meta:
        model = Shift

    user = factory.SubFactory(UserFactory)
    day = date(2026, 11, 23)
    word = "早班"
    starts = time(8, 30)
    ends = time(17, 30)
