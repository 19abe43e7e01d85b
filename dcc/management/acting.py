"""In whose name a command acts."""

from django.core.management.base import CommandError

from dcc.models import Store, User


def acting(code: str, username: str) -> tuple[Store, User]:
    """Return the store of a code and somebody who works there, by their account. Raises CommandError where there is none."""
    store = Store.objects.filter(code=code).first()
    if store is None:
        raise CommandError(f"There is no store {code}")
    user = User.objects.employed().filter(store=store, username=username.lower()).first()
    if user is None:
        raise CommandError(f"Nobody called {username} works in store {code}")
    return store, user
