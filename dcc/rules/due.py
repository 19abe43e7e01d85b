"""What happens by itself: every room's due verb, called by the worker each minute and by the simulation with its own clock."""

from datetime import datetime

from dcc import sockets
from dcc.models import DueRun


def run_due(*, now: datetime) -> None:
    """Do in every room what should have happened up to `now`, each with the moment it should have had. Safe to run twice and after any pause."""
    for verb in sockets.due_verbs:
        verb(now=now)
    DueRun.objects.update_or_create(pk=1, defaults={"at": now})
