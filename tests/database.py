"""Chooses the database of a test run before Django reads its settings; loaded by `-p tests.database`.

DCC_TEST_DATABASE   sqlite (default) or postgres
DCC_TEST_POSTGRES   address of a running server (postgres://user:password@host/name); else one is started for this run

Each run has one folder for its files and its server, held by a lock. Whoever starts later removes the folders and ends the servers of
runs that were killed. With several workers only the controller starts anything; the workers inherit its environment.
"""

import fcntl
import gc
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests import postgres

PREFIX = "dcc-tests-"
ASKING = {"db", "transactional_db", "django_db_setup"}  # fixtures of whoever does
MADE_ONCE = {"lived", "walks", "filled"}  # fixtures that take as long as a hundred tests: who asks for them runs in one process, one after the other
SELDOM = (100_000, 50, 100)  # new objects until the youngest are swept, and every how many times the older ones are
VENDORS = {"sqlite": "sqlite", "postgres": "postgresql"}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Prepare the run's folder and database: a wrapper, so that it comes before Django's settings are read."""
    gc.disable()  # what is imported and collected now stays; it is set aside when it is there
    if "PYTEST_XDIST_WORKER" not in os.environ:
        choose(early_config)
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Stop a run that would test another database than the one asked for."""
    from django.db import connection  # noqa: PLC0415 - the settings exist only now

    if connection.vendor != VENDORS[chosen()]:
        raise pytest.UsageError(f"asked for {chosen()}, but Django talks to {connection.vendor}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest. On PostgreSQL leave out what is of SQLite alone: not skipped, for it is no test of that database."""
    foreign = {item for item in items if is_of_sqlite(item)} if chosen() == "postgres" else set()
    if foreign:
        config.hook.pytest_deselected(items=list(foreign))
        items[:] = [item for item in items if item not in foreign]
    items[:] = dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over the program and the tests themselves, thousands of them, and come seldom: a fifth of the run was its work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()


def dealt(items: list[pytest.Item], hands: int) -> list[pytest.Item]:
    """Return the tests so that each of some processes, which takes its even part of them, begins with its share of what takes longest.

    Tests that ask for what is made once stay together, so do those of a file: nobody waits for what another makes.
    """
    groups: dict[str, list[pytest.Item]] = {}
    for item in filter(is_long, items):
        groups.setdefault(next(iter(MADE_ONCE & set(item.fixturenames)), item.path.as_posix()), []).append(item)
    long: list[list[pytest.Item]] = [[] for _hand in range(hands)]
    for place, group in enumerate(groups.values()):
        long[place % hands] += group
    rest = iter([item for item in items if not is_long(item)])
    size = -(-len(items) // hands)
    return [item for hand in long for item in (*hand, *islice(rest, max(size - len(hand), 0)))] + list(rest)


def is_long(item: pytest.Item) -> bool:
    """Whether a test takes long, or asks for what takes long to make and is there for all that follow."""
    return item.get_closest_marker("long") is not None or not MADE_ONCE.isdisjoint(item.fixturenames)


def is_of_sqlite(item: pytest.Item) -> bool:
    """Whether a test asks no database, is about SQLite's own ways, or would be told the same by either."""
    return bool(item.get_closest_marker("sqlite") or item.get_closest_marker("once") or not asks_a_database(item))


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test may read or write rows."""
    return item.get_closest_marker("django_db") is not None or not ASKING.isdisjoint(item.fixturenames)


def pytest_report_header() -> str:
    """Say which database this run is about."""
    return f"database: {chosen()}"


def chosen() -> str:
    """Return the database of this run."""
    return os.environ.get("DCC_TEST_DATABASE", "sqlite")


def choose(config: pytest.Config) -> None:
    """Make the run's folder, start its server if it needs one, and tell Django. Raises UsageError for an unknown database."""
    if chosen() not in VENDORS:
        raise pytest.UsageError(f"DCC_TEST_DATABASE is {chosen()!r}; it may be sqlite or postgres")
    sweep()
    folder = make_folder(config)
    os.environ.update(DCC_ENV="development", DCC_DEBUG="0", DCC_VAR=str(folder / "var"), DJANGO_ALLOW_ASYNC_UNSAFE="true")
    os.environ.pop("DATABASE_URL", None)
    if chosen() == "postgres":
        os.environ["DATABASE_URL"] = os.environ.get("DCC_TEST_POSTGRES") or start_server(config, folder)


def make_folder(config: pytest.Config) -> Path:
    """Make a folder that lives as long as this run, and hold its lock."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # the server's user passes through to its own folder
    lock = os.open(folder / "being-locked", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / "being-locked").rename(folder / "lock")  # so that nobody ever sees it unlocked
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    return folder


def start_server(config: pytest.Config, folder: Path) -> str:
    """Start PostgreSQL for this run and return its address."""
    server = postgres.start(folder / "postgres")
    config.add_cleanup(server.stop)
    return server.url


def sweep() -> None:
    """Remove what killed runs left: their folders, and their servers if they still run."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if abandoned(folder):
            for server in (folder / "postgres", *folder.glob("faults-*/disk/postgres")):
                end_server(server)
            for disk in folder.glob("faults-*/disk"):  # a file system of its own (tests/faults/disk.py)
                subprocess.run(["umount", "--lazy", disk], check=False, capture_output=True)
            shutil.rmtree(folder, ignore_errors=True)


def abandoned(folder: Path) -> bool:
    """Whether nobody holds this folder's lock any more."""
    try:
        with (folder / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except OSError:
        return False


def end_server(where: Path) -> None:
    """End the server that still runs in a folder of an abandoned run; a number that another program took over meanwhile is left alone."""
    try:
        number = int((where / "data/postmaster.pid").read_text().split()[0])
        if str(where) in Path(f"/proc/{number}/cmdline").read_text():
            os.kill(number, signal.SIGQUIT)
    except (OSError, ValueError, IndexError):
        return
