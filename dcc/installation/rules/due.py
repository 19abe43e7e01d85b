"""What happens by itself: the due verbs of every room, called by the worker each minute and by the simulation with its own clock."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from dcc import sockets
from dcc.models import DueRun
from dcc.registry import Registry

log = logging.getLogger(__name__)
SILENT = timedelta(minutes=5)
CLOCKS_APART = timedelta(minutes=1)  # a later run than that was before the clock was set back, and says nothing


def run_due(*, now: datetime, verbs: Registry[Callable] = sockets.due_verbs) -> None:
    """Do what should have happened up to `now`, each thing with the moment it should have had. Safe to run twice and after any pause.

    One that fails keeps no other waiting. It is told in the log, and raised once the others are done: this run then counts as none, and /readyz turns
    red when there was no whole one for some minutes.
    """
    failures = [failure for name, verb in verbs.named() if (failure := _attempt(name, verb, now))]
    if failures:
        raise failures[0]
    DueRun.objects.update_or_create(pk=1, defaults={"at": now})


def went_through(*, now: datetime) -> bool:
    """Whether the worker lives: it went through within the last minutes."""
    return DueRun.objects.filter(at__gte=now - SILENT, at__lte=now + CLOCKS_APART).exists()


def _attempt(name: str, verb: Callable, now: datetime) -> Exception | None:
    try:
        verb(now=now)
    except Exception as failure:
        log.exception("%s failed, the rest of what is due goes on", name)
        return failure
    return None
