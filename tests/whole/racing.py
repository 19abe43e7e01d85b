"""Processes or threads that race at one database: each gets its own connection and the same starting shot."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.db.models import Model

from dcc.errors import Refused
from tests.clock import stopped
from tests.forking import FORK, forked


def race(run: Callable, tasks: Sequence[tuple]) -> list:
    """Call `run(*task)` for every task, each in a process of its own, all at once; return what they returned, in order."""
    barrier, answers = FORK.Barrier(len(tasks)), FORK.Queue()
    runners = [forked(_start, barrier, answers, place, run, task) for place, task in enumerate(tasks)]
    try:
        found = dict(answers.get(timeout=180) for _runner in runners)
    finally:
        for runner in runners:
            runner.join(timeout=30)
            if runner.is_alive():
                runner.kill()
    failed = {place: answer for place, (went_well, answer) in found.items() if not went_well}
    assert failed == {}, failed
    return [found[place][1] for place in range(len(tasks))]


def _start(barrier, answers, place: int, run: Callable, task: tuple) -> None:
    try:
        barrier.wait(timeout=120)
        with stopped():
            answers.put((place, (True, run(*task))))
    except Exception as error:  # the test shows it
        answers.put((place, (False, repr(error))))
    finally:
        connections.close_all()


def at_once(rows: Sequence[Model], deeds: Sequence[Callable]) -> list[str]:
    """Do each deed with a row of its own, all at once, in threads as the web has them; return the sentence each was refused with, "" where it was done.

    Each row is read before the shot, as a page reads it. What else a deed ends with is no answer: the test fails with it.
    """
    barrier = threading.Barrier(len(deeds))
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(_answer, [barrier] * len(deeds), rows, deeds))


def _answer(barrier, row: Model, deed: Callable) -> str:
    try:
        found = type(row)._base_manager.get(pk=row.pk)
        barrier.wait(timeout=60)
        deed(found)
    except Refused as refusal:
        return str(refusal)
    finally:
        connections.close_all()
    return ""
