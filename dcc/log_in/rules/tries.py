"""Wrong tries at the account of a person, as the throttle keeps them."""

from axes.models import AccessAttempt
from django.db.models import Q, QuerySet

from dcc.log_in.known_devices import in_device
from dcc.models import User


def tries_of(person: User) -> QuerySet[AccessAttempt]:
    """Return the wrong tries at an account, from anywhere and in the browsers that know it."""
    return AccessAttempt.objects.filter(Q(username=person.username) | Q(username__startswith=in_device(person.username, "")))


def forget_tries(person: User) -> bool:
    """Let a person try again at once. False if nobody had tried wrongly."""
    deleted, _models = tries_of(person).delete()
    return bool(deleted)
