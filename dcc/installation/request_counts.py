"""Requests as they are counted for a Prometheus: each process of the web writes its own counts into a folder, which the worker reads (docs/operators.md)."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("dcc_requests", "Requests answered, by page, method and status.", ["page", "method", "status"])
SECONDS = Histogram("dcc_request_seconds", "How long answers took.", buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30))
METHODS = {"GET", "HEAD", "POST"}


def count(*, page: str, method: str, status: int, seconds: float) -> None:
    """Count one answer. `page` is the name of an address, never the address itself: that may hold ids."""
    REQUESTS.labels(page, method if method in METHODS else "other", str(status)).inc()
    SECONDS.observe(seconds)
