"""The demo's stores: filled once, and half worked, so that whoever looks in finds something to do."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import transaction
from django.utils import translation

from calls.desk.queue import agenda_of
from calls.models import Call
from dcc.models import Store, User
from dcc.people.demo_accounts import DEMO_PASSWORD, USERNAMES
from leads.models import Lead
from reporting.demo.filling import fill
from reporting.demo.half_worked import LEFT
from reporting.models import EveningNote

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NIGHT = datetime.fromisoformat("2026-11-24T01:00:00+08:00")
DAYS = 9


@dataclass
class Filled:
    """What the demo's stores hold after some days, by the store's code."""

    first: bool
    again: bool
    pool: dict[str, int]
    to_grade: dict[str, int]
    queues: dict[str, set[str]]
    latest: datetime
    noted: dict[str, bool]
    watched: set[str]
    keyed: set[str]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Filled:
    """Both stores, filled up to one o'clock at night; the database forgets them."""
    with django_db_blocker.unblock(), translation.override("zh-hans"), transaction.atomic():
        first, again = fill(now=NIGHT, say=lambda _sentence: None, days=DAYS), fill(now=NIGHT, say=lambda _sentence: None, days=DAYS)
        found = _look(first=first, again=again)
        transaction.set_rollback(True)
    return found


def _look(*, first: bool, again: bool) -> Filled:
    stores, agents = Store.objects.all(), User.objects.with_role("agent")
    return Filled(
        first,
        again,
        {store.code: Lead.objects.in_pool().filter(store=store).count() for store in stores},
        {store.code: Lead.objects.open().filter(store=store, ungraded_since__isnull=False).count() for store in stores},
        {agent.username: {place.group for place in agenda_of(agent, now=NIGHT).places} for agent in agents},
        Call.objects.latest("at").at,
        {store.code: any(note.facts["hours"] for note in EveningNote.objects.filter(store=store)) for store in stores},
        {store.code for watcher in User.objects.with_role("hq") for store in watcher.stores.all()},
        {person.username for person in User.objects.filter(password_until=None) if person.check_password(DEMO_PASSWORD)},
    )


def test_the_stores_are_filled_once(filled):
    assert (filled.first, filled.again) == (True, False)


def test_the_leader_finds_a_pool_and_the_data_manager_leads_to_grade(filled):
    waits = {code: (filled.pool[code] > 0, filled.to_grade[code] > 0) for code in filled.pool}

    assert waits == {"S1": (True, True), "S2": (True, True)}


def test_every_agent_finds_a_queue_with_new_leads_and_with_what_is_overdue_among_them(filled):
    empty = {agent for agent, groups in filled.queues.items() if not groups}
    groups = set().union(*filled.queues.values())
    behind = {agent for agent in LEFT if "overdue" in filled.queues.get(agent, ())}

    assert empty == set()
    assert {"new", "today", "overdue"} <= groups
    assert behind == {"agent2", "agent1-b"}


def test_nobody_calls_after_the_last_working_day_ended(filled):
    assert filled.latest < datetime.fromisoformat("2026-11-23T20:30:00+08:00")


def test_each_store_has_its_evening_notes_and_is_watched(filled):
    assert (filled.noted, filled.watched) == ({"S1": True, "S2": True}, {"S1", "S2"})


def test_every_account_opens_by_the_public_password_however_long_ago_it_was_made(filled):
    assert filled.keyed == USERNAMES
