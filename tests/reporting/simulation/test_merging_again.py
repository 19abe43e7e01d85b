"""Random pairs of the store that lived, merged and separated (docs/rules/domain.md#merging)."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction

from dcc.models import Store, User
from leads.models import Lead
from reception.merging.rules.merging import merge_leads, obstacle, separate_leads
from reporting.figures.milestones import COLUMNS, rebuild
from reporting.ledger.writer import Export
from tests.moments import ZONE
from tests.reporting.lives import figures_of, what_comes_back
from tests.reporting.living import FIRST, LAST

AFTER = datetime.combine(LAST + timedelta(days=1), time(9), ZONE)
PAIRS, LASTING = 10, 12


def taken_in(path: Path) -> Store:
    """Take the store that lived out of its ledger."""
    call_command("ledger", "import", str(path), stdout=StringIO())
    return Store.objects.get(code="L1")


def pairs_of(store: Store, chance: Random) -> Iterator[tuple[Lead, Lead]]:
    """Draw two open leads that may be merged, again and again; every second time two with an agent, who have something to move."""
    number = 0
    while True:
        rows = Lead.objects.open().filter(store=store).order_by("pk")
        worked = rows.filter(first_call_at__isnull=False)
        one, other = (Lead.objects.get(pk=pk) for pk in chance.sample(list((worked if number % 2 else rows).values_list("pk", flat=True)), 2))
        if not obstacle(one, other):
            number += 1
            yield one, other


def standing(store: Store) -> list[dict]:
    """The lines of a ledger that stand, but for the trail."""
    lines = (json.loads(line) for line in Export(store).lines())
    return [line for line in lines if line["type"] != "audit" and "annulled" not in line]


def milestones(*leads: Lead) -> list[tuple]:
    """What leads carry of their events."""
    return list(Lead.objects.filter(pk__in=[lead.pk for lead in leads]).order_by("pk").values_list(*COLUMNS))


@pytest.mark.long
def test_a_merge_taken_back_leaves_the_ledger_as_it_was_but_for_the_trail_and_what_was_annulled(db, lived):
    store = taken_in(lived.path)
    manager = User.objects.of_store(store).with_role("data_manager").order_by("pk").first()
    before, pairs = standing(store), pairs_of(store, Random(11))

    for _number in range(PAIRS):
        one, other = next(pairs)
        with transaction.atomic():
            kept = merge_leads(one, other, by=manager, now=AFTER)
            younger = other if kept == one else one
            carried = milestones(one, other)
            rebuild(store)
            rebuilt = milestones(one, other)
            separate_leads(younger, by=manager, now=AFTER + timedelta(hours=1))
            after = standing(store)
            transaction.set_rollback(True)

        assert rebuilt == carried
        assert after == before


@pytest.mark.long
def test_merged_leads_come_back_out_of_their_ledger_and_count_in_no_figure(db, lived, tmp_path: Path):
    path = tmp_path / "merged.jsonl"
    with transaction.atomic():
        store = taken_in(lived.path)
        manager = User.objects.of_store(store).with_role("data_manager").order_by("pk").first()
        pairs = pairs_of(store, Random(12))
        before = figures_of("L1", FIRST, LAST)
        for _number in range(LASTING):
            merge_leads(*next(pairs), by=manager, now=AFTER)
        after = figures_of("L1", FIRST, LAST)
        call_command("ledger", "export", "--store", "L1", str(path), stdout=StringIO())
        exported = path.read_bytes()
        transaction.set_rollback(True)

    again, figures_again = what_comes_back("L1", path, FIRST, LAST)

    assert _leads(after) == _leads(before) - LASTING
    assert (again, figures_again) == (exported, after)


def _leads(figures) -> int:
    return sum(row.get("leads", 0) for row in figures["channel", "cohort"].values())
