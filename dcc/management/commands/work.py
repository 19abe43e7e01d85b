"""`manage.py work`: the worker. What is due each minute, and the slow jobs in between."""

import logging
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from dcc import sockets
from dcc.backup.rules.backing_up_nightly import is_due
from dcc.database import statistics
from dcc.installation.metrics import serve
from dcc.installation.rules.due import run_due, went_through

log = logging.getLogger(__name__)
DUE_EVERY = timedelta(minutes=1)
STATISTICS_EVERY = timedelta(hours=1)
LOOK_EVERY = 1.0  # seconds between two looks for jobs while nothing waits


class Command(BaseCommand):
    """Runs until it is told to stop; a second worker beside it does no harm, for every job and verb may run twice."""

    asked: datetime | None = None  # the minute in which it was asked last whether a backup is due

    help = "Do what is due each minute, and the jobs that take long. Stops at SIGTERM after the step in hand."

    def add_arguments(self, parser) -> None:
        """Say what may be asked."""
        parser.add_argument("--lives", action="store_true", help="Do nothing; end with 1 unless a worker went through within the last five minutes.")

    def handle(self, *, lives: bool = False, **options) -> None:
        """Work until SIGTERM or SIGINT."""
        if lives:
            if not went_through(now=timezone.now()):
                raise CommandError("no worker went through within the last five minutes")
            return
        self.stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_frame: self.stopped.set())
        log.info("the worker runs")
        if settings.METRICS:
            attempt("serving metrics", serve, address=settings.METRICS, clock=timezone.now, folder=settings.METRICS_FOLDER)
        last_due: datetime | None = None
        last_gathered: datetime | None = None
        copying: subprocess.Popen | None = None
        while not self.stopped.is_set():
            close_old_connections()
            last_due, busy = self.step(last_due)
            last_gathered = self.know_sizes(last_gathered, now=timezone.now())
            copying = self.copy_nightly(copying, asked=last_due)
            if not busy:
                self.stopped.wait(LOOK_EVERY)
        if copying and copying.poll() is None:
            copying.terminate()  # nothing is half written; it is tried again
            copying.wait()
        log.info("the worker stopped")

    def step(self, last_due: datetime | None) -> tuple[datetime | None, bool]:
        """Do what is due if a minute has passed, then one step of every kind of job. Return when it was last due, and whether anything was done.

        A clock that was set back is a minute passed: nothing would be due until it is as late as it was.
        """
        now = timezone.now()
        if last_due is None or abs(now - last_due) >= DUE_EVERY:
            attempt("what is due", run_due, now=now)
            last_due = now
        busy = [attempt("a job", job) for job in sockets.jobs]
        return last_due, any(busy)

    def copy_nightly(self, copying: subprocess.Popen | None, *, asked: datetime | None) -> subprocess.Popen | None:
        """Begin the nightly backup where it is due, in a process of its own: what is due each minute does not wait for it. Return the one that runs."""
        runs = copying is not None and copying.poll() is None
        if runs or asked is None or asked == self.asked:
            return copying
        self.asked = asked
        if not attempt("the nightly backup", is_due, now=timezone.now()):
            return None
        return subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", "--nightly"], stdout=subprocess.DEVNULL)

    def know_sizes(self, last_gathered: datetime | None, *, now: datetime) -> datetime:
        """Let the database know its sizes, at once and then each hour. Return when it last did."""
        if last_gathered is not None and abs(now - last_gathered) < STATISTICS_EVERY:
            return last_gathered
        attempt("the statistics", statistics.gather)
        return now


def attempt(what: str, deed, **arguments) -> bool:
    """Do one thing; a failure is one line in the log and no end of the worker: the next minute tries again."""
    try:
        return bool(deed(**arguments))
    except DatabaseError:
        log.warning("the database failed during %s", what, exc_info=True)
    except Exception:
        log.exception("%s failed", what)
    return False
