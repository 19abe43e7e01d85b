"""How much something costs: seconds of CPU, the least of some tries, so that a busy machine does not decide."""

import resource
import time
from collections.abc import Callable
from contextlib import contextmanager

from django.db import connection

TRIES = 5


def spent() -> float:
    """Return the CPU seconds of this process and of its children that ended. PostgreSQL works elsewhere: with it, those of the clock on the wall."""
    if connection.vendor == "postgresql":
        return time.perf_counter()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def best(work: Callable[[], object], tries: int = TRIES) -> float:
    """Return the cheapest of some runs, in milliseconds; one before them warms the caches."""
    work()
    return min(_once(work) for _try in range(tries))


def _once(work: Callable[[], object]) -> float:
    start = spent()
    work()
    return 1000 * (spent() - start)


@contextmanager
def counted_queries(found: list[int]):
    """Put the number of queries asked meanwhile into a list."""
    count = [0]

    def wrapper(execute, *args):
        count[0] += 1
        return execute(*args)

    with connection.execute_wrapper(wrapper):
        yield
    found.append(count[0])


def row(cells: list[object], widths: list[int]) -> str:
    """One line of a printed table: the first cell left, the others right."""
    texts = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells]
    return "  ".join([texts[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(texts[1:], widths[1:], strict=True))])
