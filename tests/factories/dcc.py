"""Stores and people."""

import factory
from factory.django import DjangoModelFactory

from dcc.models import Role, Store, User

PASSWORD = "a-password-for-tests"


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
