"""The operator's commands."""

import io
import signal
import sys
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from dcc import sockets
from dcc.management.commands import work
from dcc.models import DueRun, Store, User, Word
from leads.models import Channel
from tests.moments import MONDAY_9, MONDAY_10, NOW, moment

STRONG = "seven-quiet-instruments"


@pytest.fixture
def type_password(monkeypatch):
    """Return a function that puts a password on standard input."""

    def type_it(password: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))

    return type_it


def run(name: str, *args) -> str:
    """Run a command and return its result."""
    out = io.StringIO()
    call_command(name, *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_an_empty_database_gets_a_usable_store_and_its_director(db, type_password):
    type_password(STRONG)

    result = run("create_store", "--code", "S1", "--name", "长春一店", "--director", "Zhang")

    director = User.objects.get(username="zhang")
    assert result == "http://127.0.0.1:8000/\n"
    assert (director.store.name, director.roles, director.must_change_password) == ("长春一店", {"director"}, False)
    assert director.check_password(STRONG) is True
    assert (Word.objects.filter(store=director.store).exists(), Channel.objects.filter(store=director.store).exists()) == (True, True)


def test_the_address_a_new_store_is_told_is_the_one_it_runs_at(db, type_password, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    type_password(STRONG)

    result = run("create_store", "--code", "S1", "--name", "长春一店", "--director", "Zhang")

    assert result == "http://127.0.0.1:8123/\n"


@pytest.mark.parametrize(("brand", "models"), [([], []), (["--brand", "日产"], ["轩逸", "天籁", "逍客", "奇骏"])])
def test_a_store_sells_the_models_of_its_brand_and_without_one_none(db, type_password, brand, models):
    type_password(STRONG)

    run("create_store", "--code", "S1", "--name", "长春一店", "--director", "zhang", *brand)

    assert list(Word.objects.filter(kind="car_model").order_by("position").values_list("name", flat=True)) == models


def test_a_brand_nobody_knows_is_refused_with_those_that_are_known(db, type_password):
    type_password(STRONG)

    with pytest.raises(CommandError, match="丰田、本田"):
        run("create_store", "--code", "S1", "--name", "长春一店", "--director", "zhang", "--brand", "飞碟")

    assert Store.objects.count() == 0


def test_a_taken_code_is_refused_and_nothing_written(store, type_password):
    type_password(STRONG)

    with pytest.raises(CommandError, match="长春一店"):
        run("create_store", "--code", "S1", "--name", "又一店", "--director", "zhang")

    assert (Store.objects.count(), User.objects.count()) == (1, 0)


def test_a_taken_account_leaves_no_store_behind(director, type_password):
    type_password(STRONG)

    with pytest.raises(CommandError, match="director"):
        run("create_store", "--code", "S2", "--name", "又一店", "--director", "director")

    assert Store.objects.count() == 1


@pytest.mark.parametrize("password", ["", "short", "password123", "zhangzhang"])
def test_a_weak_password_is_refused(db, type_password, password):
    type_password(password)

    with pytest.raises(CommandError):
        run("create_store", "--code", "S1", "--name", "长春一店", "--director", "zhangzhang")

    assert Store.objects.count() == 0


def test_set_password_helps_whoever_is_locked_out(agent, type_password, client):
    for _try in range(10):
        client.post("/login/", {"username": "agent", "password": "wrong"})
    type_password(STRONG)

    run("set_password", "agent")

    answer = client.post("/login/", {"username": "agent", "password": STRONG})
    assert answer.status_code == 303
    assert client.get("/me/").url == "/password/"


def test_set_password_knows_no_strangers(db, type_password):
    type_password(STRONG)

    with pytest.raises(CommandError, match="nobody"):
        run("set_password", "nobody")


def test_head_office_watches_stores_and_has_none(store, other_store):
    password = run("create_person", "hq", "--name", "杨帆", "--role", "hq", "--store", "S1", "--store", "S2").strip()

    person = User.objects.get(username="hq")
    assert (person.store, sorted(person.stores.values_list("code", flat=True))) == (None, ["S1", "S2"])
    assert person.check_password(password) is True


@pytest.mark.parametrize("arguments", [("--role", "manager"), ("--role", "manager", "--store", "S8"), ("--role", "hq", "--role", "agent", "--store", "S1")])
def test_create_person_refuses_what_fits_no_store(store, arguments):
    with pytest.raises(CommandError):
        run("create_person", "neu", "--name", "新人", *arguments)

    assert User.objects.count() == 0


@pytest.fixture
def job():
    """Hang a job on the socket for one test."""
    added = []

    def hang(deed) -> None:
        sockets.jobs.add(deed, name=f"test {len(added)}")
        added.append(deed)

    yield hang
    sockets.jobs._things = [thing for thing in sockets.jobs._things if thing[2] not in added]


def test_the_worker_does_what_is_due_once_a_minute(db):
    worker = work.Command()

    last_due, _busy = worker.step(None)
    again, _busy = worker.step(last_due)

    assert DueRun.objects.get().at == last_due == again


@pytest.mark.parametrize(("seconds", "again"), [(-61, True), (-60, True), (-59, False), (0, False), (59, False), (60, True), (61, True)])
def test_a_minute_has_passed_also_where_the_clock_was_set_back(db, clock, seconds, again):
    worker = work.Command()
    first, _busy = worker.step(None)

    clock.set_to(first + timedelta(seconds=seconds))
    worker.step(first)

    assert DueRun.objects.get().at == (first + timedelta(seconds=seconds) if again else first)


@pytest.mark.parametrize(("now", "gathered"), [(moment(23, 9, 59), MONDAY_9), (MONDAY_10, MONDAY_10), (moment(23, 10, 1), moment(23, 10, 1))])
def test_the_worker_lets_the_database_know_its_sizes_at_once_and_each_hour(db, now, gathered):
    worker = work.Command()

    first = worker.know_sizes(None, now=MONDAY_9)
    later = worker.know_sizes(first, now=now)

    assert (first, later) == (MONDAY_9, gathered)


def test_the_worker_survives_a_failing_database(db, job, caplog):
    def fail() -> bool:
        raise DatabaseError("gone away")

    done = []
    job(fail)
    job(lambda: bool(done.append(1)))

    _last_due, busy = work.Command().step(None)

    assert (done, busy) == ([1], False)
    assert [record.message for record in caplog.records if record.name == work.__name__] == ["the database failed during a job"]


def test_the_worker_stops_at_sigterm(transactional_db, job):
    job(lambda: signal.raise_signal(signal.SIGTERM) is None)
    before = [signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)]

    try:
        work.Command().handle()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])

    assert DueRun.objects.count() == 1


@pytest.mark.parametrize(("ago", "lives"), [(None, False), (4, True), (6, False)])
def test_a_worker_is_asked_whether_it_lives(db, ago, lives):
    if ago is not None:
        DueRun.objects.create(pk=1, at=NOW - timedelta(minutes=ago))

    with nullcontext() if lives else pytest.raises(CommandError):
        call_command("work", "--lives")

    assert DueRun.objects.count() == (0 if ago is None else 1)
