"""A worker killed in the middle of an import or of its undo: nothing is half done, and done again it is as if nobody had killed it.

By hand at full size: `KILLED_ROWS=10000 KILLED_AT=20 python -m pytest tests/whole/test_killed.py`, on either database.
"""

import os
import signal
import time
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from dcc.models import Notice, Store, TrailEntry, User
from dcc.store.rules.stores import create_store
from leads.intake.rules.importing import commit, examine, examine_in_background, receive_upload
from leads.intake.rules.undoing import foresee_undo, undo_import
from leads.models import Channel, ImportBatch, Inquiry, Lead
from tests.clock import stopped
from tests.factories import LeadFactory, UserFactory
from tests.forking import forked
from tests.moments import MONDAY_8, MONDAY_9, NOW

ROWS, MOMENTS = int(os.environ.get("KILLED_ROWS", "800")), int(os.environ.get("KILLED_AT", "4"))
FACTS = ("phone", "name", "model", "received_at", "channel__name", "inquiry_count", "last_inquiry_at", "respond_by", "annulled_at", "agent__name")

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def file_of(rows: int) -> bytes:
    """A sender's file: every hundredth number is that of a customer who is here already, every fiftieth else none."""
    lines = [f"154{number:08d}" if number % 50 or number % 100 == 0 else "多少" for number in range(rows)]
    return "手机,姓名,车型,提交时间\n".encode() + "\n".join(f"{phone},客户{place},卡罗拉,2026-11-23 08:30" for place, phone in enumerate(lines)).encode()


def scene(code: str) -> ImportBatch:
    """A store with some customers, and the file read there: ready to be imported."""
    store = create_store(code=code, name="长春", brand="丰田", by=None, now=MONDAY_8)
    by = UserFactory(username=f"{code}-data", name="孙丽", store=store, roles=["data_manager"])
    agent = UserFactory(username=f"{code}-agent", name="王伟", store=store, roles=["agent"])
    channel = Channel.objects.get(store=store, name="懂车帝")
    for number in range(0, ROWS, 100):
        LeadFactory(store=store, agent=agent, channel=channel, phone=f"154{number:08d}", name="老客户", model="凯美瑞", received_at=MONDAY_9)
    batch = receive_upload(store, SimpleUploadedFile("线索.csv", file_of(ROWS)), channel=channel, by=by, now=NOW)
    (examine_in_background if ROWS > 5_000 else examine)(batch, now=NOW)
    batch.refresh_from_db()
    assert batch.state == "ready"
    return batch


def whole(store: Store) -> list:
    """All a store holds of what an import and its undo write, in words that are the same in every store."""
    people = dict(User.objects.filter(store=store).values_list("pk", "name"))
    trail = TrailEntry.objects.filter(store=store).order_by("pk").values_list("action", "at", "by__name")
    notices = sorted((people[user], kind) for user, kind in Notice.objects.filter(user__store=store).values_list("user", "kind"))
    batches = ImportBatch.objects.filter(store=store).values_list("state", "rows", "created", "merged", "repeated", "rejected", "undone")
    inquiries = Inquiry.every.filter(store=store).order_by("lead__phone", "received_at", "entered_at", "name", "annulled_at")
    leads = Lead.every.filter(store=store).order_by("phone", "received_at", "name", "annulled_at").values_list(*FACTS)
    rows = [*leads, *inquiries.values_list("lead__phone", "received_at", "name", "annulled_at"), *trail, *notices, *batches]
    return [sha256(repr(rows).encode()).hexdigest(), len(rows)]


def take_in(batch: int) -> None:
    """Import a file that is ready, as the worker does, whether or not a worker began it before."""
    found = ImportBatch.objects.select_related("store", "channel", "by").get(pk=batch)
    ImportBatch.objects.filter(pk=batch, state="ready").update(state="committing")
    commit(found, by=found.by, now=NOW)


def undo(batch: int) -> None:
    """Take an import back, as it is shown at this moment."""
    found = ImportBatch.objects.select_related("store", "channel", "by").get(pk=batch)
    undo_import(found, sign=foresee_undo(found).sign, by=found.by, now=NOW)


def killed_after(seconds: float, deed: Callable[[int], None], batch: int) -> None:
    """Do a deed in a process of its own and kill it after so long, as the machine would: without a word."""
    child = forked(_run, deed, batch)
    time.sleep(seconds)
    os.kill(child.pid, signal.SIGKILL)
    child.join(timeout=30)


def _run(deed: Callable[[int], None], batch: int) -> None:
    with stopped():
        deed(batch)
    connections.close_all()
    time.sleep(60)  # done before it was killed: then it was done


def lasting(deed: Callable[[int], None], batch: int) -> float:
    """How long a deed takes that nobody disturbs."""
    began = time.monotonic()
    deed(batch)
    return time.monotonic() - began


@pytest.fixture(autouse=True)
def uploads_folder(settings, tmp_path):
    """Let no test keep an upload beside another's."""
    settings.UPLOADS = tmp_path / "uploads"


@pytest.mark.parametrize(("deed", "before", "done"), [(take_in, None, "done"), (undo, take_in, "undone")], ids=["an import", "an undo"])
def test_killed_at_any_moment_nothing_is_half_done_and_done_again_it_is_as_undisturbed(deed, before, done):
    calm = scene("CALM")
    if before:
        before(calm.pk)
    untouched = whole(calm.store)
    length = lasting(deed, calm.pk)
    undisturbed, seen = whole(calm.store), []

    for number in range(MOMENTS):
        batch = scene(f"KILL{number}")
        if before:
            before(batch.pk)
        killed_after(1.2 * length * (number + 0.5) / MOMENTS, deed, batch.pk)
        ImportBatch.objects.filter(pk=batch.pk, state="committing").update(state="ready")  # its lease has run out
        seen.append("whole" if whole(batch.store) == undisturbed else "nothing" if whole(batch.store) == untouched else "half")
        if seen[-1] == "nothing":
            deed(batch.pk)
        assert whole(batch.store) == undisturbed

    assert set(seen) <= {"nothing", "whole"}
    assert ImportBatch.objects.get(pk=calm.pk).state == done
    print(f"{deed.__name__} of {ROWS:,} rows killed at {MOMENTS} moments: {seen.count('nothing')} times nothing, {seen.count('whole')} times whole, 0 half")
