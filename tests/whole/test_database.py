"""The folders of test runs: kept while their run lives, swept when it was killed."""

import fcntl
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests import copies, database


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files of its own, so that no other run is touched."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_of_a_killed_run_is_swept(temporary):
    killed = "import os\nfrom tests import database\nclass Run:\n    add_cleanup = print\ndatabase.make_folder(Run())\nos._exit(9)"
    subprocess.run([sys.executable, "-c", killed], env={**os.environ, "TMPDIR": str(temporary)}, cwd=database.__file__.rsplit("/", 2)[0], check=False)
    left = [path.name for path in temporary.iterdir()]

    database.sweep()

    assert [name.startswith(database.PREFIX) for name in left] == [True]
    assert list(temporary.iterdir()) == []


def test_the_folder_of_a_run_that_lives_is_kept(temporary):
    folder = temporary / f"{database.PREFIX}alive"
    folder.mkdir()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        database.sweep()

    assert folder.is_dir()


def test_an_unknown_database_is_refused(monkeypatch):
    monkeypatch.setenv("DCC_TEST_DATABASE", "mysql")

    with pytest.raises(pytest.UsageError, match="mysql"):
        database.choose(None)


def test_what_has_no_rows_is_of_no_database(request):
    asks = database.asks_a_database(request.node)

    assert not asks


@pytest.mark.django_db
def test_what_is_marked_so_is_of_the_database(request):
    asks = database.asks_a_database(request.node)

    assert asks


def test_what_is_given_a_store_is_of_the_database(request, store):
    asks = database.asks_a_database(request.node)

    assert asks


@pytest.mark.django_db
def test_each_process_of_a_run_has_a_database_of_its_own(worker_id):
    base, sort, rest = str(connection.settings_dict["TEST"]["NAME"]).partition(".sqlite3")

    mine = connection.settings_dict["NAME"]

    assert mine == (base if worker_id == copies.ALONE else f"{base}_{worker_id}") + sort + rest


@pytest.mark.once
@pytest.mark.django_db
def test_what_would_be_told_the_same_by_either_is_asked_of_sqlite(request):
    of_sqlite = database.is_of_sqlite(request.node)

    assert of_sqlite


@pytest.mark.django_db
def test_what_has_rows_is_asked_of_both(request):
    of_sqlite = database.is_of_sqlite(request.node)

    assert not of_sqlite


@pytest.mark.long
def test_a_long_test_is_begun_first(request):
    mine = database.is_long(request.node)

    assert mine


def test_any_other_test_is_not_begun_first(request):
    mine = database.is_long(request.node)

    assert not mine
