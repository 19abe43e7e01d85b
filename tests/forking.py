"""Before a process of its own is forked off a test: nothing of a database is open here any more."""

import gc
import sqlite3

from django.db import connections


def let_go() -> None:
    """Close every connection of this process, also what a thread of a server that was asked left open.

    SQLite's locks are a process's own: a child takes the file for locked by what its parent had open, locks nothing, and writes over what others write.
    """
    connections.close_all()
    for each in gc.get_objects():
        if type(each) is sqlite3.Connection:  # not isinstance: it wakes what is lazy
            each.close()
