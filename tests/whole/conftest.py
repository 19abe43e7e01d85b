"""The walk through the matrix, done once for a whole run, whichever worker asks first and whichever test file."""

import fcntl
import logging
import pickle
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from dcc.models import DueRun
from tests.clock import stopped
from tests.held import held
from tests.moments import NOW
from tests.whole.matrix import ASKERS, Question, questions, read
from tests.whole.matrix_objects import kinds_of
from tests.whole.matrix_scene import Scene, set_scene
from tests.whole.matrix_walk import Answer, Walker, fingerprints

SAMPLE = 10  # PostgreSQL is asked one question in ten: those whose text's checksum is divisible by it. SQLite is asked all.


@dataclass
class Walk:
    """One asker's answers, and the tables that were other at the end than at the start."""

    answers: list[Answer]
    changed: list[str]


def _whose(cell: Question) -> str:
    """Who asks what is answered to everybody alike, a method there is not and HEAD: each address by one of the askers."""
    return ASKERS[zlib.crc32(f"{cell.url} {cell.method}".encode()) % len(ASKERS)]


def asked(asker: str) -> list[Question]:
    """Return the questions of one asker that this database is asked."""
    lines = read()
    told = {(line.url, line.method) for line in lines}
    cells = [cell for cell in questions(lines, kinds_of) if cell.asker == asker and ((cell.url, cell.method) in told or _whose(cell) == asker)]
    chosen = [cell for cell in cells if zlib.crc32(f"{cell.url} {cell.method} {cell.asker} {cell.object} {cell.kind}".encode()) % SAMPLE == 0]
    return chosen if connection.vendor == "postgresql" else cells


@contextmanager
def claimed(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the one right to write a file, so that two workers never walk the same way. False: somebody else holds it."""
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def walk(scene, asker: str) -> Walk:
    """Ask everything one asker is to ask."""
    walker = Walker(scene, asker)
    DueRun.objects.update(at=NOW)  # the worker lives, however slowly these walks go
    before = fingerprints()
    logging.disable(logging.CRITICAL)  # what fails is told once, by the answer
    try:
        answers = [walker.ask(question) for question in asked(asker)]
    finally:
        logging.disable(logging.NOTSET)
    after = fingerprints()
    return Walk(answers, [table for table in before if before[table] != after[table]])


def walk_what_nobody_walks(folder: Path) -> None:
    """Walk for every asker no other worker walks for, and keep the answers in the folder."""
    with transaction.atomic(), translation.override("zh-hans"), stopped():
        scene = None
        for asker in ASKERS:
            path = folder / asker
            with claimed(path, wait=False) as ours:
                if ours and not path.exists():
                    scene = scene or set_scene(NOW)
                    path.write_bytes(pickle.dumps(walk(scene, asker)))
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def walks(django_db_setup, django_db_blocker) -> dict[str, Walk]:
    """Every asker's walk."""
    folder = settings.VAR.with_name("walks")
    folder.mkdir(exist_ok=True)
    if not all((folder / asker).exists() for asker in ASKERS):
        with django_db_blocker.unblock():
            walk_what_nobody_walks(folder)
    found = {}
    for asker in ASKERS:
        with claimed(folder / asker, wait=True):
            found[asker] = pickle.loads((folder / asker).read_bytes())  # noqa: S301 - our own workers wrote it
    return found


@pytest.fixture(scope="module")
def stage(request, django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Both stores with people and customers, CUSTOMERS of each kind where a file says how many: set once for all its tests."""
    yield from held(django_db_blocker, lambda: set_scene(NOW, customers=getattr(request.module, "CUSTOMERS", 1)))


@pytest.fixture
def scene(stage, db) -> Scene:
    """Both stores with people and customers, as nobody has touched them."""
    return deepcopy(stage)
