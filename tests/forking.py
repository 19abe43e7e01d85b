"""A process of its own for a deed of a test, forked off the test's: to load the program anew would take longer than the deed."""

import gc
import multiprocessing
import sqlite3
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from django.db import connections

FORK = multiprocessing.get_context("fork")


def forked(deed: Callable, *args) -> BaseProcess:
    """Begin `deed(*args)` in a process of its own, which finds nothing of a database open, and return the process.

    SQLite's locks are a process's own: a child takes the file for locked by what its parent had open, locks nothing, and writes over what others write.
    """
    _let_go()
    child = FORK.Process(target=_begin, args=(deed, args))
    child.start()
    return child


def _let_go() -> None:
    """Close every connection of this process, also what a thread of a server that was asked left open."""
    connections.close_all()
    for each in gc.get_objects():
        if type(each) is sqlite3.Connection:  # not isinstance: it wakes what is lazy
            each.close()


def _begin(deed: Callable, args: tuple) -> None:
    # After a test with a browser its loop of events runs in the parent and hides there what the thread opened before. No loop runs here: it is found again.
    connections.close_all()
    deed(*args)
