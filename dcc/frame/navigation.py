"""Where a person may go, and what waits for them at the bell."""

from dcc import sockets
from dcc.models import Notice, User
from dcc.people.permissions import may


def sections_of(person: User) -> list[sockets.Section]:
    """The places this person may open, in order."""
    return [section for section in sockets.navigation if may(person, section.permission) and not (section.unless and may(person, section.unless))]


def unread_of(person: User) -> int:
    """How many notices this person has not read."""
    return Notice.objects.filter(user=person, read_at=None).count()
