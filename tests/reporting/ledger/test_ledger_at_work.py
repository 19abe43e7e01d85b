"""A ledger is written and read while people work, and broken off by whoever waits for it."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dcc.models import Store, TrailEntry
from dcc.trail.trail_seals import verify
from leads.models import Lead
from reporting.ledger import reader, writer
from reporting.ledger.writer import export_ledger
from tests.factories import CallFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, TUESDAY_9


def somebody_works(lead: Lead) -> None:
    """Call a lead and take another in, over a connection of one's own."""
    try:
        CallFactory(lead=Lead.objects.get(pk=lead.pk), agent=lead.agent, at=TUESDAY_9)
        InquiryFactory(lead=LeadFactory(store=lead.store, channel=lead.channel, received_at=TUESDAY_9))
    finally:
        connection.close()


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_an_export_is_of_one_moment_and_nobody_waits_for_it(store, agent, tmp_path, monkeypatch):
    lead = LeadFactory(store=store, agent=agent)
    InquiryFactory(lead=lead)

    def events_of(keys):
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(somebody_works, lead).result(timeout=10)
        return original(keys)

    original = writer.events_of
    monkeypatch.setattr(writer, "events_of", events_of)
    export_ledger(store, tmp_path / "during.jsonl", now=TUESDAY_9)
    monkeypatch.undo()
    export_ledger(store, tmp_path / "after.jsonl", now=TUESDAY_9)

    assert [types_in(tmp_path / f"{name}.jsonl") for name in ("during", "after")] == [["lead", "inquiry"], ["lead", "inquiry", "call", "lead", "inquiry"]]


def types_in(path) -> list[str]:
    """What the lines of a file are about that tell of leads."""
    types = [json.loads(line)["type"] for line in path.read_text(encoding="utf-8").splitlines()]
    return [name for name in types if name in ("lead", "inquiry", "call")]


def test_an_import_broken_off_leaves_nothing(db, store, tmp_path, monkeypatch):
    path = tmp_path / "ledger.jsonl"
    InquiryFactory(lead=LeadFactory(store=store))
    export_ledger(store, path, now=MONDAY_9)
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{store.code}"', '"Z9"'), encoding="utf-8")

    def derive(loader):
        raise KeyboardInterrupt

    monkeypatch.setattr(reader, "derive", derive)
    with pytest.raises(CommandError, match="broken off; nothing was imported") as end:
        call_command("ledger", "import", str(path), progress=True)

    assert (end.value.returncode, list(Store.objects.values_list("code", flat=True)), Lead.objects.count()) == (130, [store.code], 1)


def test_the_trail_that_comes_in_is_sealed_anew(imported):
    assert (TrailEntry.objects.filter(seal=None).count(), {chain.why for chain in verify()}) == (0, {""})
