"""Connections to the database that no request needs now, given back: a thread that waits for work would hold its own for good."""

import threading
import time
import weakref

from django.core.signals import request_finished, request_started
from django.db import connections

IDLE_SECONDS = 30.0
LOOK_EVERY = 5.0


class Watch:
    """Knows every connection of this process and since when it is idle; closes those that are for too long.

    Only what lies under Django's wrapper is closed: its thread finds that out by the check at its next request, and connects again.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.idle_since: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()

    def begin(self, **_kwargs) -> None:
        """A request begins in this thread: nobody closes its connection."""
        with self.lock:
            self.idle_since[connections["default"]] = None

    def end(self, **_kwargs) -> None:
        """The request is over: from now on the connection is idle."""
        with self.lock:
            self.idle_since[connections["default"]] = time.monotonic()

    def close_idle(self, now: float) -> int:
        """Close what was idle for too long; return how many."""
        closed = 0
        with self.lock:
            for wrapper, since in list(self.idle_since.items()):
                if since is not None and now - since >= IDLE_SECONDS and wrapper.connection is not None and not wrapper.connection.closed:
                    wrapper.connection.close()
                    closed += 1
        return closed


def give_back_idle() -> None:
    """Watch the connections of this process from now on. SQLite's are files: nobody waits for them."""
    if connections["default"].vendor != "postgresql":
        return
    watch = Watch()
    request_started.connect(watch.begin, weak=False, dispatch_uid="dcc.database.connections")
    request_finished.connect(watch.end, weak=False, dispatch_uid="dcc.database.connections")
    threading.Thread(target=_look, args=(watch,), name="idle connections", daemon=True).start()


def _look(watch: Watch) -> None:
    while True:
        time.sleep(LOOK_EVERY)
        watch.close_idle(time.monotonic())
