"""How long something takes: the best of some tries, so that a busy machine does not decide."""

import time
from collections.abc import Callable
from contextlib import contextmanager

from django.db import connection

TRIES = 5


def best(work: Callable[[], object], tries: int = TRIES) -> float:
    """Return the shortest of some runs, in milliseconds; one before them warms the caches."""
    work()
    return min(_once(work) for _try in range(tries))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


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
