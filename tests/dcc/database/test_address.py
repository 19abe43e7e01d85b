"""What the address of a database may say, how long anybody waits, and when the program says it is ready."""

import errno
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError, ProgrammingError

from dcc.database.address import PATIENT, PLANNER, SERVED, as_options, configured, for_pages, is_bad_moment
from dcc.installation.views import health
from dcc.models import DueRun
from dcc.settings import env
from tests.moments import NOW

POSTGRES = "postgres://dcc:x@database:6432/dcc"


def settings_of(address: str) -> dict:
    return configured(env.db_url_config(address))


def test_commands_wait_a_minute_for_a_row_and_pages_a_few_seconds():
    database = settings_of(POSTGRES)
    before = database["OPTIONS"]["options"]

    for_pages(database)

    assert (before, database["OPTIONS"]["options"]) == (as_options(PLANNER | PATIENT), as_options(PLANNER | SERVED))
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"], SERVED["lock_timeout"]) == (60, True, "5s")


def test_pages_on_sqlite_wait_five_seconds_for_its_one_writer():
    database = settings_of("sqlite:////var/lib/dcc/dcc.sqlite3")
    before = database["OPTIONS"]["timeout"]

    for_pages(database)

    assert (before, database["OPTIONS"]["timeout"]) == (20, 5)


def test_what_the_operator_writes_into_the_address_stands():
    database = settings_of(f"{POSTGRES}?sslmode=require&options=-c%20jit%3Don&conn_max_age=0")

    for_pages(database)

    assert (database["OPTIONS"], database["CONN_MAX_AGE"]) == ({"sslmode": "require", "options": "-c jit=on"}, 0)


def test_a_pooler_is_asked_for_nothing_that_it_refuses():
    database = settings_of(f"{POSTGRES}?pooler=transaction")

    for_pages(database)

    assert (database["OPTIONS"], database["DISABLE_SERVER_SIDE_CURSORS"], database["SET_IN_TRANSACTIONS"]) == ({}, True, PLANNER | SERVED)


@pytest.mark.django_db
def test_what_passes_by_itself_is_no_fault_and_a_wrong_statement_is_one(store):
    failures = []
    for sql in ("SELECT nothing FROM nowhere", "SELECT ("):
        with pytest.raises((OperationalError, ProgrammingError)) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        failures.append(caught.value)

    bad = [OperationalError("server closed the connection"), OSError(errno.ENOSPC, "no room")]
    assert [is_bad_moment(failure) for failure in [*bad, *failures, OSError(errno.ENOENT, "no file"), IntegrityError(), None]] == [True] * 2 + [False] * 5


@pytest.mark.django_db
@pytest.mark.parametrize(("ahead", "ready"), [(-301, False), (-290, True), (0, True), (50, True), (70, False), (3600, False)])
def test_a_worker_that_ran_in_the_future_says_nothing(client, ahead, ready):
    DueRun.objects.create(pk=1, at=NOW + timedelta(seconds=ahead))

    answer = client.get("/readyz")

    assert answer.json() == {"database": True, "writable": True, "migrations": True, "worker": ready, "disk": True, "backup": "off"}
    assert answer.status_code == (200 if ready else 503)


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client, monkeypatch):
    DueRun.objects.create(pk=1, at=NOW)
    monkeypatch.setattr(health, "LEAST_ROOM", 2**62)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["disk"]) == (503, False)
