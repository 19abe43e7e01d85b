"""What a Prometheus is told, asked of the database at each of its visits; served by the worker at an address of its own (docs/operators.md)."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Lock

from django.db import DatabaseError, connections
from django.db.models import Count, Max
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dcc import sockets
from dcc.models import DueRun, NightlyBackup, TrailEntry

UP = ("dcc_database_up", "Whether the database answers.")


class Measured(Collector):
    """The worker's pulse, the last backup, how long the slow work waits, and the deeds of the trail since the worker began."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.lock = clock, Lock()
        self.last_deed: int | None = None
        self.deeds: Counter[str] = Counter()

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to tell; of a database that does not answer, that alone."""
        try:
            yield from self._told()
            yield GaugeMetricFamily(*UP, value=1)
        except DatabaseError:
            yield GaugeMetricFamily(*UP, value=0)

    def _told(self) -> list[Metric]:
        return [
            GaugeMetricFamily("dcc_worker_last_run_timestamp_seconds", "When what is due was done last.", value=_seconds(DueRun, "at")),
            GaugeMetricFamily("dcc_backup_verified_timestamp_seconds", "Of when the last verified backup is.", value=_seconds(NightlyBackup, "verified_at")),
            self._queues(),
            self._deeds(),
        ]

    def _queues(self) -> Metric:
        now = self.clock()
        told = GaugeMetricFamily("dcc_queue_age_seconds", "How long the oldest of each kind of slow work waits.", labels=["queue"])
        for name, oldest in sockets.queues.named():
            since = oldest()
            told.add_metric([name], max(0.0, (now - since).total_seconds()) if since else 0.0)
        return told

    def _deeds(self) -> Metric:
        told = CounterMetricFamily("dcc_deeds", "Deeds on the trail, by kind, since the worker began.", labels=["action"])
        with self.lock:
            last = TrailEntry.objects.aggregate(last=Max("pk"))["last"] or 0
            if self.last_deed is not None:
                new = TrailEntry.objects.filter(pk__gt=self.last_deed, pk__lte=last).order_by().values_list("action").annotate(count=Count("pk"))
                self.deeds.update(dict(new))
            self.last_deed = last
            for action, count in sorted(self.deeds.items()):
                told.add_metric([action], count)
        return told


def registry_of(clock: Callable[[], datetime], folder: Path) -> CollectorRegistry:
    """Return all there is to tell: of the database, and of the requests whose counts the web keeps in a folder."""
    registry = CollectorRegistry()
    registry.register(Measured(clock))
    MultiProcessCollector(registry, path=str(folder))
    return registry


class GivenBack(Collector):
    """Asked last: gives back the connection that this visit took."""

    def collect(self) -> Iterator[Metric]:
        """Tell nothing."""
        connections.close_all()
        return iter(())


def serve(address: str, *, clock: Callable[[], datetime], folder: Path) -> int:
    """Answer at host:port in a thread of its own; return the port. Raises OSError where the address is taken."""
    host, _colon, port = address.rpartition(":")
    registry = registry_of(clock, folder)
    registry.register(GivenBack())
    server, _thread = start_http_server(int(port), addr=host or "127.0.0.1", registry=registry)
    return server.server_port


def _seconds(model, name: str) -> float:
    moment = model.objects.aggregate(last=Max(name))["last"]
    return moment.timestamp() if moment else 0.0
